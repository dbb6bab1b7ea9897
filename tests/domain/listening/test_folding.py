"""Text is compared without its width, case, spaces and punctuation, and every character still knows where it stood."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.listening.folding import folded, folded_with_places


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("火腿肠", "火腿肠"),
        ("火 腿，肠！", "火腿肠"),
        ("ＡＰＰ", "app"),
        ("App 退款", "app退款"),
        ("５９．９元", "599元"),
        ("㎏", "kg"),
        ("①", "1"),
        ("ﬁ", "fi"),
        ("一龥鿿", "一龥鿿"),
        ("䶮𠮷", "䶮𠮷"),
        ("。。。！\n", ""),
        ("", ""),
        ("½", "12"),
    ],
)
def test_what_differs_only_in_its_typing_is_folded_alike(text: str, plain: str) -> None:
    assert folded(text) == folded_with_places(text)[0] == plain


def test_a_character_that_becomes_several_stands_where_it_stood() -> None:
    assert folded_with_places("买㎏ 茶") == ("买kg茶", [0, 1, 1, 3])
    assert folded_with_places("，买。茶") == ("买茶", [1, 3])


@given(st.text(max_size=60))
def test_folding_keeps_order_and_places_and_folds_once(text: str) -> None:
    plain, places = folded_with_places(text)
    assert folded(text) == plain
    assert len(plain) == len(places)
    assert places == sorted(places)
    assert all(unicodedata.category(character)[0] in "LN" for character in plain)
    assert all(plain[n] in unicodedata.normalize("NFKC", text[place]).lower() for n, place in enumerate(places))
