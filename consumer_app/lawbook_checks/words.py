"""Rules about the words of papers: each entry has those it needs, and they read as one declarative sentence of whoever asks."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from string import Formatter

from consumer_app.domain.law import Claim, Excuse, LawBook
from consumer_app.domain.law.claims import PLACES
from consumer_app.lawbook_checks.answers import OF_VALUES
from consumer_app.lawbook_checks.finding import Finding

QUOTED = re.compile("“[^”]*”|「[^」]*」|《[^》]*》")
FORBIDDEN: Mapping[str, tuple[re.Pattern[str], str]] = {
    "a plea": (re.compile("(?<!申)(?<!邀)(?<!聘)请(?!求)"), "the rule or the demand itself, without 请"),
    "贵方": (re.compile("贵方"), "{asked}"),
    "本人": (re.compile("本人"), "{asker}"),
    "本函": (re.compile("本函"), "words that fit any paper"),
    "商家": (re.compile("商家"), "{asked}, or 经营者 in a rule of law"),
    "涉嫌": (re.compile("涉嫌"), "what is so"),
    "a bracket": (re.compile(r"[（）()［］\[\]【】]"), "a sentence without brackets"),
    "an alternative": (re.compile("或者"), "what is true of the case at hand; 或者 only inside quotation marks"),
}
"""What no such sentence holds outside quotation marks, and what would be right."""
Sentence = tuple[str, str, str]
"""File, key, words."""


def claims_without_words(book: LawBook) -> Iterator[Finding]:
    """A claim says what is asked, on which rule, and what the other side will say."""
    for slug, claim in book.claims.items():
        for key, right in (
            ("request", "what is asked, beginning with the verb: 退还购物款{amount}"),
            ("ground", "the rule as one sentence: 经营者应当……"),
            ("other_side", "one sentence: what the other side will say, and what answers it"),
        ):
            if not (getattr(claim, key) or "").strip():
                yield Finding(f"claims/{slug}.toml", key, "nothing", right)


def claims_that_say_not_what_decides(book: LawBook) -> Iterator[Finding]:
    """A claim that can be contested says what decides it; one that has a lesser sum can be contested and has a sum."""
    for slug, claim in book.claims.items():
        file = f"claims/{slug}.toml"
        if claim.can_be_contested and not (claim.moves or "").strip():
            yield Finding(file, "moves", "nothing", "one sentence: what decides it, 看……")
        if claim.least and not claim.can_be_contested:
            yield Finding(
                file, "least", "a lesser sum of a settled claim", 'certainty = "contested", or a contested condition'
            )
        if claim.least and not claim.remedy:
            yield Finding(file, "least", "a lesser sum without a sum", "[remedy]")


def excuses_without_words(book: LawBook) -> Iterator[Finding]:
    """An excuse is answered by a sentence of law."""
    for slug, excuse in book.excuses.items():
        if not (excuse.ground or "").strip():
            yield Finding(f"excuses/{slug}.toml", "ground", "nothing", "the answer as a declarative legal sentence")


def disputes_without_cause(book: LawBook) -> Iterator[Finding]:
    """A dispute has the cause of action under which a court files it."""
    for slug, dispute in book.disputes.items():
        if not (dispute.cause or "").strip():
            yield Finding(f"disputes/{slug}.toml", "cause", "nothing", "the formal 案由, for instance 买卖合同纠纷")


def words_of_papers(book: LawBook) -> Iterator[Finding]:
    """The words that papers are made of hold nothing that a paper cannot say."""
    yield from _unsayable(chain(_of_claims_and_excuses(book), _of_facts(book)))


def _of_claims_and_excuses(book: LawBook) -> Iterator[Sentence]:
    folders: tuple[tuple[str, Mapping[str, Claim | Excuse]], ...] = (("claims", book.claims), ("excuses", book.excuses))
    for folder, entries in folders:
        for slug, entry in entries.items():
            yield from (
                (f"{folder}/{slug}.toml", key, text) for key in ("request", "ground") if (text := getattr(entry, key))
            )


def _of_facts(book: LawBook) -> Iterator[Sentence]:
    for name, fact in book.facts.items():
        by_choice = ((f"statement_for.{choice}", text) for choice, text in fact.statement_for.items())
        for key, text in (("statement", fact.statement), ("denial", fact.denial), *by_choice):
            if text:
                yield book.file_of(name), f"{name}.{key}", text


def _unsayable(sentences: Iterable[Sentence]) -> Iterator[Finding]:
    for file, key, text in sentences:
        spoken = QUOTED.sub("", text)
        for what, (pattern, right) in FORBIDDEN.items():
            if found := pattern.search(spoken):
                yield Finding(file, key, f"{what}: {_around(spoken, found)}", right)
        places = (*PLACES, *OF_VALUES.values()) if file.startswith("facts/") else PLACES
        yield from (
            Finding(file, key, one, f"one of {', '.join(f'{{{place}}}' for place in places)}")
            for one in _unknown_places(text, places)
        )


def _around(text: str, found: re.Match[str]) -> str:
    return text[max(found.start() - 6, 0) : found.end() + 6]


def _unknown_places(text: str, places: Collection[str]) -> Iterator[str]:
    """Placeholders that nothing fills, and braces that are none."""
    try:
        named = [name for _, name, *_ in Formatter().parse(text) if name is not None]
    except ValueError:
        yield text
        return
    yield from (f"{{{name}}}" for name in named if name not in places)
