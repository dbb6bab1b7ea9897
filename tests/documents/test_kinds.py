"""A kind of paper is a module and a line of the table, an output format is a module and a line: whatever stands there is made, written and kept."""

import pkgutil
from datetime import date, datetime

import pytest

from consumer_app import issuing
from consumer_app.documents import kinds
from consumer_app.documents.frozen import freeze, thaw
from consumer_app.documents.kinds import KINDS, at_address
from consumer_app.documents.kinds.kind import Kind
from consumer_app.documents.paper import Paper, Table, statements
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.sections.replies import difference
from consumer_app.documents.writers import WRITERS
from consumer_app.domain.case import EMPTY_CASE, Case, IssuedPaper
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import SHANGHAI, Moment

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=SHANGHAI)
NAMES = list(KINDS)


def made(kind: Kind, case: Case, book: LawBook, today: date) -> Paper:
    """A paper of that kind; one that goes to a channel goes to the first that has a template."""
    found = assess(case, book, today)
    if not kind.to_channel:
        return issuing.compose(Material(case, found, book), kind.name)
    letters = [LetterMaterial(case, found, book, channel_id=channel) for channel in book.channels]
    return issuing.compose(next(one for one in letters if issuing.fitting_templates(one)), kind.name)


def test_every_module_of_kinds_stands_in_the_table() -> None:
    modules = {found.name for found in pkgutil.iter_modules(kinds.__path__)} - {"kind"}
    listed = {kind.make.__module__.rpartition(".")[2] for kind in KINDS.values()}
    assert listed == modules, "a module in documents/kinds/ needs its line in KINDS (documents/kinds/__init__.py)"


def test_every_kind_has_a_name_and_an_address_of_its_own() -> None:
    assert all(name == kind.name for name, kind in KINDS.items())
    assert all(at_address(kind.address) is kind for kind in KINDS.values())
    assert at_address("no-such") is None


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_says_what_it_is_and_what_comes_next(name: str) -> None:
    kind = KINDS[name]
    assert kind.title
    if not kind.to_channel:  # there the channel says both
        assert kind.letterhead
        assert kind.says
        assert not kind.says.endswith("。"), "the page adds the full stop"
        assert kind.next_step.endswith("。")


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_is_made_of_much_and_of_nothing_and_is_kept_by_its_name(
    name: str, spoiled_food: Case, warning_light: Case, book: LawBook, today: date
) -> None:
    bare = EMPTY_CASE.model_copy(update={"disputes": ("spoiled-food",)})
    for case in (spoiled_food, warning_light, bare):
        paper = made(KINDS[name], case, book, today)
        assert (paper.kind, paper.made_on) == (name, today)
        assert paper.title in paper.running
        assert thaw(freeze(paper)) == paper
        record = issuing.issue(case, paper, NOW).record
        assert IssuedPaper.model_validate_json(record.model_dump_json()) == record


@pytest.mark.parametrize("ending", list(WRITERS))
@pytest.mark.parametrize("name", NAMES)
def test_every_format_writes_every_kind_and_gives_the_same_bytes_again(
    name: str, ending: str, spoiled_food: Case, book: LawBook, today: date
) -> None:
    paper = made(KINDS[name], spoiled_food, book, today)
    data = issuing.render(paper, ending)
    assert len(data) > 200
    assert issuing.render(thaw(freeze(paper)), ending) == data


def test_what_is_kept_with_a_paper_is_every_format_that_says_so(spoiled_food: Case, book: LawBook, today: date) -> None:
    paper = made(KINDS["letter"], spoiled_food, book, today)
    issued = issuing.issue(spoiled_food, paper, NOW)
    assert issued.files.keys() == {ending for ending, writer in WRITERS.items() if writer.sealed}
    assert {"pdf", "docx", "txt"} <= issued.files.keys()
    for ending, data in issued.files.items():
        assert data == issuing.render(paper, ending)


