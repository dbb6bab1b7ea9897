"""What was marked by hand in held-back texts, and how it is counted against what the product reads of them.

The replies are by one writer, the facts by three, in many voices (``by``), who knew the names of the law book and never saw what it listens
for or learns from. They are for measuring alone: nothing is ever tuned on them.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks.hearing import FOLDER


@dataclass
class Tally:
    """How many were read rightly, read wrongly, and marked but not read; one read with another value is both wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, read: Iterable[object], marked: Iterable[object]) -> None:
        """Add one text: what was read of it and what is marked in it."""
        found, meant = set(read), set(marked)
        self.right += len(found & meant)
        self.wrong += len(found - meant)
        self.missed += len(meant - found)

    def __str__(self) -> str:
        precision, recall = _share(self.right, self.right + self.wrong), _share(self.right, self.right + self.missed)
        return f"precision {precision}  recall {recall}  ({self.right} right, {self.wrong} wrong, {self.missed} missed)"


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–   "


def held_back(name: str) -> tuple[dict[str, Any], ...]:
    """The texts of one held-back set, as they were marked."""
    lines = (FOLDER / "held_back" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def who_wrote(name: str, texts: Iterable[dict[str, Any]]) -> str:
    """One line of the report: which set it is and who wrote it."""
    voices = len({text["by"] for text in texts})
    return f"  held_back/{name}.jsonl, in {voices} voices, by nobody who saw the patterns or what is learned from; never tuned on"
