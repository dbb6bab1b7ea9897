"""Rules that every template of the site keeps."""

import re

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


def test_there_are_templates_to_look_at() -> None:
    assert len(PAGES) > 40
    assert len(ALL) > len(PAGES)


def test_every_page_extends_the_house_or_a_page_that_does() -> None:
    wrong = []
    for name in PAGES:
        parents = [
            str(node.template.value)
            for node in tree(name).find_all(nodes.Extends)
            if isinstance(node.template, nodes.Const)
        ]
        if not parents:
            wrong.append(f'{name} extends nothing; a page begins with {{% extends "base.html" %}}')
        elif parents[0] != "base.html" and parents[0] not in PAGES:
            wrong.append(f"{name} extends {parents[0]}, which is no page")
    assert not wrong, "\n".join(wrong)


def test_no_template_brings_style_or_script_of_its_own() -> None:
    own = re.compile(r"\sstyle\s*=|<style|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|javascript:|https?://")
    wrong = [
        f"{name}: {found[0]!r} is forbidden by the content security policy; put it into static/"
        for name in ALL
        if not name.startswith("documents/") and (found := own.search(source(name)))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_template_calculates_assigns_or_trusts_a_text() -> None:
    wrong = []
    for name in ALL:
        parsed = tree(name)
        printed = name.startswith("documents/")  # a printed heading's rank is its level and one
        sums = [type(node).__name__ for kind in ARITHMETIC for node in parsed.find_all(kind) if not printed]
        wrong += [f"{name} calculates ({sums}); the view passes the result"] if sums else []
        assigned = list(parsed.find_all(nodes.Assign))
        wrong += [f"{name} assigns with set; the view passes the value"] if assigned else []
        trusted = [node.name for node in parsed.find_all(nodes.Filter) if node.name in ("safe", "forceescape")]
        wrong += [f"{name} marks a text as safe; strangers' words are always escaped"] if trusted else []
    assert not wrong, "\n".join(wrong)


def test_every_macro_that_a_page_imports_is_used() -> None:
    wrong = [
        f"{name} imports {known} and never uses it"
        for name in PAGES
        for line in tree(name).find_all(nodes.FromImport)
        for known in (one if isinstance(one, str) else one[1] for one in line.names)
        if len(re.findall(rf"\b{known}\b", source(name))) < 2
    ]
    assert not wrong, "\n".join(wrong)


def test_the_stylesheet_fetches_nothing_and_stays_small() -> None:
    css = (paths.STATIC / "site.css").read_text("utf-8")
    assert "url(" not in css
    assert "@import" not in css
    assert len(css) < 60_000


def test_every_script_is_small_and_speaks_only_to_this_site() -> None:
    modules = sorted((paths.STATIC / "js").glob("*.js"))
    assert modules
    for module in modules:
        text = module.read_text("utf-8")
        assert len(text.splitlines()) <= 120, module.name
        assert not re.search(r"https?://|innerHTML|eval\(|localStorage", text), module.name
