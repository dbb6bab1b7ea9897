"""Who is in dispute, and about which order."""

from collections.abc import Iterator

from consumer_app import formats
from consumer_app.documents.material import Material
from consumer_app.documents.papers import BLANK, Block, Column, Row, Table
from consumer_app.domain.case import Party

LABEL_AND_VALUE = (Column(title="", width=21), Column(title="", width=79))


def parties(given: Material) -> tuple[Block, ...]:
    """The complainant, the representative, the businesses complained of and the platform. What the channel needs and nobody said is a ruled blank."""
    rows = [*_shopper(given)]
    for role in ("seller", "maker", "carrier", "installer"):
        for party in given.case.parties:
            if party.role == role:
                rows.append(_business(given, party))
    if given.case.party("seller") is None and "seller.registered_name" in given.required:
        rows.append(Row(cells=(given.asked, f"名称：{BLANK}\n地址：{BLANK}"), source=("parties",)))
    rows.extend(_platform(given))
    return (Table(name="parties", columns=LABEL_AND_VALUE, rows=tuple(rows), plain=True),)


def _shopper(given: Material) -> Iterator[Row]:
    shopper = given.case.party("shopper")
    source = (f"parties/{shopper.id}",) if shopper else ("parties",)
    name, phone = (shopper.name, shopper.phone) if shopper else (None, None)
    lines = [name or BLANK, f"联系电话：{phone or BLANK}"]
    if "shopper.address" in given.required:
        lines.append(f"通讯地址：{(shopper.address if shopper else None) or BLANK * 2}")
    yield Row(cells=(given.asker, "\n".join(lines)), source=source)
    acting = shopper.representative if shopper else None
    if acting:
        relation = f"（与{given.asker}的关系：{acting.relation}）" if acting.relation else ""
        lines = [f"{acting.name or BLANK}{relation}", f"联系电话：{acting.phone or BLANK}"]
        yield Row(cells=("代办人", "\n".join(lines)), source=source)


def _business(given: Material, party: Party) -> Row:
    wanted = given.required if party.role == "seller" else frozenset()
    named = [party.registered_name or party.name or (BLANK if "seller.registered_name" in wanted else "")]
    if party.shop:
        named.append(f"（店铺“{party.shop}”）" if named[0] else f"店铺“{party.shop}”")
    lines = ["".join(named)]
    if party.licence_no:
        lines.append(f"统一社会信用代码：{party.licence_no}")
    if party.address or "seller.address" in wanted:
        lines.append(f"地址：{party.address or BLANK * 2}")
    if party.phone:
        lines.append(f"联系电话：{party.phone}")
    label = given.asked if party.role == "seller" else _other(given, party)
    return Row(
        cells=(label, "\n".join(filter(None, lines)) or formats.ROLES[party.role]), source=(f"parties/{party.id}",)
    )


def _other(given: Material, party: Party) -> str:
    """A business besides the seller: a defendant too where the court is asked to order it to do something."""
    role = formats.ROLES[party.role]
    sued = given.channel.kind == "court" and any(
        one.entry and one.entry.against == party.role for one in given.demands.asked
    )
    return f"{given.asked}（{role}）" if sued else role


def _platform(given: Material) -> Iterator[Row]:
    for party in given.case.parties:
        if party.role == "platform":
            known = given.book.platforms.get(party.platform or "")
            name = (known.title if known else None) or party.name or party.registered_name or party.shop or BLANK
            operator = party.registered_name or (known.operator if known else None)
            text = f"{name}\n经营者：{operator}" if operator and operator != name else name
            source = (f"parties/{party.id}", *((f"platform:{party.platform}",) if known else ()))
            yield Row(cells=("交易平台", text), source=source)


def about(given: Material) -> Table | None:
    """Who, against whom, which order, in a few lines; for papers that go with a letter."""
    seller = given.case.party("seller")
    rows = []
    shopper = given.case.party("shopper")
    if shopper and shopper.name:
        rows.append(Row(cells=("提交人", shopper.name), source=(f"parties/{shopper.id}",)))
    if seller:
        rows.append(Row(cells=("对方", formats.party_name(seller)), source=(f"parties/{seller.id}",)))
    if given.case.order.no:
        rows.append(Row(cells=("订单编号", given.case.order.no), source=("order",)))
    return Table(name="about", columns=LABEL_AND_VALUE, rows=tuple(rows), plain=True) if rows else None


def order(given: Material) -> tuple[Block, ...]:
    """The order: number, goods, days, money. Only what is known."""
    bought = given.case.order
    goods = []
    for line in bought.lines:
        if line.what:
            counted = line.quantity and line.quantity > 1 and str(line.quantity) not in line.what
            count = f" × {line.quantity}" if counted else ""
            paid = f"（{formats.yuan(line.paid)}）" if line.paid is not None and len(bought.lines) > 1 else ""
            goods.append(f"{line.what}{count}{paid}")
    values = (
        ("订单编号", bought.no),
        ("商品或服务", "\n".join(goods)),
        ("下单时间", formats.moment(bought.ordered_at) if bought.ordered_at and bought.ordered_at.first_day else None),
        (
            "收货时间",
            formats.moment(bought.received_at) if bought.received_at and bought.received_at.first_day else None,
        ),
        ("实付金额", formats.yuan(bought.paid) if bought.paid is not None else None),
        ("另付运费", formats.yuan(bought.freight) if bought.freight else None),
        ("已退金额", formats.yuan(bought.refunded) if bought.refunded else None),
    )
    rows = tuple(Row(cells=(label, value), source=("order",)) for label, value in values if value)
    return (Table(name="order", columns=LABEL_AND_VALUE, rows=rows, plain=True),) if rows else ()


def id_number(given: Material) -> tuple[Block, ...]:
    """A blank for the identity number, which the shopper writes by hand; it is never stored."""
    row = Row(
        cells=("证件号码", f"{BLANK * 2}（请手写；受理机关核验身份时需要）"), source=(f"channel:{given.channel_id}",)
    )
    return (Table(name="id-number", columns=LABEL_AND_VALUE, rows=(row,), plain=True),)
