"""Where the words of a story stand: in a row, left out, or told as they are; each word in one place, and none lost."""

from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.case import Case, Event, ToldWords
from consumer_app.domain.case.telling import (
    left_out_of,
    parts_of,
    rest_of,
    with_words_left_out,
    with_words_put_back,
)

TOLD = "买的鞋。断底了。怎么办呢？断底了。"


def case(*held: tuple[int, str], left_out: tuple[tuple[int, str], ...] = ()) -> Case:
    events = tuple(
        Event(id=f"e{n}", what=text, told=(ToldWords(start=start, text=text),)) for n, (start, text) in enumerate(held)
    )
    return Case(
        v=2, told=TOLD, events=events, left_out=tuple(ToldWords(start=start, text=text) for start, text in left_out)
    )


def test_a_story_without_rows_is_told_whole() -> None:
    assert [part.text for part in rest_of(case())] == [TOLD]
    assert rest_of(Case(v=2)) == ()


def test_what_a_row_holds_and_what_is_left_out_is_told_no_more() -> None:
    found = case((4, "断底了。"), left_out=((8, "怎么办呢？"),))
    assert [part.text for part in rest_of(found)] == ["买的鞋。", "断底了。"]
    assert [part.text for part in left_out_of(found)] == ["怎么办呢？"]
    assert [part.event for part in parts_of(found)] == [None, "e0", None, None]


def test_a_row_that_is_deleted_gives_its_words_back() -> None:
    assert [part.text for part in rest_of(case())] == [TOLD]


def test_a_row_that_the_shopper_rewords_still_holds_its_words() -> None:
    held = case((4, "断底了。"))
    reworded = held.model_copy(update={"events": (held.events[0].model_copy(update={"what": "鞋底断了"}),)})
    assert [part.text for part in rest_of(reworded)] == ["买的鞋。", "怎么办呢？断底了。"]


def test_words_are_put_back_and_left_out_with_one_tap() -> None:
    found = case(left_out=((8, "怎么办呢？"),))
    assert [part.text for part in rest_of(with_words_put_back(found, 8))] == [TOLD]
    without = with_words_left_out(found, 0)
    assert [part.text for part in left_out_of(without)] == ["买的鞋。断底了。怎么办呢？"]
    assert with_words_left_out(found, 3).left_out == found.left_out


def test_of_a_story_that_was_written_anew_only_words_that_still_stand_there_are_held() -> None:
    assert [part.text for part in rest_of(case((0, "别的话")))] == [TOLD]
    assert [part.text for part in rest_of(case((0, "断底了。")))] == ["买的鞋。", "怎么办呢？断底了。"]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6)), max_size=8))
def test_every_character_stands_in_one_place(held: list[tuple[int, int]]) -> None:
    found = case(*((start, TOLD[start : start + length] or "无") for start, length in held))
    assert "".join(part.text for part in parts_of(found)) == TOLD
    starts = [part.start for part in parts_of(found)]
    assert starts == sorted(set(starts))
