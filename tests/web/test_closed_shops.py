"""Letters to a shop: how an answer is asked for and how it is sent, where there is a platform between the two and where there is none."""

from typing import Any

import pytest

from consumer_app.documents.kinds import KINDS
from consumer_app.domain.case import Case, Demand, Party

CHAT = "平台聊天窗口"


def gym(**answers: Any) -> Case:
    """A gym card of a shop on the street."""
    seller = Party(id="p2", role="seller", shop="力健健身")
    held = {"bought_how": "store", "seller_is_business": True, "for_living": True, **answers}
    return Case(
        v=2,
        disputes=("prepaid-shop-closed",),
        parties=(seller,),
        answers=held,
        trouble="门店关了",
        demands=(Demand(text="把余额退回来"),),
    )


def online() -> Case:
    parties = (Party(id="p2", role="seller", shop="小店"), Party(id="p3", role="platform", platform="taobao"))
    return Case(
        v=2,
        disputes=("quality-defect",),
        parties=parties,
        answers={"bought_how": "platform"},
        trouble="柜门掉了",
        demands=(Demand(text="换一扇柜门"),),
    )


def papers(visitor: Any) -> str:
    """All that is said of the letter to the shop: the letter, its page once it is issued, the checklist as a page and as a paper."""
    made = visitor.fill("/case/papers/letter/store", freeze="yes")
    pages = ("/case/papers/letter/store", made.leads_to, "/case/checklist", "/case/papers/make/checklist")
    return "".join(visitor.get(url).words for url in pages).replace(" ", "")


def test_who_bought_in_a_shop_is_told_nothing_of_a_platforms_chat(visitor: Any) -> None:
    visitor.begin(gym(prepaid_reasons=["cannot_book"]))
    words = papers(visitor)
    assert CHAT not in words
    assert "与店铺的聊天窗口" not in words
    assert "书面答复可以用短信、微信、电子邮件" in words
    assert "您平时联系商家的微信、短信、电子邮件" in words
    assert "EMS" not in words


def test_who_bought_on_a_platform_is_still_told_to_stay_in_its_chat(visitor: Any) -> None:
    visitor.begin(online())
    words = papers(visitor)
    assert "书面答复可以发在平台聊天窗口内。" in words
    assert "平台内与店铺的聊天窗口" in words


@pytest.mark.parametrize("known", [{"prepaid_reasons": ["closed"]}, {"shop_evades_refund": True}])
def test_a_letter_to_a_locked_door_goes_by_post_and_not_alone(visitor: Any, known: dict[str, Any]) -> None:
    visitor.begin(gym(**known))
    words = papers(visitor)
    assert "用中国邮政快递（EMS）寄到营业执照上的地址" in words
    assert "被拒收、退回的面单也要留" in words
    assert "同一天就可以打12345" in words
    for url in ("/case/papers", "/case/papers/letter/store"):
        assert "发之前先看 店已经关门的，信寄过去多半没有人收" in visitor.get(url).words, url
    assert CHAT not in words
    assert KINDS["checklist"].title in words


def test_what_nobody_asked_for_is_not_said_to_be_refused_here(visitor: Any) -> None:
    visitor.begin(gym(prepaid_reasons=["closed"]))
    assert "这里不处理" not in visitor.get("/case/checklist").words
    asked = gym(prepaid_reasons=["closed"]).model_copy(update={"demands": (Demand(claim="prepaid-runaway-punitive"),)})
    visitor.begin(asked)
    assert "这里不处理" in visitor.get("/case/checklist").words
