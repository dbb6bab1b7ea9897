"""The whole vocabulary of a letter template: every name an author may use, with what it says. Nothing else reaches a template.

Values are finished words that remember where they come from; unknown ones are false in an ``if`` and print a ruled blank. The plain
form (JSON) crosses to the process that runs templates and is rebuilt there.
"""

import typing
from dataclasses import dataclass, field, fields, is_dataclass
from functools import lru_cache
from typing import Annotated, Any

from consumer_app.documents.paper import BLANK, Source


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


@dataclass(frozen=True)
class Shopper:
    name: Annotated[Words, "消费者（投诉人）的姓名"] = UNKNOWN
    phone: Annotated[Words, "消费者的电话"] = UNKNOWN
    address: Annotated[Words, "消费者的通讯地址"] = UNKNOWN


@dataclass(frozen=True)
class Representative:
    name: Annotated[Words, "代办人的姓名；没有代办人时为空"] = UNKNOWN
    relation: Annotated[Words, "代办人和消费者的关系"] = UNKNOWN
    phone: Annotated[Words, "代办人的电话"] = UNKNOWN


@dataclass(frozen=True)
class Business:
    shop: Annotated[Words, "店铺名称"] = UNKNOWN
    where: Annotated[Words, "在哪里买的：在“×××”、在×××、在张师傅处"] = UNKNOWN
    registered_name: Annotated[Words, "营业执照上的登记名称"] = UNKNOWN
    licence_no: Annotated[Words, "统一社会信用代码"] = UNKNOWN
    address: Annotated[Words, "地址"] = UNKNOWN
    phone: Annotated[Words, "电话"] = UNKNOWN
    called: Annotated[Words, "怎么称呼最合适：有登记名称写登记名称，没有就写店铺名"] = UNKNOWN


@dataclass(frozen=True)
class OnPlatform:
    name: Annotated[Words, "平台名称"] = UNKNOWN
    operator: Annotated[Words, "平台的运营公司"] = UNKNOWN


@dataclass(frozen=True)
class Bought:
    what: Annotated[Words, "商品或服务的名称"] = UNKNOWN
    quantity: Annotated[Words, "数量"] = UNKNOWN
    paid: Annotated[Words, "为它付的钱"] = UNKNOWN


@dataclass(frozen=True)
class OrderWords:
    no: Annotated[Words, "订单号"] = UNKNOWN
    ordered_on: Annotated[Words, "下单日期"] = UNKNOWN
    received_on: Annotated[Words, "收货日期"] = UNKNOWN
    paid: Annotated[Words, "实付金额（不含运费）"] = UNKNOWN
    freight: Annotated[Words, "运费"] = UNKNOWN
    refunded: Annotated[Words, "已经退回的金额"] = UNKNOWN
    what: Annotated[Words, "买了什么（多件用顿号连接）"] = UNKNOWN
    act: Annotated[Words, "是怎么得来的：「购买」「维修」「预订」等，放在「买了什么」前面"] = UNKNOWN
    lines: Annotated[tuple[Bought, ...], "订单里的每一件"] = ()


@dataclass(frozen=True)
class Happened:
    at: Annotated[Words, "时间（知道到哪一步就写到哪一步）"] = UNKNOWN
    who: Annotated[Words, "谁"] = UNKNOWN
    channel: Annotated[Words, "通过什么渠道"] = UNKNOWN
    what: Annotated[Words, "发生了什么"] = UNKNOWN
    quote: Annotated[Words, "原话"] = UNKNOWN
    exhibits: Annotated[Words, "证据编号，如「证据1、证据3第2页」"] = UNKNOWN


@dataclass(frozen=True)
class Promised:
    quote: Annotated[Words, "承诺原话"] = UNKNOWN
    by: Annotated[Words, "谁承诺的"] = UNKNOWN
    where: Annotated[Words, "在哪里承诺的"] = UNKNOWN
    due: Annotated[Words, "答应的时间"] = UNKNOWN
    happened: Annotated[Words, "后来实际怎样"] = UNKNOWN
    exhibits: Annotated[Words, "证据编号"] = UNKNOWN


@dataclass(frozen=True)
class ExhibitWords:
    number: Annotated[Words, "证据编号"] = UNKNOWN
    title: Annotated[Words, "名称"] = UNKNOWN
    proves: Annotated[Words, "证明什么"] = UNKNOWN


@dataclass(frozen=True)
class Asked:
    text: Annotated[Words, "诉求的文字（含金额大小写）"] = UNKNOWN
    amount: Annotated[Words, "金额；不要钱的诉求为空"] = UNKNOWN


@dataclass(frozen=True)
class Heard:
    said: Annotated[Words, "商家的原话"] = UNKNOWN
    answer: Annotated[Words, "依法的回应"] = UNKNOWN


@dataclass(frozen=True)
class Quoted:
    label: Annotated[Words, "条款名称，如《…》第…条第…款"] = UNKNOWN
    text: Annotated[Words, "条款原文"] = UNKNOWN


@dataclass(frozen=True)
class Taken:
    channel: Annotated[Words, "找过谁（店铺、平台……）"] = UNKNOWN
    on: Annotated[Words, "哪一天"] = UNKNOWN
    reference: Annotated[Words, "受理编号或工单号"] = UNKNOWN
    reply: Annotated[Words, "对方怎么答复的"] = UNKNOWN
    replied_on: Annotated[Words, "哪一天答复的"] = UNKNOWN


