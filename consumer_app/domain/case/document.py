"""A case as one immutable document: who, what was bought, what happened, what was promised, what proves it, what is asked."""

import hashlib
import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer, StringConstraints, model_validator

from consumer_app.domain.case.versions import CURRENT, brought_up
from consumer_app.domain.law.moments import UNKNOWN_MOMENT, Moment

MOST_MONEY = Decimal("99999999.99")

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


def _clean(text: str) -> str:
    if found := _FORBIDDEN.search(text):
        raise ValueError(
            f"contains the invisible character U+{ord(found[0]):04X}; only line breaks and tabs are allowed"
        )
    return text


Text = Annotated[str, AfterValidator(_clean)]
Word = Annotated[Text, StringConstraints(max_length=100)]
Line = Annotated[Text, StringConstraints(max_length=300)]
Name = Annotated[Line, StringConstraints(pattern=r"^[^\n\t]*$")]
MediaType = Annotated[str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$")]
Passage = Annotated[Text, StringConstraints(max_length=4000)]
Story = Annotated[Text, StringConstraints(max_length=20000)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
FactName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
Money = Annotated[
    Decimal,
    Field(ge=0, le=MOST_MONEY, decimal_places=2),
    PlainSerializer(lambda value: f"{value:.2f}", return_type=str, when_used="json"),
]

PaperKind = Annotated[str, StringConstraints(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=40)]
Ending = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,8}$")]
PageNumber = Annotated[int, Field(ge=1, le=5000)]
Role = Literal["shopper", "seller", "platform", "maker", "carrier", "passenger_carrier", "installer"]
ContactChannel = Literal["chat", "phone", "sms", "page", "visit", "store", "platform", "mail", "video", "other"]
PromisePlace = Literal[
    "product_page",
    "chat",
    "phone",
    "live_stream",
    "activity_page",
    "platform_rules",
    "manual",
    "store",
    "contract",
    "other",
]
Outcome = Literal["kept", "late", "broken", "pending", "unknown"]
EvidenceKind = Literal[
    "photo", "screenshot", "chat", "page", "receipt", "document", "audio", "video", "object", "other"
]
Capacity = Literal["guardian", "agent", "family"]
Wish = Literal[
    "refund", "exchange", "repair", "redo", "supply", "perform", "compensate", "apology", "explanation", "takedown",
    "warning", "information", "punish",
]  # fmt: skip
SentBy = Literal["platform", "website", "post", "mail", "chat", "phone", "in_person", "other"]
ReplyKind = Literal["accepted", "refused", "partial", "silence"]
Answer = bool | str | int | Decimal | date | tuple[str, ...] | None


class Part(BaseModel):
    """What every part of a case shares: frozen, and a field that this version does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Representative(Part):
    """Who files for a parent or child; the buyer stays the complainant.

    ``capacity`` is in which capacity: as guardian of a child, as agent with a power of attorney, or as family helping with the papers;
    ``relation`` is how they are related, in the shopper's words (儿子).
    """

    name: Word | None = None
    capacity: Capacity | None = None
    relation: Word | None = None
    phone: Word | None = None


class Party(Part):
    """One side of the dispute. No identity-card number is ever stored."""

    id: Id
    role: Role
    name: Word | None = None
    phone: Word | None = None
    address: Line | None = None
    shop: Line | None = None
    registered_name: Line | None = None
    licence_no: Word | None = None
    platform: Slug | None = None
    representative: Representative | None = None

    @property
    def is_known(self) -> bool:
        """Whether anything is known of it but that there is one in its role, as a row tells that somebody acted."""
        return any(value is not None for name, value in self if name not in ("id", "role"))

    @property
    def in_law(self) -> str | None:
        """The name under which it can be complained of: the registered one, else its own, as far as that is not just the shop's."""
        return self.registered_name or (self.name if self.name != self.shop else None)

    @property
    def named(self) -> str | None:
        """Its name, the one that binds it first: registered, the shop's, its own."""
        return self.registered_name or self.shop or self.name

    @property
    def known_as(self) -> str | None:
        """What people call it: the shop's name, its own, the registered one."""
        return self.shop or self.name or self.registered_name


class OrderLine(Part):
    """One thing bought. ``paid`` is what was paid for it, ``affected`` the part of that price the trouble concerns, in yuan."""

    id: Id
    what: Line | None = None
    goods_kind: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=60)] | None = None
    quantity: Annotated[int, Field(ge=1, le=100_000)] | None = None
    paid: Money | None = None
    affected: Money | None = None