def test_a_letter_goes_to_a_channel_and_the_other_papers_to_none(
    spoiled_food: Case, book: LawBook, today: date
) -> None:
    found = assess(spoiled_food, book, today)
    store, nobody = LetterMaterial(spoiled_food, found, book, channel_id="store"), Material(spoiled_food, found, book)
    for kind in KINDS.values():
        with pytest.raises(issuing.NotComposed) as refused:
            issuing.compose(nobody if kind.to_channel else store, kind.name)
        assert (refused.value.reason, refused.value.name) == ("channel", kind.name)


def test_only_what_shows_exhibits_changes_when_they_are_left_away(
    spoiled_food: Case, book: LawBook, today: date
) -> None:
    material = Material(spoiled_food, assess(spoiled_food, book, today), book)
    for kind in KINDS.values():
        if not kind.to_channel:
            whole, short = (issuing.compose(material, kind.name, with_exhibits=shown) for shown in (True, False))
            assert (whole != short) is kind.shows_exhibits


@pytest.mark.parametrize(
    ("taken", "printed"),
    [
        ({"at": "2026-06-03T10:20+08:00", "precision": "minute"}, "2026年6月3日"),
        ({"at": "2026-06-03", "precision": "day"}, "2026年6月3日"),
        ({"at": "2026-06", "precision": "month"}, "2026年6月"),
        ({"at": "2026-06-01/2026-06-03", "precision": "range"}, "2026年6月1日至3日之间"),
    ],
)
def test_the_evidence_list_says_when_an_exhibit_was_made_as_precisely_as_that_is_known(
    book: LawBook, taken: dict[str, str], printed: str
) -> None:
    exhibit = {"id": "x1", "kind": "photo", "title": "外箱照片", "kept_at": "家里", "taken_at": taken}
    case = Case.model_validate({"v": 2, "disputes": ["spoiled-food"], "evidence": [exhibit]})
    told = "".join(text for text, _ in statements(made(KINDS["evidence_list"], case, book, date(2026, 11, 4))))
    assert printed in told


@pytest.mark.parametrize(
    ("due", "happened", "late"),
    [
        ("2026-06-01", "2026-06-04", "3天"),
        ("2026-06-01/2026-06-03", "2026-06-10/2026-06-20", "至少7天"),
        ("2026-06-01", "2026-06-10/2026-06-20", "至少9天"),
        ("2026-06-01/2026-06-12", "2026-06-10", ""),
    ],
)
def test_lateness_is_said_only_as_far_as_every_day_it_can_have_been_was_late(
    due: str, happened: str, late: str
) -> None:
    moments = [Moment(at=at, precision="range" if "/" in at else "day") for at in (due, happened)]
    assert difference(*moments) == late


@pytest.mark.parametrize(
    ("said", "columns"),
    [
        ({}, ("编号", "名称", "种类", "页数", "原件")),
        ({"proves": "外箱完好"}, ("编号", "名称", "种类", "证明什么", "页数", "原件")),
        ({"source": "我拍的"}, ("编号", "名称", "种类", "来源与取得时间", "页数", "原件")),
    ],
)
def test_the_evidence_list_has_no_column_that_says_nothing(
    book: LawBook, said: dict[str, str], columns: tuple[str, ...]
) -> None:
    first = {"id": "x1", "kind": "photo", "title": "外箱照片", "kept_at": "家里", **said}
    second = {"id": "x2", "kind": "photo", "title": "机身照片", "kept_at": "家里"}
    case = Case.model_validate({"v": 2, "disputes": ["spoiled-food"], "evidence": [first, second]})
    paper = made(KINDS["evidence_list"], case, book, date(2026, 11, 4))
    (listed,) = (block for block in paper.blocks if getattr(block, "name", "") == "evidence")
    assert isinstance(listed, Table)
    assert tuple(column.title for column in listed.columns) == columns
    assert sum(column.width for column in listed.columns) == 100
    assert all(cell for row in listed.rows for cell in row.cells)
