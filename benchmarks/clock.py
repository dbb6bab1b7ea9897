"""Measuring: runs taken in turns, because a shared machine is never quiet."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence


def milliseconds(run: Callable[[], object]) -> float:
    """How long one run takes on the wall clock."""
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def interleaved(
    runs: Mapping[str, Callable[[], object]], rounds: int, of: Callable[[list[float]], float] = statistics.median
) -> dict[str, float]:
    """The median of each (or `of=min`, the least disturbed), taken in turns, so that a busy moment touches all of them."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for run in runs.values():
        run()
    gc.collect()
    for _ in range(rounds):
        for name, run in runs.items():
            taken[name].append(milliseconds(run))
    return {name: of(times) for name, times in taken.items()}


def line(what: str, found: float, unit: str, goal: float | None = None) -> str:
    """One line of the report; with a goal, whether it is reached."""
    verdict = "" if goal is None else f"   goal ≤ {goal:g} {unit}{'' if found <= goal else '   MISSED'}"
    return f"  {what:<52} {found:9.2f} {unit}{verdict}"


def worst(found: Sequence[tuple[str, float]]) -> tuple[str, float]:
    """The slowest of several."""
    return max(found, key=lambda each: each[1])
