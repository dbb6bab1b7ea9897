"""Two real disputes as the papers meet them: spoiled food with sums, and a warning light that only wants an answer."""

from datetime import date
from typing import Any

import pytest

from consumer_app.domain.case import Case
from consumer_app.domain.law import LawBook

TODAY = date(2026, 11, 22)


def minute(text: str) -> dict[str, str]:
    return {"at": f"{text}+08:00", "precision": "minute"}


def day(text: str) -> dict[str, str]:
    return {"at": text, "precision": "day"}


def file(name: str, pages: int) -> dict[str, Any]:
    return {
        "blob": f"blob-{name}-000",
        "name": f"{name}.jpg",
        "media_type": "image/jpeg",
        "size": 1000,
        "sha256": "0" * 64,
        "page_count": pages,
        "pages": [f"{name}-{n}" for n in range(1, pages + 1)],
        "thumbnail": f"{name}-1",
    }


def _food() -> dict[str, Any]:
    return {
        "v": 1,
        "disputes": ["spoiled-food"],
        "parties": [
            {"id": "p1", "role": "shopper", "name": "李䶮", "phone": "13800000000", "address": "杭州市西湖区文一路1号"},
            {
                "id": "p2",
                "role": "seller",
                "shop": "老街食品旗舰店",
                "registered_name": "杭州老街食品有限公司",
                "licence_no": "91330100MA00000000",
                "address": "杭州市余杭区良渚街道2号",
            },
            {"id": "p3", "role": "platform", "platform": "taobao"},
        ],
        "order": {
            "no": "3141592653589",
            "ordered_at": minute("2026-10-08T21:15"),
            "received_at": day("2026-10-11"),
            "paid": "59.90",
            "freight": "0.00",
            "refunded": "0.00",
            "lines": [
                {
                    "id": "l1",
                    "what": "火腿肠一箱（60支）",
                    "goods_kind": "food",
                    "quantity": 1,
                    "paid": "59.90",
                    "affected": "59.90",
                }
            ],
        },
        "events": [
            {
                "id": "e1",
                "at": minute("2026-10-20T19:40"),
                "actor": "p1",
                "what": "拆开第三袋时发现两支腐烂、发黏、有异味，当即停止食用并拍照，其余未拆封。",
                "evidence": ["x1", "x2"],
            },
            {
                "id": "e2",
                "at": minute("2026-10-20T20:05"),
                "actor": "p2",
                "speaker": "客服小夏",
                "channel": "chat",
                "what": "客服先问保存方式。",
                "quote": "您是怎么保存的？别人都没问题，就您这有问题",
                "evidence": ["x3"],
                "pages": {"x3": 2},
            },
            {
                "id": "e3",
                "at": minute("2026-10-20T20:31"),
                "actor": "p2",
                "speaker": "客服小夏",
                "channel": "chat",
                "what": "客服提出赔五元或者补发一包，二选一。",
                "quote": "赔您5元或者补发一包，您选一个，再闹就是讹钱",
                "evidence": ["x3"],
                "pages": {"x3": 9},
            },
        ],
        "promises": [
            {
                "id": "k1",
                "by": "p2",
                "where": "product_page",
                "quote": "坏单包赔，假一赔十",
                "seen_on": "2026-10-08",
                "outcome": "broken",
                "happened": "只同意赔5元或者补发一包",
                "evidence": ["x4"],
            },
            {
                "id": "k2",
                "by": "p2",
                "speaker": "客服小夏",
                "where": "chat",
                "quote": "明天中午12点前给您答复",
                "due_at": minute("2026-10-21T12:00"),
                "outcome": "late",
                "happened": "下午才来电，仍称无法处理",
                "happened_at": minute("2026-10-21T16:20"),
                "evidence": ["x3"],
            },
        ],
        "evidence": [
            {
                "id": "x1",
                "kind": "photo",
                "title": "腐烂火腿肠照片",
                "source": "本人手机拍摄",
                "proves": "食品已经腐败变质",
                "files": [file("rotten", 2)],
            },
            {
                "id": "x2",
                "kind": "object",
                "title": "未拆封的同批火腿肠",
                "proves": "批号与生产日期",
                "kept_at": "本人家中冷冻保存",
            },
            {
                "id": "x3",
                "kind": "chat",
                "title": "与客服的聊天记录",
                "source": "淘宝聊天窗口截图",
                "proves": "何时反映、客服如何答复",
                "files": [file("chat", 3)],
            },
            {"id": "x4", "kind": "page", "title": "商品详情页截图", "proves": "商家的承诺", "files": [file("page", 1)]},
        ],
        "answers": {
            "for_living": True,
            "seller_is_business": True,
            "bought_how": "platform",
            "food_trouble": "spoiled",
            "stored_as_labelled": True,
            "found_within_shelf_life": True,
            "prepackaged": True,
            "knew_before_buying": False,
            "insulted": True,
            "food_losses": "0",
            "handled_elsewhere": False,
            "seller_altered_date": False,
            "harm_known_on": "2026-10-20",
        },
        "demands": [
            {"claim": "food-refund", "amount": "59.90"},
            {"claim": "food-punitive-maker"},
            {"claim": "insult-apology"},
        ],
    }


