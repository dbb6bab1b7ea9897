"""Do the tests notice? ``python -m tests.mutation [--only judging] [--sample N] [--seed N]``

Makes single changes in consumer_app/domain/, one at a time, runs the tests that run the changed function, and names each change that no
test noticed. Ends with 1 when more survived than ``--at-most`` per cent (none, if that is not given).
"""

import argparse
import random
import sys
import time
from collections import Counter

from tests.mutation.changes import Change, changes
from tests.mutation.equivalent import is_equivalent
from tests.mutation.recording import modules
from tests.mutation.trying import TESTS, tried


def every_change(only: list[str]) -> list[Change]:
    """Every change in the modules whose path in the domain begins with one of ``only``, but those that change nothing."""
    return [
        change
        for module, path in modules().items()
        if not only or module.startswith(tuple(only))
        for change in changes(module, path.read_text(encoding="utf-8"))
        if not is_equivalent(change)
    ]


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    asked.add_argument("--only", nargs="*", default=[], help="paths in domain/, such as judging/remedies.py or law")
    asked.add_argument("--where", nargs="*", default=[], help="functions, such as judged_claim")
    asked.add_argument("--sample", type=int, help="so many changes by chance, instead of every one")
    asked.add_argument("--seed", type=int, default=0, help="which chance")
    asked.add_argument("--tests", nargs="*", default=TESTS, help="the tests that must notice")
    asked.add_argument("--at-most", type=float, default=0, help="how many per cent may survive")
    given = asked.parse_args()
    todo = [change for change in every_change(given.only) if not given.where or change.where in given.where]
    if given.sample is not None:
        todo = random.Random(given.seed).sample(todo, min(given.sample, len(todo)))
    made, survived = Counter[str](), Counter[str]()
    began = time.monotonic()
    for number, one in enumerate(tried(todo, given.tests), 1):
        made[one.change.module] += 1
        if not one.noticed:
            survived[one.change.module] += 1
            print(one.change, flush=True)
        if number % 100 == 0:
            print(f"# {number} of {len(todo)}, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    for module in sorted(made):
        print(f"# {module}: {survived[module]} of {made[module]}")
    share = survived.total() / max(made.total(), 1)
    print(f"# {survived.total()} of {made.total()} changes survived ({share:.1%})")
    return 1 if 100 * share > given.at_most else 0


if __name__ == "__main__":
    sys.exit(main())
