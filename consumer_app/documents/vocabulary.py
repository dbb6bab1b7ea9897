"""One case's values under the names of ``context.py``: finished words, each with where it comes from, worked out when asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from consumer_app import formats
from consumer_app.documents import context
from consumer_app.documents.context import UNKNOWN, Words, said
from consumer_app.documents.demands import sum_in_words
from consumer_app.documents.paper import BLANK
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.sections import legal, replies, story
from consumer_app.domain.case import Event, Moment, Promise, Role
from consumer_app.domain.judging.platforms import platform_name
from consumer_app.domain.judging.wishes import asks_of

ANSWERS = {"information", "records", "correction"}
"""What is asked by whoever wants nothing but an answer."""


@dataclass(frozen=True)
class Values:
    """What a letter's template may say of one case: ``values["order"]`` is worked out at its first use and kept.

    ``reply_by`` is the day an answer is asked for.
    """

    material: LetterMaterial
    reply_by: date | None
    _known: dict[str, object] = field(default_factory=dict, repr=False)

    def __getitem__(self, name: str) -> object:
        """The value of a name of ``context.Vocabulary``: words, a group, a list, or yes or no. Raises KeyError for any other name."""
        if name not in self._known:
            self._known[name] = _VALUES[name](self)
        return self._known[name]

    def words(self, path: str) -> str:
        """The words at a name such as ``seller.phone``; empty where nothing is known or where no words stand."""
        name, *inner = path.split(".")
        value: object = self[name] if name in _VALUES else ""
        for part in inner:
            value = getattr(value, part, "")
        return str(value) if isinstance(value, Words) and value else ""


def events(material: LetterMaterial) -> tuple[context.Happened, ...]:
    """Every event in order of time, as a template says it."""
    return tuple(_happened(material, event) for event in material.events)


def _promises(values: Values) -> tuple[context.Promised, ...]:
    return tuple(_promised(values.material, one) for one in values.material.promises if not replies.is_late(one))


def _late(values: Values) -> tuple[context.Promised, ...]:
    return tuple(_promised(values.material, one) for one in values.material.promises if replies.is_late(one))


def _answers(values: Values) -> tuple[context.Happened, ...]:
    return tuple(_happened(values.material, event) for _, told in replies.differing(values.material) for event in told)


def _exhibits(values: Values) -> tuple[context.ExhibitWords, ...]:
    return tuple(
        context.ExhibitWords(
            said(formats.exhibit_name(one.number), f"evidence/{one.evidence}"),
            said(one.title, f"evidence/{one.evidence}"),
            said(values.material.evidence[one.evidence].proves, f"evidence/{one.evidence}"),
        )
        for one in values.material.attached
    )


def _demands(values: Values) -> tuple[context.Asked, ...]:
    material = values.material
    return tuple(
        context.Asked(said(one.text, *one.source), _money(one.amount, *one.source)) for one in material.demands.asked
    )


def _total(values: Values) -> Words:
    asked = values.material.demands
    return said(
        f"{sum_in_words(asked.total)}{f'（{asked.caveat}）' if asked.caveat else ''}"
        if asked.total is not None
        else None,
        *dict.fromkeys(s for one in asked.asked for s in one.source),
        capitals=legal.total_in_capitals(asked.total),
    )


def _facts(values: Values) -> tuple[Words, ...]:
    return tuple(said(text, f"answers/{name}", f"fact:{name}") for name, text in story.confirmed(values.material))


def _only_explanation(material: LetterMaterial) -> bool:
    """Whether the shopper said that an answer is wanted, and nothing else."""
    wishes = asks_of(material.case.wishes, material.book)
    return bool(wishes) and set(wishes) <= ANSWERS and not material.demands.asks_money


def _excuses(values: Values) -> tuple[context.Heard, ...]:
    return tuple(_heard(values.material, excuse) for excuse in replies.heard(values.material))


def _law(values: Values) -> tuple[context.Quoted, ...]:
    return tuple(
        context.Quoted(said(label, source), said(text, source))
        for label, text, source in legal.provisions(values.material)
    )


def _matter(values: Values) -> Words:
    slug = next(iter(values.material.case.disputes), "")
    entry = values.material.book.disputes.get(slug)
    return said((entry.cause or entry.title) if entry else None, f"dispute:{slug}")


def _reply_by(values: Values) -> Words:
    day = values.reply_by
    return said(formats.day_and_weekday(day) if day else None, f"channel:{values.material.channel_id}", "today")


def _reply_days(values: Values) -> Words:
    days = values.material.channel.reply_days
    return said(str(days) if days else None, f"channel:{values.material.channel_id}")


def _otherwise(values: Values) -> Words:
    material = values.material
    found = next((one for one in material.assessment.channels if one.id == material.channel_id), None)
    words = found.otherwise if found else material.channel.otherwise
    ended = words and words.replace("{asker}", material.speaking.me)
    return said(ended, f"channel:{material.channel_id}")


def _recipient(material: LetterMaterial) -> Words:
    """The name on the letter: the platform's operator, the business the channel is named after, else the seller."""
    if material.channel.kind == "platform":
        platform = _platform(material)
        word = said(f"{material.called['platform']}（{BLANK}）", *_source_of_kind(material))
        return platform.operator or platform.name or word
    role = material.channel.to or "seller"
    the_same = role != "seller" and material.called[role] == material.called["seller"]
    seller = _business(material, "seller").called if the_same else UNKNOWN
    return (
        _business(material, role).called
        or seller
        or said(f"{_kind_of(material, role)}（{BLANK}）", *_source_of_kind(material))
    )


