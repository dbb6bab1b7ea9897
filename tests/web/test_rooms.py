"""Who stands on whom inside web/."""

import ast
from collections.abc import Mapping
from functools import cache

import pytest

from consumer_app import paths
from consumer_app.web import BLUEPRINTS

WEB = paths.STATIC.parent / "consumer_app" / "web"
MOST_FLOORS = 6
PUT_TOGETHER = {"site", "access"}  # what is said of every page: the site itself, and the door that leads to unlock


@cache
def rooms_used() -> Mapping[str, set[str]]:
    """For every room of web/ (forms and shown are one each) the other rooms of web/ that it imports."""
    used: dict[str, set[str]] = {}
    for path in WEB.rglob("*.py"):
        room = path.relative_to(WEB).with_suffix("").parts[0]
        if room != "__init__":
            used.setdefault(room, set()).update(_imported(path.read_text(encoding="utf-8")) - {room})
    return {room: others & used.keys() for room, others in used.items()}


def _imported(code: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("consumer_app.web"):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            found |= {name.split(".")[2] for name in names}
    return found


def test_the_open_case_stands_on_the_ground() -> None:
    assert rooms_used()["current"] == set()


@pytest.mark.parametrize("room", sorted(rooms_used().keys() - set(BLUEPRINTS) - PUT_TOGETHER))
def test_a_room_without_pages_stands_on_no_room_with_pages(room: str) -> None:
    assert rooms_used()[room] & set(BLUEPRINTS) == set()


def test_the_house_of_pages_has_few_floors_and_no_circle() -> None:
    used, floors = rooms_used(), dict[str, int]()
    while len(floors) < len(used):
        standing = {room for room, others in used.items() if room not in floors and others <= floors.keys()}
        assert standing, f"a circle in {sorted(used.keys() - floors.keys())}"
        floors |= {room: 1 + max((floors[other] for other in used[room]), default=0) for room in standing}
    assert max(floors.values()) <= MOST_FLOORS
