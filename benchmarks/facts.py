"""How well facts are read of told texts: precision and recall by kind, of all that is read and of what the likely disputes look at.

One JSON object a line (``text``, ``today``, ``facts``, ``not``, ``wishes``, ``by``). A fact in ``not`` is wrong whatever is read for it; one in
neither ``facts`` nor ``not`` counts neither way. A sum said vaguely (``about``, or ``from`` and ``to``) has no right value yet: it is only counted.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.marked import Tally, held_back, who_wrote
from consumer_app.domain.judging.facts import former_names
from consumer_app.domain.law import LawBook, Value
from consumer_app.domain.law.moments import one_or_range
from consumer_app.domain.listening.facts import facts_said
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.domain.listening.wishes import wishes_said

Read = Callable[[str, date], dict[str, Value]]

KINDS = {
    "yes_no": "yes or no",
    "choice": "choices",
    "choices": "choices",
    "money": "sums",
    "number": "numbers",
    "date": "days",
}
OFTEN = 5


def report(book: LawBook, _data_dir: Path) -> Iterator[str]:
    """Precision and recall by kind, then of facts marked often and of the rare ones together, then what nothing reads yet."""
    texts = tuple(named_today(one, book) for one in held_back("facts"))
    often = Counter(name for one in texts for name in one["facts"])
    yield f"Facts: {len(texts)} told texts, {often.total()} facts marked of {len(often)} names, {sum(len(one['not']) for one in texts)} marked as not said"
    yield who_wrote("facts", texts)

    def groups(name: str) -> tuple[str, ...]:
        commonness = f"marked {OFTEN} times or more" if often[name] >= OFTEN else f"marked less than {OFTEN} times"
        return (kind_of(name, book), commonness, "all")

    def everything(text: str, today: date) -> dict[str, Value]:
        return {said.fact: said.value for said in facts_said(text, book, today, book.facts)}

    def suggested(text: str, today: date) -> dict[str, Value]:
        return {said.fact: said.value for said in suggest(text, book, today).facts}

    for title, read in (("all that is read", everything), ("what is suggested with the likely disputes", suggested)):
        yield f"  {title}"
        tallies, uncounted = _tallies(texts, read, groups, book)
        for group, tally in tallies.items():
            yield f"    {group:<26} {tally}"
        yield f"    besides, {uncounted} read of facts marked neither way"
    wishes = Tally()
    for one in texts:
        wishes.count(wishes_said(one["text"], book), one["wishes"])
    yield f"  wishes                       {wishes}"
    vague = sum(is_vague(marked, name, book) for one in texts for name, marked in one["facts"].items())
    yield f"  not read yet: {vague} vague sums"

def named_today(one: dict[str, Any], book: LawBook) -> dict[str, Any]:
    """A marked text with its facts under the names they have today (``was``)."""
    heirs = {old: names[0] for old, names in former_names(book).items() if len(names) == 1}
    facts = {heirs.get(name, name): marked for name, marked in one["facts"].items()}
    return {**one, "facts": facts, "not": [heirs.get(name, name) for name in one["not"]]}


def kind_of(name: str, book: LawBook) -> str:
    """What kind of fact it is, as the report calls it."""
    if name == book.fact_from("platform"):
        return "platform"
    if name == book.fact_from("order.lines.goods_kind"):
        return "goods"
    return KINDS[book.facts[name].kind]


def is_vague(marked: Any, name: str, book: LawBook) -> bool:
    """Whether a sum or number is marked as said vaguely."""
    return isinstance(marked, dict) and book.facts[name].kind != "date"


def meant(marked: Any, name: str, book: LawBook) -> Value:
    """What is marked, as the value that the fact should be read with."""
    kind = book.facts[name].kind
    if kind == "date":
        first, last = (marked["from"], marked["to"]) if isinstance(marked, dict) else (marked, marked)
        return one_or_range(date.fromisoformat(first), date.fromisoformat(last))
    if kind == "choices":
        return tuple(marked) if isinstance(marked, list) else (marked,)
    return Decimal(marked) if kind in ("money", "number") else marked


def _tallies(
    texts: tuple[dict[str, Any], ...], read: Read, groups: Callable[[str], tuple[str, ...]], book: LawBook
) -> tuple[dict[str, Tally], int]:
    """The tally of every group, and how many facts were read that count neither way."""
    tallies: dict[str, Tally] = {}
    uncounted = 0
    for one in texts:
        said = read(one["text"], date.fromisoformat(one["today"]))
        uncounted += len(set(said) - {*one["facts"], *one["not"]})
        for name in (*one["facts"], *one["not"]):
            marked = one["facts"].get(name)
            if is_vague(marked, name, book):
                continue
            for group in groups(name):
                values = () if marked is None else (meant(marked, name, book),)
                tallies.setdefault(group, Tally()).count((said[name],) if name in said else (), values)
    return dict(sorted(tallies.items())), uncounted