class Order(Part):
    """The purchase. Money in yuan: ``paid`` in all without freight, ``refunded`` what has already come back."""

    no: Word | None = None
    ordered_at: Moment | None = None
    received_at: Moment | None = None
    paid: Money | None = None
    freight: Money | None = None
    refunded: Money | None = None
    lines: Annotated[tuple[OrderLine, ...], Field(max_length=50)] = ()


class NamesExhibits(Part):
    """What names exhibits, and for some of them the page on which it stands; a page is kept only of an exhibit that is named."""

    @model_validator(mode="before")
    @classmethod
    def _only_pages_of_what_it_names(cls, document: Any) -> Any:
        if not isinstance(document, dict) or not isinstance(document.get("pages"), dict):
            return document
        named = document.get("evidence") or ()
        return {**document, "pages": {exhibit: page for exhibit, page in document["pages"].items() if exhibit in named}}


class ToldWords(Part):
    """Some of the words the shopper told the case in, with the place in ``Case.told`` where they begin."""

    start: Annotated[int, Field(ge=0, le=20000)]
    text: Story


class Event(NamesExhibits):
    """Something that happened: when, who (a party, and the person who spoke for it), through which channel, exact words.

    ``told`` are the words of the story that it holds, where it was read from them. ``topic`` groups answers to one question, so that answers which contradict each other can be shown side by side.
    ``pages`` says on which page of an exhibit it stands, for those of ``evidence`` where that is known.
    """

    id: Id
    at: Moment = UNKNOWN_MOMENT
    actor: Id | None = None
    speaker: Word | None = None
    channel: ContactChannel | None = None
    what: Passage
    quote: Passage | None = None
    topic: Word | None = None
    told: Annotated[tuple[ToldWords, ...], Field(max_length=300)] = ()
    evidence: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
    pages: Annotated[dict[Id, PageNumber], Field(max_length=50)] = Field(default_factory=dict)


class Promise(NamesExhibits):
    """What a party promised, in its words, and what came of it: ``happened`` and ``happened_at`` say what was done instead, or when."""

    id: Id
    by: Id | None = None
    speaker: Word | None = None
    where: PromisePlace | None = None
    quote: Passage
    seen_on: date | None = None
    due_at: Moment | None = None
    outcome: Outcome = "unknown"
    happened: Passage | None = None
    happened_at: Moment | None = None
    evidence: Annotated[tuple[Id, ...], Field(max_length=50)] = ()
    pages: Annotated[dict[Id, PageNumber], Field(max_length=50)] = Field(default_factory=dict)


class FileRef(Part):
    """A stored file and its working copies, by the random ids they are sealed under. ``pages`` are pictures in reading order."""

    blob: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{8,64}$")]
    name: Name
    media_type: MediaType
    size: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    taken_at: Moment | None = None
    page_count: Annotated[int, Field(ge=0, le=5000)] = 0
    pages: Annotated[tuple[Annotated[str, StringConstraints(max_length=64)], ...], Field(max_length=200)] = ()
    thumbnail: Annotated[str, StringConstraints(max_length=64)] | None = None


