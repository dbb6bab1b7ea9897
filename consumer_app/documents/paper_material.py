"""What a paper is made from: one case as assessed on one day, for one channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from consumer_app import formats
from consumer_app.documents import numbering
from consumer_app.documents.demands import WordedDemands, demands
from consumer_app.documents.paper import Exhibit
from consumer_app.domain.case import Case, Event, Party, Promise, Role
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import Channel, Citation, LawBook, Platform


@dataclass(frozen=True)
class Material:
    """Everything the sections of a paper read. ``channel_id`` is the slug of ``channel``; ``today`` the day the paper is dated.

    ``claims`` are those that the letter is about when it is not about all the demands of the case; ``sides`` what the letter
    calls the shopper, the business and who signs, as far as its template says so.
    """

    case: Case
    assessment: Assessment
    book: LawBook
    channel_id: str
    channel: Channel
    today: date
    reply_by: date | None = None
    claims: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()

    @cached_property
    def demands(self) -> WordedDemands:
        """What the letter asks."""
        channel = self.channel if self.channel_id else None
        return demands(self.case, self.assessment, channel, self.book, self.claims)

    @cached_property
    def exhibits(self) -> tuple[Exhibit, ...]:
        """Every exhibit with its number."""
        return numbering.exhibits(self.case)

    @cached_property
    def numbered(self) -> Mapping[str, Exhibit]:
        """The exhibits by the id of the evidence."""
        return {exhibit.evidence: exhibit for exhibit in self.exhibits}

    @cached_property
    def platform(self) -> Platform | None:
        """The platform the order was made on, as the law book knows it."""
        party = self.case.party("platform")
        return self.book.platforms.get(party.platform or "") if party else None

    @cached_property
    def required(self) -> frozenset[str]:
        """What the channel's own form must have (``shopper.address`` …)."""
        return frozenset(field.fill for field in self.channel.fields if field.required and field.fill)

    def cited(self, *items: Event | Promise) -> str:
        """证据1、证据3第2页, for one or several together."""
        return numbering.cited(items, self.numbered)

    def party(self, party_id: str | None) -> Party | None:
        """The party with that id."""
        return next((party for party in self.case.parties if party.id == party_id), None)

    def who(self, party_id: str | None, speaker: str | None) -> str:
        """Who acted, as the letter calls them: 本人, 商家客服A, or the speaker alone."""
        party = self.party(party_id)
        if party is None:
            return speaker or ""
        if party.role == "shopper":
            return speaker or SHOPPER
        role = formats.ROLES[party.role]
        return f"{role}{speaker}" if speaker and role not in speaker else speaker or role

    @property
    def asker(self) -> str:
        """What the shopper is called as a side of the matter: 原告 before a court, 投诉人 elsewhere, or as the template says."""
        return self._sides[0]

    @property
    def asked(self) -> str:
        """What the business complained of is called: 被告 before a court, 被投诉人 elsewhere, or as the template says."""
        return self._sides[1]

    @property
    def signer(self) -> str:
        """What the one who signs is called."""
        return self._sides[2]

    @property
    def _sides(self) -> tuple[str, str, str]:
        usual = ("原告", "被告", "具状人") if self.channel.kind == "court" else ("投诉人", "被投诉人", "投诉人")
        named = (*self.sides, *usual[len(self.sides) :])
        return named[0], named[1], named[2] if len(self.sides) != 2 else named[0]

    @cached_property
    def respondents(self) -> frozenset[Role]:
        """The roles this letter asks something of."""
        return frozenset(one.entry.against for one in self.demands.asked if one.entry)

    @property
    def recipient(self) -> Role | None:
        """The role of the business the letter is written to; None where it goes to someone who decides or helps."""
        return self.channel.to

    @property
    def to_counterpart(self) -> bool:
        """Whether the letter goes to the business complained of, and not to someone who is asked to decide or help."""
        return self.recipient is not None

    def voiced(self, text: str) -> str:
        """A sentence of the law book in the voice of this letter: 贵方 is said only to the business itself."""
        return text if self.to_counterpart else text.replace(YOUR_SIDE, OTHER_SIDE)

    def citation(self, cited: Citation, day: date | None) -> str:
        """《…》 with article, paragraph and item, in the text that governs."""
        return formats.citation(cited, self.book, day, self.today)


SHOPPER, YOUR_SIDE, OTHER_SIDE = "本人", "贵方", "商家"


# Short enough for a column of a letter; the site's own labels explain more.
CHANNELS: Mapping[str, str] = {
    "chat": "聊天",
    "phone": "电话",
    "sms": "短信",
    "page": "网页",
    "visit": "上门",
    "store": "到店",
    "platform": "平台",
    "mail": "信件",
    "video": "视频",
    "other": "",
}
PLACES: Mapping[str, str] = {
    "product_page": "商品页面",
    "chat": "聊天",
    "phone": "电话",
    "live_stream": "直播间",
    "activity_page": "活动页面",
    "platform_rules": "平台规则",
    "manual": "说明书",
    "store": "门店",
    "contract": "合同",
    "other": "",
}
OUTCOMES: Mapping[str, str] = {
    "broken": "没有做到",
    "late": "逾期才做到",
    "kept": "已经做到",
    "pending": "尚未到期",
    "unknown": "",
}
