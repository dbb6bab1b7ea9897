"""The whole vocabulary of a letter template: every name an author may use, with what it says. Nothing else reaches a template.

Values are finished words that remember where they come from; unknown ones are false in an ``if`` and print a ruled blank. The plain
form (JSON) crosses to the process that runs templates and is rebuilt there.
"""

import typing
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from typing import Any

from consumer_app.documents.papers import BLANK, Source


@dataclass(frozen=True, eq=False)
class Words:
    """Finished words with their source. ``known`` is False for what the shopper has not said; ``capitals`` is a sum in capitals."""

    text: str = BLANK
    source: Source = ()
    known: bool = False
    capitals: str = ""

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return self.known

    def __eq__(self, other: object) -> bool:
        return self.known and self.text == (other.text if isinstance(other, Words) else other)

    def __hash__(self) -> int:
        return hash(self.text)


UNKNOWN = Words()


def said(text: str | None, *source: str, capitals: str = "") -> Words:
    """Words for a value; unknown when there is none."""
    return Words(text, source, True, capitals) if text else UNKNOWN


def _name(says: str) -> Any:
    return field(default=UNKNOWN, metadata={"says": says})


def _list(says: str) -> Any:
    return field(default=(), metadata={"says": says})


def _flag(says: str) -> Any:
    return field(default=False, metadata={"says": says})


def _group(kind: type, says: str) -> Any:
    return field(default_factory=kind, metadata={"says": says})


@dataclass(frozen=True)
class Shopper:
    name: Words = _name("消费者（投诉人）的姓名")
    phone: Words = _name("消费者的电话")
    address: Words = _name("消费者的通讯地址")


@dataclass(frozen=True)
class Representative:
    name: Words = _name("代办人的姓名；没有代办人时为空")
    relation: Words = _name("代办人和消费者的关系")
    phone: Words = _name("代办人的电话")


@dataclass(frozen=True)
class Business:
    shop: Words = _name("店铺名称")
    registered_name: Words = _name("营业执照上的登记名称")
    licence_no: Words = _name("统一社会信用代码")
    address: Words = _name("地址")
    phone: Words = _name("电话")
    called: Words = _name("怎么称呼最合适：有登记名称写登记名称，没有就写店铺名")


@dataclass(frozen=True)
class OnPlatform:
    name: Words = _name("平台名称")
    operator: Words = _name("平台的运营公司")


@dataclass(frozen=True)
class Bought:
    what: Words = _name("商品或服务的名称")
    quantity: Words = _name("数量")
    paid: Words = _name("为它付的钱")


@dataclass(frozen=True)
class OrderWords:
    no: Words = _name("订单号")
    ordered_on: Words = _name("下单日期")
    received_on: Words = _name("收货日期")
    paid: Words = _name("实付金额（不含运费）")
    freight: Words = _name("运费")
    refunded: Words = _name("已经退回的金额")
    what: Words = _name("买了什么（多件用顿号连接）")
    lines: tuple[Bought, ...] = _list("订单里的每一件")


@dataclass(frozen=True)
class Happened:
    at: Words = _name("时间（知道到哪一步就写到哪一步）")
    who: Words = _name("谁")
    channel: Words = _name("通过什么渠道")
    what: Words = _name("发生了什么")
    quote: Words = _name("原话")
    exhibits: Words = _name("证据编号，如「证据1、证据3第2页」")


@dataclass(frozen=True)
class Promised:
    quote: Words = _name("承诺原话")
    by: Words = _name("谁承诺的")
    where: Words = _name("在哪里承诺的")
    due: Words = _name("答应的时间")
    happened: Words = _name("后来实际怎样")
    exhibits: Words = _name("证据编号")


@dataclass(frozen=True)
class ExhibitWords:
    number: Words = _name("证据编号")
    title: Words = _name("名称")
    proves: Words = _name("证明什么")


@dataclass(frozen=True)
class Asked:
    text: Words = _name("诉求的文字（含金额大小写）")
    amount: Words = _name("金额；不要钱的诉求为空")


@dataclass(frozen=True)
class Heard:
    said: Words = _name("商家的原话")
    answer: Words = _name("依法的回应")


@dataclass(frozen=True)
class Quoted:
    label: Words = _name("条款名称，如《…》第…条第…款")
    text: Words = _name("条款原文")


@dataclass(frozen=True)
class Taken:
    channel: Words = _name("找过谁（店铺、平台……）")
    on: Words = _name("哪一天")
    reference: Words = _name("受理编号或工单号")
    reply: Words = _name("对方怎么答复的")
    replied_on: Words = _name("哪一天答复的")


