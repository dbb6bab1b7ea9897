"""What the short path asks: few questions, what decides a wish first, none twice; what was heard is only looked at once more."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from consumer_app.domain.case import Answer, Case
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.case.sources import held_in_case, source, with_facts
from consumer_app.domain.judging.claims import worth
from consumer_app.domain.judging.conditions import judge
from consumer_app.domain.judging.examination import examine
from consumer_app.domain.judging.facts import FactConflict, FactError, Facts, facts_of, typed, with_todays_names
from consumer_app.domain.judging.findings import Assessment, ClaimFound
from consumer_app.domain.judging.heard import left_empty
from consumer_app.domain.judging.questions import decides
from consumer_app.domain.judging.relevance import Sense
from consumer_app.domain.judging.wishes import asks_of, wished_first
from consumer_app.domain.law import DayRange, LawBook, Value

ON_A_PAGE, IN_A_CASE = 4, 12
"""Questions of law on one page, and in one case, at most."""


@dataclass(frozen=True)
class Asking:
    """What is left to ask, the most decisive first, never more than a case is asked; and what was heard that a claim looks at."""

    questions: tuple[str, ...]
    heard: tuple[str, ...] = ()

    @property
    def page(self) -> tuple[str, ...]:
        """The next page: at most four questions."""
        return self.questions[:ON_A_PAGE]


def still_to_ask(
    case: Case, book: LawBook, today: date, heard: Mapping[str, Value] | None = None, most: int = IN_A_CASE
) -> Asking:
    """What the short path still asks of a case. ``heard`` is what its words say and it does not hold; ``most`` so many at most.

    An answer that is None was 不清楚 and is not asked again, nor is what was left empty on the page of the order. What was heard, what an answer settles and what no page can put into the case
    is not asked.
    """
    heard = heard or {}
    unsaid = frozenset(name for name in left_empty(case, book) if held_in_case(case, book.facts[name]) is None)
    declined = frozenset(name for name, answer in with_todays_names(case, book).answers.items() if answer is None)
    said = unsaid | case.answers.keys()
    believed = with_facts(case, book, {name: value for name, value in heard.items() if name not in said})
    found = examine(believed, book, today).assessment
    open_ones = [fact for fact in _wanted(believed, found, book, today, declined) if _can_be_asked(fact, case, book)]
    room = min(most, room_left(case, book))
    questions = tuple(fact for fact in dict.fromkeys(open_ones) if fact not in said)[: max(room, 0)]
    looked_at = {
        fact for claim in found.claims for reason in (*claim.why, *claim.excluded_by) for fact in (reason.fact,)
    }
    shown = tuple(name for name in heard if name in looked_at and name not in said and _can_be_asked(name, case, book))
    return Asking(_in_pages(questions, found, book), shown)


def room_left(case: Case, book: LawBook) -> int:
    """How many questions of law this case can still be asked, on whatever page."""
    return max(IN_A_CASE - len(_asked(case, book)), 0)


def was_asked_more(case: Case, book: LawBook) -> bool:
    """Whether a case was asked more than the short path asks: on the full one, which does not count."""
    return len(_asked(case, book)) > IN_A_CASE


def _asked(case: Case, book: LawBook) -> list[str]:
    """The questions that this case was asked already, in the order in which they were answered; what the name of its trouble says was not asked."""
    named = {fact for slug in case.disputes if slug in book.disputes for fact in book.disputes[slug].says}
    return [name for name in case.answers if name in book.facts and book.facts[name].question and name not in named]


def _wanted(case: Case, found: Assessment, book: LawBook, today: date, declined: Collection[str]) -> Iterator[str]:
    """The facts that what is wished lacks with its sums, claim by claim; then what makes it surer; then what would bring more than all that is wished."""
    facts = _facts(case, book, today)
    sense = Sense(facts.values, found.disputes, book)
    always = (fact for slug in found.disputes for fact in book.disputes[slug].first if facts.get(fact) is None)
    yield from (fact for fact in always if sense.asked_first(fact) == fact)
    wished = asks_of(case.wishes, book)
    ranked = [claim for claim in wished_first(case.wishes, found, book) if not _pointless(claim, found)]
    first = [claim for claim in ranked if not wished or claim.asks in wished]
    first.sort(key=lambda claim: _stands_in(claim, found, book))
    for claim in first:
        if claim.status == "open":
            yield from () if _stuck(claim, book, facts, declined) else _lacking(claim, book)
        elif not claim.amount:
            yield from claim.amount_needs
    for claim in first:
        if claim.status in ("settled", "contested"):
            yield from (one.fact for one in claim.missing)
    most = max((worth(claim) for claim in first), default=Decimal(0))
    for claim in ranked:
        if claim not in first and worth(claim) > most and claim.status == "open":
            yield from () if _stuck(claim, book, facts, declined) else _lacking(claim, book)


def _stands_in(claim: ClaimFound, found: Assessment, book: LawBook) -> bool:
    """Whether it only stands in for one that can be asked already: somebody else who might pay the same money."""
    firsts = (found.claim(slug) for slug in book.claims[claim.id].instead_of)
    return any(one is not None and one.status in ("settled", "contested") for one in firsts)


def _lacking(claim: ClaimFound, book: LawBook) -> Iterable[str]:
    """What an open claim lacks: what decides it, the seldom last; then what its sum needs."""
    deciding = [one.fact for one in claim.missing if decides(one)]
    deciding.sort(key=lambda fact: fact in book.facts and book.facts[fact].late)
    rest = (one.fact for one in claim.missing if not decides(one))
    return (*deciding, *(() if claim.amount else claim.amount_needs), *rest)


def _pointless(claim: ClaimFound, found: Assessment) -> bool:
    """Whether a claim that is as good is settled already, so that nothing needs to be asked for this one."""
    rival = found.claim(claim.better) if claim.better else None
    if rival is None or rival.status != "settled" or claim.status != "open":
        return False
    return worth(claim) <= worth(rival)


def _stuck(claim: ClaimFound, book: LawBook, facts: Facts, declined: Collection[str]) -> bool:
    """Whether something the claim needs can never be known: whoever was asked did not know."""
    entry = book.claims[claim.id]
    if claim.day is None and entry.day in declined:
        return True
    judged = (judge(one, facts, book.days, None) for one in entry.when)
    return any(one.holds is None and bool(one.waits_for) and set(one.waits_for) <= set(declined) for one in judged)


def _can_be_asked(fact: str, case: Case, book: LawBook) -> bool:
    """Whether a page can ask it: it has a question, and what the case holds elsewhere can be put there or said more exactly."""
    definition = book.facts.get(fact)
    if definition is None or not definition.question or definition.source == "platform":
        return False
    place = source(definition.source)
    held = held_in_case(case, definition)
    return place is None or (place.put is not None and isinstance(held, DayRange | None))


def _in_pages(questions: tuple[str, ...], found: Assessment, book: LawBook) -> tuple[str, ...]:
    """The questions page by page, those of one page in the order of the disputes, where what belongs together stands together."""
    listed = {fact: place for d in reversed(found.disputes) for place, fact in enumerate(book.disputes[d].facts)}
    pages = [questions[at : at + ON_A_PAGE] for at in range(0, len(questions), ON_A_PAGE)]
    return tuple(fact for page in pages for fact in sorted(page, key=lambda one: listed.get(one, len(listed))))


def _facts(case: Case, book: LawBook, today: date) -> Facts:
    """The facts of the case; none where they cannot all be so, because nothing is stuck then."""
    try:
        return facts_of(case, book, today)
    except (FactError, FactConflict):
        return Facts({}, today, book.facts)


def with_answers(case: Case, book: LawBook, answers: Mapping[str, Answer]) -> Case:
    """The case with what its questions were answered: where the case holds such a thing, otherwise as answers. None is 不清楚.

    What is answered otherwise than the case holds it takes its place; a month said once more says that the day is not known. Raises FactError.
    """
    for name, answer in answers.items():
        place = source(book.facts[name].source)
        kept: Answer = answer
        if place is not None and place.put is not None and answer is not None:
            value, held = typed(name, answer, book), place.read(case)
            anew = place.put(place.blank(case), value) if place.blank and _says_otherwise(value, held) else case
            case = anew if place.read(anew) == value else place.put(case, value)
            if place.read(case) == value:
                if held != value:
                    case = _without_answer(case, name)
                    continue
                kept = None
        case = replaced(case, "answers", {**case.answers, name: kept})
    return case


def _says_otherwise(value: Value, held: Value | None) -> bool:
    """Whether an answer says something else than what is held, or a day more exactly; a range of days says no more than one that is held."""
    return held is not None and value != held and not isinstance(value, DayRange)


def _without_answer(case: Case, name: str) -> Case:
    return case.model_copy(update={"answers": {n: answer for n, answer in case.answers.items() if n != name}})
