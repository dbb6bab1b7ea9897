"""How a claim stands, in words; and what is said where the law book lacks the text of its day."""

from datetime import date

from consumer_app.domain.judging.findings import ClaimFound
from consumer_app.domain.law import LawBook
from consumer_app.formats.law import citations
from consumer_app.formats.names import STATUSES
from consumer_app.formats.times import day


def status(claim: ClaimFound) -> str:
    """How the claim stands; no fact is said to be missing where what is missing is a text."""
    return "没有收录当时的条文" if claim.waits_for_its_text else STATUSES[claim.status]


def text_not_held(claim: ClaimFound, book: LawBook, today: date) -> str:
    """Of a claim whose text of its day is not held: which text, and what to do; empty where it is held."""
    if not claim.text_not_held:
        return ""
    cited = citations(claim.text_not_held, book, claim.day, today, short=True)
    on = f"{day(claim.day)}那天" if claim.day else "当时"
    return f"{cited}：这里没有收录{on}适用的文本，所以说不准。先查到当时的条文，或者打12348免费问一问，再决定要不要提"


def text_not_attached(claim: ClaimFound, book: LawBook, today: date) -> str:
    """The same for a paper that asks it all the same."""
    if not claim.text_not_held:
        return ""
    cited = citations(claim.text_not_held, book, claim.day, today, short=True)
    return f"所依据的{cited}，以{day(claim.day) if claim.day else '行为发生时'}有效的文本为准，本文书未附原文。"
