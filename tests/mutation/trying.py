"""Tries changes on the tests, each in a process of its own, and says which of them no test noticed.

Most changes are tried in a copy of a process that has read the law and the tests already: the changed function gets its new code there.
Code that runs only once, when modules are imported or the law is read, is changed before anything is imported.
"""

import ast
import functools
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import os
import pickle
import resource
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import hypothesis
import pytest

from tests.mutation.changes import Change, changed
from tests.mutation.recording import ROOT, Ran, Recorder, modules

TESTS = ("tests/domain", "tests/test_formats.py", "tests/test_lawbook.py", "tests/test_legal_refs.py")
"""What must notice: the tests of the domain, and those that read the law book and judge the worked examples."""
OPTIONS = ("-q", "--no-header", "--no-summary", "-p", "no:cacheprovider")
FEW_SECONDS, READING_SECONDS, MEMORY = 6, 30, 1536 * 1024**2
REMEMBERED = ("listening/", "law/")
"""Wings of which something is worked out once and kept with the law book (``LawBook.worked_out``)."""

hypothesis.settings.register_profile(
    "mutation",
    derandomize=True,
    database=None,
    deadline=None,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    suppress_health_check=list(hypothesis.HealthCheck),
)


@dataclass(frozen=True)
class Tried:
    """A change, and whether a test noticed it: failed, or never came to its end."""

    change: Change
    noticed: bool


def tried(changes: Sequence[Change], tests: Sequence[str] = TESTS) -> Iterator[Tried]:
    """Each of the changes tried, in any order. Raises SystemExit when the tests fail without any change."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(ROOT)
    ran, left = yield from _from_a_child(lambda say: _try_in_copies(changes, tests, say))
    for change in left:
        yield Tried(change, _tried_afresh(change, ran))


def _from_a_child(work: Callable[[Callable[[Any], None]], None]) -> Iterator[Any]:
    """Yields what the work says in a process of its own; returns the last that it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            talk = functools.partial(_say, pipe)
            try:
                _be_quiet()
                work(talk)
            finally:
                pipe.flush()
                os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = None
        while True:
            try:
                said = pickle.load(pipe)
            except EOFError:
                break
            if isinstance(said, Tried):
                yield said
    os.waitpid(child, 0)
    if not isinstance(said, tuple):
        raise SystemExit("the tests do not pass as they stand: run bin/test first")
    return said


def _say(pipe: Any, said: object) -> None:
    pickle.dump(said, pipe)
    pipe.flush()


def _be_quiet() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _exit_code(work: Callable[[], int], cpu_seconds: float) -> int:
    """What the work returns in a copy of this process; another number than 0 when it raises, takes too long or too much memory."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    result = 99
    try:
        _allow(cpu_seconds)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        _be_quiet()
        result = work()
    finally:
        os._exit(result)


def _allow(cpu_seconds: float) -> None:
    """Ends this process when it has worked so long from now on."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + cpu_seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))


def _patience(ran: Ran, tests: Iterable[str]) -> float:
    """CPU seconds in which tests come to their end, unless the change keeps them from it: what they took while they were traced is plenty."""
    return FEW_SECONDS + 2 * sum(ran.seconds[test] for test in tests)


# ---- in copies of a process that is ready -----------------------------------------------------------------------------------------------


def _try_in_copies(changes: Sequence[Change], tests: Sequence[str], say: Callable[[Any], None]) -> None:
    recorder = Recorder()
    hypothesis.settings.load_profile("mutation")
    with tempfile.TemporaryDirectory() as folder, recorder.tracing():
        bench = _Bench(changes, recorder, Path(folder), say)
        pytest.main([*OPTIONS, f"--basetemp={folder}/tests", *tests], plugins=[recorder, bench])


