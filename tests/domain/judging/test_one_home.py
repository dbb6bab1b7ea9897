"""One sum or day has one field on the way: what is the same thing as something the page of the purchase asks is filled from it and asked nowhere else."""

from datetime import date
from decimal import Decimal

import pytest

from consumer_app.domain.case import EMPTY_CASE, Case, Order, OrderLine
from consumer_app.domain.judging.asking import still_to_ask
from consumer_app.domain.judging.facts import facts_of
from consumer_app.domain.judging.heard import heard_in
from consumer_app.domain.law import LawBook
from consumer_app.domain.law.moments import Moment
from consumer_app.domain.law.purchase import home_of, words_of_purchase

TODAY = date(2026, 11, 30)
OF_THE_PAGE = ("order.ordered_at", "order.received_at", "order.paid")
WISHES = ("refund", "compensate", "exchange", "repair")


def bought(dispute: str, *, filled: bool) -> Case:
    """A case whose page of the purchase was saved, with everything on it or with nothing but what was bought."""
    paid = Decimal("300") if filled else None
    day = Moment.on(date(2026, 10, 1)) if filled else None
    line = OrderLine(id="l1", what="一样东西", paid=paid, affected=paid)
    order = Order(ordered_at=day, received_at=day, paid=paid, lines=(line,))
    return EMPTY_CASE.model_copy(update={"disputes": (dispute,), "order": order, "wishes": WISHES})


def test_no_kind_asks_again_what_its_purchase_already_asked(real_law: LawBook) -> None:
    for dispute in real_law.disputes:
        here = {
            name for name in real_law.facts if real_law.facts[home_of(name, (dispute,), real_law)].source in OF_THE_PAGE
        }
        for filled in (True, False):
            asked = still_to_ask(bought(dispute, filled=filled), real_law, TODAY).questions
            assert not here & set(asked), (dispute, filled)


def test_a_price_left_empty_keeps_no_other_question_back(real_law: LawBook) -> None:
    for dispute in ("deposit", "minor-spending", "repair-trap", "laundry"):
        assert still_to_ask(bought(dispute, filled=False), real_law, TODAY).questions, dispute


def test_what_is_the_same_is_known_once_the_page_was_saved(real_law: LawBook) -> None:
    kinds = 0
    for dispute in real_law.disputes:
        same = words_of_purchase(real_law, (dispute,)).same or {}
        facts = facts_of(bought(dispute, filled=True), real_law, TODAY)
        for name, home in same.items():
            kinds += 1
            assert facts.get(name) == facts.get(home) is not None, (dispute, name)
    assert kinds >= 20


def test_an_answer_of_its_own_stands_over_the_purchase(real_law: LawBook) -> None:
    case = bought("deposit", filled=True).model_copy(update={"answers": {"deposit_paid": Decimal("200")}})
    assert facts_of(case, real_law, TODAY).get("deposit_paid") == Decimal("200")
    assert facts_of(case.model_copy(update={"disputes": ()}), real_law, TODAY).get("paid") == Decimal("300")


@pytest.mark.parametrize(
    ("dispute", "told", "sum_said"),
    [
        ("deposit", "我看中一套沙发，交了3000定金", "3000"),
        ("minor-spending", "孩子今年11岁，一共充了4328元", "4328"),
        ("repair-trap", "师傅把主板换了收我1260", "1260"),
        ("auto-renewal", "自动续费扣了我七个月一共175", "175"),
        ("courier-loss", "寄了一个花瓶，900买的，运费12块", "12"),
        ("event-ticket", "花1280买了一张演唱会的票", "1280"),
        ("laundry", "送去洗衣店洗大衣，洗衣费60", "60"),
        ("driving-school", "在安达驾校报的C1，交了4200", "4200"),
    ],
)
def test_a_sum_that_was_said_stands_in_the_field_that_asks_it_first(
    real_law: LawBook, dispute: str, told: str, sum_said: str
) -> None:
    case = EMPTY_CASE.model_copy(update={"told": told, "told_on": TODAY, "disputes": (dispute,)})
    said = heard_in(case, real_law).facts
    assert (str(said["paid"].value) if "paid" in said else None) == sum_said
    assert not set(words_of_purchase(real_law, (dispute,)).same or {}) & set(said)