@dataclass(frozen=True)
class Vocabulary:
    """What a template may say. One instance holds one case's values for one channel on one day."""

    shopper: Annotated[Shopper, "消费者（投诉人）"] = field(default_factory=Shopper)
    representative: Annotated[Representative, "代父母、子女等办理的人"] = field(default_factory=Representative)
    recipient: Annotated[Words, "这份文书交给谁：商家、厂家、快递公司或平台的名称"] = UNKNOWN
    side: Annotated[Words, "对方是什么：店铺、酒店、影楼、卖家……"] = UNKNOWN
    seller: Annotated[Business, "商家"] = field(default_factory=Business)
    maker: Annotated[Business, "生产者（厂家）"] = field(default_factory=Business)
    carrier: Annotated[Business, "承运人（快递）"] = field(default_factory=Business)
    installer: Annotated[Business, "安装方"] = field(default_factory=Business)
    platform: Annotated[OnPlatform, "平台"] = field(default_factory=OnPlatform)
    one_asked: Annotated[bool, "是不是只对卖东西的一方提出请求"] = False
    platform_refused: Annotated[bool, "平台是不是已经作出不支持的处理"] = False
    on_platform: Annotated[bool, "是不是在有店铺聊天窗口的平台上买的"] = False
    order: Annotated[OrderWords, "订单"] = field(default_factory=OrderWords)
    events: Annotated[tuple[Happened, ...], "按时间排好的经过"] = ()
    promises: Annotated[tuple[Promised, ...], "商家的承诺"] = ()
    late: Annotated[tuple[Promised, ...], "答应了时间又没有按时办的"] = ()
    answers: Annotated[tuple[Happened, ...], "对同一个问题前后不一致的答复"] = ()
    exhibits: Annotated[tuple[ExhibitWords, ...], "证据"] = ()
    demands: Annotated[tuple[Asked, ...], "诉求"] = ()
    total: Annotated[Words, "诉求里各项金额之和；不要钱时为空"] = UNKNOWN
    asks_money: Annotated[bool, "诉求里有没有要钱的"] = False
    only_explanation: Annotated[bool, "消费者自己说过只要一个说法、资料，没有要钱"] = False
    not_here: Annotated[bool, "有没有这个渠道不处理、要另行提出的诉求"] = False
    facts: Annotated[tuple[Words, ...], "消费者确认过的、与诉求有关的事实"] = ()
    excuses: Annotated[tuple[Heard, ...], "商家已经说过的、可以回应的说法"] = ()
    law: Annotated[tuple[Quoted, ...], "诉求所依据的条款"] = ()
    steps: Annotated[tuple[Taken, ...], "此前找过谁、结果怎样"] = ()
    matter: Annotated[Words, "纠纷的名称，如「商品质量问题」"] = UNKNOWN
    trouble: Annotated[Words, "到底是什么毛病：消费者自己的一句话"] = UNKNOWN
    today: Annotated[Words, "落款日期"] = UNKNOWN
    reply_by: Annotated[Words, "请对方答复的最后日期"] = UNKNOWN
    reply_days: Annotated[Words, "请对方在几日内答复"] = UNKNOWN
    term: Annotated[Words, "请对方在多久之内办好，如「自判决生效之日起七日内」；写给商家的信为空"] = UNKNOWN
    otherwise: Annotated[Words, "对方不答复时您将依法怎么做（来自渠道资料）"] = UNKNOWN


# What is laid out for the writer: a mark on a line of its own.
MARKS = {
    "gist": "开头几句：买了什么、什么毛病、答应过什么、对方怎么答复",
    "parties": "当事人表：投诉人、代办人、被投诉人",
    "order": "订单表：交易平台、订单号、商品、下单与收货日期、金额",
    "account": "事实经过，一天一段：经过、原话和证据编号",
    "timeline": "事实经过表：时间、经过与原话、证据编号",
    "facts": "消费者确认过的、与诉求有关的事实，合成一段情况说明",
    "promises": "承诺与实际履行对照表",
    "late": "答应的时间与实际时间对照表",
    "answers": "同一问题前后不一致的答复对照表",
    "excuses": "对商家说法的逐条回应",
    "law": "法律依据：逐项请求写明理由，逐字引用条款",
    "demands": "诉求，逐条编号，金额有大写和小写",
    "sums": "金额计算表：每一项的算法、金额与依据",
    "elsewhere": "同时向其他责任人（如厂家）提出的诉求和金额算法；给厂家等的信里只列要钱的",
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
    hints = typing.get_type_hints(kind, include_extras=True)
    found: dict[str, tuple[Any, str]] = {}
    for one in fields(kind):
        hint, says = typing.get_args(hints[one.name])
        shape = ListOf(typing.get_args(hint)[0]) if typing.get_origin(hint) is tuple else hint
        found[one.name] = (shape, says)
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
        return kind(
            **{name: rebuilt(shape, value[name]) for name, (shape, _) in shapes(typing.cast(type, kind)).items()}
        )  # type: ignore[operator]
    return value
