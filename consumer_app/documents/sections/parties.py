"""Who is in dispute, and about which order."""

from collections.abc import Iterator

from consumer_app import formats
from consumer_app.documents.paper import BLANK, Block, Column, Row, Table
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.sections import teller
from consumer_app.domain.case import Moment, Party
from consumer_app.domain.case.document import Representative
from consumer_app.domain.judging.platforms import platform_name
from consumer_app.domain.law.purchase import words_of_purchase

MINOR = "（未成年人）"
LABEL_AND_VALUE = (Column(title="", width=20), Column(title="", width=80))


def parties(material: LetterMaterial) -> tuple[Block, ...]:
    """The complainant, the representative and the businesses. What the channel needs and nobody said is a ruled blank.

    Before a court only those are parties of whom something is asked; the platform is one only where it is asked.
    """
    rows = [*_shopper(material)]
    for role in ("seller", "maker", "carrier", "passenger_carrier", "installer"):
        if role != "seller" and material.channel.kind == "court" and role not in material.respondents:
            continue
        rows.extend(_business(material, party) for party in material.case.parties if party.role == role)
    if material.case.party("seller") is None and _is_respondent(material, "seller") and material.recipient is None:
        rows.append(Row(cells=(material.asked, f"名称：{BLANK}　地址：{BLANK}"), source=("parties",)))
    if _is_respondent(material, "platform"):
        rows.extend(platforms(material, f"{material.asked}（平台）"))
    return (Table(name="parties", columns=LABEL_AND_VALUE, rows=tuple(rows), plain=True),)


def _shopper(material: LetterMaterial) -> Iterator[Row]:
    shopper = material.case.party("shopper")
    source = (f"parties/{shopper.id}",) if shopper else ("parties",)
    name, phone = (shopper.name, shopper.phone) if shopper else (None, None)
    acting = shopper.representative if shopper else None
    parts = [f"{name or BLANK}{MINOR if acting and acting.capacity == 'guardian' else ''}"]
    if phone or not (acting and acting.phone):
        parts.append(f"联系电话：{phone or BLANK}")
    if "shopper.address" in material.required:
        parts.append(f"通讯地址：{(shopper.address if shopper else None) or BLANK * 2}")
    yield Row(cells=(material.asker, "　".join(parts)), source=source)
    if acting:
        yield Row(cells=(teller.called(acting), _acting(material, acting)), source=source)


def _acting(material: Material, acting: Representative) -> str:
    """Who acts for the shopper, by which right, and whose words the account is."""
    relation = f"（与{material.asker}的关系：{acting.relation}）" if acting.relation else ""
    parts = [f"{acting.name or BLANK}{relation}", f"联系电话：{acting.phone or BLANK}"]
    if acting.capacity == "agent":
        parts.append("授权委托书另附")
    if whose := teller.whose_words(material):
        parts.append(whose)
    return "　".join(parts)


def _business(material: LetterMaterial, party: Party) -> Row:
    wanted = material.required if party.role == "seller" else frozenset()
    named = [party.in_law or (BLANK if "seller.registered_name" in wanted else "")]
    if party.shop:
        shop = formats.shop_named(party.shop, online=material.is_online_shop)
        named.append(f"（{shop}）" if named[0] else shop)
    parts = ["".join(named)]
    if party.licence_no:
        parts.append(f"统一社会信用代码：{party.licence_no}")
    if party.address or "seller.address" in wanted:
        parts.append(f"地址：{party.address or BLANK * 2}")
    if party.phone:
        parts.append(f"联系电话：{party.phone}")
    text = "　".join(filter(None, parts)) or BLANK
    return Row(cells=(_label(material, party), text), source=(f"parties/{party.id}",))


def _label(material: LetterMaterial, party: Party) -> str:
    """Whether it is complained of, and as what, or only has to do with the matter."""
    role = material.called[party.role]
    if not _is_respondent(material, party.role):
        return role
    alone = party.role == "seller" and len(material.respondents) == 1
    return material.asked if alone else f"{material.asked}（{role}）"


def _is_respondent(material: LetterMaterial, role: str) -> bool:
    if role != "seller":
        return role in material.respondents and not (role == "platform" and material.channel.kind == "platform")
    return material.recipient in (None, "seller") and "seller" in material.respondents


def respondents(material: LetterMaterial) -> Iterator[tuple[Party, str, str]]:
    """Those complained of, each with its name and what it is besides the seller: （生产者）."""
    for role in ("seller", "maker", "carrier", "passenger_carrier", "installer", "platform"):
        if _is_respondent(material, role):
            for party in material.case.parties:
                if party.role == role:
                    known = platform_name(party, material.book) if role == "platform" else None
                    name = known or party.named or BLANK
                    yield party, name, "" if role == "seller" else f"（{material.called[party.role]}）"


