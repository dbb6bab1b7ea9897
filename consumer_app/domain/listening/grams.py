"""A text as a learned ear takes it in: cut into sentences and clauses, folded, and as the short runs of characters it is made of.

Folded means: width and case alike, traditional characters simplified, every number a 0, everything between words a single break. A run
(n-gram) is one to three neighbouring characters of one clause, its ends included; it is kept as one whole number, three times 21 bits.
"""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Runs = NDArray[np.int64]

LONGEST_RUN = 3
CHARACTER = 21
BREAK, LINE = ord(" "), ord("\n")
SENTENCE_ENDS = "。！？!?；;\n"
CLAUSE_ENDS = SENTENCE_ENDS + "，,、：:~～…"
UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
NUMBER = re.compile(r"\d[\d.,]*")
BETWEEN = re.compile(r"(?:[^\w\n]|_)+")
SENTENCE = re.compile(f"[^{SENTENCE_ENDS}]+")
CLAUSE = re.compile(f"[^{re.escape(CLAUSE_ENDS)}]+")


def folded_lines(lines: Sequence[str], simplified: dict[int, str]) -> list[str]:
    """Each line folded; as many come out as went in. ``simplified`` is the table of ``Characters``."""
    if not lines:
        return []
    whole = "\n".join(line.replace("\n", " ").replace("\r", " ") for line in lines)
    plain = unicodedata.normalize("NFKC", UNSEEN.sub("", whole)).lower().translate(simplified)
    spoken = BETWEEN.sub(" ", NUMBER.sub("0", plain.replace("\u2028", " ").replace("\u2029", " ")))
    return [line.strip(" ") for line in spoken.split("\n")]


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, each with the place where it starts."""
    return [(found.start(), found[0]) for found in SENTENCE.finditer(text) if found[0].strip()]


def clauses(text: str) -> list[str]:
    """The clauses of a text, as written."""
    return [found[0].strip() for found in CLAUSE.finditer(text) if found[0].strip()]


def runs(lines: Sequence[str]) -> tuple[Runs, Runs]:
    """Every run of the folded lines, as often as it stands there: the number of its line, and the run."""
    text = "\n".join(f" {line} " for line in lines)
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    line, packed, inside = np.cumsum(codes == LINE), codes, codes != LINE
    found, where = [packed[inside & (packed != BREAK)]], [line[inside & (packed != BREAK)]]
    for length in range(2, LONGEST_RUN + 1):
        packed = (packed[:-1] << CHARACTER) | codes[length - 1 :]
        inside = inside[:-1] & (codes[length - 1 :] != LINE)
        within = inside & (codes[1 : len(packed) + 1] != BREAK) if length == LONGEST_RUN else inside
        found.append(packed[within])
        where.append(line[: len(packed)][within])
    return np.concatenate(where), np.concatenate(found)


def written(run: int) -> str:
    """The characters of a run."""
    return "".join(chr((run >> CHARACTER * at) & (1 << CHARACTER) - 1) for at in range(LONGEST_RUN - 1, -1, -1)).lstrip(
        "\0"
    )


def packed(text: str) -> int:
    """The run that these characters are."""
    number = 0
    for character in text:
        number = number << CHARACTER | ord(character)
    return number
