"""What makes sense to ask: in the words of the purchase, after what decides it, and not what the name of the trouble said already."""

from collections.abc import Iterator
from datetime import date

import pytest

from consumer_app.domain.case import EMPTY_CASE, Answer, Case
from consumer_app.domain.judging.asking import still_to_ask, with_answers
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.judging.named import of_these_kinds
from consumer_app.domain.judging.relevance import Sense
from consumer_app.domain.law import FactDefinition, LawBook, Value
from consumer_app.domain.law.purchase import in_words_of, words_of_purchase
from consumer_app.lawbook_checks.purchases import questions_of, words_shown

TODAY = date(2026, 11, 4)
OF_A_SHOP_ONLINE = ("下单", "收货", "收到货", "签收", "发货", "店铺", "物流", "三包")
NOTHING_ARRIVES = (
    "prepaid-refund", "prepaid-shop-closed", "private-coach", "driving-school", "agency-guarantee", "repair-trap", "renovation", "laundry",
    "photography", "moving-damage", "domestic-agency", "things-in-care", "service-injury", "wrong-service",
)  # fmt: skip


def case_of(*disputes: str, **answers: Answer) -> Case:
    return EMPTY_CASE.model_copy(update={"disputes": disputes, "answers": answers})


def walked(case: Case, book: LawBook, answer: Answer) -> Iterator[tuple[str, Case]]:
    """Every question that is asked, with the case as it stood when it was; each yes_no answered so, the others 不清楚."""
    while questions := still_to_ask(case, book, TODAY).page:
        yield from ((fact, case) for fact in questions)
        case = with_answers(
            case, book, {fact: answer if book.facts[fact].kind == "yes_no" else None for fact in questions}
        )


@pytest.mark.parametrize("dispute", NOTHING_ARRIVES)
def test_where_nothing_is_sent_no_question_speaks_of_orders_and_parcels(real_law: LawBook, dispute: str) -> None:
    said = [
        (name, text)
        for name, fact in questions_of(dispute, real_law)
        for _, text in words_shown(fact)
        if any(word in text for word in OF_A_SHOP_ONLINE)
    ]
    assert said == []


def test_every_kind_that_is_no_purchase_of_goods_says_what_it_never_is(real_law: LawBook) -> None:
    said = {slug for slug in NOTHING_ARRIVES if in_words_of(real_law, [slug]) is not real_law}
    assert said == {*NOTHING_ARRIVES}


@pytest.mark.parametrize(
    ("dispute", "day", "price"),
    [
        ("prepaid-refund", "哪天交的钱？", "一共交了多少？"),
        ("laundry", "哪天送去的？", "洗衣付了多少？"),
        ("repair-trap", "哪天修的？", "付了多少？"),
        ("deposit", "哪天交的？", "交了多少？"),
        ("seven-day-return", "哪天下的单？", "实付多少钱？"),
    ],
)
def test_the_day_and_the_price_are_asked_as_on_the_page_of_the_purchase(
    real_law: LawBook, dispute: str, day: str, price: str
) -> None:
    facts = in_words_of(real_law, [dispute]).facts
    assert facts["bought_on"].question == day
    assert facts["paid"].question == price


def test_without_a_case_the_book_speaks_of_any_purchase(real_law: LawBook) -> None:
    assert real_law.facts["bought_on"].question == "哪天买的？"
    assert [name for name, fact in real_law.facts.items() if any("{" in text for _, text in words_shown(fact))] == []


def gated(book: LawBook) -> list[str]:
    return [name for name, fact in book.facts.items() if fact.asked_if]


def makes_sense(fact: FactDefinition, case: Case, book: LawBook) -> bool:
    """Whether one of the facts that make it worth asking is so, or none of them is known in this case to decide it."""
    values = facts_of(case, book, TODAY).values
    known = [values[one.fact] for one in fact.asked_if if one.fact in values]
    first = [one for one in fact.asked_if if one.first and one.fact not in values]
    so = any(
        (one.in_ and known_value in one.in_) or (one.but and known_value not in one.but)
        for one in fact.asked_if
        if (known_value := values.get(one.fact)) is not None
    )
    return so or (not known and not first) or any(one.or_unknown and one.fact not in values for one in fact.asked_if)


