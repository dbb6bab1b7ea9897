"""What a paper is made from: one case as assessed on one day, and for a letter the channel it goes to."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from consumer_app import formats
from consumer_app.documents.demands import WordedDemands, worded
from consumer_app.documents.letter_templates import Template
from consumer_app.documents.paper import Exhibit
from consumer_app.documents.speaking import MYSELF, Speaking
from consumer_app.domain.case import Case, Event, Evidence, Party, Promise, Role
from consumer_app.domain.case.exhibits import in_order_of_number
from consumer_app.domain.case.timeline import in_time_order
from consumer_app.domain.judging.deadlines import day_awaited, day_to_ask_for
from consumer_app.domain.judging.demands import Demands, demands_for
from consumer_app.domain.judging.findings import Assessment, ChannelFound
from consumer_app.domain.judging.sides import with_the_one_paid
from consumer_app.domain.judging.told_to import events_told, evidence_left_out, promises_told
from consumer_app.domain.law import Channel, Citation, LawBook, Platform, Sides, Voice
from consumer_app.domain.law.purchase import words_of_purchase


class NoSuchChannel(ValueError):
    """A letter to a channel that the law book does not have; ``name`` is what was asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no channel {name!r} in the law book")


@dataclass(frozen=True)
class Material:
    """Everything a paper reads, built once for a request. What is worked out of it is kept with it.

    Where the platform took the money, the case's sides are named so (``with_the_one_paid``).
    ``example`` is the line that marks everything made from it as a sample (「示例，按2026年11月4日计算」).
    """

    case: Case
    assessment: Assessment
    book: LawBook
    example: str | None = None

    def __post_init__(self) -> None:
        if self.assessment.seller_is_platform:
            object.__setattr__(self, "case", with_the_one_paid(self.case, self.book))

    @property
    def today(self) -> date:
        """The day the case was assessed, which is the day a paper is dated."""
        return self.assessment.today

    @cached_property
    def demands(self) -> WordedDemands:
        """What the shopper asks of anyone, as far as the law does not exclude it."""
        return worded(
            demands_for(self.case, self.assessment, None, self.book), self.case, self.speaking, self.called, self.book
        )

    @cached_property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every exhibit with its number."""
        return tuple(
            Exhibit(number=number, evidence=item.id, title=item.title, pages=item.page_count)
            for number, item in in_order_of_number(self.case)
        )

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happened, as far as this paper tells it, in order of time."""
        return tuple(in_time_order(self.case.events))

    @property
    def promises(self) -> tuple[Promise, ...]:
        """What was promised, as far as this paper tells it."""
        return self.case.promises

    @property
    def attached(self) -> tuple[Exhibit, ...]:
        """The exhibits that go with this paper."""
        return self.exhibits

    @cached_property
    def evidence(self) -> Mapping[str, Evidence]:
        """The evidence by its id."""
        return {item.id: item for item in self.case.evidence}

    @cached_property
    def telling(self) -> formats.Telling:
        """The events and promises in the words of a paper."""
        sides: dict[Role, str] = {**self.called, "shopper": self.speaking.me}
        return formats.Telling(self.case, formats.in_a_paper(sides))

    @cached_property
    def called(self) -> Mapping[Role, str]:
        """What those of a role are called where their name is not meant: 酒店, 快递公司."""
        return {role: word for words in (formats.ROLES, self.assessment.sides) for role, word in words.items()}

    @cached_property
    def platform(self) -> Platform | None:
        """The platform the order was made on, as the law book knows it."""
        return self.book.platforms.get(self.case.platform or "")

    @property
    def act(self) -> str:
        """How the order came about, in the words of its kind: 购买, 维修, 预订."""
        words = words_of_purchase(self.book, self.case.disputes)
        return (words.ordered if self.case.order.no else None) or words.act or "购买"

    @property
    def is_online_shop(self) -> bool:
        """Whether it was bought of a shop on a platform, which is called 店铺 with its name: no person, no hotel, no carrier."""
        return self.on_platform and self.called["seller"] in ("店铺", formats.ROLES["seller"])

    def is_theirs(self, party_id: str | None) -> bool:
        """Whether somebody of the business complained of acted or spoke."""
        party = self.party(party_id)
        return party is not None and party.role == "seller"

    @property
    def on_platform(self) -> bool:
        """Whether a third party stands between the sides, where they talk: a platform the book knows as one, or one that only has a name."""
        party, known = self.case.party("platform"), self.platform
        return not known.shut if known else bool(party and party.known_as)

    @property
    def speaking(self) -> Speaking:
        """How the law book's sentences are spoken here."""
        return Speaking(self.asker if self.for_a_child else MYSELF, self.called["seller"])

    @property
    def for_a_child(self) -> bool:
        """Whether a guardian speaks for the shopper, who is then never 本人."""
        shopper = self.case.party("shopper")
        acting = shopper.representative if shopper else None
        return acting is not None and acting.capacity == "guardian"

    @property
    def asker(self) -> str:
        """What the shopper is called as a side of the matter."""
        return "投诉人"

    @property
    def signer(self) -> str:
        """What the one who signs is called."""
        return "投诉人"

    def party(self, party_id: str | None) -> Party | None:
        """The party with that id."""
        return next((party for party in self.case.parties if party.id == party_id), None)

    def citation(self, cited: Citation, day: date | None, *, short: bool = False) -> str:
        """《…》 with article, paragraph and item, in the text that governs."""
        return formats.citation(cited, self.book, day, self.today, short=short)


