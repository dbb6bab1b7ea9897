"""Do the tests of the domain notice a single change? Of changes by chance nearly always; of those in sums, days, conditions and statuses always."""

import subprocess
import sys

import pytest

from tests.mutation.changes import changed, changes
from tests.mutation.equivalent import equivalents
from tests.mutation.recording import ROOT, modules

ALWAYS = (
    "case/exhibits.py",
    "case/timeline.py",
    "judging/claims.py",
    "judging/conditions.py",
    "judging/demands.py",
    "judging/remedies.py",
    "law/moments.py",
    "law/periods.py",
)


def tool(*arguments: str) -> None:
    command = [sys.executable, "-m", "tests.mutation", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.drill
def test_of_changes_by_chance_hardly_one_is_missed() -> None:
    tool("--sample", "150", "--seed", "6", "--at-most", "8")


@pytest.mark.drill
def test_no_change_of_a_sum_a_day_a_condition_or_a_status_is_missed() -> None:
    tool("--only", *ALWAYS, "--sample", "150", "--seed", "6")


def test_every_change_that_nobody_could_notice_is_still_one_of_the_code_and_says_why() -> None:
    every = {
        (one.module, one.where, one.before, one.after)
        for module, path in modules().items()
        for one in changes(module, path.read_text(encoding="utf-8"))
    }
    assert [known for known in equivalents() if known not in every] == []
    assert all(why.strip() for why in equivalents().values())


def test_a_change_is_made_where_it_says_and_nowhere_else() -> None:
    source = "def f(a, b):\n    if a < b and not a:\n        return a + 1\n    return None\n"
    found = changes("f.py", source)
    assert [str(one) for one in found] == [
        "f.py:2 f: if a < b and (not a):  →  if not (a < b and (not a)):",
        "f.py:2 f: a < b and (not a)  →  a < b or not a",
        "f.py:2 f: a < b and (not a)  →  not a",
        "f.py:2 f: a < b and (not a)  →  a < b",
        "f.py:2 f: a < b  →  a <= b",
        "f.py:2 f: a < b  →  a >= b",
        "f.py:2 f: not a  →  a",
        "f.py:3 f: return a + 1  →  return None",
        "f.py:3 f: a + 1  →  a - 1",
        "f.py:3 f: 1  →  2",
        "f.py:3 f: 1  →  0",
    ]
    results = []
    for one in found:
        made: dict[str, object] = {}
        exec(compile(changed(one, source), "f.py", "exec"), made)
        results.append(made["f"](0, 1))  # type: ignore[operator]
    assert results == [None, 1, 1, 1, 1, None, None, None, -1, 2, 0]
