"""From a case to a paper and from a paper to what was sent: the one path for pages and commands.

``compose`` makes a Paper, ``render`` writes it in a format, ``issue`` freezes it. Nothing here reads a clock.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from consumer_app import formats
from consumer_app.documents import calendar, checklist, docx, evidence_list, html, letters, pdf, setting, text
from consumer_app.documents.channel_form import FilledField, filled
from consumer_app.documents.concerns import Concern
from consumer_app.documents.concerns import concerns as found_concerns
from consumer_app.documents.letters import Template
from consumer_app.documents.material import Material
from consumer_app.documents.papers import Paper, freeze, thaw
from consumer_app.documents.sections import SECTIONS, parties
from consumer_app.documents.sections.closing import signature
from consumer_app.documents.sections.story import timeline
from consumer_app.documents.vocabulary import vocabulary
from consumer_app.domain.case import Case, IssuedPaper, Moment, PaperKind
from consumer_app.domain.case.parts import new_id
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import Channel, LawBook

Format = Literal["pdf", "docx", "txt", "html"]
MEDIA_TYPES: Mapping[Format, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "txt": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
TITLES: Mapping[PaperKind, str] = {"evidence_list": "证据清单", "timeline": "事实经过", "checklist": "升级清单"}
_LETTERHEADS: Mapping[PaperKind, str] = {
    "evidence_list": "消费者权益争议　证据材料",
    "timeline": "消费者权益争议　事实经过",
    "checklist": "自用　不必提交",
}
_NO_CHANNEL = Channel(title="", kind="other", rank=0, addressee="", plain="")


class NotComposed(ValueError):
    """A paper that cannot be made: ``reason`` is ``channel`` (the law book has none of that name) or ``template`` (no template fits)."""

    def __init__(self, reason: Literal["channel", "template"], name: str) -> None:
        self.reason, self.name = reason, name
        super().__init__(f"no paper: {reason} {name!r}")


@dataclass(frozen=True)
class Issued:
    """A paper as issued: the record for the case (its ``file`` is put in when the bytes are sealed), the PDF, and a name to save it under."""

    record: IssuedPaper
    data: bytes
    media_type: str
    file_name: str
    unprintable: tuple[str, ...]


# ---- composing ------------------------------------------------------------------------------------------------------


def compose(
    case: Case,
    kind: PaperKind,
    channel: str | None,
    template: Template | str | None,
    book: LawBook,
    today: date,
    *,
    assessment: Assessment | None = None,
    reply_by: date | None = None,
    example: str | None = None,
    with_exhibits: bool = True,
) -> Paper:
    """The paper of that kind, dated ``today``; the same arguments always give the same paper.

    channel: the slug of the channel a letter goes to; the other kinds need none.
    template: a Template, the slug of a shipped one, a template's whole text, or None for the first that fits.
    reply_by: the day an answer is asked for; without one, the channel's own number of days from today.
    example: a line that marks a sample (「示例，按2026年11月4日计算」).
    with_exhibits: whether an evidence list is followed by the exhibits' pages.
    Raises NotComposed, TemplateRefused, and what ``assess`` raises.
    """
    found = assessment if assessment is not None else assess(case, book, today)
    if kind == "letter":
        return _letter(case, channel or "", template, book, found, today, reply_by, example)
    given = Material(case, found, book, channel or "", book.channels.get(channel or "", _NO_CHANNEL), today)
    if kind == "evidence_list":
        blocks = evidence_list.blocks(given, with_pages=with_exhibits)
    elif kind == "checklist":
        blocks = checklist.blocks(given)
    else:
        about = parties.about(given)
        blocks = (*((about,) if about else ()), *timeline(given), *signature(given))
    return Paper(
        kind=kind,
        title=TITLES[kind],
        letterhead=_LETTERHEADS[kind],
        running=_running(TITLES[kind], case),
        blocks=blocks,
        made_on=today,
        law_revision=book.revision or None,
        exhibits=given.exhibits,
        example=example,
    )


def _letter(
    case: Case,
    channel_id: str,
    template: Template | str | None,
    book: LawBook,
    found: Assessment,
    today: date,
    reply_by: date | None,
    example: str | None,
) -> Paper:
    if channel_id not in book.channels:
        raise NotComposed("channel", channel_id)
    channel = book.channels[channel_id]
    if reply_by is None and channel.reply_days:
        reply_by = today + timedelta(days=channel.reply_days)
    chosen = _template(template, Material(case, found, book, channel_id, channel, today, reply_by))
    given = Material(
        case, found, book, channel_id, channel, today, reply_by, chosen.listed("claims"), chosen.listed("sides")
    )
    values = vocabulary(given)
    title, addressee = chosen.matter["heading"], setting.set_line(chosen, "addressee", values)
    return Paper(
        kind="letter",
        title=title,
        letterhead=chosen.matter.get("letterhead", ""),
        running=_running(title, case),
        addressee=channel.addressee if addressee is None else addressee or None,
        blocks=setting.set_letter(chosen, values, lambda mark: SECTIONS[mark](given)),
        made_on=today,
        reply_by=reply_by,
        channel=channel_id,
        template=chosen.slug,
        template_sha256=chosen.sha256,
        law_revision=book.revision or None,
        exhibits=given.exhibits,
        example=example,
    )


def _template(template: Template | str | None, given: Material) -> Template:
    if isinstance(template, Template):
        return template
    if template is None:
        fitting = fitting_templates(given.case, given.assessment, given.channel_id, given.book)
        if not fitting:
            raise NotComposed("template", given.channel_id)
        return fitting[0]
    if "\n" in template:
        return letters.read(template, "own")
    if template not in letters.shipped():
        raise NotComposed("template", template)
    return letters.shipped()[template]


def fitting_templates(case: Case, assessment: Assessment, channel: str, book: LawBook) -> tuple[Template, ...]:
    """The shipped templates for that channel that fit the case's disputes and demands, the most particular first."""
    if channel not in book.channels:
        return ()
    asked = Material(case, assessment, book, channel, book.channels[channel], assessment.today).demands
    kinds = {one.entry.asks for one in asked.asked if one.entry}
    ranked: list[tuple[int, str, Template]] = []
    for template in letters.shipped().values():
        disputes, asks, money = template.listed("disputes"), template.listed("asks"), template.matter.get("money")
        if channel not in template.listed("channels"):
            continue
        if disputes and not set(disputes) & set(case.disputes):
            continue
        if asks and not set(asks) & kinds:
            continue
        if any((claim := assessment.claim(one)) and claim.status == "excluded" for one in template.listed("claims")):
            continue
        if money and (money == "yes") != (asked.total is not None):
            continue
        particular = bool(disputes) * 4 + bool(asks) * 2 + bool(money)
        ranked.append((-particular, template.slug, template))
    return tuple(template for *_, template in sorted(ranked, key=lambda one: one[:2]))