def platforms(material: Material, label: str) -> Iterator[Row]:
    """The platform the order was made on, under that label; nothing where the shop's own site is all there is, or it stands where the seller does."""
    if material.assessment.seller_is_platform:
        return
    for party in material.case.parties:
        known = material.book.platforms.get(party.platform or "")
        if party.role != "platform" or (known and known.self_operated == "yes"):
            continue
        name = platform_name(party, material.book) or BLANK
        operator = party.registered_name or (known.operator if known else None)
        text = f"{name}（经营者：{operator}）" if operator and operator != name else name
        yield Row(
            cells=(label, text), source=(f"parties/{party.id}", *((f"platform:{party.platform}",) if known else ()))
        )


def about(material: Material) -> Table | None:
    """Who, against whom, which order, in a few lines; for papers that go with a letter."""
    seller = material.case.party("seller")
    rows = []
    shopper = material.case.party("shopper")
    if shopper and shopper.name:
        rows.append(Row(cells=("提交人", shopper.name), source=(f"parties/{shopper.id}",)))
    if shopper and shopper.representative:
        one = shopper.representative
        rows.append(Row(cells=(teller.called(one), _acting(material, one)), source=(f"parties/{shopper.id}",)))
    if seller:
        rows.append(Row(cells=("对方", formats.party_name(seller)), source=(f"parties/{seller.id}",)))
    if material.case.order.no:
        rows.append(Row(cells=("订单编号", material.case.order.no), source=("order",)))
    return Table(name="about", columns=LABEL_AND_VALUE, rows=tuple(rows), plain=True) if rows else None


def order(material: LetterMaterial) -> tuple[Block, ...]:
    """The order: where, number, goods, days, money. Only what is known."""
    values = (
        ("订单编号", material.case.order.no),
        ("商品或服务", "\n".join(goods(material))),
        ("时间", days(material)),
        ("金额", money(material)),
    )
    rows = [Row(cells=(label, value), source=("order",)) for label, value in values if value]
    if not _is_respondent(material, "platform"):
        rows = [*platforms(material, "交易平台"), *rows]
    return (Table(name="order", columns=LABEL_AND_VALUE, rows=tuple(rows), plain=True),) if rows else ()


def goods(material: Material) -> tuple[str, ...]:
    """What was bought, a text for each line of the order."""
    lines = material.case.order.lines
    found = []
    for line in lines:
        if line.what:
            counted = line.quantity and line.quantity > 1 and str(line.quantity) not in line.what
            count = f" × {line.quantity}" if counted else ""
            paid = f"（{formats.yuan(line.paid)}）" if line.paid is not None and len(lines) > 1 else ""
            found.append(f"{line.what}{count}{paid}")
    return tuple(found)


def days(material: Material) -> str:
    """2026年9月26日下单，2026年9月29日收货, in the words of this kind of purchase; only what is known."""
    bought, words = material.case.order, words_of_purchase(material.book, material.case.disputes)
    taken_along = not material.on_platform and bought.received_at == bought.ordered_at
    online = bool(material.on_platform or bought.no)
    done = None if words.ordered and bought.no else words.done
    known = (
        (bought.ordered_at, done or ("下单" if online else "购买")),
        (None if taken_along else bought.received_at, words.arrived or "收货"),
    )
    return "，".join(f"{formats.moment(at)}{what}" for at, what in known if _is_known(at))


def _is_known(at: Moment | None) -> bool:
    return at is not None and at.first_day is not None


def money(material: Material) -> str:
    """实付59.90元，另付运费12.00元，已退20.00元; only what is known and not nothing."""
    bought = material.case.order
    paid = f"实付{formats.yuan(bought.paid)}" if bought.paid is not None else ""
    freight = f"另付运费{formats.yuan(bought.freight)}" if bought.freight else ""
    refunded = f"已退{formats.yuan(bought.refunded)}" if bought.refunded else ""
    return "，".join(filter(None, (paid, freight, refunded)))


def id_number(material: LetterMaterial) -> tuple[Block, ...]:
    """A blank for the identity number, which the shopper writes by hand; it is never stored."""
    why = "" if material.voice.law == "argued" else "；受理机关核验身份时需要"
    cells = (f"{material.speaking.me}证件号码", f"{BLANK * 2}（请手写{why}）")
    row = Row(cells=cells, source=(f"channel:{material.channel_id}",))
    return (Table(name="id-number", columns=LABEL_AND_VALUE, rows=(row,), plain=True),)
