"""A case is one value that holds only what a case can hold, and says what is wrong with the rest."""

from typing import Any

import pytest
from pydantic import ValidationError

from consumer_app.domain.case import EMPTY_CASE, Case, Demand, Evidence, FileRef, IssuedPaper, Party


def case(**parts: Any) -> Case:
    return Case.model_validate({"v": EMPTY_CASE.v, **parts})


def said(**parts: Any) -> str:
    with pytest.raises(ValidationError) as wrong:
        case(**parts)
    return str(wrong.value)


@pytest.mark.parametrize("hidden", ["\x00", "\x0b", "\x7f", "\x9f", "\u200b", "\u200e", "\u202e", "\u2066", "\ufeff", "\ud800", "\uffff"])  # fmt: skip
def test_an_invisible_character_is_named(hidden: str) -> None:
    assert f"U+{ord(hidden):04X}" in said(told=f"坏{hidden}了")


@pytest.mark.parametrize("text", ["一行\n两行", "制\t表", "👨\u200d👩", "a\xa0b", "е́"])
def test_line_breaks_tabs_and_joined_signs_are_words_like_any(text: str) -> None:
    assert case(told=text).told == text


def test_every_part_but_the_version_may_be_missing_and_one_that_is_not_known_is_an_error() -> None:
    assert case() == EMPTY_CASE
    assert "extra_forbidden" in said(nonsense=1)
    with pytest.raises(ValidationError):
        Case.model_validate({})


@pytest.mark.parametrize(
    ("name", "item"),
    [
        ("parties", {"role": "seller"}),
        ("events", {"what": "事"}),
        ("promises", {"quote": "诺"}),
        ("evidence", {"kind": "photo", "title": "照片"}),
        ("steps", {"channel": "store"}),
    ],
)
def test_every_id_is_used_once(name: str, item: dict[str, Any]) -> None:
    assert f"{name}: the id 'a1' is used twice" in said(**{name: [{"id": "a1", **item}, {"id": "a1", **item}]})
    assert f"{name}: the id 'a1'" in said(**{name: [{"id": one, **item} for one in ("b1", "a1", "b1", "a1")]})
    assert len(getattr(case(**{name: [{"id": "a1", **item}, {"id": "a2", **item}]}), name)) == 2


def test_who_acted_and_who_promised_is_one_of_the_parties() -> None:
    parties = [{"id": "p1", "role": "seller"}]
    assert "events/e1/actor is 'p2'" in said(parties=parties, events=[{"id": "e1", "what": "事", "actor": "p2"}])
    assert "promises/k1/by is 'p2'" in said(parties=parties, promises=[{"id": "k1", "quote": "诺", "by": "p2"}])
    fine = case(
        parties=parties,
        events=[{"id": "e1", "what": "事", "actor": "p1"}, {"id": "e2", "what": "事"}],
        promises=[{"id": "k1", "quote": "诺", "by": "p1"}, {"id": "k2", "quote": "诺"}],
    )
    assert [event.actor for event in fine.events] == ["p1", None]


def test_what_proves_is_one_of_the_exhibits() -> None:
    evidence = [{"id": "x1", "kind": "photo", "title": "照片"}]
    for name, item in (("events", {"id": "e1", "what": "事"}), ("promises", {"id": "k1", "quote": "诺"})):
        wrong = said(evidence=evidence, **{name: [{**item, "evidence": ["x1", "x2"]}]})
        assert f"{name}/{item['id']}/evidence names 'x2'" in wrong
        assert case(evidence=evidence, **{name: [{**item, "evidence": ["x1"]}]})


def test_the_party_of_a_role_is_the_first_in_it() -> None:
    told = case(parties=[{"id": "p1", "role": "seller", "shop": "甲"}, {"id": "p2", "role": "seller", "shop": "乙"}])
    assert told.party("seller") == Party(id="p1", role="seller", shop="甲")
    assert told.party("maker") is None


def test_a_demand_names_a_claim_or_says_what_is_asked() -> None:
    for empty in ({}, {"text": ""}, {"amount": "5.00"}):
        with pytest.raises(ValidationError, match="names a claim or says in words"):
            Demand.model_validate(empty)
    assert Demand(claim="refund").text is None
    assert Demand(text="道歉").claim is None


@pytest.mark.parametrize("amount", ["-0.01", "100000000.00", "1.005", "NaN", "Infinity"])
def test_money_is_yuan_and_fen_and_never_below_nothing(amount: str) -> None:
    with pytest.raises(ValidationError):
        Demand(text="退", amount=amount)  # type: ignore[arg-type]


def test_money_is_written_with_both_its_places() -> None:
    assert case(order={"paid": "59.9", "freight": 0}).model_dump(mode="json")["order"]["paid"] == "59.90"
    assert case(demands=[{"text": "退", "amount": "99999999.99"}]).demands[0].amount is not None


def test_a_name_of_a_file_is_one_line() -> None:
    file = {"blob": "0123456789ab", "media_type": "image/jpeg", "size": 1, "sha256": "0" * 64}
    assert FileRef.model_validate({**file, "name": "a b.jpg"}).name == "a b.jpg"
    for name in ("a\nb.jpg", "a\tb.jpg"):
        with pytest.raises(ValidationError):
            FileRef.model_validate({**file, "name": name})


def file(name: str, **more: Any) -> FileRef:
    plain = {"blob": "0123456789ab", "name": name, "media_type": "image/jpeg", "size": 1, "sha256": "0" * 64}
    return FileRef.model_validate({**plain, **more})


def test_the_files_of_an_exhibit_are_read_through_as_one() -> None:
    chat = Evidence(
        id="x1",
        kind="chat",
        title="聊天记录",
        files=(
            file("录音.mp3"),
            file("1.jpg", page_count=1, pages=("a",), thumbnail="small-a"),
            file("2.pdf", page_count=2, pages=("b", "c"), thumbnail="small-b"),
        ),
    )
    assert (chat.page_count, chat.pages, chat.thumbnail) == (3, ("a", "b", "c"), "small-a")
    in_hand = Evidence(id="x2", kind="object", title="实物")
    assert (in_hand.page_count, in_hand.pages, in_hand.thumbnail) == (0, (), None)


def test_the_files_of_a_paper_begin_with_its_pdf() -> None:
    plain = {
        "id": "w1",
        "number": 1,
        "kind": "letter",
        "title": "函",
        "issued_at": {"at": "2026-06-01", "precision": "day"},
    }
    paper = IssuedPaper.model_validate(
        {**plain, "frozen": "{}", "file": file("函.pdf"), "also": {"docx": file("函.docx")}}
    )
    assert [one.name for one in paper.files] == ["函.pdf", "函.docx"]
    assert [one.name for one in paper.model_copy(update={"file": None}).files] == ["函.docx"]
