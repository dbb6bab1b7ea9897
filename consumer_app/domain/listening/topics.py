"""What a text names: the hotel, the cat or the gym card that tells one dispute from another with the same trouble."""

from consumer_app.domain.law import About, LawBook
from consumer_app.domain.listening.folding import folded
from consumer_app.domain.listening.phrases import Told

ENOUGH = 2


def topics(book: LawBook) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """For each dispute that is about one kind of thing: the words that name it, folded, the longest first; made once a book."""
    return tuple((slug, _words(dispute.about, book)) for slug, dispute in book.disputes.items() if dispute.about)


def _words(about: About, book: LawBook) -> tuple[str, ...]:
    goods = (name for kind in about.goods for name in book.words.goods.get(kind, ()))
    words = {folded(word) for word in (*about.words, *goods)} - {""}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def named(given: Told, words: tuple[str, ...]) -> tuple[str, ...]:
    """The first two of the words that the text has, apart from each other, as the text writes them."""
    places: list[tuple[int, int]] = []
    for word in words:
        start = given.plain.find(word)
        end = start + len(word)
        if start >= 0 and all(end <= first or last <= start for first, last in places):
            places.append((start, end))
            if len(places) == ENOUGH:
                break
    return tuple(given.quote(*place) for place in places)