def _side(material: LetterMaterial) -> Words:
    """What the business that the shopper dealt with is."""
    return said(material.called["seller"], *_source_of_kind(material))


def _kind_of(material: LetterMaterial, role: Role) -> str:
    """What the one written to is: as the channel calls it, the seller by what it is."""
    if material.channel.kind == "store":
        return material.called[role]
    return material.channel.addressee.partition("（")[0]


def _source_of_kind(material: LetterMaterial) -> tuple[str, ...]:
    known = (slug for slug in material.case.disputes if slug in material.book.disputes)
    return (*(f"dispute:{slug}" for slug in known), f"channel:{material.channel_id}")


def _shopper(material: LetterMaterial) -> context.Shopper:
    party = material.case.party("shopper")
    if party is None:
        return context.Shopper()
    at = f"parties/{party.id}"
    return context.Shopper(said(party.name, at), said(party.phone, at), said(party.address, at))


def _representative(material: LetterMaterial) -> context.Representative:
    party = material.case.party("shopper")
    acting = party.representative if party else None
    if party is None or acting is None:
        return context.Representative()
    at = f"parties/{party.id}"
    return context.Representative(said(acting.name, at), said(acting.relation, at), said(acting.phone, at))


def _business(material: LetterMaterial, role: Role) -> context.Business:
    party = material.case.party(role)
    if party is None:
        return context.Business()
    at = f"parties/{party.id}"
    registered, online = party.in_law, material.is_online_shop
    shop = f"“{party.shop}”店铺" if party.shop and online else party.shop
    called = f"{registered}（{shop}）" if registered and shop else registered or shop
    return context.Business(
        said(party.shop, at),
        said(formats.at_the_shop(party.shop, online=online) if party.shop else None, at),
        said(registered, at),
        said(party.licence_no, at),
        said(party.address, at),
        said(party.phone, at),
        said(called, at),
    )


def _platform(material: LetterMaterial) -> context.OnPlatform:
    party = material.case.party("platform")
    if party is None:
        return context.OnPlatform()
    at = (f"parties/{party.id}", *((f"platform:{party.platform}",) if material.platform else ()))
    known = material.platform
    name = platform_name(party, material.book)
    return context.OnPlatform(said(name, *at), said(party.registered_name or (known.operator if known else None), *at))


def _platform_refused(material: LetterMaterial) -> bool:
    """Whether it is known that the platform has refused: said, or recorded as its answer."""
    told = material.case.answers.get("platform_rejected") is True
    kinds = {slug: channel.kind for slug, channel in material.book.channels.items()}
    return told or any(
        step.reply_kind in ("refused", "partial")
        for step in material.case.steps
        if kinds.get(step.channel) == "platform"
    )


