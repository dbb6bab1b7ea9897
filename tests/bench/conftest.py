"""A bench of two cores whatever the machine has, and small functions for its children."""

import importlib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest

from consumer_app.bench import Bench, Job
from consumer_app.isolated import Isolated

CHILDS_CODE = """
import os, time
def turn(payload): time.sleep(float(payload)); return payload
def spin(payload):
    end = time.process_time() + float(payload)
    while time.process_time() < end: pass
    return payload
def die(payload): os.kill(os.getpid(), 9)
def exit(payload): os._exit(3)
def niceness(payload): spin(payload); return str(os.getpriority(os.PRIO_PROCESS, 0)).encode()
"""


@pytest.fixture(scope="session")
def childs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("childs")
    (folder / "childs_code.py").write_text(CHILDS_CODE)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("childs_code")
    sys.path.remove(str(folder))


@pytest.fixture(scope="session")
def function(childs: ModuleType) -> Iterator[Callable[[str], Isolated]]:
    """One of the functions above, in children."""
    made: dict[str, Isolated] = {}

    def isolated(name: str) -> Isolated:
        if name not in made:
            made[name] = Isolated(
                getattr(childs, name), cpu_seconds=20, memory_mb=512, wall_seconds=30, ready=2, warm=name == "turn"
            )
        return made[name]

    yield isolated
    for one in made.values():
        one.close()


@pytest.fixture
def bench() -> Bench:
    return Bench(cores=2, memory=lambda: 100_000)


@pytest.fixture
def job(function: Callable[[str], Isolated]) -> Callable[..., Job[bytes]]:
    """``job("anna", "a", 0.2)``: work for anna, known as a, whose child takes 0.2 seconds."""

    def made(owner: str, key: str, seconds: float = 0.0, does: str = "turn", **named: object) -> Job[bytes]:
        child = function(does)
        return Job(owner, key, lambda call: call(child, str(seconds).encode()), **named)  # type: ignore[arg-type]

    return made
