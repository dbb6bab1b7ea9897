"""A text is the same to an ear however it is typed, and no run of characters leads from one clause into the next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consumer_app.domain.law import Characters
from consumer_app.domain.listening.grams import clauses, folded_lines, runs, sentences, written

TABLE = Characters(traditional="買機壞", simplified="买机坏").table


def spoken(text: str) -> str:
    (line,) = folded_lines([text], TABLE)
    return line


def words(*lines: str) -> list[tuple[int, str]]:
    where, run = runs(list(lines))
    return sorted({(int(line), written(int(one))) for line, one in zip(where, run, strict=True)})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("買了手機，壞了！", "买了手机 坏了"),
        ("ＡＢＣ １２．５元", "abc 0元"),
        ("退\u200b款\u202e\ufeff", "退款"),
        ("3980块、1,200.5块", "0块 0块"),
        ("😀坏了😀", "坏了"),
        ("  ，。", ""),
        ("一\n二\r三\u2028四", "一 二 三 四"),
    ],
)
def test_width_case_traditional_numbers_and_what_cannot_be_seen_make_no_difference(text: str, line: str) -> None:
    assert spoken(text) == line


def test_runs_are_one_to_three_characters_of_one_clause_with_its_ends() -> None:
    assert words("坏了 退") == [
        (0, one) for one in sorted(["坏", "了", "退", " 坏", "坏了", "了 ", " 退", "退 ", " 坏了", "坏了 ", " 退 "])
    ]
    assert {line for line, _ in words("坏", "", "退")} >= {0, 2}
    assert not [one for _, one in words("坏", "退") if "坏" in one and "退" in one]


def test_sentences_and_clauses_are_cut_where_they_end_and_keep_their_words() -> None:
    text = "坏了，不给退！真的？好"
    assert sentences(text) == [(0, "坏了，不给退"), (7, "真的"), (10, "好")]
    assert clauses(text) == ["坏了", "不给退", "真的", "好"]
    assert sentences("。！\n") == clauses("，。") == []


@given(st.lists(st.text(max_size=30), max_size=8))
def test_as_many_lines_come_out_as_went_in_and_folding_again_changes_nothing(lines: list[str]) -> None:
    once = folded_lines(lines, TABLE)
    assert len(once) == len(lines)
    assert folded_lines(once, TABLE) == once


@given(st.lists(st.text(alphabet="坏了不给退 ", max_size=12), min_size=1, max_size=5))
def test_lines_together_have_the_runs_they_have_alone(lines: list[str]) -> None:
    plain = folded_lines(lines, TABLE)
    assert words(*plain) == sorted((n, run) for n, line in enumerate(plain) for _, run in words(line))
