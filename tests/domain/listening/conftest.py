from collections.abc import Sequence
from dataclasses import replace

import pytest

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.answers import ANSWERS
from consumer_app.domain.listening.ears import Ear, as_bytes
from consumer_app.domain.listening.excuses import REPLIES
from consumer_app.domain.listening.grams import folded_lines
from consumer_app.domain.listening.kinds import KINDS
from consumer_app.domain.listening.wishes import WISHES
from consumer_app.learning.fitting import Strictness, fit
from consumer_app.learning.lines import lines_of, vocabulary_of
from consumer_app.told_texts import Told

Told_ = Sequence[tuple[str, str]]
TOGETHER = {KINDS: False, REPLIES: True, WISHES: False, ANSWERS: False}


def taught(book: LawBook, **texts: Told_) -> LawBook:
    """The book with ears that learned these few texts by heart: by ear, each text with its labels, a blank between two."""
    told = {
        name: [Told(text, tuple(labels.split()), "w", None, "") for text, labels in few] for name, few in texts.items()
    }
    simplified = book.characters.table
    vocabulary = vocabulary_of(folded_lines([one.text for few in told.values() for one in few], simplified), 1)
    ears: dict[str, Ear] = {}
    for name, few in told.items():
        strictness = Strictness(together=TOGETHER[name], looseness=10_000, least=1, faintest=0.005)
        ears[name] = fit(lines_of(few, vocabulary, simplified), vocabulary, strictness)
    return replace(book, learned=as_bytes(ears, "by heart"))


@pytest.fixture(scope="session")
def speaking_law(law: LawBook, real_law: LawBook) -> LawBook:
    """The small law book with the real words for days, sums and goods."""
    return replace(law, words=real_law.words, characters=real_law.characters)


@pytest.fixture(scope="session")
def hearing_law(speaking_law: LawBook) -> LawBook:
    """The small law book that learned a few told texts."""
    kinds = [
        ("买的火腿肠发霉了", "bad-food"),
        ("食品变质发霉", "bad-food"),
        ("吃的东西坏了有味道", "bad-food"),
        ("火腿肠坏了", "bad-food"),
        ("快递丢了", "lost-parcel"),
        ("包裹不见了", "lost-parcel"),
        ("快递弄丢了我的包裹", "lost-parcel"),
        ("老板拖欠工资", "elsewhere:salary"),
        ("三个月工资没发", "elsewhere:salary"),
        ("工资一直不发", "elsewhere:salary"),
        ("第一次快递丢了，补发的火腿肠发霉", "bad-food lost-parcel"),
        ("今天天气不错", "none"),
        ("你好在吗", "none"),
        ("谢谢你的帮助", "none"),
    ]
    wishes = [
        ("把钱退给我", "refund"),
        ("我要退货退款", "refund"),
        ("能退钱吗", "refund"),
        ("给我换个新的", "exchange"),
        ("想换一台", "exchange"),
        ("赔礼道歉", "apology"),
        ("再道个歉", "apology"),
        ("要个说法", "explanation"),
        ("只想别人别上当", "warning"),
        ("客服说不给退款", "none"),
        ("商家不肯换货", "none"),
        ("已经退了一半", "none"),
        ("火腿肠发霉了", "none"),
    ]
    answers = [
        ("打开发霉", "bad_food=yes"),
        ("打开一看发霉了", "bad_food=yes"),
        ("没有发霉", "bad_food=no"),
        ("是不是发霉也不知道", "none"),
        ("如果发霉怎么办", "none"),
        ("在某宝买的", "none"),
        ("食品变质了", "none"),
    ]
    return taught(speaking_law, kinds=kinds, wishes=wishes, answers=answers)