def _order(material: LetterMaterial) -> context.OrderWords:
    bought = material.case.order
    lines = tuple(
        context.Bought(
            said(line.what, "order"),
            said(str(line.quantity) if line.quantity else None, "order"),
            _money(line.paid, "order"),
        )
        for line in bought.lines
    )
    return context.OrderWords(
        said(bought.no, "order"),
        _moment(bought.ordered_at, "order"),
        _moment(bought.received_at, "order"),
        _money(bought.paid, "order"),
        _money(bought.freight, "order"),
        _money(bought.refunded, "order"),
        said("、".join(line.what for line in bought.lines if line.what), "order"),
        said(material.act, "order"),
        lines,
    )


def _happened(material: LetterMaterial, event: Event) -> context.Happened:
    at = f"events/{event.id}"
    told = material.telling.event(event)
    return context.Happened(
        _moment(event.at, at),
        said(told.who, at),
        said(told.channel, at),
        said(told.what, at),
        said(told.quote, at),
        said(told.exhibits, at),
    )


def _promised(material: LetterMaterial, promise: Promise) -> context.Promised:
    at = f"promises/{promise.id}"
    told = material.telling.promise(promise)
    return context.Promised(
        said(told.quote, at),
        said(told.who, at),
        said(told.where, at),
        _moment(promise.due_at, at),
        said(replies.what_came(promise, told), at),
        said(told.exhibits, at),
    )


def _heard(material: LetterMaterial, excuse: str) -> context.Heard:
    found = next(one for one in material.assessment.excuses if one.id == excuse)
    words = "".join(one for _, told, _ in replies.said_by(material, found.heard_in) for one in told)
    events = replies.where_said(found.heard_in)
    return context.Heard(
        said(words, *events), said(replies.answer(material, material.book.excuses[excuse]), f"excuse:{excuse}")
    )


def _steps(material: LetterMaterial) -> tuple[context.Taken, ...]:
    found = []
    for step in material.case.steps:
        at, told = f"steps/{step.id}", formats.step_in_words(step, material.book)
        found.append(
            context.Taken(
                said(told.title, f"channel:{step.channel}"),
                said(told.done, at),
                said(told.reference, at),
                said(told.reply, at),
                said(told.replied, at),
            )
        )
    return tuple(found)


def _moment(moment: Moment | None, source: str) -> Words:
    return said(formats.moment(moment), source) if moment and moment.first_day else UNKNOWN


def _money(value: Decimal | None, *source: str) -> Words:
    return said(
        formats.yuan(value) if value is not None else None, *source, capitals=formats.capitals(value or Decimal(0))
    )


_VALUES: Mapping[str, Callable[[Values], object]] = {
    "shopper": lambda values: _shopper(values.material),
    "representative": lambda values: _representative(values.material),
    "recipient": lambda values: _recipient(values.material),
    "asker": lambda values: said(values.material.asker, f"voice:{values.material.channel.voice}"),
    "asked": lambda values: said(values.material.asked, f"voice:{values.material.channel.voice}"),
    "side": lambda values: _side(values.material),
    "seller": lambda values: _business(values.material, "seller"),
    "maker": lambda values: _business(values.material, "maker"),
    "carrier": lambda values: _business(values.material, "carrier"),
    "installer": lambda values: _business(values.material, "installer"),
    "platform": lambda values: _platform(values.material),
    "one_asked": lambda values: values.material.respondents == {"seller"},
    "platform_refused": lambda values: _platform_refused(values.material),
    "on_platform": lambda values: values.material.on_platform and values.material.recipient in (None, "seller"),
    "order": lambda values: _order(values.material),
    "events": lambda values: events(values.material),
    "promises": _promises,
    "late": _late,
    "answers": _answers,
    "exhibits": _exhibits,
    "demands": _demands,
    "total": _total,
    "asks_money": lambda values: values.material.demands.asks_money,
    "only_explanation": lambda values: _only_explanation(values.material),
    "not_here": lambda values: any(left.why == "not_handled" for left in values.material.demands.left_out),
    "facts": _facts,
    "excuses": _excuses,
    "law": _law,
    "steps": lambda values: _steps(values.material),
    "matter": _matter,
    "trouble": lambda values: said(values.material.case.trouble, "trouble"),
    "today": lambda values: said(formats.day(values.material.today), "today"),
    "reply_by": _reply_by,
    "reply_days": _reply_days,
    "term": lambda values: said(values.material.voice.term, f"voice:{values.material.channel.voice}"),
    "otherwise": _otherwise,
}
