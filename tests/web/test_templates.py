"""Rules that every template of the site keeps."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from consumer_app import paths

ROOT = paths.TEMPLATES
ALL = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
PAGES = [
    name for name in ALL if name != "base.html" and name.split("/")[0] not in ("components", "documents", "letters")
]
ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)


def source(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def tree(name: str) -> nodes.Template:
    return Environment(autoescape=True).parse(source(name))


@pytest.mark.parametrize("name", PAGES)
def test_every_page_extends_the_house_or_a_page_that_does(name: str) -> None:
    parents = [
        str(node.template.value)
        for node in tree(name).find_all(nodes.Extends)
        if isinstance(node.template, nodes.Const)
    ]
    assert parents, f'{name} extends nothing; a page begins with {{% extends "base.html" %}}'
    assert parents[0] == "base.html" or parents[0] in PAGES


@pytest.mark.parametrize("name", ALL)
def test_no_template_brings_style_or_script_of_its_own(name: str) -> None:
    found = re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|javascript:|https?://", source(name))
    if name.startswith("documents/"):
        return
    assert found is None, (
        f"{name}: {found and found[0]!r} is forbidden by the content security policy; put it into static/"
    )


@pytest.mark.parametrize("name", ALL)
def test_no_template_calculates_assigns_or_trusts_a_text(name: str) -> None:
    parsed = tree(name)
    printed = name.startswith("documents/")  # a printed heading's rank is its level and one
    sums = [type(node).__name__ for kind in ARITHMETIC for node in parsed.find_all(kind) if not printed]
    assert sums == [], f"{name} calculates ({sums}); the view passes the result"
    assert list(parsed.find_all(nodes.Assign)) == [], f"{name} assigns with set; the view passes the value"
    trusted = [node.name for node in parsed.find_all(nodes.Filter) if node.name in ("safe", "forceescape")]
    assert trusted == [], f"{name} marks a text as safe; strangers' words are always escaped"


@pytest.mark.parametrize("name", PAGES)
def test_every_macro_that_a_page_imports_is_used(name: str) -> None:
    for line in tree(name).find_all(nodes.FromImport):
        for imported in line.names:
            known = imported if isinstance(imported, str) else imported[1]
            uses = len(re.findall(rf"\b{known}\b", source(name)))
            assert uses > 1, f"{name} imports {known} and never uses it"


def test_the_stylesheet_fetches_nothing_and_stays_small() -> None:
    css = (paths.STATIC / "site.css").read_text("utf-8")
    assert "url(" not in css
    assert "@import" not in css
    assert len(css) < 60_000


@pytest.mark.parametrize("module", sorted((paths.STATIC / "js").glob("*.js")), ids=lambda path: path.name)
def test_every_script_is_small_and_speaks_only_to_this_site(module: Path) -> None:
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= 120
    assert not re.search(r"https?://|innerHTML|eval\(|localStorage", text)
