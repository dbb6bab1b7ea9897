"""What was sent stays readable for good: texts frozen by every earlier version thaw, and a new shape needs a new version."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from consumer_app.bench import at_once
from consumer_app.documents import text
from consumer_app.documents.frozen import STEPS, brought_up, freeze, thaw
from consumer_app.documents.kinds import KINDS
from consumer_app.documents.paper import Paper
from consumer_app.documents.writers import WRITERS

KEPT = Path(__file__).parent / "frozen"
TEXTS = sorted(KEPT.glob("v*-*.json"))
THIS_VERSION: int = get_args(Paper.model_fields["v"].annotation)[0]


def shape(schema: Any) -> Any:
    """What a paper's JSON can be, without the words that explain it."""
    if isinstance(schema, dict):
        words = ("description", "title")
        return {key: shape(value) for key, value in schema.items() if not (key in words and isinstance(value, str))}
    return [shape(item) for item in schema] if isinstance(schema, list) else schema


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_paper_frozen_by_an_earlier_version_says_what_it_said(path: Path) -> None:
    frozen = path.read_text(encoding="utf-8")
    paper = thaw(frozen)
    assert paper.v == THIS_VERSION
    assert paper.kind in KINDS
    words = text.text(paper)
    said = [block["text"] for block in json.loads(frozen)["blocks"] if block["type"] in ("paragraph", "quotation")]
    assert all(sentence in words for sentence in said)
    assert "证据1" in words or paper.kind == "checklist"
    for writer in WRITERS.values():
        assert writer.write(paper, {}, at_once)


def test_a_paper_of_every_version_is_kept_here() -> None:
    assert {path.stem.partition("-")[0] for path in TEXTS} == {f"v{version}" for version in range(1, THIS_VERSION + 1)}


def test_a_paper_of_this_version_is_frozen_as_it_was_kept() -> None:
    for path in TEXTS:
        if path.stem.startswith(f"v{THIS_VERSION}-"):
            assert freeze(thaw(path.read_text(encoding="utf-8"))) == path.read_text(encoding="utf-8").strip()


def test_another_shape_of_a_paper_is_another_version() -> None:
    kept = KEPT / f"shape-of-v{THIS_VERSION}.json"
    now = json.dumps(shape(Paper.model_json_schema()), ensure_ascii=False, indent=1, sort_keys=True)
    assert kept.read_text(encoding="utf-8").strip() == now, (
        "Paper has another shape: give it the next v, a step from the last one in documents/frozen.py, "
        f"and keep its shape and a few frozen papers in {KEPT.name}/"
    )


def test_every_version_has_its_step_to_the_next() -> None:
    assert sorted(STEPS) == list(range(1, THIS_VERSION))


def test_each_step_is_taken_once_from_the_version_on_that_a_text_has() -> None:
    steps = {
        1: lambda paper: {"v": 1, "title": paper["title"], "made_on": paper["dated"]},
        2: lambda paper: {**paper, "title": f"{paper['title']}（函）"},
    }
    old = {"v": 1, "title": "投诉", "dated": "2026-11-01"}
    assert brought_up(dict(old), steps) == {"v": 3, "title": "投诉（函）", "made_on": "2026-11-01"}
    assert brought_up({"title": "投诉", "dated": "2026-11-01"}, steps)["v"] == 3
    assert brought_up({"v": 2, "title": "投诉"}, steps) == {"v": 3, "title": "投诉（函）"}
    assert brought_up({"v": 3, "title": "投诉"}, steps) == {"v": 3, "title": "投诉"}


@pytest.mark.parametrize(
    "nothing",
    ["", "<script>", "[1]", "7", '{"v": 1}', '{"v": [1]}', '{"v": "1"}', '{"v": 99}', "[" * 100_000, '{"v": 1, "title": "\\ud800"}'],
)  # fmt: skip
def test_what_is_no_paper_is_refused_in_one_way(nothing: str) -> None:
    with pytest.raises(ValidationError):
        thaw(nothing)
