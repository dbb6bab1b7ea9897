from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import Citation, Claim, Deadline, LawBook
from consumer_app.lawbook import load_law_book

TODAY = date(2026, 6, 10)
BOUGHT = {
    "bought_on": "2026-06-01",
    "goods_kind": "food",
    "affected": "12.00",
    "loss": "0",
    "paid": "59.90",
    "refunded": "0",
}


def assessed(law: LawBook, answers: dict[str, Any], today: date = TODAY, **parts: Any) -> Assessment:
    case = {"v": 1, "disputes": ["bad-food"], "answers": answers, **parts}
    return assess(Case.model_validate(case), law, today)


def status(found: Assessment) -> dict[str, str]:
    return {claim.id: claim.status for claim in found.claims}


def test_a_claim_is_settled_when_every_condition_holds_and_no_exception_does(law: LawBook) -> None:
    found = assessed(law, {**BOUGHT, "bad_food": True, "label_flaw": False})
    claim = found.claim("ten-times")
    assert claim is not None
    assert (claim.status, claim.amount and claim.amount.total) == ("settled", Decimal(1000))
    assert [str(citation) for citation in claim.basis] == ["food-law:148.2"]
    assert not claim.missing


def test_unknown_is_not_no_and_is_asked(law: LawBook) -> None:
    found = assessed(law, {**BOUGHT, "bad_food": True})
    claim = found.claim("ten-times")
    assert claim is not None
    assert claim.status == "open"
    assert [(m.fact, m.could_become, m.at_stake) for m in claim.missing] == [
        ("label_flaw", ("settled", "excluded"), Decimal(1000))
    ]


def test_an_exception_that_holds_excludes_and_says_why(law: LawBook) -> None:
    claim = assessed(law, {**BOUGHT, "bad_food": True, "label_flaw": True}).claim("ten-times")
    assert claim is not None
    assert (claim.status, claim.amount) == ("excluded", None)
    assert [(r.fact, r.found, r.note, str(r.source)) for r in claim.excluded_by] == [
        ("label_flaw", True, "标签瑕疵除外", "food-law:148.2")
    ]


def test_claims_come_settled_first_then_open_then_excluded(law: LawBook) -> None:
    found = assessed(law, {**BOUGHT, "bad_food": True, "label_flaw": True})
    assert [claim.status for claim in found.claims] == ["settled", "open", "excluded"]


def test_of_two_punitive_claims_the_better_stands_and_the_other_points_to_it(law: LawBook) -> None:
    found = assessed(law, {**BOUGHT, "bad_food": True, "label_flaw": False, "lied": True})
    ten, three = found.claim("ten-times"), found.claim("three-times")
    assert ten is not None
    assert three is not None
    assert (ten.better, three.better) == (None, "ten-times")
    assert ten.never_with == ("three-times",)
    assert three.never_with == ("ten-times",)


def test_a_settled_claim_stands_before_a_higher_open_one(law: LawBook) -> None:
    found = assessed(law, {**BOUGHT, "bad_food": True, "lied": True})
    ten, three = found.claim("ten-times"), found.claim("three-times")
    assert ten is not None
    assert three is not None
    assert (ten.status, ten.better, three.better) == ("open", "three-times", None)


def test_an_excluded_claim_rivals_nothing(law: LawBook) -> None:
    found = assessed(law, {**BOUGHT, "bad_food": True, "label_flaw": True, "lied": True})
    three = found.claim("three-times")
    assert three is not None
    assert three.better is None


def test_a_claim_that_cannot_beat_a_settled_rival_asks_nothing(law: LawBook) -> None:
    found = assessed(law, {**BOUGHT, "bad_food": True, "label_flaw": False})
    assert "lied" not in {question.fact for question in found.questions}
    before = assessed(law, {**BOUGHT, "bad_food": True})
    assert {"lied", "seller_knew", "label_flaw"} <= {question.fact for question in before.questions}
    assert before.questions[0].fact == "label_flaw"


def test_a_fact_is_not_asked_when_another_has_settled_it(law: LawBook) -> None:
    found = assessed(
        law, {"goods_kind": "bag", "lied": True, "bought_on": "2026-06-01", "affected": "300.00", "bad_food": False}
    )
    assert status(found) == {"three-times": "settled", "ten-times": "excluded", "refund": "excluded"}
    assert found.questions == ()


