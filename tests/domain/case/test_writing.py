"""A case as it is kept: what a save costs depends on what it changes, and what it returns is what will be read."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, FileRef, IssuedPaper, Moment, Party
from consumer_app.domain.case.files import named_files
from consumer_app.domain.case.parts import replaced
from consumer_app.domain.case.writing import read_back, sizes, text_of


def kept(case: Case) -> Case:
    return Case.model_validate_json(text_of(case))


LONG = kept(
    Case(
        v=2,
        told="七月买的电视，装错了",
        parties=(Party(id="p1", role="seller", shop="顺木"),),
        events=tuple(Event(id=f"e{n}", actor="p1", what="说了一次" * 50) for n in range(1, 200)),
        answers={"received": True, "count": 3},
    )
)


@pytest.mark.parametrize(
    "change",
    [
        {"told": "改过了"},
        {"answers": {"paid": Decimal("3.50"), "on": date(2026, 11, 4), "which": ("a", "b"), "yes": False, "no": None}},
        {"events": (*LONG.events[:50], Event(id="e3000", what="又一次"), *LONG.events[50:])},
        {"events": LONG.events[::-1]},
        {"parties": (Party(id="p1", role="seller", shop="顺木（总店）"),)},
        {"order": LONG.order.model_copy(update={"paid": Decimal("12.30")})},
    ],
)
def test_what_a_save_returns_is_what_will_be_read(change: dict[str, object]) -> None:
    edited = LONG.model_copy(update=change)
    again, read = read_back(edited, LONG), kept(edited)
    assert again == read
    assert {name: type(value) for name, value in again.answers.items()} == {
        name: type(value) for name, value in read.answers.items()
    }
    assert text_of(again) == text_of(read) == text_of(edited)


def test_what_was_not_changed_is_not_looked_at_again() -> None:
    again = read_back(replaced(LONG, "events/e7", LONG.events[6].model_copy(update={"what": "改过了"})), LONG)
    assert again.events[6].what == "改过了"
    assert [one for one in range(199) if again.events[one] is not LONG.events[one]] == [6]
    assert again.parties[0] is LONG.parties[0]


@pytest.mark.parametrize(
    "change",
    [
        {"events": (Event(id="e1", what="一"), Event(id="e1", what="二"))},
        {"events": (LONG.events[0].model_copy(update={"what": "隐\u200b形"}), *LONG.events[1:])},
        {"events": LONG.events + tuple(Event(id=f"f{n}", what="多") for n in range(102))},
        {"parties": ()},
        {"told": "长" * 20001},
        {"answers": {"Not A Name": True}},
    ],
)
def test_an_edit_that_makes_no_valid_case_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        read_back(LONG.model_copy(update=change), LONG)


def test_what_takes_most_room_is_named_first() -> None:
    assert list(sizes(LONG))[:2] == ["events", "parties"]
    assert sizes(LONG)["events"] > 199 * 600


# ---- the files a case names


def ref(blob: str, **more: object) -> FileRef:
    return FileRef(blob=blob, name="a.png", media_type="image/png", size=1, sha256="0" * 64, **more)  # type: ignore[arg-type]


def paper(**more: object) -> IssuedPaper:
    at = Moment(at="2026-11-04T10:00+08:00", precision="minute")
    return IssuedPaper(id="d1", number=1, kind="letter", title="信", issued_at=at, **more)  # type: ignore[arg-type]


def test_every_file_a_case_names_is_known() -> None:
    exhibit = Evidence(
        id="x1", kind="chat", title="聊天", files=(ref("original-1", pages=("page-0001", "page-0002")), ref("original-2", thumbnail="thumb-02"))
    )  # fmt: skip
    sent = paper(frozen_file=ref("frozen-01"), file=ref("printed-1", pages=("sheet-001",)), shows=("page-gone",))
    assert named_files(EMPTY_CASE) == frozenset()
    assert named_files(EMPTY_CASE.model_copy(update={"evidence": (exhibit,), "papers": (sent,)})) == {
        "original-1", "page-0001", "page-0002", "original-2", "thumb-02", "frozen-01", "printed-1", "sheet-001", "page-gone"
    }  # fmt: skip


def test_files_stand_in_exhibits_and_papers_only() -> None:
    schema = Case.model_json_schema()
    holders = {name for name, model in schema["$defs"].items() if "#/$defs/FileRef" in str(model)}
    assert holders == {"Evidence", "IssuedPaper"}, (
        "named_files looks nowhere else: a file it misses would be taken away"
    )
    lists = {
        name for name, field in schema["properties"].items() if any(f"$defs/{one}'" in str(field) for one in holders)
    }
    assert lists == {"evidence", "papers"}


def test_an_issued_paper_has_its_text_in_one_place() -> None:
    for odd in ({}, {"frozen": "{}", "frozen_file": ref("frozen-01")}):
        with pytest.raises(ValidationError, match="frozen"):
            paper(**odd)


def test_the_same_text_is_known_wherever_it_lies() -> None:
    digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    for sent in (paper(frozen="{}"), paper(frozen_file=ref("frozen-01").model_copy(update={"sha256": digest}))):
        assert sent.says("{}")
        assert not sent.says("{ }")