@pytest.mark.parametrize("answer", [None, True, False])
def test_no_question_comes_before_what_decides_whether_it_makes_sense(real_law: LawBook, answer: Answer) -> None:
    """Walked in every kind of dispute, with every answer 不清楚, yes, or no."""
    asked_in_vain = [
        (dispute, fact)
        for dispute in real_law.disputes
        for fact, case in walked(case_of(dispute), real_law, answer)
        if real_law.facts[fact].asked_if and not makes_sense(real_law.facts[fact], case, real_law)
    ]
    assert asked_in_vain == []
    assert gated(real_law)


@pytest.mark.parametrize(
    ("dispute", "answers", "never"),
    [
        ("deposit", {"deposit_broken_by": "me"}, {"agreed_penalty", "penalty_above_loss", "penalty_event"}),
        ("deposit", {"balance_paid": "0.00"}, {"balance_returned"}),
        ("prepaid-shop-closed", {"shop_of_a_brand": False}, {"brand_bound"}),
        ("prepaid-shop-closed", {"shop_changed_hands": False}, {"new_operator"}),
        ("false-description", {"goods_kind": "jewellery", "defective": None}, {"warranty_in_term", "damage_by_user"}),
        ("repair-trap", {"false_statement": False, "repair_false_items": False}, {"misled"}),
    ],
)
def test_what_cannot_be_is_not_asked(
    real_law: LawBook, dispute: str, answers: dict[str, Answer], never: set[str]
) -> None:
    case = with_answers(case_of(dispute), real_law, answers)
    assert {fact for fact, _ in walked(case, real_law, None)} & never == set()
    found = assess(case, real_law, TODAY)
    assert {one.fact for one in found.questions} & never == set()


@pytest.mark.parametrize("dispute", ["prepaid-shop-closed", "quality-defect"])
def test_no_door_asks_what_belongs_to_another_kind(real_law: LawBook, dispute: str) -> None:
    """Whether it was bought abroad, or who insures the freight, closes a door in those disputes alone."""
    channels = assess(case_of(dispute), real_law, TODAY).channels
    asked = {reason.fact for one in channels for reason in one.could_close}
    assert asked & {"abroad_kind", "freight_seller_is_insurer"} == set()


def test_whoever_names_the_shop_that_closed_is_not_asked_why_the_card_is_given_up(real_law: LawBook) -> None:
    case = of_these_kinds(EMPTY_CASE, ["prepaid-shop-closed"], real_law)
    assert case.answers["prepaid_reasons"] == ("closed",)
    assert {"prepaid_reasons", "prepaid_multi"} & {fact for fact, _ in walked(case, real_law, None)} == set()


def test_what_the_name_of_a_kind_said_goes_with_it_and_what_a_person_said_stays(real_law: LawBook) -> None:
    closed = of_these_kinds(EMPTY_CASE, ["prepaid-shop-closed"], real_law)
    assert "prepaid_reasons" not in of_these_kinds(closed, ["prepaid-refund"], real_law).answers
    own = with_answers(closed, real_law, {"prepaid_reasons": ("closed", "own")})
    assert of_these_kinds(own, ["prepaid-refund"], real_law).answers["prepaid_reasons"] == ("closed", "own")
    unsure = with_answers(case_of("quality-defect"), real_law, {"defective": None})
    assert of_these_kinds(unsure, ["quality-defect", "seven-day-return"], real_law).answers["defective"] is None


def test_every_answer_that_a_name_gives_is_one_that_its_kind_looks_at(real_law: LawBook) -> None:
    for slug, dispute in real_law.disputes.items():
        questions = {name for name, _ in questions_of(slug, real_law)}
        assert dispute.says.keys() <= questions, slug