def test_without_the_day_the_claim_stays_open_and_asks_for_it(law: LawBook) -> None:
    answers = {key: value for key, value in BOUGHT.items() if key != "bought_on"}
    claim = assessed(law, {**answers, "bad_food": True, "label_flaw": False}).claim("ten-times")
    assert claim is not None
    assert (claim.status, [missing.fact for missing in claim.missing]) == ("open", ["bought_on"])
    assert claim.amount is not None


def test_a_purchase_before_the_text_held_stays_open_and_says_so(law: LawBook) -> None:
    claim = assessed(law, {**BOUGHT, "bought_on": "2015-09-30", "bad_food": True, "label_flaw": False}).claim(
        "ten-times"
    )
    assert claim is not None
    assert (claim.status, [str(c) for c in claim.text_not_held], claim.basis) == ("open", ["food-law:148.2"], ())
    assert claim.amount is None


def test_a_reason_cites_no_text_that_was_not_in_force_on_the_day(write_law) -> None:
    folder = write_law()
    refund = folder / "claims" / "refund.toml"
    refund.write_text(
        refund.read_text("utf-8").replace("is = true\n", 'is = true\nsource = "parcel-rules:28"\n', 1), encoding="utf-8"
    )
    law = load_law_book(folder)
    for bought, source in (("2026-06-01", "parcel-rules:28"), ("2024-06-01", "None")):
        claim = assessed(law, {**BOUGHT, "bought_on": bought, "bad_food": True}).claim("refund")
        assert claim is not None
        assert [str(reason.source) for reason in claim.why] == [source]
        assert claim.status == "settled"


@pytest.mark.parametrize(
    ("bought", "basis", "expected"),
    [
        ("2026-01-01", ["parcel-rules:28"], "settled"),
        ("2025-05-31", ["parcel-rules:27"], "settled"),
        ("2017-01-01", [], "open"),
    ],
)
def test_an_article_that_moved_is_cited_by_its_number_of_the_day(law: LawBook, bought, basis, expected) -> None:
    claim = assessed(law, {"bought_on": bought}, disputes=["lost-parcel"]).claim("carrier-pays")
    assert claim is not None
    assert ([str(c) for c in claim.basis], claim.status) == (basis, expected)


def test_a_deadline_has_its_day_and_its_working_or_waits_for_its_fact(law: LawBook) -> None:
    waiting = assessed(law, {**BOUGHT, "bad_food": True}).deadlines
    assert [(d.id, d.on, d.after) for d in waiting] == [("return-within", None, "received_on")]
    due = assessed(law, {**BOUGHT, "bad_food": True, "received_on": "2026-06-03"}).deadlines[0]
    assert (due.raw_on, due.on, due.days_left) == (date(2026, 6, 10), date(2026, 6, 10), 0)
    assert due.working[-1].day == due.on


def test_an_excluded_claim_brings_no_deadline(law: LawBook) -> None:
    assert assessed(law, {**BOUGHT, "bad_food": False, "received_on": "2026-06-03"}).deadlines == ()


def test_a_deadline_that_has_passed_opens_the_claim_it_leads_to(write_law) -> None:
    folder = write_law()
    dispute = folder / "disputes" / "lost-parcel.toml"
    dispute.write_text(
        dispute.read_text("utf-8")
        + """
[[deadline]]
id = "answer"
title = "答复"
who = "carrier"
after = "received_on"
count = 7
unit = "natural_day"
basis = "parcel-rules:28"
on_expiry = "refund"
""",
        encoding="utf-8",
    )
    law = load_law_book(folder)
    answers = {"bought_on": "2026-05-01", "received_on": "2026-06-02"}
    assert "refund" not in status(assessed(law, answers, date(2026, 6, 9), disputes=["lost-parcel"]))
    assert "refund" in status(assessed(law, answers, date(2026, 6, 10), disputes=["lost-parcel"]))


def test_an_excuse_is_heard_however_it_is_typed_and_only_from_the_other_side(law: LawBook) -> None:
    events = [
        {"id": "e1", "actor": "p2", "what": "客服回复", "quote": "亲，是您 保 存 不 当！哦"},
        {"id": "e2", "actor": "p1", "what": "我说不是保存不当"},
    ]
    parties = [{"id": "p1", "role": "shopper"}, {"id": "p2", "role": "seller"}]
    excuse = assessed(law, BOUGHT, events=events, parties=parties).excuses[0]
    assert (excuse.id, excuse.heard_in) == ("badly-stored", (("e1", "是您 保 存 不 当"),))
    assert excuse.seller_is_right is None
    assert assessed(law, {**BOUGHT, "label_flaw": True}).excuses[0].seller_is_right is True
    usual = assessed(law, {**BOUGHT, "label_flaw": False}).excuses[0]
    assert (usual.heard_in, usual.seller_is_right) == ((), False)


