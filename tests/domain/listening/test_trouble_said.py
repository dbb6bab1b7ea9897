"""What is wrong is what the shopper says is wrong: never when and where it was bought, what the shop answered, what is asked of us or wished."""

import pytest

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.trouble import trouble_said


@pytest.mark.parametrize(
    ("told", "kind", "wrong"),
    [
        ("10月3号在步行街买的皮鞋，398，左脚鞋底开胶，店员说是穿法不对，不给退", "quality-defect", "左脚鞋底开胶"),
        ("在网上订了一间房，两晚680，到店说没有预订，客服让我自己找地方住", "hotel-booking", "到店说没有预订"),
        ("送去剪裤脚的西装裤，老板一剪刀剪短了五公分。他说补块布，接起来能看吗？", "wrong-service", "剪短了五公分"),
        ("跟店里说好周三送，今天又周三了还没来。这种能退钱吗？", "late-delivery", "还没来"),
        ("【主题】瑜伽馆受伤。吊带脱落，我摔了下来，右腕骨折。馆长说是我自己没抓稳", "service-injury", "骨折"),
        ("我没说是他们弄死的。猫打了针第二天死了", "sick-pet", "死了"),
        ("我要说的是它充不进电，店里修了三次", "car-defect", "充不进电"),
        ("一瓶防晒霜，瓶身没有中文标签，能不能退", "cosmetics", "没有中文标签"),
    ],
)
def test_the_trouble_is_what_is_wrong(real_law: LawBook, told: str, kind: str, wrong: str) -> None:
    assert wrong in (trouble_said(told, kind, real_law) or "")


@pytest.mark.parametrize(
    ("told", "kind", "line"),
    [
        ("网上买的坚果39.9，昨天晚上打开倒出来里面有活虫子", "spoiled-food", "打开倒出来里面有活虫子"),
        ("机票两张2360，前天航空公司发短信说航班取消了", "air-rail-ticket", "航空公司发短信说航班取消了"),
        ("9月3号下午，左脚鞋底开胶了", "quality-defect", "左脚鞋底开胶了"),
        ("点的套餐，下午茶里有头发", "spoiled-food", "下午茶里有头发"),
    ],
)
def test_the_line_does_not_begin_with_a_day(real_law: LawBook, told: str, kind: str, line: str) -> None:
    assert trouble_said(told, kind, real_law) == line


def test_what_was_bought_for_how_much_is_no_trouble(real_law: LawBook) -> None:
    told = "我妈上个月18号被忽悠着花8800买了一张保健床垫，讲课的说能治糖尿病"
    assert "8800" not in (trouble_said(told, "elderly-health-sales", real_law) or "")


@pytest.mark.parametrize(
    "told",
    [
        "去年冬天在专柜买的，花了1890，有小票，有聊天记录",
        "这种到底能不能退？是不是假的？",
        "店里说七天包退，保证是正品",
        "我差点摔了",
        "谁知道换没换过",
    ],
)
def test_where_nothing_stands_out_the_line_stays_empty(real_law: LawBook, told: str) -> None:
    assert trouble_said(told, "quality-defect", real_law) is None
