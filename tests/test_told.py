"""The told texts are nobody's: no number or address stands in them, and who writes for measuring writes nothing else."""

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "benchmarks" / "told"
PRIVATE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{15,18}[\dXx]?|\d{8,}|[\w.+-]+@[\w-]+\.\w+|https?://")


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


def test_every_told_text_says_what_it_is_about_and_who_wrote_it_and_stands_once() -> None:
    seen: dict[str, str] = {}
    for path in every_file():
        for number, one in enumerate(told(path), 1):
            where = f"{path.name}:{number}"
            assert set(one) == {"label", "also", "by", "text"}, where
            assert one["text"].strip(), where
            assert one["label"] not in one["also"], where
            assert seen.setdefault(one["text"], where) == where, f"{where} is {seen[one['text']]} again"


def test_who_writes_what_is_held_back_writes_nothing_else() -> None:
    held_back = {one["by"] for path in FOLDER.glob("held_back/*.jsonl") for one in told(path)}
    others = {one["by"] for path in FOLDER.glob("*.jsonl") for one in told(path)}
    assert held_back
    assert not held_back & others
