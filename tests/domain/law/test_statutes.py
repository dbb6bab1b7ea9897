"""Articles word for word, citations of them, and which text applies to a day."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.law import Article, Citation, Claim, LawBook, Statute, in_force
from consumer_app.domain.law.entries import Dated
from consumer_app.domain.law.statutes import words_of

ARTICLE = Article(text="\n  第一款。\n\n（一）甲；\n（二）乙。\n第二款，没有项。\n第三款：\n（一）丙；\n（十一）丁。\n")
TODAY = date(2026, 6, 10)


# Citations


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("food-safety-law:148", ("food-safety-law", "148", None, None)),
        ("food-safety-law:148.2", ("food-safety-law", "148", 2, None)),
        ("food-safety-law:34(6)", ("food-safety-law", "34", None, 6)),
        ("law-2019:25.1(12)", ("law-2019", "25", 1, 12)),
    ],
)
def test_a_citation_is_read_and_written_alike(text: str, parts: tuple[Any, ...]) -> None:
    cited = Citation.parse(text)
    assert (cited.statute, cited.article, cited.paragraph, cited.item) == parts
    assert str(cited) == text


@pytest.mark.parametrize("text", ["", "food-safety-law", "food-safety-law:", "Law:1", "law:1.", "law:1()", "law:1(2).3", "law:1.2.3", " law:1", "law:一"])  # fmt: skip
def test_what_is_no_citation_is_an_error_that_shows_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"such as food-safety-law:34\(6\)"):
        Citation.parse(text)


@given(
    st.from_regex(r"\A[a-z][a-z0-9-]{0,20}\Z"),
    st.integers(1, 2000),
    st.one_of(st.none(), st.integers(1, 30)),
    st.one_of(st.none(), st.integers(1, 30)),
)
def test_every_citation_is_read_back_as_it_was_written(statute: str, article: int, paragraph, item) -> None:
    cited = Citation(statute, str(article), paragraph, item)
    assert Citation.parse(str(cited)) == cited


def test_citations_stand_in_the_order_of_their_parts() -> None:
    texts = ["a-law:2", "a-law:2.1", "b-law:1"]
    assert [str(c) for c in sorted(map(Citation.parse, ["b-law:1", "a-law:2"]))] == ["a-law:2", "b-law:1"]
    assert len({Citation.parse(text) for text in (*texts, *texts)}) == 3


def test_a_citation_in_a_law_file_is_parsed_and_written_back_as_text() -> None:
    table = {
        "title": "x",
        "asks": "refund",
        "against": "seller",
        "day": "bought_on",
        "request": "x",
        "ground": "x",
        "basis": ["food-law:148.2"],
    }
    claim = Claim.model_validate(table)
    assert claim.basis == (Citation("food-law", "148", 2),)
    assert claim.model_dump(mode="json")["basis"] == ["food-law:148.2"]
    assert Claim.model_validate({**table, "basis": claim.basis}) == claim
    context: dict[str, Citation] = {}
    twice = Claim.model_validate({**table, "supports": ["food-law:148.2"]}, context=context)
    assert isinstance(twice.basis, tuple)
    assert twice.basis[0] is twice.supports[0]
    assert list(context) == ["food-law:148.2"]


# Words


def test_a_line_that_begins_with_a_number_in_brackets_is_an_item_of_the_paragraph_above() -> None:
    assert ARTICLE.paragraphs == (
        ("第一款。", ("（一）甲；", "（二）乙。")),
        ("第二款，没有项。", ()),
        ("第三款：", ("（一）丙；", "（十一）丁。")),
    )
    assert Article(text="（一）没有上文。").paragraphs == (("（一）没有上文。", ()),)


@pytest.mark.parametrize(
    ("cited", "words"),
    [
        ("x:1.1", "第一款。\n（一）甲；\n（二）乙。"),
        ("x:1.2", "第二款，没有项。"),
        ("x:1.3", "第三款：\n（一）丙；\n（十一）丁。"),
        ("x:1.4", None),
        ("x:1.1(1)", "（一）甲；"),
        ("x:1.1(2)", "（二）乙。"),
        ("x:1.1(3)", None),
        ("x:1.2(1)", None),
        ("x:1.3(2)", "（十一）丁。"),
        ("x:1(2)", "（二）乙。"),
        ("x:1(3)", None),
        ("x:1", "第一款。\n\n（一）甲；\n（二）乙。\n第二款，没有项。\n第三款：\n（一）丙；\n（十一）丁。"),
    ],
)
def test_the_words_cited_are_the_article_its_paragraph_or_its_item(cited: str, words: str | None) -> None:
    assert words_of(ARTICLE, Citation.parse(cited)) == words


def test_an_item_cited_without_its_paragraph_is_of_the_first_that_has_items() -> None:
    article = Article(text="\n第一款，没有项。\n第二款：\n（一）甲；\n（二）乙。\n")
    assert (
        words_of(article, Citation.parse("law:1(2)")) == words_of(article, Citation.parse("law:1.2(2)")) == "（二）乙。"
    )


def test_an_article_without_items_has_none() -> None:
    assert words_of(Article(text="只有一款。"), Citation.parse("x:1(1)")) is None
    assert words_of(ARTICLE, Citation("x", "1", 1, 0)) is None


# The text of the day


def statute(**parts: Any) -> Statute:
    fields = {"title": "x", "short": "x", "kind": "law", "issued_by": "x", "in_force_from": date(2020, 1, 1)}
    fields |= {"checked_on": TODAY, "source": "x", "articles": {"1": {"text": "字"}}}
    return Statute.model_validate({**fields, **parts})


def texts(law: LawBook, *held: Statute) -> LawBook:
    return replace(law, texts={"x": held}, statutes={})


CITED = Citation.parse("x:1")


@pytest.mark.parametrize(
    ("parts", "day", "applies"),
    [
        ({}, date(2019, 12, 31), False),
        ({}, date(2020, 1, 1), True),
        ({}, None, False),
        ({"in_force_until": date(2022, 1, 1)}, date(2021, 12, 31), True),
        ({"in_force_until": date(2022, 1, 1)}, date(2022, 1, 1), False),
        ({"kind": "interpretation"}, date(2019, 1, 1), True),
        ({"kind": "interpretation"}, None, True),
        ({"kind": "interpretation", "in_force_until": date(2026, 6, 10)}, date(2021, 1, 1), False),
        ({"kind": "interpretation", "in_force_from": date(2026, 6, 11)}, date(2026, 6, 11), False),
        ({"kind": "interpretation", "facts_from": date(2021, 1, 1)}, date(2021, 1, 1), True),
        ({"kind": "interpretation", "facts_from": date(2021, 1, 1)}, date(2020, 12, 31), False),
        ({"kind": "interpretation", "facts_from": date(2021, 1, 1)}, None, False),
        ({"procedure": True}, date(2019, 1, 1), True),
        ({"procedure": True}, None, True),
        ({"facts_from": date(2021, 1, 1)}, date(2020, 6, 1), False),
        ({"facts_from": date(2021, 1, 1)}, date(2021, 6, 1), True),
    ],
)
def test_a_law_applies_by_the_day_of_the_claim_an_interpretation_and_procedure_by_today(
    law, parts, day, applies
) -> None:
    held = statute(**parts)
    book = texts(law, held)
    assert in_force(book, CITED, day, TODAY) == (held if applies else None)
    assert book.holds(CITED, day, TODAY) is applies


def test_of_several_texts_the_first_that_applies_is_taken(law: LawBook) -> None:
    old = statute(in_force_until=date(2025, 6, 1))
    new = statute(in_force_from=date(2025, 6, 1), title="新")
    book = texts(law, new, old)
    assert in_force(book, CITED, date(2025, 5, 31), TODAY) == old
    assert in_force(book, CITED, date(2025, 6, 1), TODAY) == new
    assert in_force(book, CITED, date(2019, 1, 1), TODAY) is None


def test_a_statute_that_has_one_text_is_found_by_its_own_name(law: LawBook) -> None:
    held = statute()
    book = replace(law, texts={}, statutes={"x": held})
    assert in_force(book, CITED, TODAY, TODAY) == held
    assert in_force(book, Citation.parse("y:1"), TODAY, TODAY) is None


def test_words_are_held_only_where_the_text_that_applies_has_them(law: LawBook) -> None:
    book = texts(law, statute(articles={"1": {"text": ARTICLE.text}}))
    provision = book.provision(Citation.parse("x:1.2"), TODAY, TODAY)
    assert provision is not None
    assert (provision.text, provision.statute, provision.citation) == (
        "第二款，没有项。",
        book.texts["x"][0],
        Citation("x", "1", 2),
    )
    for missing in ("x:2", "x:1.4", "x:1(9)", "y:1"):
        assert book.provision(Citation.parse(missing), TODAY, TODAY) is None
        assert not book.holds(Citation.parse(missing), TODAY, TODAY)
    assert book.provision(CITED, date(2019, 1, 1), TODAY) is None


def test_a_reader_finds_an_article_in_the_text_of_the_day_or_in_the_newest_that_has_it(law: LawBook) -> None:
    old = statute(in_force_until=date(2025, 6, 1), articles={"1": {"text": "旧"}, "2": {"text": "旧"}})
    new = statute(in_force_from=date(2025, 6, 1), articles={"1": {"text": "新"}})
    book = texts(law, new, old)
    assert book.text_to_read(CITED, date(2025, 1, 1)) == old
    assert book.text_to_read(CITED, date(2026, 1, 1)) == new
    assert book.text_to_read(CITED, None) == new
    assert book.text_to_read(Citation.parse("x:2"), date(2026, 1, 1)) == old
    assert book.text_to_read(CITED, date(2001, 1, 1)) == new


# Values that hold from a day


def test_a_value_holds_from_its_day_until_the_next_and_there_is_none_before() -> None:
    dated = Dated[int].model_validate({"2020-01-01": 2, "2010-01-01": 1})
    assert [dated.on(date.fromisoformat(day)) for day in ("2009-12-31", "2010-01-01", "2019-12-31", "2020-01-01")] == [
        None,
        1,
        1,
        2,
    ]
    assert Dated[int].model_validate(dated) == dated
    assert Dated[int].model_validate({"starts": dated.starts}) == dated
    with pytest.raises(ValueError):
        Dated[int].model_validate({"soon": 1})


def test_a_claim_says_its_basis_of_the_day_and_of_all_days() -> None:
    table = {"title": "x", "asks": "refund", "against": "seller", "day": "bought_on", "request": "x", "ground": "x"}
    moved = Claim.model_validate({**table, "basis": {"2018-05-01": ["x:27"], "2025-06-01": ["x:28", "x:29"]}})
    named = [
        [str(cited) for cited in moved.basis_on(date.fromisoformat(day))]
        for day in ("2018-04-30", "2020-01-01", "2026-01-01")
    ]
    assert named == [[], ["x:27"], ["x:28", "x:29"]]
    assert [str(cited) for cited in moved.every_basis()] == ["x:27", "x:28", "x:29"]
    fixed = Claim.model_validate({**table, "basis": ["x:1"]})
    assert [str(cited) for cited in (*fixed.basis_on(date(1999, 1, 1)), *fixed.every_basis())] == ["x:1", "x:1"]


# What is made of a book


def test_what_is_worked_out_of_a_book_is_made_once_and_kept_with_that_book(law: LawBook) -> None:
    made = []

    def make(book: LawBook) -> int:
        made.append(book)
        return len(book.claims)

    book = replace(law)
    assert [book.worked_out(make), book.worked_out(make), len(made)] == [len(law.claims), len(law.claims), 1]
    assert replace(law).worked_out(make) == len(law.claims)
    assert len(made) == 2


def test_a_fact_is_known_by_its_place_in_the_case_and_by_its_file(law: LawBook) -> None:
    assert law.fact_from("order.paid") == "paid"
    assert law.fact_from("order.colour") is None
    assert law.file_of("paid").startswith("facts/")
    assert law.file_of("nothing") == "facts/"
