from dataclasses import replace

import pytest

from consumer_app.domain.law import LawBook


@pytest.fixture(scope="session")
def speaking_law(law: LawBook, real_law: LawBook) -> LawBook:
    """The small law book with the real words for days, sums and goods."""
    return replace(law, words=real_law.words)