def _running(title: str, case: Case) -> str:
    return f"{title}　订单{case.order.no}" if case.order.no else title


def concerns(
    case: Case, channel: str, book: LawBook, today: date, *, assessment: Assessment | None = None
) -> tuple[Concern, ...]:
    """What to look at before a letter to that channel is sent. Raises NotComposed for a channel the law book does not have."""
    if channel not in book.channels:
        raise NotComposed("channel", channel)
    found = assessment if assessment is not None else assess(case, book, today)
    return found_concerns(Material(case, found, book, channel, book.channels[channel], today))


def channel_form(
    case: Case, channel: str, book: LawBook, today: date, *, assessment: Assessment | None = None
) -> tuple[FilledField, ...]:
    """The boxes of a channel's own form, filled from the case for copying. Raises NotComposed for a channel the law book does not have."""
    if channel not in book.channels:
        raise NotComposed("channel", channel)
    found = assessment if assessment is not None else assess(case, book, today)

    def letter() -> str:
        try:
            return text.text(compose(case, "letter", channel, None, book, today, assessment=found))
        except NotComposed:
            return ""

    return filled(Material(case, found, book, channel, book.channels[channel], today), letter)


# ---- writing and issuing --------------------------------------------------------------------------------------------


def render(paper: Paper, format: Format, pictures: Mapping[str, bytes] | None = None) -> bytes:
    """The paper as a file. ``pictures`` are the exhibits' pages (JPEG or PNG) by asset id, see ``Paper.assets``. Raises IsolationFailed for a PDF that cannot be made."""
    if format == "pdf":
        return pdf.write(paper, pictures).data
    if format == "docx":
        return docx.write(paper, pictures)
    return text.write(paper) if format == "txt" else html.page(paper, _inside(pictures or {})).encode("utf-8")


def _inside(pictures: Mapping[str, bytes]) -> html.AssetUrl:
    """Pictures within the page itself, so that one file is the whole paper."""

    def address(asset: str) -> str | None:
        data = pictures.get(asset)
        if data is None:
            return None
        kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
        return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"

    return address


def issue(case: Case, paper: Paper, issued_at: datetime, pictures: Mapping[str, bytes] | None = None) -> Issued:
    """The paper frozen as it is sent: its JSON, its PDF, the template's and the law's versions. ``issued_at`` is aware.

    The caller seals ``data`` and adds ``record`` with that file to the case. Raises IsolationFailed.
    """
    printed = pdf.write(paper, pictures)
    record = IssuedPaper(
        id=new_id(case, "papers"),
        number=max((one.number for one in case.papers), default=0) + 1,
        kind=paper.kind,
        title=paper.title,
        issued_at=Moment(at=issued_at.isoformat(timespec="minutes"), precision="minute"),
        channel=paper.channel,
        template=paper.template,
        template_sha256=paper.template_sha256,
        law_revision=paper.law_revision,
        reply_by=paper.reply_by,
        exhibits={exhibit.evidence: exhibit.number for exhibit in paper.exhibits},
        frozen=freeze(paper),
    )
    return Issued(record, printed.data, MEDIA_TYPES["pdf"], f"{paper.title}-{paper.made_on}.pdf", printed.unprintable)


def as_issued(record: IssuedPaper, text: bytes | None = None) -> Paper:
    """The paper as it was sent, whatever the case says now. ``text`` is what its ``frozen_file`` holds, where it has one."""
    return thaw(record.frozen if text is None else text.decode())


def digest(paper: Paper) -> str:
    """A hash of everything the paper says, to know a paper rendered before."""
    return hashlib.sha256(freeze(paper).encode("utf-8")).hexdigest()


def deadlines(assessment: Assessment, book: LawBook) -> bytes:
    """The case's coming deadlines as a calendar file."""
    entries = [
        calendar.Entry(
            f"{due.belongs_to or ''}{due.id}",
            f"{due.title}{'（未核验）' if due.certainty == 'C' else ''}",
            due.on,
            "\n".join(filter(None, (formats.working(due, formats.fact_label(due.after, book)), due.note))),
        )
        for due in assessment.deadlines
        if due.on is not None and due.on >= assessment.today
    ]
    return calendar.write(sorted(entries, key=lambda entry: entry.on), assessment.today, "据理　期限提醒")
