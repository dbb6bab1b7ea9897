"""The form of one event of the timeline: when, who, through which channel, what happened, the exact words."""

from datetime import date
from typing import Self

from consumer_app import formats
from consumer_app.domain.case import Case, Event, Party, Promise
from consumer_app.domain.case.parts import new_id, part, replaced
from consumer_app.domain.judging.contradictions import lies_after
from consumer_app.web.forms.fields import ChoiceField, LongTextField, ManyField, MomentField, TextField
from consumer_app.web.forms.part_form import CasePartForm


class EventForm(CasePartForm):
    """One event. Its address is ``events/ID``."""

    at = MomentField(
        "什么时候",
        can_be_unknown=True,
        required="请写日期；只记得月份就写到月，完全记不清就勾「记不清了」",
        hint="记得几点更好，商家拖了多久一看便知；记不准可以写「2026年6月1日至10日」",
    )
    actor = ChoiceField("谁做的、谁说的", hint="您自己做的事选「我」", required="请选是谁")
    speaker = TextField("具体是谁（选填）", most=100, hint="例如「客服小王」「安装师傅」「主管」")
    channel = ChoiceField("通过什么方式", as_list=True, choices=tuple(formats.CONTACT_CHANNELS.items()))
    what = LongTextField("发生了什么", required="请用一两句话写发生了什么", hint="只写看到的、听到的，不写猜测", rows=4)
    quote = LongTextField("原话（选填）", rows=3, hint="对方说的话，一字不改地抄下来最有力。不用加引号")
    topic = TextField(
        "这是在回答同一个问题吗（选填）",
        most=100,
        hint="同一个问题得到过几种不同答复时，给它们起同一个名字，例如「红色图标是什么意思」，文书会列成对照表",
    )
    evidence = ManyField("哪些证据能证明这件事")

    @classmethod
    def of(cls, case: Case, event_id: str, today: date) -> Self:
        """The form of that event, or of a new one of that id."""
        address = f"events/{event_id}"
        event: Event | None = part(case, address)
        form = cls.filled(
            case, address, **(event.model_dump(exclude={"id", "at"}) if event else {}), at=event.at if event else None
        )
        form.today = today
        choose_party(form.actor, case)
        form.evidence.choices = exhibit_choices(case)
        return form

    today: date

    def check(self) -> None:
        """Nothing has happened tomorrow."""
        if self.at.days and lies_after(self.at.days, self.today):
            self.complain(self.at, "这个日期在今天之后。还没发生的事先不写；对方答应的日期请写到「商家承诺」里")

    def onto(self, case: Case) -> Case:
        """The case with this event; a party chosen that the case does not know yet is added."""
        case, actor = with_party(case, self.actor.data)
        values = {name: self[name].data for name in ("at", "speaker", "channel", "what", "quote", "topic")}
        known: Event | None = part(case, self.address)
        values |= {"actor": actor, **named_exhibits(known, self.evidence.data)}
        event = known.model_copy(update=values) if known else Event(id=self.address.partition("/")[2], **values)
        return replaced(case, self.address, event)


ROLES_IN_ORDER = ("shopper", "seller", "platform", "installer", "carrier", "passenger_carrier", "maker")


def choose_party(field: ChoiceField, case: Case, without: tuple[str, ...] = ()) -> None:
    """Offer the parties to choose from; a role that was chosen and has come to have its party meanwhile means that party."""
    field.choices = party_choices(case, without)
    field.data = with_known_party(case, field.data)


def with_known_party(case: Case, chosen: str | None) -> str | None:
    """The id of the party that ``new:ROLE`` means, where the case has one in that role; otherwise what was chosen."""
    role = (chosen or "").removeprefix("new:")
    known = next((party.id for party in case.parties if party.role == role), None) if role != chosen else None
    return known or chosen


def party_choices(case: Case, without: tuple[str, ...] = ()) -> tuple[tuple[str, str], ...]:
    """Every party of the case by id, then by ``new:ROLE`` the roles it has no party for yet."""
    choices = []
    for role in ROLES_IN_ORDER:
        known = [party for party in case.parties if party.role == role]
        if role in without:
            continue
        choices += [(party.id, formats.ROLES_SPOKEN[role] if role == "shopper" else _named(party)) for party in known]
        if not known:
            choices.append((f"new:{role}", formats.ROLES_SPOKEN[role]))
    return tuple(choices)


def _named(party: Party) -> str:
    name, role = formats.party_name(party), formats.ROLES[party.role]
    return name if name == role else f"{name}（{role}）"


def with_party(case: Case, chosen: str | None) -> tuple[Case, str | None]:
    """The case and the id of the party chosen, which is made when it was ``new:ROLE``."""
    chosen = with_known_party(case, chosen)
    if not chosen or not chosen.startswith("new:"):
        return case, chosen or None
    party_id = new_id(case, "parties")
    party = Party.model_validate({"id": party_id, "role": chosen.removeprefix("new:")})
    return replaced(case, f"parties/{party_id}", party), party_id


def named_exhibits(known: Event | Promise | None, ticked: list[str]) -> dict[str, object]:
    """The exhibits ticked, each with the page that was known of it."""
    pages = known.pages if known else {}
    return {"evidence": tuple(ticked), "pages": {one: pages[one] for one in ticked if one in pages}}


def exhibit_choices(case: Case) -> tuple[tuple[str, str, str], ...]:
    """The evidence to tick, by id."""
    return tuple((item.id, item.title, formats.EVIDENCE_KINDS[item.kind]) for item in case.evidence)