class Evidence(Part):
    """One exhibit. Without a file the original is in the shopper's hands: ``kept_at`` says where, ``passage`` what matters in it.

    ``gathers`` names the item of a dispute's list of evidence worth gathering that this exhibit is. ``files`` are its files in reading
    order (a chat of ten screenshots is one exhibit); their pages are counted through.
    """

    id: Id
    kind: EvidenceKind
    title: Line
    source: Line | None = None
    proves: Passage | None = None
    taken_at: Moment | None = None
    kept_at: Line | None = None
    passage: Passage | None = None
    gathers: Id | None = None
    files: Annotated[tuple[FileRef, ...], Field(max_length=100)] = ()

    @property
    def page_count(self) -> int:
        """How many pages its files have together."""
        return sum(file.page_count for file in self.files)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pictures of its pages, file by file, in reading order."""
        return tuple(page for file in self.files for page in file.pages)

    @property
    def thumbnail(self) -> str | None:
        """The small picture that stands for it: that of the first file that has one."""
        return next((file.thumbnail for file in self.files if file.thumbnail), None)


class Demand(Part):
    """What the shopper asks: a claim of the law book with the sum chosen (yuan), or words of their own. ``text`` replaces or is the wording."""

    claim: Slug | None = None
    amount: Money | None = None
    text: Passage | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.claim is None and not self.text:
            raise ValueError("a demand names a claim or says in words what is asked")
        return self


class IssuedPaper(Part):
    """A paper as it was sent: never changed afterwards. ``frozen`` is the whole paper value as text (JSON), ``file`` its sealed PDF.

    ``number`` is its number within the case, in the order of issue, ``kind`` a name of the table of kinds. ``also`` are the other sealed
    files, by the ending of their names (a paper issued by an earlier version has none). ``exhibits`` are the numbers it gave, by the id of
    the evidence. In a case that is kept the text is a sealed file of its own, ``frozen_file``; ``shows`` are the pictures in it that the
    case's exhibits do not have any more.
    """

    id: Id
    number: Annotated[int, Field(ge=1)]
    kind: PaperKind
    title: Name
    issued_at: Moment
    channel: Slug | None = None
    template: Line | None = None
    template_sha256: Annotated[str, StringConstraints(max_length=64)] | None = None
    law_revision: Annotated[str, StringConstraints(max_length=64)] | None = None
    reply_by: date | None = None
    exhibits: Annotated[dict[Id, Annotated[int, Field(ge=1)]], Field(max_length=400)] = Field(default_factory=dict)
    frozen: Annotated[str, StringConstraints(max_length=2_000_000)] | None = None
    frozen_file: FileRef | None = None
    shows: Annotated[tuple[Annotated[str, StringConstraints(max_length=64)], ...], Field(max_length=20_000)] = ()
    file: FileRef | None = None
    also: Annotated[dict[Ending, FileRef], Field(max_length=12)] = Field(default_factory=dict)

    @property
    def files(self) -> tuple[FileRef, ...]:
        """Every sealed file of it, the PDF first, its text last."""
        return tuple(file for file in (self.file, *self.also.values(), self.frozen_file) if file)

    @model_validator(mode="after")
    def _has_its_text(self) -> Self:
        if (self.frozen is None) == (self.frozen_file is None):
            raise ValueError("an issued paper has its text in frozen, or names the file that holds it in frozen_file")
        return self

    def says(self, frozen: str) -> bool:
        """Whether it is a paper of this very text."""
        if self.frozen_file is None:
            return self.frozen == frozen
        return self.frozen_file.sha256 == hashlib.sha256(frozen.encode()).hexdigest()


class Step(Part):
    """Something done on the way up: sent to the store, platform asked, 12315 filed; with its number and what came back.

    ``sent_by`` is how it was sent, ``tracking`` the number of the post or courier, ``reference`` the receiver's own number.
    ``reply_kind`` says what the reply came to (``silence``: the day passed without one), ``offered`` the sum of a partial offer, in yuan;
    ``reply`` are its words.
    """

    id: Id
    channel: Slug
    done_on: date | None = None
    sent_by: SentBy | None = None
    tracking: Word | None = None
    reference: Word | None = None
    reply_kind: ReplyKind | None = None
    offered: Money | None = None
    reply: Passage | None = None
    replied_on: date | None = None
    closed: bool | None = None
    paper: Id | None = None

    @property
    def answered(self) -> bool:
        """Whether the channel has answered; its silence is no answer."""
        return bool(self.closed or self.reply or self.reply_kind not in (None, "silence"))


class MeantWords(Part):
    """Words of the business that can be taken two ways, and the excuse of the law book that the shopper says they are."""

    words: Passage
    excuse: Slug


class Case(Part):
    """The whole case. Every part but ``v`` may be missing; null and absent both mean unknown.

    A document of an earlier version is brought up as it is read (``versions.py``). ``told`` are the shopper's own words and
    ``told_on`` the day they were told, from which 昨天 in them counts; ``left_out`` is what of them
    goes into no paper, ``their_words`` what of them the shopper says are the words of the business, and ``meant`` what the business meant by words that can be taken two ways. ``trouble`` is what is wrong in the shopper's own line,
    ``wishes`` what they said they want, before any claim of law is chosen.
    """

    v: Literal[2]
    told: Story | None = None
    told_on: date | None = None
    left_out: Annotated[tuple[ToldWords, ...], Field(max_length=300)] = ()
    their_words: Annotated[tuple[ToldWords, ...], Field(max_length=50)] = ()
    meant: Annotated[tuple[MeantWords, ...], Field(max_length=50)] = ()
    trouble: Annotated[Name, StringConstraints(max_length=40)] | None = None
    wishes: Annotated[tuple[Wish, ...], Field(max_length=13)] = ()
    disputes: Annotated[tuple[Slug, ...], Field(max_length=12)] = ()
    parties: Annotated[tuple[Party, ...], Field(max_length=20)] = ()
    order: Order = Order()
    events: Annotated[tuple[Event, ...], Field(max_length=300)] = ()
    promises: Annotated[tuple[Promise, ...], Field(max_length=100)] = ()
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=200)] = ()
    answers: dict[FactName, Answer] = Field(default_factory=dict)
    demands: Annotated[tuple[Demand, ...], Field(max_length=40)] = ()
    papers: Annotated[tuple[IssuedPaper, ...], Field(max_length=200)] = ()
    steps: Annotated[tuple[Step, ...], Field(max_length=200)] = ()

    @model_validator(mode="before")
    @classmethod
    def _of_this_version(cls, document: Any) -> Any:
        return brought_up(document) if isinstance(document, dict) else document

    @model_validator(mode="after")
    def _ids_are_unique_and_lead_somewhere(self) -> Self:
        for name in ("parties", "events", "promises", "evidence", "papers", "steps"):
            ids = [item.id for item in getattr(self, name)]
            if len(set(ids)) < len(ids):
                twice = {i for i in ids if ids.count(i) > 1}
                raise ValueError(f"{name}: the id {min(twice)!r} is used twice; every id is used once")
        parties, exhibits = {p.id for p in self.parties}, {x.id for x in self.evidence}
        named = [(f"events/{e.id}/actor", e.actor) for e in self.events] + [
            (f"promises/{k.id}/by", k.by) for k in self.promises
        ]
        for where, party in named:
            if party is not None and party not in parties:
                raise ValueError(f"{where} is {party!r}, which is none of the parties {sorted(parties)}")
        for where, item in [("events", e) for e in self.events] + [("promises", k) for k in self.promises]:
            for exhibit in item.evidence:
                if exhibit not in exhibits:
                    raise ValueError(
                        f"{where}/{item.id}/evidence names {exhibit!r}, which is none of the evidence {sorted(exhibits)}"
                    )
        return self

    def party(self, role: Role) -> Party | None:
        """The first party in that role, if there is one."""
        return next((party for party in self.parties if party.role == role), None)

    @property
    def platform(self) -> str | None:
        """The platform of the law book on which it was bought, when it is known."""
        party = self.party("platform")
        return party.platform if party else None


EMPTY_CASE = Case(v=CURRENT)
