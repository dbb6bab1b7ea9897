"""Rules about what excuses are listened for: each can be read, is heard in what it says it hears, and in nothing near it."""

from collections.abc import Iterator

from consumer_app.domain.law import Excuse, LawBook
from consumer_app.domain.law.saying import SayingError
from consumer_app.domain.listening.clauses import Folding, clauses
from consumer_app.domain.listening.excuses import ear_of
from consumer_app.lawbook_checks.finding import Finding

LONGEST = 80


def sayings_that_cannot_be_read(book: LawBook) -> Iterator[Finding]:
    """What an excuse listens for is written as ``law.saying`` reads it, or it is heard like an excuse that is."""
    folding = Folding(book.words.hearing)
    for slug, excuse in book.excuses.items():
        if excuse.like is not None:
            other = book.excuses.get(excuse.like)
            if other is None or other.like is not None:
                yield Finding(f"excuses/{slug}.toml", "like", excuse.like, "an excuse that says what it listens for")
            continue
        for key in ("said", "never"):
            for one in getattr(excuse, key):
                alone = excuse.model_copy(update={"said": (one,), "never": ()})
                if fault := _fault(alone, book, folding, sure=key == "said"):
                    yield Finding(f"excuses/{slug}.toml", key, one, fault)


def _fault(excuse: Excuse, book: LawBook, folding: Folding, *, sure: bool) -> str | None:
    try:
        ear_of(excuse, book, folding)
    except SayingError as error:
        return str(error) if sure or "always said" not in str(error) else None
    return None


def sayings_too_long_to_edit(book: LawBook) -> Iterator[Finding]:
    """What an excuse listens for is short: many words make a list that it names."""
    for slug, excuse in book.excuses.items():
        for one in (*excuse.said, *excuse.never):
            if len(one) > LONGEST:
                yield Finding(f"excuses/{slug}.toml", "said", one, f"at most {LONGEST} characters: a list, or several")


def excuses_wrongly_heard(book: LawBook) -> Iterator[Finding]:
    """An excuse is heard in each sentence of ``hears`` and in none of ``passes``, and has some of both."""
    folding = Folding(book.words.hearing)
    for slug, excuse in book.excuses.items():
        if excuse.like is not None:
            continue
        file = f"excuses/{slug}.toml"
        for name in ("hears", "passes"):
            if not getattr(excuse, name):
                yield Finding(file, name, "nothing", "at least one sentence")
        try:
            ear = ear_of(excuse, book, folding)
        except SayingError:
            continue
        for sentence in excuse.hears:
            if not any(ear.hears(folding(clause)) for clause in clauses(sentence)):
                yield Finding(file, "hears", sentence, "a sentence in which it is heard")
        for sentence in excuse.passes:
            if any(ear.hears(folding(clause)) for clause in clauses(sentence)):
                yield Finding(file, "passes", sentence, "a sentence in which it is not heard")
