"""A real vault in a temporary folder, with a clock that tests can turn and passphrases that cost little."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage import Storage, StorageSettings, open_storage
from consumer_app.storage.vault import Argon2Cost


class Clock:
    """Says the time it was set to."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 4, 10, 0, tzinfo=SHANGHAI)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        self.now += timedelta(**by)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def vault(folder: Path, clock: Clock) -> Iterator[Storage]:
    storage = open_storage(folder, StorageSettings(argon2=Argon2Cost(1, 64, 1), clock=clock))
    yield storage
    storage.engine.dispose()
