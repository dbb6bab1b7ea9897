"""How long work takes the processor, whatever else runs beside it."""

import time
from collections.abc import Callable

TRIES = 3


def least_seconds(work: Callable[[], object]) -> float:
    """The least processor time of three tries: a neighbour on the same core, or memory being taken away, only ever adds to it."""
    took = []
    for _ in range(TRIES):
        begun = time.process_time()
        work()
        took.append(time.process_time() - begun)
    return min(took)
