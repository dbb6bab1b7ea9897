"""The database comes to the newest shape from nothing and from every older shape, and the shape is the one the code expects."""

import threading
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from consumer_app.storage import Storage, database, migrate
from consumer_app.storage.database import database_url
from consumer_app.storage.sqlite import module as sqlite3
from consumer_app.storage.tables import Table


def found(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database:
        return database.execute(query).fetchall()


def test_the_migrations_make_exactly_the_tables_the_code_expects(vault: Storage) -> None:
    with vault.engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": False}), Table.metadata
        )
    assert differences == []


def test_migrating_twice_changes_nothing(vault: Storage, folder: Path) -> None:
    before = found(folder, "select sql from sqlite_master order by 1")
    migrate(database_url(folder))
    assert found(folder, "select sql from sqlite_master order by 1") == before


def test_a_start_that_is_refused_the_lock_at_once_tries_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_MS", 1)
    other = sqlite3.connect(tmp_path / "cases.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    threading.Timer(0.4, lambda: other.execute("COMMIT")).start()
    migrate(database_url(tmp_path))
    other.close()
    assert len(found(tmp_path, "select version_num from alembic_version")) == 1


def test_two_processes_starting_at_once_migrate_once(tmp_path: Path) -> None:
    faults: list[BaseException] = []

    def start() -> None:
        try:
            migrate(database_url(tmp_path))
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(found(tmp_path, "select version_num from alembic_version")) == 1