class _Bench:
    """A pytest plugin that runs every test once, unchanged, and then each change on the tests that run it."""

    def __init__(self, changes: Sequence[Change], recorder: Recorder, folder: Path, say: Callable[[Any], None]) -> None:
        self.changes, self.recorder, self.folder, self.say = changes, recorder, folder, say

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for item, following in zip(session.items, [*session.items[1:], session.items[0]], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return True
        sys.settrace(None)
        ran, left = self.recorder.ran, []
        items = {item.nodeid: item for item in session.items}
        for change in self.changes:
            chosen = ran.tests_of(change.module, change.where)
            target = None if f"{change.module} {change.where}" in ran.once else _function(change)
            code = _new_code(change) if target else None
            if target is None or code is None or code == target.__code__:
                left.append(change)
                continue
            some = [items[test] for test in chosen]
            work = functools.partial(self._run, session, some, change, target, code)
            self.say(Tried(change, bool(chosen) and _exit_code(work, _patience(ran, chosen)) != 0))
            shutil.rmtree(self.folder / "copy", ignore_errors=True)
        self.say((ran, left))
        return True

    def _run(
        self, session: pytest.Session, items: list[pytest.Item], change: Change, target: FunctionType, code: CodeType
    ) -> int:
        target.__code__ = code
        if change.module.startswith(REMEMBERED):
            _forget()
        session.config._tmp_path_factory._basetemp = self.folder / "copy"  # type: ignore[attr-defined]
        (self.folder / "copy").mkdir()
        for place, item in enumerate(items):
            _allow(_patience(self.recorder.ran, [item.nodeid]))
            following = items[place + 1] if place + 1 < len(items) else None
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed:
                return 1
        return 0


def _function(change: Change) -> FunctionType | None:
    """The function as it is in use now; None for code outside of functions, and what is no plain function any more."""
    found: Any = importlib.import_module(f"consumer_app.domain.{change.module.removesuffix('.py').replace('/', '.')}")
    for name in filter(None, change.where.split(".")):
        found = inspect.getattr_static(found, name, None)
        for inner in ("fget", "func", "__func__", "wrapped"):
            found = getattr(found, inner, None) or found
    return found if isinstance(found, FunctionType) else None


def _new_code(change: Change) -> CodeType | None:
    path = modules()[change.module]
    waiting = [compile(changed(change, path.read_text(encoding="utf-8")), str(path), "exec")]
    while waiting:
        code = waiting.pop()
        if code.co_qualname == change.where:
            return code
        waiting += [one for one in code.co_consts if isinstance(one, CodeType)]
    return None


def _forget() -> None:
    """Empties what was worked out of the law books before the change."""
    law_book = importlib.import_module("consumer_app.domain.law").LawBook
    for book in gc.get_objects():
        if isinstance(book, law_book):
            book._worked_out.clear()


# ---- from the beginning -----------------------------------------------------------------------------------------------------------------


def _tried_afresh(change: Change, ran: Ran) -> bool:
    path = modules()[change.module]
    chosen = ran.tests_of(change.module, change.where)
    changing = _Changed(path, changed(change, path.read_text(encoding="utf-8")))
    return bool(chosen) and _exit_code(lambda: _run_afresh(chosen, changing, ran), READING_SECONDS) != 0


def _run_afresh(tests: Sequence[str], changing: "_Changed", ran: Ran) -> int:
    sys.meta_path.insert(0, changing)
    hypothesis.settings.load_profile("mutation")
    with tempfile.TemporaryDirectory() as folder:
        files = dict.fromkeys(test.partition("::")[0] for test in tests)
        return int(pytest.main([*OPTIONS, "-x", f"--basetemp={folder}/tests", *files], plugins=[_Chosen(tests, ran)]))


class _Chosen:
    """A pytest plugin that keeps the tests named, in that order, and waits for none much longer than it took."""

    def __init__(self, tests: Sequence[str], ran: Ran) -> None:
        self.place = {test: place for place, test in enumerate(tests)}
        self.ran = ran

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((i for i in items if i.nodeid in self.place), key=lambda i: self.place[i.nodeid])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        _allow(READING_SECONDS + _patience(self.ran, [nodeid]))


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed module to whoever imports it."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self.name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        self.code: CodeType = compile(tree, str(path), "exec")

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_loader(name, self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)