@dataclass(frozen=True)
class Vocabulary:
    """What a template may say. One instance holds one case's values for one channel on one day."""

    shopper: Shopper = _group(Shopper, "消费者（投诉人）")
    representative: Representative = _group(Representative, "代父母、子女等办理的人")
    seller: Business = _group(Business, "商家")
    maker: Business = _group(Business, "生产者（厂家）")
    carrier: Business = _group(Business, "承运人（快递）")
    installer: Business = _group(Business, "安装方")
    platform: OnPlatform = _group(OnPlatform, "平台")
    order: OrderWords = _group(OrderWords, "订单")
    events: tuple[Happened, ...] = _list("按时间排好的经过")
    promises: tuple[Promised, ...] = _list("商家的承诺")
    late: tuple[Promised, ...] = _list("答应了时间又没有按时办的")
    answers: tuple[Happened, ...] = _list("对同一个问题前后不一致的答复")
    exhibits: tuple[ExhibitWords, ...] = _list("证据")
    demands: tuple[Asked, ...] = _list("诉求")
    total: Words = _name("诉求里各项金额之和；不要钱时为空")
    asks_money: bool = _flag("诉求里有没有要钱的")
    not_here: bool = _flag("有没有这个渠道不处理、要另行提出的诉求")
    facts: tuple[Words, ...] = _list("消费者确认过的、与诉求有关的事实")
    excuses: tuple[Heard, ...] = _list("商家已经说过的、可以回应的说法")
    law: tuple[Quoted, ...] = _list("诉求所依据的条款")
    steps: tuple[Taken, ...] = _list("此前找过谁、结果怎样")
    matter: Words = _name("纠纷的名称，如「商品质量问题」")
    today: Words = _name("落款日期")
    reply_by: Words = _name("请对方答复的最后日期")
    reply_days: Words = _name("请对方在几日内答复")
    otherwise: Words = _name("对方不答复时您将依法怎么做（来自渠道资料）")


# What the house lays out itself: a mark on a line of its own.
MARKS = {
    "parties": "当事人表：投诉人、代办人、被投诉人、平台",
    "order": "订单表：订单号、商品、下单与收货日期、金额",
    "timeline": "事实经过表：时间、经过与原话、证据编号",
    "facts": "消费者确认过的、与诉求有关的事实，逐条列出",
    "promises": "承诺与实际履行对照表",
    "late": "答应的时间与实际时间对照表",
    "answers": "同一问题前后不一致的答复对照表",
    "excuses": "对商家说法的逐条回应",
    "law": "法律依据：逐项请求写明理由，逐字引用条款",
    "demands": "诉求，逐条编号，金额有大写和小写",
    "sums": "金额计算表：每一项的算法、金额与依据",
    "steps": "此前处理情况表：找过谁、哪天、编号、结果",
    "exhibits": "证据目录表",
    "attachments": "随附材料一行：证据清单与各项证据的份数",
    "id_number": "证件号码的横线，由投诉人在打印件上手写（本站不保存证件号码）",
    "signature": "签名与日期",
}


@dataclass(frozen=True)
class Entry:
    """One line of the vocabulary's help: the name as written, what it says, and its kind (``words``, ``yes_no``, ``list``, ``group``, ``mark``)."""

    name: str
    says: str
    kind: str


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """The whole vocabulary in order, for the help page and the error messages. Names within a list are written ``events[].what``."""
    return (*_entries(Vocabulary, ""), *(Entry(f"[[{name}]]", says, "mark") for name, says in MARKS.items()))


def _entries(kind: type, prefix: str) -> tuple[Entry, ...]:
    found: list[Entry] = []
    for name, (shape, says) in shapes(kind).items():
        if isinstance(shape, ListOf):
            found.append(Entry(prefix + name, says, "list"))
            if is_dataclass(shape.item) and shape.item is not Words:
                found.extend(_entries(shape.item, f"{prefix}{name}[]."))
        elif shape is Words or shape is bool:
            found.append(Entry(prefix + name, says, "yes_no" if shape is bool else "words"))
        else:
            found.append(Entry(prefix + name, says, "group"))
            found.extend(_entries(shape, f"{prefix}{name}."))
    return tuple(found)


@dataclass(frozen=True)
class ListOf:
    """The shape of a list: the class of its items."""

    item: type


@lru_cache(maxsize=32)
def shapes(kind: type) -> dict[str, tuple[Any, str]]:
    """The names of a group with the shape of each (``Words``, ``bool``, a group, ``ListOf``) and what it says."""
    hints = typing.get_type_hints(kind)
    found: dict[str, tuple[Any, str]] = {}
    for one in fields(kind):
        hint = hints[one.name]
        shape = ListOf(typing.get_args(hint)[0]) if typing.get_origin(hint) is tuple else hint
        found[one.name] = (shape, one.metadata.get("says", ""))
    return found


def plain(value: Any) -> Any:
    """The vocabulary, or any part of it, as what JSON can say."""
    if isinstance(value, Words):
        return [value.text, list(value.source), value.known, value.capitals]
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def rebuilt(kind: Any, value: Any) -> Any:
    """The vocabulary that ``plain`` gave."""
    if kind is Words:
        return Words(value[0], tuple(value[1]), value[2], value[3])
    if isinstance(kind, ListOf):
        return tuple(rebuilt(kind.item, item) for item in value)
    if is_dataclass(kind):
        return kind(**{name: rebuilt(shape, value[name]) for name, (shape, _) in shapes(typing.cast(type, kind)).items()})  # type: ignore[operator]
    return value
