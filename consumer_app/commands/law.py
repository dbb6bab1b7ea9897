"""The law book and the day, as every command takes them."""

import sys
from datetime import date, datetime

from consumer_app import paths
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.lawbook import LawBookError, law_book_of


def law_book() -> LawBook:
    """The law book of this installation. Ends the command with every fault named when it cannot be used."""
    try:
        return law_book_of(paths.LEGAL_REFS)
    except LawBookError as error:
        print("legal_refs/ 有错误，不能使用：", error, sep="\n", file=sys.stderr)
        raise SystemExit(1) from None


def today() -> date:
    """The day in China."""
    return datetime.now(SHANGHAI).date()


def day(text: str) -> date:
    """A day given after an option, as 2026-06-01."""
    return date.fromisoformat(text)
