"""What the domain finds as JSON: the shapes that scripts rely on, for the commands and for any page that answers programs."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from consumer_app import formats
from consumer_app.domain.judging.findings import (
    AdviceFound,
    Amount,
    Assessment,
    CautionFound,
    ChannelFound,
    ClaimFound,
    Due,
    EvidenceGap,
    ExcuseFound,
    Missing,
    Reason,
)
from consumer_app.domain.law import Burden, Citation, LawBook
from consumer_app.domain.listening.suggestion import Suggestion

Shape = dict[str, Any]


def suggestion(found: Suggestion, book: LawBook) -> Shape:
    """The answer of ``suggest``."""
    return {
        "disputes": [
            {"id": d.id, "title": book.disputes[d.id].title, "score": d.score, "because": list(d.because)}
            for d in found.disputes
        ],
        "provisions": [
            {"statute": _short(c, book), "article": c.article, "title": _title(c, book)} for c in found.provisions
        ],
        "facts": [{"fact": f.fact, "value": plain(f.value), "quote": f.quote} for f in found.facts],
        "elsewhere": [
            {
                "id": e.id,
                "title": e.title,
                "where": e.where,
                "because": list(e.because),
                "why": book.elsewhere[e.id].because,
            }
            for e in found.elsewhere
        ],
        "wishes": list(found.wishes),
        "ask": found.ask
        and {"question": found.ask.question, "fact": found.ask.fact, "between": list(found.ask.between)},
    }


def assessment(found: Assessment, book: LawBook) -> Shape:
    """The answer of ``assess``."""
    return {
        "today": found.today.isoformat(),
        "claims": [_claim(claim, book, found.today) for claim in found.claims],
        "questions": [_missing(missing, book) for missing in found.questions],
        "deadlines": [_deadline(due, book) for due in found.deadlines],
        "excuses": [_excuse(excuse, book) for excuse in found.excuses],
        "channels": [_channel(channel, book) for channel in found.channels],
        "evidence_gaps": [_gap(gap, book) for gap in found.evidence_gaps],
        "advice": [{"dispute": one.dispute, **_caution(one, book)} for one in found.advice],
    }


def facts(book: LawBook) -> list[Shape]:
    """Every fact with kind, question and choices."""
    return [
        {
            "fact": name,
            "kind": fact.kind,
            "label": fact.label,
            "question": fact.question,
            "hint": fact.hint,
            "choices": fact.choices or _platforms(fact.source, book),
            "from": fact.source,
        }
        for name, fact in book.facts.items()
    ]


def plain(value: object) -> Any:
    """A value as JSON has it: money and numbers as text where they are not whole, days as ISO text."""
    if value is None or isinstance(value, bool | str | int):
        return value
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _platforms(source: str | None, book: LawBook) -> Mapping[str, str]:
    return {slug: platform.title for slug, platform in book.platforms.items()} if source == "platform" else {}


def _claim(claim: ClaimFound, book: LawBook, today: date) -> Shape:
    entry = book.claims[claim.id]
    return {
        "id": claim.id,
        "title": entry.title,
        "asks": claim.asks,
        "status": claim.status,
        "against": claim.against,
        "day": plain(claim.day),
        "basis": [_cited(c, book) for c in claim.basis],
        "supports": [_cited(c, book) for c in claim.supports],
        "amount": _amount(claim.amount, book),
        "why": [_reason(r, book) for r in claim.why],
        "missing": [
            *(_missing(m, book) for m in claim.missing),
            *(
                {"fact": f, "question": formats.question(f, book), "could_change": ["amount"]}
                for f in claim.amount_needs
                if claim.status != "excluded"
            ),
        ],
        "excluded_by": [_reason(r, book) for r in claim.excluded_by],
        "never_with": list(claim.never_with),
        "better": claim.better,
        "burden": entry.burden and _burden(entry.burden, book),
        "caution": [caution.text for caution in claim.cautions],
        "certainty": claim.certainty,
        "contested_by": [_reason(r, book) for r in claim.contested_by],
        "moves": entry.moves,
        "other_side": entry.other_side,
        "request": entry.request,
        "ground": entry.ground,
        "text_not_held": [_cited(c, book) for c in claim.text_not_held],
        "status_text": formats.status(claim),
        "text_not_held_text": formats.text_not_held(claim, book, today),
    }


def _burden(burden: Burden, book: LawBook) -> Shape:
    basis = _cited(burden.basis, book) if burden.basis else None
    return {"shopper": burden.shopper, "seller": burden.seller, "basis": basis}


def _caution(caution: CautionFound | AdviceFound, book: LawBook) -> Shape:
    return {"text": caution.text, "source": _cited(caution.source, book) if caution.source else None}


def _cited(citation: Citation, book: LawBook) -> Shape:
    return {
        "statute": _short(citation, book),
        "article": citation.article,
        "paragraph": citation.paragraph,
        "item": citation.item,
    }


def _short(citation: Citation, book: LawBook) -> str:
    texts = book.texts.get(citation.statute, ())
    return texts[0].short if texts else citation.statute


def _title(citation: Citation, book: LawBook) -> str:
    texts = book.texts.get(citation.statute, ())
    return texts[0].title if texts else citation.statute


def _amount(amount: Amount | None, book: LawBook) -> Shape | None:
    if amount is None:
        return None
    most, least = (amount.total, amount.low) if amount.high is None else (amount.high, amount.total)
    return {
        "total": f"{most:.2f}",
        "low": None if least is None else f"{least:.2f}",
        "items": [
            {
                "label": formats.item_label(item, book),
                "formula": formats.item_formula(item),
                "value": f"{item.value:.2f}",
                "fact": item.fact,
                "source": item.source and str(item.source),
            }
            for item in amount.items
        ],
        "range": None if amount.high is None else [f"{amount.total:.2f}", f"{amount.high:.2f}"],
        "formula": amount.formula,
    }


def _reason(reason: Reason, book: LawBook) -> Shape:
    return {
        "fact": reason.fact,
        "test": reason.test,
        "wanted": plain(reason.wanted),
        "found": plain(reason.found),
        "holds": reason.holds,
        "source": _cited(reason.source, book) if reason.source else None,
        "text": formats.reason(reason, book),
    }


def _missing(missing: Missing, book: LawBook) -> Shape:
    return {
        "fact": missing.fact,
        "question": formats.question(missing.fact, book),
        "could_change": list(missing.could_become),
        "at_stake": f"{missing.at_stake:.2f}",
    }


def _deadline(due: Due, book: LawBook) -> Shape:
    return {
        "id": due.id,
        "title": due.title,
        "who": due.who,
        "after": due.after,
        "on": plain(due.on),
        "raw_on": plain(due.raw_on),
        "days_left": due.days_left,
        "working": [{"day": step.day.isoformat(), "kind": step.kind} for step in due.working],
        "text": formats.working(due, formats.fact_label(due.after, book)),
        "calendar_known": due.calendar_known,
        "basis": _cited(due.basis, book) if due.basis else None,
        "on_expiry": due.on_expiry,
        "certainty": due.certainty,
        "source": due.source,
        "note": due.note,
        "of": due.belongs_to,
    }


def _excuse(excuse: ExcuseFound, book: LawBook) -> Shape:
    entry = book.excuses[excuse.id]
    return {
        "id": excuse.id,
        "title": entry.title,
        "said": [{"event": event, "quote": quote} for event, quote in excuse.heard_in],
        "answer": entry.answer,
        "ground": entry.ground,
        "request": entry.request,
        "basis": [_cited(c, book) for c in excuse.basis],
        "seller_is_right_when": entry.right_when,
        "seller_is_right": excuse.seller_is_right,
    }


def _channel(channel: ChannelFound, book: LawBook) -> Shape:
    return {
        "id": channel.id,
        "title": book.channels[channel.id].title,
        "door": channel.door,
        "open": channel.open,
        "why_not": [_reason(r, book) for r in channel.why_not],
        "waits_for": [{"fact": fact, "question": formats.question(fact, book)} for fact in channel.waits_for],
        "could_close": [_reason(r, book) for r in channel.could_close],
        "needs": list(channel.needs),
        "closes": list(channel.closes),
        "by": plain(channel.by),
        "not_handled": list(channel.not_handled),
        "cautions": [_caution(caution, book) for caution in channel.cautions],
        "first": list(channel.first),
        "reply_by": plain(channel.reply_by),
    }


def _gap(gap: EvidenceGap, book: LawBook) -> Shape:
    return {
        "id": gap.id,
        "dispute": gap.dispute,
        "title": gap.title,
        "proves": gap.proves,
        "disappears_on": plain(gap.disappears_on),
        "basis": _cited(gap.basis, book) if gap.basis else None,
    }
