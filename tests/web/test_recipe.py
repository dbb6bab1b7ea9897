"""The page that docs/decisions/0007 shows whole, pasted as it stands there: it opens, saves, and says so when two saved at once."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import pytest
from flask import Blueprint, Flask
from flask.typing import ResponseReturnValue
from jinja2 import ChoiceLoader, DictLoader

from consumer_app import paths
from consumer_app.domain.case import EMPTY_CASE, Case
from consumer_app.web import current
from consumer_app.web.editing import edit_part
from consumer_app.web.forms.fields import LongTextField
from consumer_app.web.forms.part_form import CasePartForm

RECIPE = (paths.STATIC.parent / "docs" / "decisions" / "0007-journey.md").read_text(encoding="utf-8")


def pasted(language: str) -> str:
    """The block of the recipe in that language."""
    found = re.search(rf"```{language}\n(.*?)```", RECIPE, re.S)
    assert found is not None
    return found[1]


@pytest.fixture
def memo(site: Flask) -> Flask:
    """The site with the page of the recipe."""
    module = ModuleType("memo")
    known = (Blueprint, Case, CasePartForm, LongTextField, ResponseReturnValue, Self, current, edit_part)
    names = (
        "Blueprint",
        "Case",
        "CasePartForm",
        "LongTextField",
        "ResponseReturnValue",
        "Self",
        "current",
        "edit_part",
    )
    module.__dict__.update(zip(names, known, strict=True))
    exec(compile(pasted("python"), "0007-journey.md", "exec"), module.__dict__)
    site.register_blueprint(module.bp)
    page = '{% extends "base.html" %}{% from "components/page.html" import page_header %}'
    page += (
        '{% from "components/form.html" import errors, form_tag, field, actions %}{% block title %}备忘{% endblock %}'
    )
    page += f"{{% block main %}}{pasted('jinja')}{{% endblock %}}"
    loader = site.jinja_env.loader
    assert loader is not None
    site.jinja_env.loader = ChoiceLoader([DictLoader({"case/memo.html": page}), loader])
    return site


def test_the_page_of_the_recipe_works_as_it_is_pasted(memo: Flask, visitor: Any) -> None:
    _, opened = visitor.begin(EMPTY_CASE)
    page = visitor.get("/case/memo")
    assert (page.status, "先记在这里" in page.words) == (200, True)
    assert visitor.fill("/case/memo", page, told="发票在抽屉里").status == 303
    assert visitor.storage.cases.open(opened.case_id, opened.dek).case.told == "发票在抽屉里"
    late = visitor.fill("/case/memo", page, told="发票在车里")
    assert (late.status, "发票在抽屉里" in late.words, "发票在车里" in late.words) == (409, True, True)
    assert visitor.fill("/case/memo", told="x" * 20_001).status == 422


def test_the_recipe_names_only_files_that_are_there() -> None:
    root = Path(paths.STATIC.parent)
    named = set(re.findall(r"`(web/[a-z_/]+\.py)`", RECIPE))
    assert len(named) > 8
    assert {name for name in named if not (root / "consumer_app" / name).is_file()} == set()
