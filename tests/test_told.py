"""The told texts are nobody's: no number or address stands in them, and who writes for measuring writes nothing else.

What is marked in shops' replies and in told texts is what the law book has: its excuses, disputes and facts, with values they can have.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args

from consumer_app.domain.case import Case
from consumer_app.domain.case.document import Wish
from consumer_app.domain.judging.facts import facts_of, former_names
from consumer_app.domain.law import LawBook

FOLDER = Path(__file__).parents[1] / "benchmarks" / "told"
REPLIES = FOLDER / "held_back" / "replies.jsonl"
FACTS = FOLDER / "held_back" / "facts.jsonl"
A_DATE = r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
PRIVATE = re.compile(
    rf"(?<!\d)1[3-9]\d{{9}}(?!\d)|\d{{15,18}}[\dXx]?|(?<!\d)(?!{A_DATE})\d{{8,}}|[\w.+-]+@[\w-]+\.\w+|https?://"
)


def told(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def every_file() -> list[Path]:
    return sorted(FOLDER.rglob("*.jsonl"))


def test_no_told_text_holds_a_telephone_an_identity_an_order_number_or_an_address_of_the_net() -> None:
    found = [
        f"{path.name}:{number}: {hit[0]}"
        for path in every_file()
        for number, one in enumerate(told(path), 1)
        if (hit := PRIVATE.search(one["text"]))
    ]
    assert not found, "\n".join(found)


def test_every_told_text_says_what_it_is_about() -> None:
    for path in every_file():
        for number, one in enumerate(told(path) if path not in (REPLIES, FACTS) else (), 1):
            where = f"{path.name}:{number}"
            assert set(one) == {"label", "also", "by", "text"}, where
            assert one["label"] not in one["also"], where


def test_every_text_says_who_wrote_it_and_stands_once() -> None:
    seen: dict[str, str] = {}
    for path in every_file():
        for number, one in enumerate(told(path), 1):
            where = f"{path.name}:{number}"
            assert one["text"].strip(), where
            assert one["by"].strip(), where
            assert seen.setdefault(one["text"], where) == where, f"{where} is {seen[one['text']]} again"


def test_who_writes_what_is_held_back_writes_nothing_else() -> None:
    held_back = {one["by"] for path in FOLDER.glob("held_back/*.jsonl") for one in told(path)}
    others = {one["by"] for path in FOLDER.glob("*.jsonl") for one in told(path)}
    assert held_back
    assert not held_back & others


def test_every_reply_of_a_shop_is_marked_with_a_dispute_and_excuses_of_the_law_book(real_law: LawBook) -> None:
    replies = told(REPLIES)
    for number, one in enumerate(replies, 1):
        assert set(one) == {"text", "excuses", "dispute", "by"}, number
        assert one["dispute"] in real_law.disputes, number
        assert set(one["excuses"]) <= set(real_law.excuses), number
        assert len(set(one["excuses"])) == len(one["excuses"]), number
    assert {bool(one["excuses"]) for one in replies} == {True, False}, (
        "replies that raise an excuse, and that raise none"
    )


def test_every_fact_marked_in_a_told_text_is_one_of_the_law_book_with_a_value_it_can_have(real_law: LawBook) -> None:
    heirs = {old: names[0] for old, names in former_names(real_law).items() if len(names) == 1}
    for number, one in enumerate(told(FACTS), 1):
        assert set(one) == {"text", "today", "facts", "not", "wishes", "by", "dispute"}, number
        assert one["dispute"] in real_law.disputes, number
        today = date.fromisoformat(one["today"])
        assert {heirs.get(name, name) for name in (*one["facts"], *one["not"])} <= set(real_law.facts), number
        assert not set(one["facts"]) & set(one["not"]), f"{number}: said and not said"
        assert set(one["wishes"]) <= set(get_args(Wish)), number
        for name, marked in one["facts"].items():
            today_s = heirs.get(name, name)
            for answer in answers(marked, of_days=real_law.facts[today_s].kind == "date"):
                known = facts_of(Case(v=2, answers={name: answer}), real_law, today).get(today_s)
                assert known is not None, f"{number}: {name} = {marked}"
                assert name != real_law.fact_from("platform") or known in real_law.platforms, f"{number}: {known}"


def answers(marked: Any, of_days: bool) -> Iterator[Any]:
    """What was marked, as answers to its fact: a range of days is one answer, a sum said vaguely each sum it names."""
    if not isinstance(marked, dict):
        yield marked
    elif of_days:
        yield f"{marked['from']}/{marked['to']}"
    else:
        assert set(marked) in ({"about"}, {"from", "to"}), marked
        yield from marked.values()