def two_cards(**answers: Answer) -> dict[str, Answer]:
    card: dict[str, Answer] = {
        "prepaid_kind": "counted", "prepaid_reasons": ("closed",), "prepaid_multi": True, "lessons_total": 20, "lessons_left": 14,
        "lessons_gift": 0, "paid": "8480.00", "bought_on": "2025-11-08", "for_living": True, "seller_is_business": True, "paid_to_coach": False,
    }  # fmt: skip
    return card | answers


def test_whether_it_is_one_card_or_several_is_asked_first_and_once(real_law: LawBook) -> None:
    for dispute in ("prepaid-refund", "prepaid-shop-closed", "private-coach", "medical-beauty"):
        asked = [fact for fact, _ in walked(case_of(dispute), real_law, None)]
        assert asked.count("cards_bought") == 1
        assert "cards_bought" in asked[:4]


def test_of_several_cards_none_is_reckoned_before_its_own_price_is_known(real_law: LawBook) -> None:
    several = with_answers(case_of("prepaid-shop-closed"), real_law, two_cards(cards_bought="several"))
    found = assess(several, real_law, TODAY).claim("prepaid-balance-counted")
    assert found is not None
    assert (found.amount, found.amount_needs) == (None, ("card_paid",))
    assert "card_paid" in still_to_ask(several, real_law, TODAY).page
    own = with_answers(several, real_law, {"card_paid": "5600.00"})
    reckoned = assess(own, real_law, TODAY).claim("prepaid-balance-counted")
    assert reckoned is not None
    assert reckoned.amount is not None
    assert reckoned.amount.total == 3920


@pytest.mark.parametrize("answer", ["one", None])
def test_one_card_is_reckoned_by_what_was_paid(real_law: LawBook, answer: Answer) -> None:
    found = assess(case_of("prepaid-shop-closed", **two_cards(cards_bought=answer)), real_law, TODAY)
    claim = found.claim("prepaid-balance-counted")
    assert claim is not None
    assert claim.amount is not None
    assert claim.amount.total == 5936


def test_a_locked_gym_is_asked_for_its_lessons_before_who_else_might_answer(real_law: LawBook) -> None:
    """The sum of what is wished comes before the alternatives to it, and what the name of the trouble says uses up no question."""
    case = of_these_kinds(EMPTY_CASE.model_copy(update={"wishes": ("refund",)}), ["prepaid-shop-closed"], real_law)
    case = with_answers(case, real_law, {"paid": "8480.00", "bought_on": "2025-11-08", "lessons_total": 20})
    truth = two_cards(cards_bought="several", card_paid="5600.00", shop_changed_hands=False, shop_of_a_brand=False)
    while questions := still_to_ask(case, real_law, TODAY).page:
        case = with_answers(case, real_law, {fact: truth.get(fact) for fact in questions})
    found = assess(case, real_law, TODAY).claim("prepaid-balance-counted")
    assert found is not None
    assert found.amount is not None
    assert found.amount.total == 3920
    assert not {"brand_bound", "new_operator", "coach_acts_for_shop", "goods_kind"} & case.answers.keys()


WAYS_WITHOUT = {
    "store": ("页面", "直播", "下单", "快递", "运费", "发货", "物流", "签收", "包裹", "自营"),
    "private": ("直播", "自营"),
    "phone_tv": ("页面", "直播"),
    "own_site": ("直播",),
    "platform": ("直播",),
}


@pytest.mark.parametrize("way", WAYS_WITHOUT)
def test_no_question_speaks_of_what_that_way_of_buying_does_not_have(real_law: LawBook, way: str) -> None:
    """Over all kinds but those that are about what was bought from afar."""
    wrong = []
    for slug in real_law.disputes:
        if words_of_purchase(real_law, [slug]).afar:
            continue
        book = in_words_of(real_law, [slug])
        sense = Sense({"bought_how": way}, (slug,), book)
        for name, _ in questions_of(slug, book):
            asked = sense.asked_first(name)
            if asked and asked != "bought_how":
                fact = book.facts[asked]
                text = f"{fact.question}{fact.yes or ''}{fact.no or ''}"
                wrong += [(slug, asked, word) for word in WAYS_WITHOUT[way] if word in text]
    assert wrong == []


