"""A real vault in a temporary folder, with a clock that tests can turn and passphrases that cost little."""

from collections.abc import Callable, Iterator
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
def open_vault(folder: Path) -> Iterator[Callable[[StorageSettings], Storage]]:
    """Opens the vault of the folder with these settings, again and again, and closes it in the end."""
    opened: list[Storage] = []

    def another(settings: StorageSettings) -> Storage:
        opened.append(open_storage(folder, settings))
        return opened[-1]

    yield another
    for vault in opened:
        vault.engine.dispose()


@pytest.fixture
def vault(open_vault: Callable[[StorageSettings], Storage], clock: Clock) -> Storage:
    return open_vault(StorageSettings(argon2=Argon2Cost(1, 64, 1), clock=clock))
