"""How often a told text is understood: the right dispute or matter elsewhere first, and among the first three, by writer.

The texts lie in ``benchmarks/told/``, one JSON object a line (``label``, ``also``, ``by``, ``text``); a label ``elsewhere:…`` is a matter
that is no consumer dispute, ``none`` no complaint at all, ``vague`` too little to tell. Those of ``held_back/h*`` are by writers who wrote
nothing else: figures on them are reported, and nothing is ever tuned on them.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.suggestion import Suggestion, suggest

FOLDER = Path(__file__).parent / "told"
FIRST_FEW = 3


@dataclass(frozen=True)
class Told:
    """One told text: everything it is about, by whom it was written, its words."""

    labels: frozenset[str]
    by: str
    text: str


def texts(path: Path) -> tuple[Told, ...]:
    """The texts of one file."""
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return tuple(Told(frozenset({one["label"], *one["also"]}), one["by"], one["text"]) for one in lines)


def report(book: LawBook, _data_dir: Path) -> Iterator[str]:
    """By writer: the share understood at once, among the first three, and of other matters taken for a dispute."""
    yield "Hearing: told texts (right first / right among the first three); only kinds that the law book has"
    for path in (*sorted(FOLDER.glob("*.jsonl")), *sorted(FOLDER.glob("held_back/h*.jsonl"))):
        known = [one for one in texts(path) if one.labels & kinds(book)]
        disputes = [one for one in known if not any(label.startswith("elsewhere:") for label in one.labels)]
        name = str(path.relative_to(FOLDER).with_suffix(""))
        yield f"  {name:<22} {len(disputes):4d} disputes {_shares(disputes, book)}   elsewhere {_shares(set(known) - set(disputes), book)}"


def kinds(book: LawBook) -> frozenset[str]:
    """Every label that the law book can give."""
    return frozenset((*book.disputes, *(f"elsewhere:{slug}" for slug in book.elsewhere)))


def heard(found: Suggestion) -> list[str]:
    """The kinds suggested, the likeliest first, as labels."""
    scored = [(one.score, one.id) for one in found.disputes]
    scored += [(one.score, f"elsewhere:{one.id}") for one in found.elsewhere]
    return [label for _, label in sorted(scored, key=lambda each: -each[0])]


def _shares(told: Iterable[Told], book: LawBook) -> str:
    answers = [(one.labels, heard(suggest(one.text, book))) for one in told]
    if not answers:
        return "–"
    first = sum(bool(answer and answer[0] in labels) for labels, answer in answers) / len(answers)
    few = sum(bool(labels & set(answer[:FIRST_FEW])) for labels, answer in answers) / len(answers)
    return f"{first:.2f} / {few:.2f}"
