"""One case's values under the names of ``context.py``: finished words, each with where it comes from."""

from decimal import Decimal

from consumer_app import formats
from consumer_app.documents import context, numbering
from consumer_app.documents.context import UNKNOWN, Vocabulary, Words, said
from consumer_app.documents.demands import sum_in_words
from consumer_app.documents.paper_material import CHANNELS, PLACES, Material
from consumer_app.documents.sections import legal, replies, story
from consumer_app.domain.case import Event, Moment, Promise, Role
from consumer_app.domain.case.timeline import in_time_order


def vocabulary(given: Material) -> Vocabulary:
    """Everything a template may say about this case."""
    asked = given.demands
    channel = f"channel:{given.channel_id}"
    dispute = given.case.disputes[0] if given.case.disputes else ""
    entry = given.book.disputes.get(dispute)
    return Vocabulary(
        shopper=_shopper(given),
        representative=_representative(given),
        recipient=_recipient(given),
        seller=_business(given, "seller"),
        maker=_business(given, "maker"),
        carrier=_business(given, "carrier"),
        installer=_business(given, "installer"),
        platform=_platform(given),
        order=_order(given),
        events=tuple(_happened(given, event) for event in in_time_order(given.case.events)),
        promises=tuple(_promised(given, p) for p in given.case.promises if not replies.is_late(p)),
        late=tuple(_promised(given, p) for p in given.case.promises if replies.is_late(p)),
        answers=tuple(_happened(given, e) for _, told in replies.differing(given) for e in told),
        exhibits=tuple(
            context.ExhibitWords(
                said(numbering.name(one), f"evidence/{one.evidence}"),
                said(one.title, f"evidence/{one.evidence}"),
                said(
                    next((e.proves for e in given.case.evidence if e.id == one.evidence), None),
                    f"evidence/{one.evidence}",
                ),
            )
            for one in given.exhibits
        ),
        demands=tuple(
            context.Asked(said(given.voiced(one.text), *one.source), _money(one.amount, *one.source))
            for one in asked.asked
        ),
        total=said(
            sum_in_words(asked.total) if asked.total is not None else None,
            *dict.fromkeys(s for one in asked.asked for s in one.source),
            capitals=legal.total_in_capitals(asked.total),
        ),
        asks_money=asked.total is not None,
        not_here=any(left.why == "not_handled" for left in asked.left_out),
        facts=tuple(said(text, f"answers/{name}", f"fact:{name}") for name, text in story.confirmed(given)),
        excuses=tuple(_heard(given, excuse) for excuse in replies.heard(given)),
        law=tuple(
            context.Quoted(said(label, source), said(text, source)) for label, text, source in legal.provisions(given)
        ),
        steps=_steps(given),
        matter=said(entry.title if entry else None, f"dispute:{dispute}"),
        today=said(formats.day(given.today), "today"),
        reply_by=said(formats.day_and_weekday(given.reply_by) if given.reply_by else None, channel, "today"),
        reply_days=said(str(given.channel.reply_days) if given.channel.reply_days else None, channel),
        otherwise=said(given.channel.otherwise, channel),
    )


def _recipient(given: Material) -> Words:
    """The name on the letter: the platform's operator, the business the channel is named after, else the seller."""
    if given.channel.kind == "platform":
        platform = _platform(given)
        return platform.operator or platform.name
    return _business(given, given.channel.to or "seller").called


def _shopper(given: Material) -> context.Shopper:
    party = given.case.party("shopper")
    if party is None:
        return context.Shopper()
    at = f"parties/{party.id}"
    return context.Shopper(said(party.name, at), said(party.phone, at), said(party.address, at))


def _representative(given: Material) -> context.Representative:
    party = given.case.party("shopper")
    acting = party.representative if party else None
    if party is None or acting is None:
        return context.Representative()
    at = f"parties/{party.id}"
    return context.Representative(said(acting.name, at), said(acting.relation, at), said(acting.phone, at))


def _business(given: Material, role: Role) -> context.Business:
    party = given.case.party(role)
    if party is None:
        return context.Business()
    at = f"parties/{party.id}"
    registered = party.registered_name or (party.name if party.name != party.shop else None)
    if registered and party.shop:
        called: str | None = f"{registered}（“{party.shop}”店铺）"
    else:
        called = registered or (f"“{party.shop}”店铺" if party.shop else None)
    return context.Business(
        said(party.shop, at),
        said(registered, at),
        said(party.licence_no, at),
        said(party.address, at),
        said(party.phone, at),
        said(called, at),
    )


def _platform(given: Material) -> context.OnPlatform:
    party = given.case.party("platform")
    if party is None:
        return context.OnPlatform()
    at = (f"parties/{party.id}", *((f"platform:{party.platform}",) if given.platform else ()))
    known = given.platform
    name = known.title if known else party.name or party.shop or party.registered_name
    return context.OnPlatform(said(name, *at), said(party.registered_name or (known.operator if known else None), *at))


def _order(given: Material) -> context.OrderWords:
    bought = given.case.order
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
        lines,
    )


def _happened(given: Material, event: Event) -> context.Happened:
    at = f"events/{event.id}"
    channel = CHANNELS[event.channel] if event.channel else None
    return context.Happened(
        _moment(event.at, at),
        said(given.who(event.actor, event.speaker), at),
        said(channel, at),
        said(event.what, at),
        said(event.quote, at),
        said(given.cited(event), at),
    )


def _promised(given: Material, promise: Promise) -> context.Promised:
    at = f"promises/{promise.id}"
    place = PLACES[promise.where] if promise.where else None
    return context.Promised(
        said(promise.quote, at),
        said(given.who(promise.by, promise.speaker), at),
        said(place, at),
        _moment(promise.due_at, at),
        said(replies.what_came(promise), at),
        said(given.cited(promise), at),
    )


def _heard(given: Material, excuse: str) -> context.Heard:
    found = next(one for one in given.assessment.excuses if one.id == excuse)
    words = "".join(f"“{one}”" for _, told, _ in replies.said_by(given, found.heard_in) for one in told)
    events = tuple(f"events/{event}" for event, _ in found.heard_in)
    return context.Heard(
        said(words, *events), said(given.voiced(given.book.excuses[excuse].letter), f"excuse:{excuse}")
    )


def _steps(given: Material) -> tuple[context.Taken, ...]:
    found = []
    for step in given.case.steps:
        at, channel = f"steps/{step.id}", given.book.channels.get(step.channel)
        found.append(
            context.Taken(
                said(channel.title if channel else step.channel, f"channel:{step.channel}"),
                said(formats.day(step.done_on) if step.done_on else None, at),
                said(step.reference, at),
                said(step.reply, at),
                said(formats.day(step.replied_on) if step.replied_on else None, at),
            )
        )
    return tuple(found)


def _moment(moment: Moment | None, source: str) -> Words:
    return said(formats.moment(moment), source) if moment and moment.first_day else UNKNOWN


def _money(value: Decimal | None, *source: str) -> Words:
    return said(
        formats.yuan(value) if value is not None else None, *source, capitals=formats.capitals(value or Decimal(0))
    )
