"""What a shopper says they want (退钱, 换, 道歉, 要个说法): learned from told sentences, read a few clauses at a time."""

from typing import Literal, get_args

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.excuses import ears_of
from consumer_app.domain.listening.grams import clauses
from consumer_app.domain.listening.parts import heard_in_parts

WISHES = "wishes"
"""The ear that hears wishes."""
Wish = Literal[
    "refund", "exchange", "repair", "redo", "supply", "compensate", "apology", "explanation", "takedown", "warning",
    "information", "punish",
]  # fmt: skip
SURE = 0.93
"""A wish is heard where at least so many that were said as surely were rightly heard."""


def wishes_said(text: str, book: LawBook) -> tuple[Wish, ...]:
    """The wishes in a text, asked or said; what the shop refuses, offers or already did is none."""
    ear = book.worked_out(ears_of).get(WISHES)
    if ear is None:
        return ()
    heard = [heard_in_parts(text, ear, book.characters.table)]
    wishing = [one for one in clauses(text) if one.startswith(book.words.wishing)] if book.words.wishing else []
    if wishing:
        heard.append(heard_in_parts("\n".join(wishing), ear, book.characters.table))
    surely = {label for one in heard for label, (share, _) in one.items() if ear.right_beyond(share) >= SURE}
    return tuple(wish for wish in get_args(Wish) if wish in surely)