def test_what_matters_in_a_shop_is_asked_in_words_that_a_shop_has(real_law: LawBook) -> None:
    sense = Sense({"bought_how": "store"}, ("quality-defect",), in_words_of(real_law, ["quality-defect"]))
    for fact in ("not_as_described", "promise_made", "fee_marked", "deposit_word", "missing_items", "gift_promised"):
        assert sense.asked_first(fact) == fact


def test_whether_it_was_the_platforms_own_shop_is_asked_only_of_what_was_bought_there(real_law: LawBook) -> None:
    for way, first in (("store", None), ("platform", "self_operated"), (None, "bought_how")):
        known = {"bought_how": way} if way else {}
        assert Sense(known, ("quality-defect",), real_law).asked_first("self_operated") == first


def test_what_was_bought_is_not_asked_where_the_kind_says_it(real_law: LawBook) -> None:
    for slug in ("repair-trap", "hotel-booking", "travel-tour", "driving-school", "car-defect", "moving-damage"):
        case = of_these_kinds(EMPTY_CASE, [slug], real_law)
        assert "goods_kind" not in {fact for fact, _ in walked(case, real_law, None)}


def test_whoever_left_the_price_empty_is_not_asked_for_a_part_of_it(real_law: LawBook) -> None:
    bought = {"lines": ({"id": "l1", "what": "大床房一晚"},)}
    case = Case.model_validate({"v": 2, "disputes": ("hotel-booking",), "order": bought, "wishes": ("refund",)})
    assert "affected" not in {fact for fact, _ in walked(case, real_law, None)}


def test_a_share_is_worked_out_where_the_sums_are_known_and_never_asked(real_law: LawBook) -> None:
    reckoned = {name for name, fact in real_law.facts.items() if fact.worked_out}
    assert {"deposit_over_cap", "auction_commission_allowed"} <= reckoned
    for slug in real_law.disputes:
        assert reckoned & {fact for fact, _ in walked(case_of(slug), real_law, True)} == set(), slug
    for paid, over in (("6000.00", True), ("4000.00", False)):
        case = case_of("deposit", deposit_paid=paid, deposit_price="20000.00")
        assert facts_of(case, real_law, TODAY).get("deposit_over_cap") is over
    answered = case_of("deposit", deposit_paid="6000.00", deposit_price="20000.00", deposit_over_cap=False)
    assert facts_of(answered, real_law, TODAY).get("deposit_over_cap") is False
    assert facts_of(case_of("deposit", deposit_paid="6000.00"), real_law, TODAY).get("deposit_over_cap") is None
    hammer = case_of("overseas-agent", auction_price="20000.00")
    assert str(facts_of(hammer, real_law, TODAY).get("auction_commission_allowed")) == "1000.00"


@pytest.mark.parametrize(
    ("fact", "known", "first"),
    [
        ("seller_refuses_delivery", {"goods_not_received": False}, None),
        ("seller_cancelled", {"goods_not_received": False}, None),
        ("cancelled_by_me", {"goods_not_received": False}, None),
        ("refund_complete", {"goods_not_received": False}, None),
        ("refund_complete", {"goods_not_received": False, "refund_ground": "no_reason"}, "refund_complete"),
        ("seller_cancelled", {}, "seller_cancelled"),
        ("harmless_description_flaw", {}, "not_as_described"),
        ("harmless_description_flaw", {"not_as_described": True}, "harmless_description_flaw"),
        ("change_agreed", {}, "service_mismatch"),
        ("agreed_work_done_badly", {"service_mismatch": True}, "change_agreed"),
    ],
)
def test_a_question_waits_for_what_decides_it_and_falls_away_where_the_goods_arrived(
    real_law: LawBook, fact: str, known: dict[str, Value], first: str | None
) -> None:
    looks_at = {"not_as_described", "service_mismatch", "change_agreed", *known}
    assert Sense(known, ("late-delivery",), real_law).asked_first(fact, looks_at) == first
