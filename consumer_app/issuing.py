"""From a case to a paper and from a paper to what was sent: the one path for pages and commands.

``Material`` or, for a letter, ``LetterMaterial`` is built first, once. ``compose`` makes a Paper of it, ``render`` writes the paper in a
format, ``issue`` freezes it. Nothing here reads a clock.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from consumer_app import formats
from consumer_app.bench import Call, at_once
from consumer_app.documents import calendar, text
from consumer_app.documents.channel_form import FilledField, filled
from consumer_app.documents.frozen import freeze, thaw
from consumer_app.documents.kinds import KINDS
from consumer_app.documents.kinds.kind import NotComposed, Wish
from consumer_app.documents.kinds.letter import fitting_templates
from consumer_app.documents.letter_templates import Template
from consumer_app.documents.paper import Paper
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.documents.writers import WRITERS, Pictures
from consumer_app.domain.case import Case, IssuedPaper, Moment
from consumer_app.domain.case.parts import new_id
from consumer_app.domain.judging.findings import Assessment
from consumer_app.domain.law import LawBook

__all__ = [
    "Issued",
    "NotComposed",
    "as_issued",
    "channel_form",
    "compose",
    "deadlines",
    "digest",
    "file_name",
    "files_to_seal",
    "fitting_templates",
    "issue",
    "numbered",
    "render",
    "takes_long",
]


LONG_TEXT, LONG_PICTURE = 50_000, 2_000
"""Characters of a frozen paper that take about a second to print, and how many of them a picture counts for."""


@dataclass(frozen=True)
class Issued:
    """A paper as issued: the record for the case (its files are put in when their bytes are sealed), and the files' bytes by ending."""

    record: IssuedPaper
    files: Mapping[str, bytes]


# ---- composing ------------------------------------------------------------------------------------------------------


def compose(
    material: Material,
    kind: str,
    template: Template | str | None = None,
    *,
    reply_by: date | None = None,
    with_exhibits: bool = True,
    call: Call = at_once,
) -> Paper:
    """The paper of that kind, dated the day of the assessment; the same arguments always give the same paper.

    material: LetterMaterial for a kind that goes to a channel, and only for that. kind: a name of ``KINDS``. template, reply_by,
    with_exhibits, call: see ``Wish``. Raises NotComposed and TemplateRefused.
    """
    if kind not in KINDS:
        raise NotComposed("kind", kind)
    found = KINDS[kind]
    if isinstance(material, LetterMaterial) != found.to_channel:
        raise NotComposed("channel", kind)
    content = found.make(material, Wish(template, reply_by, with_exhibits, call))
    title, order = content.title or found.title, f"　订单{material.case.order.no}" if material.case.order.no else ""
    return Paper(
        kind=kind,
        title=title,
        letterhead=found.letterhead if content.letterhead is None else content.letterhead,
        running=f"{title}（第{next_number(material.case)}号）{order}",
        addressee=content.addressee,
        blocks=content.blocks,
        made_on=material.today,
        reply_by=content.reply_by,
        channel=content.channel,
        template=content.template.slug if content.template else None,
        template_sha256=content.template.sha256 if content.template else None,
        law_revision=material.book.revision or None,
        exhibits=material.exhibits,
        example=material.example,
    )


def numbered(paper: Paper, number: int) -> Paper:
    """The same paper under another number of its case."""
    _, _, order = paper.running.partition("号）")
    return paper.model_copy(update={"running": f"{paper.title}（第{number}号）{order}"})


def channel_form(material: LetterMaterial) -> tuple[FilledField, ...]:
    """The boxes of the channel's own form, filled from the case for copying."""

    def letter() -> str:
        try:
            return text.text(compose(material, "letter"))
        except NotComposed:
            return ""

    return filled(material, letter)


# ---- writing and issuing --------------------------------------------------------------------------------------------


def render(paper: Paper, ending: str, pictures: Pictures | None = None, call: Call = at_once) -> bytes:
    """The paper as a file of that format (an ending of ``WRITERS``). Raises IsolationFailed for one that cannot be made."""
    return WRITERS[ending].write(paper, pictures or {}, call)


def takes_long(paper: Paper) -> bool:
    """Whether writing the paper takes more than about a second."""
    return len(freeze(paper)) + LONG_PICTURE * len(paper.assets) > LONG_TEXT


def files_to_seal(paper: Paper, pictures: Pictures | None = None, call: Call = at_once) -> Mapping[str, bytes]:
    """Every file that is kept with a paper when it is issued, by ending. Raises IsolationFailed."""
    return {ending: render(paper, ending, pictures, call) for ending, writer in WRITERS.items() if writer.sealed}


def issue(case: Case, paper: Paper, issued_at: datetime, files: Mapping[str, bytes] | None = None) -> Issued:
    """The paper frozen as it is sent: its JSON, its files, the template's and the law's versions. ``issued_at`` is aware.

    ``files`` are those of ``files_to_seal`` where they were written before. The caller seals them and adds ``record`` with them to the
    case. Raises IsolationFailed.
    """
    files = files_to_seal(paper) if files is None else files
    record = IssuedPaper(
        id=new_id(case, "papers"),
        number=next_number(case),
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
    return Issued(record, files)


def next_number(case: Case) -> int:
    """The number of the next paper issued; none is given twice."""
    return max((one.number for one in case.papers), default=0) + 1


def file_name(title: str, made_on: date, ending: str) -> str:
    """What a file of a paper is called: 投诉函-2026-11-04.pdf."""
    return f"{title}-{made_on}.{ending}"


def as_issued(record: IssuedPaper, text: bytes | None = None) -> Paper:
    """The paper as it was sent, whatever the case says now. ``text`` is what its ``frozen_file`` holds, where it has one."""
    return thaw((record.frozen or "") if text is None else text.decode())


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
