"""A law book is made ready when it is read: whoever comes first waits for nothing, and nothing is kept beside the book."""

import ast
import gc
import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest

from consumer_app import paths
from consumer_app.domain.judging.examination import answers_not_looked_at, examine
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.law.lookup import search, uses
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.domain.listening.wording import find_wording
from consumer_app.lawbook import WORKED_OUT, LawBookError, load_law_book, read_law_book

DOMAIN = sorted((paths.PACKAGE / "domain").rglob("*.py"))
EVERYWHERE = sorted(paths.PACKAGE.rglob("*.py"))
TOLD = "上个月5号在淘宝买的火腿肠，花了59.9元，打开发霉了，客服说是我保存不当，不给退。"


def made_in(path: Path) -> list[object]:
    """Whatever a module has worked out of a law book."""
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    named = [call.args[0] for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "worked_out"]
    if path.name == "lawbook.py" or not named:
        return []
    module = import_module(".".join(path.relative_to(paths.PACKAGE.parent).with_suffix("").parts))
    return [getattr(module, name.id) for name in named if isinstance(name, ast.Name)]


def test_all_that_is_ever_worked_out_of_a_law_book_is_on_one_list() -> None:
    made = [make for path in EVERYWHERE for make in made_in(path)]
    assert set(made) == set(WORKED_OUT)
    assert len(WORKED_OUT) == len(set(WORKED_OUT))


def test_once_read_nothing_more_is_worked_out_of_the_book_and_no_pattern_is_compiled(
    monkeypatch: pytest.MonkeyPatch, examples: Mapping[str, Example]
) -> None:
    book = load_law_book(paths.LEGAL_REFS)
    before = dict(book._worked_out)
    texts = [TOLD, *(example.case.told for example in examples.values() if example.case.told)]

    def compiled(*_: object) -> re.Pattern[str]:
        raise AssertionError("a pattern is compiled while somebody waits")

    with monkeypatch.context() as watched:
        watched.setattr(re, "compile", compiled)
        for text in texts:
            suggest(text, book, examples["undated-food"].today)
            find_wording(text, book)
        for example in list(examples.values())[::5]:
            examine(example.case, book, example.today)
            answers_not_looked_at(example.case, book)
        assert search("退货 运费", book).count
        assert uses(book)
    assert book._worked_out.keys() == before.keys() == set(WORKED_OUT)
    assert all(book._worked_out[make] is made for make, made in before.items())


def test_a_book_only_read_has_nothing_worked_out_of_it() -> None:
    assert read_law_book(paths.LEGAL_REFS)._worked_out == {}


@pytest.mark.parametrize("collecting", [True, False])
def test_reading_leaves_the_collector_as_it_was_also_when_it_fails(write_law, collecting: bool) -> None:
    was = gc.isenabled()
    try:
        gc.enable() if collecting else gc.disable()
        load_law_book(write_law())
        assert gc.isenabled() is collecting
        with pytest.raises(LawBookError):
            load_law_book(write_law({"platforms/taobao.toml": "title = 3"}))
        assert gc.isenabled() is collecting
    finally:
        gc.enable() if was else gc.disable()


def test_the_domain_keeps_nothing_from_one_call_to_the_next() -> None:
    kept = [f"{path.name}:{line}" for path in DOMAIN for line in caches(ast.parse(path.read_text(encoding="utf-8")))]
    assert kept == [], "what is worked out of a law book is kept with the book: LawBook.worked_out"


def caches(tree: ast.Module) -> list[int]:
    """The lines with a cache of a function's answers, an empty table of the module, or the address of a value as its name."""
    found = []
    for node in tree.body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(value, ast.Dict | ast.List) and not (value.keys if isinstance(value, ast.Dict) else value.elts):
            found.append(node.lineno)
        if (
            isinstance(value, ast.Call)
            and isinstance(value.func, ast.Name)
            and value.func.id in ("dict", "list", "set")
        ):
            found.append(node.lineno)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in ("cache", "lru_cache"):
            found.append(node.lineno)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "id":
            found.append(node.lineno)
    return found
