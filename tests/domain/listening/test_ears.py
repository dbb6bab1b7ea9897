"""An ear gives the same answers wherever it is read, alone or among others, and is measured by how often it was right."""

import lzma
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.ears import MOST_PARTS, NONE, as_bytes, from_bytes
from consumer_app.domain.listening.excuses import REPLIES, ears_of
from consumer_app.domain.listening.kinds import KINDS
from tests.domain.listening.conftest import taught

LINES = ["火腿肠发霉了", "包裹不见了", "", "天气", "火腿肠发霉了包裹不见了" * 900]


@pytest.fixture(scope="module")
def book(speaking_law: LawBook) -> LawBook:
    replies = [("定金不退的", "deposit"), ("没拆封才能退", "opened"), ("好的马上退", NONE), ("请稍等", NONE)]
    kinds = [("火腿肠发霉了", "food"), ("包裹不见了", "parcel"), ("天气不错", NONE)]
    return taught(speaking_law, kinds=kinds, replies=replies)


def test_what_was_written_is_read_as_it_was_and_the_same_again(book: LawBook) -> None:
    ears, learned_from = from_bytes(book.learned)
    assert (set(ears), learned_from) == ({KINDS, REPLIES}, "by heart")
    again = as_bytes(ears, learned_from)
    assert again == book.learned
    for name, ear in from_bytes(again)[0].items():
        assert (ear.shares(LINES) == ears[name].shares(LINES)).all()


def test_a_line_has_the_scores_it_has_alone_however_many_stand_beside_it(book: LawBook) -> None:
    ear = ears_of(book)[KINDS]
    together = ear.scores(LINES * 3)
    for number, line in enumerate(LINES):
        assert (together[number] == ear.scores([line])[0]).all()
        assert (together[number + len(LINES)] == together[number]).all()


def test_labels_weighed_together_share_one_whole_and_a_part_of_them_is_weighed_against_none(book: LawBook) -> None:
    ear = ears_of(book)[REPLIES]
    assert ear.shares(LINES).sum(axis=1) == pytest.approx([1] * len(LINES), abs=0.002)
    part = ear.only(["deposit", "unheard-of"])
    assert part.labels == ("deposit", NONE)
    assert ear.only(["deposit"]) is part
    assert ear.only(ear.labels) is ear
    shares = dict(zip(part.labels, part.shares(["定金不退的"])[0], strict=True))
    assert shares["deposit"] > 0.9


def test_many_at_once_each_have_the_part_they_asked_for_and_only_the_last_few_are_kept(speaking_law: LawBook) -> None:
    letters = "甲乙丙丁戊己庚辛"
    ear = ears_of(taught(speaking_law, replies=[*((one, one) for one in letters), ("好", NONE)]))[REPLIES]
    wanted = [labels for many in (2, 3, 4) for labels in combinations(letters, many)] * 20

    def asked_for(labels: tuple[str, ...]) -> bool:
        return set(ear.only(labels).labels) == {*labels, NONE}

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(16) as threads:
            assert all(threads.map(asked_for, wanted))
    finally:
        sys.setswitchinterval(before)
    for labels in wanted[: 2 * MOST_PARTS]:
        ear.only(labels)
    assert len(ear._parts) == MOST_PARTS


def test_how_sure_a_share_is_was_measured_and_lies_between_what_was_measured(book: LawBook) -> None:
    ear = ears_of(book)[KINDS]
    assert ear.how_sure(0.4) == 0.4
    measured = replace(ear, sure=((0.1, 0.0), (0.5, 0.8), (1.0, 1.0)), beyond=((0.0, 0.5), (1.0, 1.0)))
    assert [measured.right_beyond(share) for share in (0, 0.5, 1)] == [0.5, 0.75, 1]
    assert [measured.how_sure(share) for share in (0, 0.1, 0.3, 0.5, 0.75, 1)] == [0, 0, 0.4, 0.8, 0.9, 1]


@pytest.mark.parametrize(
    "artefact",
    [
        b"x",
        *(
            lzma.compress(len(head).to_bytes(4, "big") + head)
            for head in (b"", b"{}", b"[]", b'{"arrays": [], "ears": {}}')
        ),
        lzma.compress(b"\0\0\0\2\xff\xff"),
    ],
)
def test_what_is_no_artefact_is_refused_and_nothing_hears_nothing(artefact: bytes) -> None:
    assert from_bytes(b"") == ({}, "")
    with pytest.raises(ValueError, match=r"not what learning writes"):
        from_bytes(artefact)


def test_an_artefact_that_is_cut_or_whose_parts_do_not_fit_is_refused(book: LawBook) -> None:
    for end in range(0, len(book.learned), 97):
        with pytest.raises(ValueError, match=r"not what learning writes") if end else nullcontext():
            from_bytes(book.learned[:end])
    ears = from_bytes(book.learned)[0]
    ear = ears[KINDS]
    for wrong in (
        replace(ear, labels=ear.labels[:-1]),
        replace(ear, weights=ear.weights[:-1]),
        replace(ear, columns=ear.columns + np.int16(len(ear.labels))),
        replace(ear, squares=ear.squares[:-1]),
        replace(ear, biases=ear.biases[:-1]),
        replace(ear, starts=ear.starts[:-1]),
        replace(ear, sure=((1.0,),)),  # type: ignore[arg-type]
    ):
        with pytest.raises(ValueError, match=r"not what learning writes"):
            from_bytes(as_bytes({**ears, KINDS: wrong}, "by heart"))
