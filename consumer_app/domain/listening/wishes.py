"""What a shopper says they want (退钱, 换, 道歉, 要个说法), as they say it."""

from consumer_app.domain.law import LawBook
from consumer_app.domain.listening.grams import clauses, folded_lines


def wish_words(book: LawBook) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each wish the words that say it, folded; made once a book."""
    simplified = book.characters.table
    return tuple(
        (wish, tuple(line.replace(" ", "") for line in folded_lines(list(words), simplified)))
        for wish, words in book.words.wishes.items()
    )


def wishes_said(text: str, book: LawBook) -> tuple[str, ...]:
    """The wishes in a text, in the order of the book. What the shop wants or refuses is none: such a clause has a word that unsays it."""
    spoken = [line.replace(" ", "") for line in folded_lines(clauses(text), book.characters.table)]
    open_clauses = [line for line in spoken if not any(word in line for word in book.words.unwished)]
    return tuple(
        wish
        for wish, words in book.worked_out(wish_words)
        if any(word in line for line in open_clauses for word in words)
    )
