"""Which test runs which functions of the domain, so that a change is tried on the tests that could notice it, the quickest first."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
DOMAIN = ROOT / "consumer_app" / "domain"


def modules() -> dict[str, Path]:
    """The modules of the domain by their path in it, without those that only name what others hold."""
    found = (path for path in sorted(DOMAIN.rglob("*.py")) if path.name != "__init__.py")
    return {path.relative_to(DOMAIN).as_posix(): path for path in found}


@dataclass
class Ran:
    """By test: the seconds it took, and the functions it ran (``judging/claims.py judged_claim``).

    ``once`` are functions that ran while fixtures for all tests were made or files collected: what they gave is kept.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    functions: dict[str, frozenset[str]] = field(default_factory=dict)
    once: set[str] = field(default_factory=set)

    def tests_of(self, module: str, where: str) -> list[str]:
        """The tests that run a function, the nearest and quickest first; of code outside of functions, those that run any of its module."""
        wanted = f"{module} {where}"
        chosen = [test for test, ran in self.functions.items() if wanted in ran]
        if not where:
            chosen = [test for test, ran in self.functions.items() if any(f.startswith(f"{module} ") for f in ran)]
        nearest = f"tests/domain/{module.rpartition('/')[0]}/test_{module.rpartition('/')[2]}"
        return sorted(chosen, key=lambda test: (not test.startswith(nearest), self.seconds[test]))


class Recorder:
    """A pytest plugin that fills a ``Ran``. What a fixture for several tests runs counts for every test that uses it."""

    def __init__(self) -> None:
        self.ran = Ran()
        self.while_importing: set[CodeType] = set()
        self.now = self.while_importing
        self.by_fixture: dict[str, set[CodeType]] = {}
        self.by_file: dict[str, set[CodeType]] = {}

    @contextlib.contextmanager
    def tracing(self) -> Iterator[None]:
        """Notes every function that is called."""
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(None)

    def _called(self, frame: FrameType, event: str, argument: Any) -> None:
        self.now.add(frame.f_code)

    @contextlib.contextmanager
    def _noting(self, into: set[CodeType]) -> Iterator[None]:
        outside, self.now = self.now, into
        try:
            yield
        finally:
            self.now = outside

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector) -> Iterator[None]:
        with self._noting(self.by_file.setdefault(collector.nodeid.partition("::")[0], set())):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        if fixturedef.scope == "function":
            return (yield)
        with self._noting(self.by_fixture.setdefault(fixturedef.argname, set())):
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Iterator[None]:
        own: set[CodeType] = set()
        before = os.times()
        with self._noting(own):
            result = yield
        file = item.nodeid.partition("::")[0]
        once = self.by_file.get(file, set()).union(*(self.by_fixture.get(name, set()) for name in item.fixturenames))
        self.ran.seconds[item.nodeid] = os.times().user - before.user
        self.ran.once |= _functions(once | self.while_importing)
        self.ran.functions[item.nodeid] = frozenset(_functions(own | once))
        return result


def _functions(codes: set[CodeType]) -> set[str]:
    inside = ((Path(code.co_filename), code.co_qualname.partition(".<locals>")[0]) for code in codes)
    return {f"{path.relative_to(DOMAIN).as_posix()} {name}" for path, name in inside if path.is_relative_to(DOMAIN)}
