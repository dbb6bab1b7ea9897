from collections.abc import Callable
from pathlib import Path

import pytest

from consumer_app import paths
from consumer_app.domain.law import LawBook
from consumer_app.lawbook import load_law_book, read_law_book


@pytest.fixture
def law(write_law: Callable[..., Path]) -> LawBook:
    return load_law_book(write_law())


@pytest.fixture(scope="session")
def real_law() -> LawBook:
    return read_law_book(paths.LEGAL_REFS)
