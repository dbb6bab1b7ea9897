"""A phrase is found as it is written, with gaps where it has them, and roughly; never where the text does not say it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.listening.phrases import Hit, Phrasebook, grams, parts_of, phrasebook, told

FOOD = [("food", "火腿肠坏了"), ("food", "吃的…变质"), ("parcel", "快递丢了"), ("parcel", "包裹不见了"), ("word", "馊")]


@pytest.fixture(scope="module")
def book() -> Phrasebook:
    return phrasebook(FOOD)


def found(book: Phrasebook, text: str) -> dict[str, list[tuple[str, float, str]]]:
    return {
        owner: [(phrase.text, round(hit.share, 3), hit.quote) for phrase, hit in hits]
        for owner, hits in book.find(told(text)).items()
    }


@pytest.mark.parametrize(
    ("phrase", "parts"),
    [
        ("火腿肠", ("火腿肠",)),
        ("火腿 肠！", ("火腿肠",)),
        ("吃的…变质", ("吃的", "变质")),
        ("吃的……变质", ("吃的", "变质")),
        ("吃的...变质", ("吃的", "变质")),
        ("吃的..变质", ("吃的变质",)),
        ("吃的*变质", ("吃的", "变质")),
        ("…变质…", ("变质",)),
        ("…", ()),
        ("", ()),
    ],
)
def test_a_phrase_has_its_parts_around_its_gaps(phrase: str, parts: tuple[str, ...]) -> None:
    assert parts_of(phrase) == parts


def test_neighbouring_characters_are_pairs() -> None:
    assert grams("火腿肠") == {"火腿", "腿肠"}
    assert grams("火") == grams("") == set()


def test_a_text_gives_back_its_own_words() -> None:
    text = told("打开 火腿，肠！")
    assert text.plain == "打开火腿肠"
    assert text.quote(2, 5) == "火腿，肠"
    assert text.quote(0, 1) == "打"
    assert text.quote(2, 2) == ""


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("吃的变质", Hit(1.0, "吃的变质", 0, 4)),
        ("我吃的东西变质了", Hit(1.0, "吃的东西变质", 1, 7)),
        ("吃的一二三四五六七八九十变质", Hit(1.0, "吃的一二三四五六七八九十变质", 0, 14)),
        ("吃的一二三四五六七八九十一变质", None),
        ("变质吃的", None),
        ("吃的，吃的一二三四五六七八九十变质", Hit(1.0, "吃的一二三四五六七八九十变质", 2, 16)),
        ("吃的", None),
        ("", None),
    ],
)
def test_a_phrase_with_a_gap_is_found_where_its_parts_stand_close_in_order(
    book: Phrasebook, text: str, hit: Hit | None
) -> None:
    phrase = next(one for one in book.phrases if one.text == "吃的…变质")
    assert phrase.exactly_in(told(text)) == hit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("我的火腿肠坏了", {"food": [("火腿肠坏了", 1.0, "火腿肠坏了")]}),
        (
            "快递丢了，火腿肠坏了",
            {"food": [("火腿肠坏了", 1.0, "火腿肠坏了")], "parcel": [("快递丢了", 1.0, "快递丢了")]},
        ),
        ("都馊了", {"word": [("馊", 1.0, "馊")]}),
        ("没有的事", {}),
        ("", {}),
        ("坏了的火腿肠", {"food": [("火腿肠坏了", 0.75, "坏了的火腿肠")]}),
        ("火腿肠又坏了", {"food": [("火腿肠坏了", 0.75, "火腿肠又坏了")]}),
        ("火腿肠", {}),
        ("火腿肠一二三四五六七八九十坏了", {"food": [("火腿肠坏了", 0.75, "火腿肠一二三四五六七八九十坏了")]}),
        ("火腿肠一二三四五六七八九十一二三四坏了", {}),
    ],
)
def test_a_phrase_is_found_exactly_or_when_most_of_it_stands_close_together(
    book: Phrasebook, text: str, expected
) -> None:
    assert found(book, text) == expected


def test_of_several_rough_places_the_closest_is_quoted(book: Phrasebook) -> None:
    text = "火腿，没有别的东西没有别的东西没有别的东西，坏了的火腿肠"
    assert found(book, text) == {"food": [("火腿肠坏了", 0.75, "坏了的火腿肠")]}


def test_a_short_phrase_is_not_found_roughly() -> None:
    short = phrasebook([("a", "丢失了"), ("b", "别的话很长")])
    assert found(short, "丢失") == {}
    assert found(short, "丢失了") == {"a": [("丢失了", 1.0, "丢失了")]}


def test_a_pair_that_few_owners_use_weighs_more_and_one_that_tells_nothing_little() -> None:
    said = [("a", "甲乙丙"), ("b", "甲乙丁"), ("c", "戊己庚")]
    book = phrasebook(said, frozenset({"戊己"}))
    assert book.weights["甲乙"] < book.weights["乙丙"] == book.weights["乙丁"] == book.weights["己庚"]
    assert book.weights["戊己"] == pytest.approx(0.2 * book.weights["己庚"])
    assert book.weights["乙丙"] == pytest.approx(0.15 + math.log(4 / 1.5) / math.log(4))
    assert book.weights["甲乙"] == pytest.approx(0.15 + math.log(4 / 2.5) / math.log(4))
    phrase = book.phrases[0]
    assert (phrase.owner, phrase.text, phrase.parts) == ("a", "甲乙丙", ("甲乙丙",))
    assert phrase.weight == pytest.approx(book.weights["甲乙"] + book.weights["乙丙"])
    assert (book.told_by["甲乙"], book.told_by["乙丙"]) == ({"a": 1, "b": 1}, {"a": 1})
    alone = phrasebook([("a", "甲乙")])
    assert alone.weights["甲乙"] == pytest.approx(0.15 + math.log(3 / 1.5) / math.log(3))


def test_pairs_do_not_reach_over_a_gap_and_count_once_a_phrase() -> None:
    book = phrasebook([("a", "甲乙…丙丁"), ("a", "甲乙甲乙"), ("b", "…")])
    assert set(book.weights) == {"甲乙", "丙丁", "乙甲"}
    assert book.told_by["甲乙"] == {"a": 2}
    assert [phrase.text for phrase in book.phrases] == ["甲乙…丙丁", "甲乙甲乙"]
    assert list(book.index["甲乙"]) == [0, 1]


def test_words_shared_with_an_owner_count_by_how_many_of_its_phrases_have_them() -> None:
    book = phrasebook([("a", "甲乙丙"), ("a", "甲乙丁"), ("b", "庚辛壬")])
    weight = book.weights["甲乙"]
    shared = book.overlaps(told("甲乙，甲乙，辛壬"))
    assert shared["a"] == (pytest.approx(weight * 2 / 3), ())
    assert shared["b"] == (pytest.approx(book.weights["辛壬"] / 2), ())
    assert book.overlaps(told("甲乙丙"))["a"] == (pytest.approx(weight * 2 / 3 + book.weights["乙丙"] / 2), ("甲乙丙",))


def test_the_weightiest_run_of_shared_words_is_quoted_first_and_a_faint_one_not() -> None:
    book = phrasebook([("a", "子丑寅卯辰"), ("a", "子丑寅卯"), ("a", "午未申"), ("b", "其他的话")])
    shared = book.overlaps(told("午未申，还有子 丑寅卯辰"))
    assert shared["a"][1] == ("子 丑寅卯辰", "午未申")
    faint = phrasebook([("a", "子丑"), *((f"o{n}", "子丑别的") for n in range(9))])
    assert faint.overlaps(told("子丑"))["a"][1] == ()


texts = st.text(alphabet="火腿肠坏了吃的变质快递丢，。 ", max_size=30)


@given(texts)
def test_every_quote_is_a_piece_of_the_text_and_every_exact_hit_is_there(text: str) -> None:
    book = phrasebook(FOOD)
    given_text = told(text)
    for hits in book.find(given_text).values():
        for phrase, hit in hits:
            assert hit.quote in text
            assert given_text.quote(hit.start, hit.end) == hit.quote
            assert 0.56 <= hit.share <= 1
            assert (hit.share == 1) is (phrase.exactly_in(given_text) is not None)
    exact = {phrase.text for phrase in book.phrases if phrase.exactly_in(given_text)}
    assert exact == {phrase.text for hits in book.find(given_text).values() for phrase, hit in hits if hit.share == 1}


@given(texts)
def test_words_shared_are_pieces_of_the_text(text: str) -> None:
    for shared, words in phrasebook(FOOD).overlaps(told(text)).values():
        assert shared > 0
        assert all(word in text for word in words)