@dataclass(frozen=True)
class LetterMaterial(Material):
    """Everything a letter reads: besides the case, the channel it goes to and what its template says of itself.

    ``claims`` are those that the letter is about when it is not about all the demands of the case; ``sides`` what the letter
    calls the shopper, the business and who signs, as far as its template says so; ``opens_with_it``: the letter begins with what is wrong. Raises NoSuchChannel.
    """

    channel_id: str = field(kw_only=True)
    claims: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    opens_with_it: bool = True

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.channel_id not in self.book.channels:
            raise NoSuchChannel(self.channel_id)

    def written_by(self, template: Template) -> "LetterMaterial":
        """The material as this template wants it: about its own claims, with its own names for the sides."""
        claims, sides = template.listed("claims"), template.listed("sides")
        opens = template.has("gist")
        same = (claims, sides, opens) == (self.claims, self.sides, self.opens_with_it)
        return self if same else replace(self, claims=claims, sides=sides, opens_with_it=opens)

    @property
    def channel(self) -> Channel:
        """The channel the letter goes to."""
        return self.book.channels[self.channel_id]

    @property
    def usual_reply_by(self) -> date | None:
        """The day an answer is asked for unless the shopper names another."""
        return day_to_ask_for(self.channel, self.today, self.awaited)

    @cached_property
    def awaited(self) -> date | None:
        """The day to come after which an answer is of no use: what was bought takes place."""
        return day_awaited(self.case, self.book, self.today)

    @cached_property
    def decided(self) -> Demands:
        """Which demands the letter makes, which it leaves to others, and which the law does not give."""
        return demands_for(self.case, self.assessment, self.channel, self.book, self.claims)

    @cached_property
    def demands(self) -> WordedDemands:
        """What the letter asks."""
        return worded(self.decided, self.case, self.speaking, self.called, self.book)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What happened, as far as it is told to this channel."""
        return events_told(self.channel, self.case)

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """What was promised, as far as it is told to this channel."""
        return promises_told(self.channel, self.case)

    @cached_property
    def attached(self) -> tuple[Exhibit, ...]:
        """The exhibits that go with this letter: none that show only what it does not tell."""
        left_out = evidence_left_out(self.channel, self.case)
        return tuple(one for one in self.exhibits if one.evidence not in left_out)

    @property
    def voice(self) -> Voice:
        """How papers to this channel speak."""
        return self.book.voices[self.channel.voice]

    @cached_property
    def found(self) -> ChannelFound | None:
        """The channel as the case was assessed for it; None where it is no way of this case's disputes."""
        return next((one for one in self.assessment.channels if one.id == self.channel_id), None)

    @property
    def speaking(self) -> Speaking:
        """How the law book's sentences are spoken here: by whom, to whom."""
        of_the_seller = self.recipient in (None, "seller") and "seller" in self.respondents
        you = self._in_law.you if of_the_seller else None
        if you and self.recipient is None and len(self.respondents) > 1:
            you = f"{you}（{self.called['seller']}）"
        me = self._in_law.asker if self.for_a_child else self._in_law.me
        platform = self.channel.kind == "platform"
        party = "" if platform or self.recipient else self._in_law.asked
        own = (self.recipient, self.voice.you) if self.recipient and self.voice.you else None
        return Speaking(me, you or self.called["seller"], party, ("platform", "贵平台") if platform else own)

    @cached_property
    def required(self) -> frozenset[str]:
        """What the channel's own form must have (``shopper.address`` …)."""
        return frozenset(field.fill for field in self.channel.fields if field.required and field.fill)

    @property
    def asker(self) -> str:
        """What the shopper is called as a side of the matter: 原告 before a court, 投诉人 elsewhere, or as the template says."""
        return self.sides[0] if self.sides else self._in_law.asker

    @property
    def asked(self) -> str:
        """What the business complained of is called: 被告 before a court, 被投诉人 elsewhere, or as the template says."""
        return self.sides[1] if len(self.sides) > 1 else self._in_law.asked

    @property
    def signer(self) -> str:
        """What the one who signs is called."""
        return self.sides[2] if len(self.sides) > 2 else self.sides[0] if len(self.sides) == 2 else self._in_law.signer

    @property
    def _in_law(self) -> Sides:
        return self.found.sides if self.found and self.found.sides else self.voice

    @cached_property
    def respondents(self) -> frozenset[Role]:
        """The roles this letter asks something of: the seller where it asks in words of the shopper's own, or nothing of anyone."""
        asked = (one.entry.against if one.entry else "seller" for one in self.decided.asked)
        return frozenset(asked) or frozenset({"seller"})

    def is_theirs(self, party_id: str | None) -> bool:
        """Whether somebody of the business that this letter is written to, or else of the one complained of, acted or spoke."""
        party = self.party(party_id)
        return party is not None and party.role == (self.recipient or "seller")

    @property
    def recipient(self) -> Role | None:
        """The role of the business the letter is written to; None where it goes to someone who decides or helps."""
        return self.channel.to
