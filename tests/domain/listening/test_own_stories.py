"""Sixty stories of many kinds: what is wrong, what was bought, for how much and in which shop stand where they are asked, or nothing does."""

from collections import Counter
from datetime import date
from functools import partial

import pytest

from consumer_app import paths
from consumer_app.domain.case import EMPTY_CASE
from consumer_app.domain.judging.heard import heard_in
from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.buying import thing_bought
from consumer_app.domain.listening.shops import shop_said
from consumer_app.domain.listening.trouble import trouble_said
from consumer_app.told_texts import told_texts
from tests.domain.listening.own_stories import STORIES, Story
from tests.timing import least_seconds

TODAY = date(2026, 11, 30)
LEAST_RIGHT, MOST_WRONG = 54, 4
"""Of sixty stories: what is wrong was read rightly in so many at least, and wrongly in so many at most."""


def trouble_of(story: Story, book: LawBook) -> str:
    """How what is wrong was read: right, empty or wrong."""
    read = trouble_said(story.told, story.kind, book)
    if read is None:
        return "empty" if story.wrong else "right"
    assert read in story.told
    assert len(read) <= 40
    return "right" if any(piece in read for piece in story.wrong) else "wrong"


def test_what_is_wrong_is_the_clause_that_says_it_or_nothing(real_law: LawBook) -> None:
    found = Counter(trouble_of(story, real_law) for story in STORIES)
    assert found["right"] >= LEAST_RIGHT, found
    assert found["wrong"] <= MOST_WRONG, found


def test_what_was_bought_is_the_thing_with_how_many_or_nothing(real_law: LawBook) -> None:
    read = [(thing_bought(story.told, real_law), story.what) for story in STORIES]
    wrong = [(bought.what, what) for bought, what in read if bought and bought.what != what]
    assert len(wrong) <= 2, wrong
    assert sum(bought is not None and bought.what == what for bought, what in read) >= 40


def test_a_shop_is_called_by_its_name_or_not_at_all(real_law: LawBook) -> None:
    for story in STORIES:
        said = shop_said(story.told, real_law, masters=True)
        assert (said.name if said else None) in (story.shop, None), story.told
    assert sum(shop_said(story.told, real_law, masters=True) is not None for story in STORIES) >= 17


def test_the_price_stands_in_its_one_field_whatever_the_kind_calls_it(real_law: LawBook) -> None:
    for story in STORIES:
        case = EMPTY_CASE.model_copy(update={"told": story.told, "told_on": TODAY, "disputes": (story.kind,)})
        said = heard_in(case, real_law).facts.get("paid")
        assert (said.value if said else None) == story.paid, story.told


@pytest.mark.parametrize(
    "told",
    [
        "你好，在吗",
        "10月18号在商场一个专柜买的皮鞋",
        "主播说是天然的，支持鉴定",
        "店家承诺三天送到",
        "我花了1980拍的",
        "请问这种情况怎么办？",
        "没坏，就是不想要了",
    ],
)
def test_a_day_a_place_a_price_a_greeting_a_question_or_a_promise_is_not_what_is_wrong(
    real_law: LawBook, told: str
) -> None:
    assert trouble_said(told, "quality-defect", real_law) is None


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ("在超市买的两包香肠，26块8一包", "两包香肠"),
        ("买了三包，都坏了", None),
        ("去年在楼下健身房办的卡", None),
        ("在力晨健身办的年卡，2880块，还买了20节私教课花了5600", "年卡"),
        ("看中一套沙发，交了3000定金", "一套沙发"),
        ("家里空调不制冷，叫了个师傅上门", "空调"),
        ("买了双运动鞋", "一双运动鞋"),
        ("买了两大袋苏打饼干", "两大袋苏打饼干"),
        ("团购的火锅双人餐券", "火锅双人餐券"),
        ("孩子拿我手机玩游戏", None),
    ],
)
def test_a_thing_is_called_as_a_thing_and_never_as_a_measure_or_a_place(
    real_law: LawBook, told: str, what: str | None
) -> None:
    bought = thing_bought(told, real_law)
    assert (bought.what if bought else None) == what


def test_nobodys_price_and_nobodys_count_is_anothers(real_law: LawBook) -> None:
    told = "我去年11月在力晨健身办的年卡，2880块，还买了20节私教课花了5600，上了6节。上个月去发现门锁着"
    case = EMPTY_CASE.model_copy(update={"told": told, "told_on": TODAY, "disputes": ("prepaid-shop-closed",)})
    said = heard_in(case, real_law).facts
    assert str(said["paid"].value) == "2880"
    assert "lessons_total" not in said
    together = told.replace("上了6节", "加起来8480")
    case = case.model_copy(update={"told": together})
    assert str(heard_in(case, real_law).facts["paid"].value) == "8480"