def _warning() -> dict[str, Any]:
    told = [
        ("2026-11-10T10:02", "客服甲", "chat", "红色图标就是该换胶囊了", "红色图标是什么意思"),
        ("2026-11-10T10:20", "客服甲", "chat", "可能是出厂没有复位", "红色图标是什么意思"),
        ("2026-11-14T15:30", "升级专员", "phone", "先寄配件给您测试，20天后再亮可能是程序问题", "红色图标是什么意思"),
        ("2026-11-16T09:10", "客服乙", "chat", "图标对应滤网，提醒清洗滤网", "红色图标是什么意思"),
        ("2026-11-17T11:00", "客服乙", "chat", "用清水洗就行", "用什么清洗"),
        ("2026-11-17T11:30", "客服丙", "chat", "可以用次氯酸", "用什么清洗"),
        ("2026-11-18T09:00", "企业微信客服", "chat", "用洗衣液也可以，除菌液、漂白水都行", "用什么清洗"),
    ]
    return {
        "v": 1,
        "disputes": ["information-refused"],
        "parties": [
            {"id": "p1", "role": "shopper", "name": "王㛃", "phone": "13900000000"},
            {"id": "p2", "role": "seller", "shop": "清雾电器旗舰店"},
        ],
        "order": {
            "no": "2718281828459",
            "ordered_at": day("2026-10-20"),
            "received_at": day("2026-10-22"),
            "paid": "399.00",
            "lines": [
                {
                    "id": "l1",
                    "what": "除菌加湿器一台",
                    "goods_kind": "small_appliance",
                    "quantity": 1,
                    "affected": "399.00",
                }
            ],
        },
        "events": [
            {
                "id": f"e{n}",
                "at": minute(at),
                "actor": "p2",
                "speaker": who,
                "channel": how,
                "what": f"{who}答复。",
                "quote": words,
                "topic": topic,
                "evidence": ["x1"],
            }
            for n, (at, who, how, words, topic) in enumerate(told, 1)
        ],
        "promises": [
            {
                "id": "k1",
                "by": "p2",
                "speaker": "客服甲",
                "where": "chat",
                "quote": "升级专员24小时内电话回访",
                "due_at": minute("2026-11-11T10:30"),
                "outcome": "late",
                "happened": "第四天才来电",
                "happened_at": minute("2026-11-14T15:30"),
                "evidence": ["x1"],
            }
        ],
        "evidence": [
            {
                "id": "x1",
                "kind": "chat",
                "title": "各次客服聊天截图",
                "proves": "答复前后不一致",
                "files": [file("talk", 7)],
            }
        ],
        "answers": {
            "for_living": True,
            "seller_is_business": True,
            "bought_how": "platform",
            "asked_seller": True,
            "clear_answer_given": False,
            "answers_contradict": True,
            "safety_related": True,
            "manual_silent_or_wrong": True,
        },
        "demands": [{"claim": "clear-answer"}, {"claim": "safety-explanation"}, {"claim": "correct-manual"}],
    }


@pytest.fixture(scope="session")
def book(real_law: LawBook) -> LawBook:
    return real_law


@pytest.fixture
def spoiled_food() -> Case:
    return Case.model_validate(_food())


@pytest.fixture
def warning_light() -> Case:
    return Case.model_validate(_warning())


@pytest.fixture
def today() -> date:
    return TODAY