def test_evidence_is_worth_gathering_until_an_exhibit_is_it(law: LawBook) -> None:
    gap = assessed(law, {**BOUGHT, "received_on": "2026-06-03"}).evidence_gaps[0]
    assert (gap.id, gap.disappears_on) == ("sample", date(2026, 6, 13))
    photo = [{"id": "x1", "kind": "photo", "title": "照片", "gathers": "sample"}]
    assert assessed(law, BOUGHT, evidence=photo).evidence_gaps == ()


def test_evidence_rests_on_its_provision_where_a_text_of_it_applied_when_the_thing_was_bought(
    write_law: Callable[..., Path],
) -> None:
    dispute = (write_law() / "disputes/bad-food.toml").read_text("utf-8") + 'basis = "parcel-rules:28"\n'
    law = load_law_book(write_law({"disputes/bad-food.toml": dispute}))
    assert str(assessed(law, BOUGHT).evidence_gaps[0].basis) == "parcel-rules:28"
    before = assessed(law, {**BOUGHT, "bought_on": "2025-05-31"})
    assert before.evidence_gaps[0].basis is None


def test_an_empty_case_finds_nothing_and_does_not_fail(law: LawBook) -> None:
    found = assess(Case(v=1), law, TODAY)
    assert (found.claims, found.questions, found.channels) == ((), (), ())


def test_the_same_case_gives_the_same_answer(law: LawBook) -> None:
    assert assessed(law, {**BOUGHT, "bad_food": True}) == assessed(law, {**BOUGHT, "bad_food": True})


def test_no_sum_of_nothing_is_asked(real_law: LawBook) -> None:
    room = {
        "bought_on": "2026-05-01",
        "booking_problem": "refused",
        "cancelled_by_me": False,
        "booking_harm_forced": False,
        "rebooked": True,
        "affected": "800",
        "refunded": "0",
    }

    def difference(rebooked_price: str) -> tuple[str, list[str]]:
        case = {"v": 1, "disputes": ["hotel-booking"], "answers": {**room, "rebooked_price": rebooked_price}}
        claim = assess(Case.model_validate(case), real_law, TODAY).claim("booking-difference")
        assert claim is not None
        return claim.status, [r.test for r in claim.excluded_by]

    assert difference("950") == ("settled", [])
    assert difference("700") == ("excluded", ["nothing_due"])


# Deadlines, what they open, and evidence that disappears


def deadline(name: str, after: str = "received_on", count: int = 7, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "title": "x",
        "who": "seller",
        "after": after,
        "count": count,
        "unit": "natural_day",
        "roll": "none",
        **more,
    }


def with_deadlines(law: LawBook, **where: list[dict[str, Any]]) -> LawBook:
    """The small law with deadlines at ``claim`` (refund), ``dispute``, ``channel`` (store) and ``platform`` (taobao)."""
    made = {name: tuple(Deadline.model_validate(one) for one in some) for name, some in where.items()}

    def put(entry: Any, name: str) -> Any:
        return entry.model_copy(update={"deadline": made.get(name, ())})

    return replace(
        law,
        claims={**law.claims, "refund": put(law.claims["refund"], "claim")},
        disputes={**law.disputes, "bad-food": put(law.disputes["bad-food"], "dispute")},
        channels={**law.channels, "store": put(law.channels["store"], "channel")},
        platforms={"taobao": put(law.platforms["taobao"], "platform")},
    )


TAOBAO = [{"id": "p1", "role": "platform", "platform": "taobao"}]