def test_what_so_many_cost_is_the_price_of_one_so_many_times(real_law: LawBook) -> None:
    for told, paid in (("在超市买的两包香肠，26块8一包，长毛了", "53.6"), ("买了三瓶白酒，每瓶680，是假的", "2040")):
        case = EMPTY_CASE.model_copy(update={"told": told, "told_on": TODAY, "disputes": ("spoiled-food",)})
        assert str(heard_in(case, real_law).facts["paid"].value) == paid


NO_NAMES = (
    "在楼下理发店办的卡", "在商场专柜买的面霜", "在网上旗舰店买的", "在天猫超市买的牛奶", "在京东自营旗舰店买的手机", "在小区门口水果店买的苹果",
    "去一家美容院做了脸", "在抖音直播间买的", "在淘宝一家女装店买的", "我在公司上班的时候买的", "去医院看病花了300", "在朋友开的饭店吃饭",
    "在4S店买的车", "找的装修公司跑路了", "在大型连锁超市买的", "在我们县城最大的家具店订的沙发", "到店里一看已经关门了", "在美团上订的酒店",
    "朋友推荐的健身房", "孩子上的培训机构倒闭了", "物流公司把东西弄丢了", "手机店老板说没坏", "在红星一家家具店看中一套沙发", "在那家奶茶店买的",
    "健身房的教练跑了", "去年在老家驾校报的名", "平台客服让我找店铺", "我的店铺被封了", "被一家教育公司骗了", "叫了个师傅上门", "在婚纱摄影店拍的",
    "在路边摊吃的火锅", "买了二手车", "办了健身", "跟团旅游去的云南", "报了个英语培训", "在线教育公司不退费", "他说是官方旗舰店", "到货后去专卖店验货",
    "去派出所报警，又找了消费者协会，说去法院起诉公司", "订的三亚海边酒店", "在大学城附近的奶茶店", "在支付宝小店买的", "送到干洗店洗坏了",
)  # fmt: skip
NAMES = {
    "在楼下的奥力健身办的年卡": "奥力健身",
    "在星辰旗舰店买的耳机": "星辰旗舰店",
    "去年在伊美美容院办的卡": "伊美美容院",
    "店名叫花间事": "花间事",
    "在淘宝暖阳家纺旗舰店买的被子": "暖阳家纺旗舰店",
    "在拼多多的乐享零食专营店买的坚果": "乐享零食专营店",
    "找张师傅修的空调": "张师傅",
    "来了个姓李的师傅": "李师傅",
    "我在鹏程驾校学的车": "鹏程驾校",
    "跟康达旅行社签的合同": "康达旅行社",
    "我在好又多超市买了两袋米": "好又多超市",
    "在城南的新世纪口腔种的牙": "新世纪口腔",
    "在名匠装饰签的合同": "名匠装饰",
}


@pytest.mark.parametrize("told", NO_NAMES)
def test_where_or_what_kind_of_shop_it_is_is_no_name(real_law: LawBook, told: str) -> None:
    assert shop_said(told, real_law, masters=True) is None


@pytest.mark.parametrize(("told", "name"), NAMES.items())
def test_a_shop_is_found_by_the_name_it_has_of_its_own(real_law: LawBook, told: str, name: str) -> None:
    said = shop_said(told, real_law, masters=True)
    assert said is not None
    assert (said.name, told[said.start : said.end].endswith(name[-2:])) == (name, True)


def test_stories_in_which_no_shop_has_a_name_name_next_to_none(real_law: LawBook) -> None:
    """The told texts hold nobody's name: whatever is read there as one is none."""
    texts = told_texts(paths.LEGAL_REFS).kinds
    wrong = [said.name for one in texts if (said := shop_said(one.text, real_law))]
    assert len(texts) > 5_000
    assert len(wrong) <= 15, wrong


def test_a_family_name_is_only_looked_for_where_the_kind_is_called_so(real_law: LawBook) -> None:
    assert shop_said("快递员王师傅打电话来", real_law) is None


def test_a_book_without_names_of_shops_reads_none(law: LawBook) -> None:
    assert shop_said("在力晨健身办的年卡", law) is None


def test_the_longest_story_is_read_in_no_time(real_law: LawBook) -> None:
    longest = ("".join(story.told for story in STORIES) * 10)[:20_000]
    for read in (
        lambda text: shop_said(text, real_law, masters=True),
        lambda text: thing_bought(text, real_law),
        lambda text: trouble_said(text, "quality-defect", real_law),
    ):
        read("买了一双鞋，坏了")
        assert least_seconds(partial(read, longest)) < 2
