"""Changes that change nothing anybody could see, each with the reason (``equivalent.toml``)."""

import tomllib
from functools import cache
from pathlib import Path

from tests.mutation.changes import Change

LIST = Path(__file__).with_name("equivalent.toml")


@cache
def equivalents() -> dict[tuple[str, str, str, str], str]:
    """The reason, by module, function, and the code before and after."""
    tables = tomllib.loads(LIST.read_text(encoding="utf-8")).get("change", [])
    return {(one["module"], one["where"], one["before"], one["after"]): one["why"] for one in tables}


def is_equivalent(change: Change) -> bool:
    """Whether the list says that nobody could notice it."""
    return (change.module, change.where, change.before, change.after) in equivalents()
