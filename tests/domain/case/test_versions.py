"""A case document of any earlier version is brought up step by step, and says everything that it said before."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from consumer_app.domain.case import Case
from consumer_app.domain.case.exhibits import exhibit_numbers
from consumer_app.domain.case.versions import CURRENT, STEPS, brought_up, version_of

FILES = Path(__file__).parents[2]


def of_version(number: int) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FILES / f"version_{number}" / "case.json").read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("number", sorted(STEPS))
def test_a_case_of_every_earlier_version_opens_in_todays_shape(number: int) -> None:
    document = of_version(number)
    assert document["v"] == number
    assert Case.model_validate(document).v == CURRENT


@pytest.mark.parametrize("number", sorted(STEPS))
def test_a_step_leaves_the_document_it_was_given_as_it_is(number: int) -> None:
    document = of_version(number)
    before = json.dumps(document, sort_keys=True)
    STEPS[number](document)
    assert json.dumps(document, sort_keys=True) == before


def test_nothing_that_version_1_held_is_lost() -> None:
    old, new = of_version(1), json.loads(Case.model_validate(of_version(1)).model_dump_json())
    for name in old.keys() - {"v", "evidence", "papers"}:
        assert said(new[name]) == said(old[name]), name
    for before, after in zip(old["evidence"], new["evidence"], strict=True):
        assert said(after["files"]) == said([before["file"]] if before["file"] else [])
        assert {k: after[k] for k in before if k != "file"} == {k: before[k] for k in before if k != "file"}
    for before, after in zip(old["papers"], new["papers"], strict=True):
        assert said({k: after[k] for k in before}) == said(before)


def said(value: Any) -> Any:
    """A value without what says nothing: an empty field, or a field that the older version did not have."""
    if isinstance(value, dict):
        return {key: said(one) for key, one in value.items() if one not in (None, [], {}, ())}
    return [said(one) for one in value] if isinstance(value, list) else value


def test_an_issued_paper_of_version_1_keeps_its_place_and_the_numbers_it_gave() -> None:
    case = Case.model_validate(of_version(1))
    assert [paper.number for paper in case.papers] == [1, 2]
    assert case.papers[0].exhibits == {"x2": 1, "x1": 2}
    assert exhibit_numbers(case) == {"x2": 1, "x1": 2, "x3": 3}


def test_a_frozen_paper_that_cannot_be_read_gives_no_numbers_and_stops_nothing() -> None:
    document = of_version(1)
    document["papers"][0]["frozen"] = "{"
    document["papers"][1]["frozen"] = '{"exhibits": 3}'
    assert [paper.exhibits for paper in Case.model_validate(document).papers] == [{}, {}]


@pytest.mark.parametrize("version", [CURRENT + 1, 0, -1, "1", None, True, 1.0, 1.5, []])
def test_a_document_of_a_later_version_or_of_none_is_refused(version: object) -> None:
    with pytest.raises(ValidationError) as refused:
        Case.model_validate({"v": version})
    assert refused.value.errors()[0]["loc"] == ("v",)
    assert brought_up({"v": version}) == {"v": version}


def test_parts_of_version_1_that_are_no_parts_are_left_for_the_model_to_refuse() -> None:
    for parts in ({"evidence": ["file", 3]}, {"papers": ["frozen", 3]}):
        assert brought_up({"v": 1, **parts}) == {"v": CURRENT, **parts}


@pytest.mark.parametrize(
    ("text", "version"),
    [('{"v": 1}', 1), (b'{"v": 7}', 7), ('{"v": true}', 0), ('{"v": "2"}', 0), ('{"v": 2.0}', 0), ('{"v": null}', 0),
     ("{}", 0), ("[]", 0), ("3", 0), ("{", 0), ("[" * 100_000, 0)],
)  # fmt: skip
def test_the_version_of_a_document_is_a_whole_number_that_it_says_or_else_0(text: str | bytes, version: int) -> None:
    assert (version_of(text), type(version_of(text))) == (version, int)