def test_a_deadline_says_everything_that_its_file_and_the_calendar_say(law: LawBook) -> None:
    table = {"roll": "rest_day", "basis": "shopper-law:24", "certainty": "B", "note": "照页面", "source": "https://x"}
    written = deadline("reply", **table, on_expiry="refund")
    book = with_deadlines(law, dispute=[written])
    (due,) = assessed(book, {"received_on": "2026-06-13", "bad_food": False}).deadlines
    assert (due.id, due.title, due.who, due.after, due.count, due.unit) == (
        "reply",
        "x",
        "seller",
        "received_on",
        7,
        "natural_day",
    )
    assert (due.started_on, due.raw_on, due.on, due.days_left) == (
        date(2026, 6, 13),
        date(2026, 6, 20),
        date(2026, 6, 22),
        12,
    )
    assert (str(due.basis), due.on_expiry, due.certainty, due.note) == ("shopper-law:24", "refund", "B", "照页面")
    assert due.source == "https://x"
    assert (due.belongs_to, due.calendar_known) == ("bad-food", True)
    assert due.working[0].day == date(2026, 6, 13)
    (waiting,) = assessed(book, {"bad_food": False}).deadlines
    assert (waiting.started_on, waiting.on, waiting.raw_on, waiting.days_left, waiting.working) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert (waiting.calendar_known, str(waiting.basis)) == (True, "shopper-law:24")
    (next_year,) = assessed(book, {"received_on": "2027-06-01", "bad_food": False}, date(2027, 6, 2)).deadlines
    assert not next_year.calendar_known


def test_a_deadline_names_no_text_that_was_not_in_force_when_it_began(law: LawBook) -> None:
    book = with_deadlines(law, dispute=[deadline("reply", basis="parcel-rules:28")])
    for received, basis in (("2025-06-01", "parcel-rules:28"), ("2025-05-31", "None"), (None, "parcel-rules:28")):
        answers = {"received_on": received, "bad_food": False}
        assert str(assessed(book, answers).deadlines[0].basis) == basis
    assert assessed(with_deadlines(law, dispute=[deadline("reply")]), {"bad_food": False}).deadlines[0].basis is None


def test_those_with_a_day_come_first_the_nearest_first_wherever_they_are_written(law: LawBook) -> None:
    book = with_deadlines(
        law,
        claim=[deadline("d-claim", count=9)],
        dispute=[deadline("d-dispute", "asked_on"), deadline("d-soon", count=1)],
        channel=[deadline("d-channel", count=3)],
        platform=[deadline("d-platform", count=5)],
    )
    answers = {**BOUGHT, "bad_food": True, "received_on": "2026-06-01"}
    found = assessed(book, answers, parties=TAOBAO).deadlines
    assert [(due.id, due.belongs_to) for due in found] == [
        ("d-soon", "bad-food"), ("d-channel", "store"), ("d-platform", "taobao"), ("d-claim", "refund"), ("d-dispute", "bad-food"),
    ]  # fmt: skip
    assert "d-platform" not in {due.id for due in assessed(book, answers).deadlines}
    gone = [{"id": "p1", "role": "platform", "platform": "gone"}]
    assert "d-platform" not in {due.id for due in assessed(book, answers, parties=gone).deadlines}
    assert "d-claim" not in {due.id for due in assessed(book, {**answers, "bad_food": False}).deadlines}


@pytest.mark.parametrize(
    ("other", "ids"),
    [
        ({}, ["same"]),
        ({"count": 8}, ["same", "same"]),
        ({"unit": "working_day"}, ["same", "same"]),
        ({"after": "asked_on"}, ["same", "same"]),
        ({"note": "别的话"}, ["same"]),
    ],
)
def test_the_same_deadline_written_twice_is_one_and_another_of_that_name_is_its_own(law, other, ids) -> None:
    book = with_deadlines(law, dispute=[deadline("same")], channel=[{**deadline("same"), **other}])
    answers = {"bad_food": False, "received_on": "2026-06-01", "asked_on": "2026-06-01"}
    found = assessed(book, answers).deadlines
    assert [due.id for due in found] == ids
    assert [due.belongs_to for due in found][:1] == ["bad-food"]


