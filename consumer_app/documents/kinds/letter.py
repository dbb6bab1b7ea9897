"""A letter (投诉函 and its like) to one channel, as one of the letter templates words it."""

from consumer_app.documents import letter_templates, typesetting
from consumer_app.documents.kinds.kind import Content, Kind, NotComposed, Wish
from consumer_app.documents.letter_templates import Template
from consumer_app.documents.paper import BLANK
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.sections import SECTIONS, teller
from consumer_app.documents.vocabulary import Values
from consumer_app.domain.judging.wishes import money_wished
from consumer_app.domain.law import Channel

LOCAL = "当地"
"""What the office of each place begins with."""


def make(material: Material, wish: Wish) -> Content:
    """The letter as its template words it. Raises NotComposed, and TemplateRefused for a template's text with faults."""
    assert isinstance(material, LetterMaterial)  # as ``to_channel`` says
    template = _template(wish.template, material)
    letter, reply_by = material.written_by(template), wish.reply_by or material.usual_reply_by
    values = Values(letter, reply_by)
    addressee = typesetting.set_line(template, "addressee", values, wish.call)
    return Content(
        blocks=teller.in_its_person(
            letter, typesetting.set_letter(template, values, lambda mark: SECTIONS[mark](letter), wish.call)
        ),
        title=template.matter["heading"],
        letterhead=template.matter.get("letterhead", ""),
        addressee=_office(letter.channel) if addressee is None else addressee or None,
        reply_by=reply_by if template.names_a_day else None,
        channel=letter.channel_id,
        template=template,
    )


def _office(channel: Channel) -> str:
    """Whom a letter is addressed to whose template names nobody: the channel's office, with a blank for the place where it is the one there."""
    office = channel.addressee.partition("（")[0]
    return f"{BLANK}{office.removeprefix(LOCAL)}：" if office.startswith(LOCAL) else f"{office}："


def fitting_templates(material: LetterMaterial) -> tuple[Template, ...]:
    """The shipped templates for that channel that fit the case's disputes and demands, the most particular first.

    One that asks for no money is none where money was wished.
    """
    wants_money = money_wished(material.case.wishes, material.book)
    asked, assessment = material.demands, material.assessment
    kinds = {one.entry.asks for one in asked.asked if one.entry}
    ranked: list[tuple[int, str, Template]] = []
    for template in letter_templates.shipped().values():
        disputes, asks, money = template.listed("disputes"), template.listed("asks"), template.matter.get("money")
        if material.channel_id not in template.listed("channels"):
            continue
        if disputes and not set(disputes) & set(material.case.disputes):
            continue
        if asks and not set(asks) & kinds:
            continue
        if any((claim := assessment.claim(one)) and claim.status == "excluded" for one in template.listed("claims")):
            continue
        if money and (money == "yes") != (asked.asks_money or wants_money):
            continue
        particular = bool(disputes) * 4 + bool(asks) * 2 + bool(money)
        ranked.append((-particular, template.slug, template))
    return tuple(template for *_, template in sorted(ranked, key=lambda one: one[:2]))


def _template(wanted: Template | str | None, material: LetterMaterial) -> Template:
    if isinstance(wanted, Template):
        return wanted
    if wanted is None:
        fitting = fitting_templates(material)
        if not fitting:
            raise NotComposed("template", material.channel_id)
        return fitting[0]
    if "\n" in wanted:
        return letter_templates.read(wanted, "own")
    if wanted not in letter_templates.shipped():
        raise NotComposed("template", wanted)
    return letter_templates.shipped()[wanted]


KIND = Kind(
    name="letter",
    address="letter",
    title="投诉函",
    letterhead="",
    says="",
    next_step="",
    make=make,
    to_channel=True,
)
