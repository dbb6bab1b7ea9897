"""A text listened to in parts: a sentence, of a long one a few neighbouring clauses at a time."""

from collections.abc import Iterator

from consumer_app.domain.listening.ears import Ear
from consumer_app.domain.listening.grams import CLAUSE, folded_lines, sentences

SHORTEST, LONGEST = 8, 40
"""A sentence no longer than ``LONGEST`` is read as one, a longer one in runs of clauses between the two lengths."""
MOST_CLAUSES = 8
"""No more clauses than that are read as one, however short they are: it keeps what is read in proportion to the text."""
FAINTEST = 0.02


def heard_in_parts(text: str, ear: Ear, simplified: dict[int, str]) -> dict[str, tuple[float, str]]:
    """For each label that is not quite faint the largest share of any part of the text, and that part as written."""
    parts = list(dict.fromkeys(parts_of(text)))
    if not parts:
        return {}
    shares = ear.shares(folded_lines(parts, simplified))
    best, where = shares.max(axis=0), shares.argmax(axis=0)
    speaking = [number for number, share in enumerate(best) if share >= FAINTEST]
    return {ear.labels[number]: (float(best[number]), parts[where[number]]) for number in speaking}


def parts_of(text: str) -> Iterator[str]:
    """What is read as one: a sentence; of a long one its neighbouring clauses."""
    for start, words in sentences(text):
        if len(words) <= LONGEST:
            yield words.strip()
            continue
        places = [(start + found.start(), start + found.end()) for found in CLAUSE.finditer(words)]
        for first, (begin, _) in enumerate(places):
            for _, end in places[first : first + MOST_CLAUSES]:
                if end - begin > LONGEST and end != places[first][1]:
                    break
                if end - begin >= SHORTEST:
                    yield text[begin:end].strip()