@pytest.mark.parametrize(("today", "opened"), [(date(2026, 6, 8), False), (date(2026, 6, 9), True)])
def test_a_claim_opens_on_the_day_after_a_deadline_and_leads_on_to_the_next(law, today, opened) -> None:
    passed = deadline("reply", on_expiry="late-reply")
    next_one = deadline("second", count=0, on_expiry="carrier-pays")
    plain = {
        "title": "x",
        "asks": "information",
        "against": "seller",
        "day": "received_on",
        "basis": ["shopper-law:24"],
        "request": "x",
        "ground": "x",
    }
    late = Claim.model_validate({**plain, "deadline": [next_one]})
    book = with_deadlines(law, claim=[passed])
    book = replace(book, claims={**book.claims, "late-reply": late})
    answers = {**BOUGHT, "bad_food": True, "received_on": "2026-06-01"}
    found = status(assessed(book, answers, today))
    assert ("late-reply" in found, "carrier-pays" in found) == (opened, opened)
    assert "late-reply" not in status(assessed(book, {**answers, "bad_food": False}, today)), (
        "an excluded claim opens nothing"
    )
    assert "late-reply" not in status(assessed(book, {**BOUGHT, "bad_food": True}, today)), "nor does an unknown day"


def test_claims_that_open_each_other_are_judged_once(law: LawBook) -> None:
    book = with_deadlines(
        law, claim=[deadline("again", on_expiry="refund")], dispute=[deadline("reply", on_expiry="refund")]
    )
    found = assessed(book, {**BOUGHT, "bad_food": True, "received_on": "2026-01-01"})
    assert sorted(claim.id for claim in found.claims) == ["refund", "ten-times", "three-times"]


def test_a_claim_of_two_disputes_is_judged_once_and_hides_none_behind_it(law: LawBook) -> None:
    shared = law.disputes["lost-parcel"].model_copy(update={"claims": ("refund", "carrier-pays")})
    book = replace(law, disputes={**law.disputes, "lost-parcel": shared})
    found = assessed(book, BOUGHT, disputes=["bad-food", "lost-parcel"])
    assert sorted(claim.id for claim in found.claims) == ["carrier-pays", "refund", "ten-times", "three-times"]


def test_a_dispute_that_is_named_twice_or_gone_counts_once_or_not(law: LawBook) -> None:
    found = assessed(law, BOUGHT, disputes=["gone", "bad-food", "lost-parcel", "bad-food"])
    assert found.disputes == ("bad-food", "lost-parcel")
    assert [claim.id for claim in found.claims].count("refund") == 1
    assert found.today == TODAY


def test_within_a_status_claims_keep_the_order_of_their_disputes(law: LawBook) -> None:
    found = assessed(law, {"bought_on": "2026-06-01"}, disputes=["bad-food", "lost-parcel"])
    assert [(claim.id, claim.status) for claim in found.claims] == [
        ("carrier-pays", "settled"), ("ten-times", "open"), ("three-times", "open"), ("refund", "open"),
    ]  # fmt: skip
    assert found.claim("refund") is found.claims[3]
    assert found.claim("nothing") is None


def test_evidence_is_named_once_with_the_day_it_disappears_where_that_is_known(law: LawBook) -> None:
    wanted = law.disputes["bad-food"].evidence[0]
    lasting = wanted.model_copy(update={"id": "receipt", "disappears": None})
    other = law.disputes["lost-parcel"].model_copy(update={"evidence": (wanted, lasting)})
    book = replace(law, disputes={**law.disputes, "lost-parcel": other})
    found = assessed(book, {"received_on": "2026-06-03"}, disputes=["bad-food", "lost-parcel"]).evidence_gaps
    assert [(gap.id, gap.dispute, gap.disappears_on) for gap in found] == [
        ("sample", "bad-food", date(2026, 6, 13)),
        ("receipt", "lost-parcel", None),
    ]
    assert (found[0].title, found[0].proves, found[0].basis) == (wanted.title, wanted.proves, None)
    assert assessed(book, {}).evidence_gaps[0].disappears_on is None
    unrelated = [{"id": "x1", "kind": "photo", "title": "照片"}]
    assert len(assessed(book, {}, evidence=unrelated).evidence_gaps) == 1


@pytest.mark.parametrize(
    ("bought", "basis"),
    [("2025-06-01", "parcel-rules:28"), ("2025-05-31", "None"), (None, "parcel-rules:28")],
)
def test_evidence_rests_on_a_text_that_was_in_force_on_the_day_of_purchase(law: LawBook, bought, basis) -> None:
    wanted = law.disputes["bad-food"].evidence[0].model_copy(update={"basis": Citation.parse("parcel-rules:28")})
    entry = law.disputes["bad-food"].model_copy(update={"evidence": (wanted,)})
    book = replace(law, disputes={"bad-food": entry})
    assert str(assessed(book, {"bought_on": bought}).evidence_gaps[0].basis) == basis
