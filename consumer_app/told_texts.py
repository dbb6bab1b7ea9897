"""The only reader of ``legal_refs/told/``: texts as people tell them and as shops answer, from which the ears are learned.

The site never reads them; learning and ``check-refs`` do. One file a kind (``disputes/``, ``elsewhere/``), an excuse (``replies/``) or a
wish (``wishes/``), with ``none.toml`` in each folder where there is such a thing; in a file a list ``told``, one text a line. ``facts/`` has
one file a dispute, whose texts are marked with every fact they say, ``sentences/`` short ones that say or only seem to say a fact of their file,
``wished/`` whole stories marked with what their tellers want.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import tomli
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from consumer_app.domain.listening.answers import label_of
from consumer_app.domain.listening.ears import NONE, VAGUE
from consumer_app.lawbook_checks.finding import Finding

FOLDER = "told"
MARKED = "facts"
SENTENCES = "sentences"
WISHED = "wished"
AnyLine = TypeVar("AnyLine", bound=BaseModel)
BOOK = "book"
"""Who wrote what the law book itself had as phrases: nobody's voice, so never what is measured on."""


class Line(BaseModel):
    """One text as it stands in a file: who wrote it, what else is true of it, in which dispute a shop said it."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str = Field(pattern=r"\S")
    by: str = Field(pattern=r"\S")
    also: tuple[str, ...] = ()
    dispute: str | None = None


class MarkedLine(BaseModel):
    """A text of a dispute as it stands in a file of ``facts/``: ``says`` every fact of the dispute that it says (fact, value, the words), ``unsure`` where nobody can tell (fact, the words)."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str = Field(pattern=r"\S")
    by: str = Field(pattern=r"\S")
    says: tuple[tuple[str, str, str], ...] = ()
    unsure: tuple[tuple[str, str], ...] = ()


class SentenceLine(BaseModel):
    """A few words as they stand in a file of ``sentences/``: ``says`` every fact of the file that they say (fact, value), ``seems`` those that they only seem to say, ``unsure`` those of which nobody can tell."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str = Field(pattern=r"\S")
    by: str = Field(pattern=r"\S")
    says: tuple[tuple[str, str], ...] = ()
    seems: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


class WishedLine(BaseModel):
    """A story as it stands in a file of ``wished/``: ``says`` everything its teller wants (wish, the words), ``unsure`` where nobody can tell."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    text: str = Field(pattern=r"\S")
    by: str = Field(pattern=r"\S")
    says: tuple[tuple[str, str], ...] = ()
    unsure: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Told:
    """A text to learn from: its labels (never empty: ``none`` when there is no other), who wrote it, the dispute in which it was said, its file.

    ``speaks_of``: the facts of which it is known whether it says them; None where it is known of every label.
    """

    text: str
    labels: tuple[str, ...]
    by: str
    dispute: str | None
    file: str
    speaks_of: frozenset[str] | None = None


@dataclass(frozen=True)
class Marked:
    """A told text of a dispute with the facts it says, and where it is unsure; its file."""

    dispute: str
    line: MarkedLine
    file: str


@dataclass(frozen=True)
class Wished:
    """A told text with what its teller wants; its file."""

    line: WishedLine
    file: str


@dataclass(frozen=True)
class ToldTexts:
    """All told texts: of kinds (disputes and matters elsewhere), of shops' replies, of wishes, stories marked with wishes, texts marked with facts, sentences that say one; what is wrong with the files; the hash of them."""

    kinds: tuple[Told, ...]
    replies: tuple[Told, ...]
    wishes: tuple[Told, ...]
    wished: tuple[Wished, ...]
    facts: tuple[Marked, ...]
    sentences: tuple[Told, ...]
    findings: tuple[Finding, ...]
    hash: str


def told_texts(root: Path) -> ToldTexts:
    """Every told text of the law book in that folder; a file that is not one is named among the findings."""
    digest, findings = hashlib.sha256(), list[Finding]()
    lines: dict[str, list[tuple[str, str, Line]]] = {
        "disputes": [],
        "elsewhere": [],
        "replies": [],
        "wishes": [],
    }
    marked: list[Marked] = []
    wished: list[Wished] = []
    sentences: list[Told] = []
    for path in sorted((root / FOLDER).rglob("*.toml")):
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            findings.append(Finding(name, "", "a folder", "a file"))
            continue
        content = path.read_bytes()
        digest.update(name.encode() + b"\0" + content)
        folder = path.relative_to(root / FOLDER).parts[0]
        if folder == MARKED:
            marked += [Marked(path.stem, line, name) for line in _lines(name, content, findings, MarkedLine)]
        elif folder == SENTENCES:
            sentences += _sentences(name, list(_lines(name, content, findings, SentenceLine)))
        elif folder == WISHED:
            wished += [Wished(line, name) for line in _lines(name, content, findings, WishedLine)]
        elif folder in lines:
            lines[folder] += [(name, path.stem, line) for line in _lines(name, content, findings, Line)]
        else:
            right = ", ".join((*lines, MARKED, SENTENCES, WISHED))
            findings.append(Finding(name, "", "another folder", f"one of {right}"))
    return ToldTexts(
        kinds=(*_labelled(lines["disputes"], ""), *_labelled(lines["elsewhere"], "elsewhere:")),
        replies=tuple(_labelled(lines["replies"], "")),
        wishes=tuple(_labelled(lines["wishes"], "")),
        wished=tuple(wished),
        facts=tuple(marked),
        sentences=tuple(sentences),
        findings=tuple(findings),
        hash=digest.hexdigest()[:16],
    )


def _labelled(lines: list[tuple[str, str, Line]], prefix: Literal["", "elsewhere:"]) -> Iterator[Told]:
    for file, stem, line in lines:
        own = stem if stem in (NONE, VAGUE) else prefix + stem
        yield Told(line.text, tuple(dict.fromkeys((own, *line.also))), line.by, line.dispute, file)


def _sentences(file: str, lines: list[SentenceLine]) -> Iterator[Told]:
    """The sentences of one file, each known to say or not to say every fact that the file is about, but for those it is unsure of."""
    about = frozenset(fact for line in lines for fact in (*(fact for fact, _ in line.says), *line.seems))
    for line in lines:
        labels = tuple(dict.fromkeys(label_of(fact, value) for fact, value in line.says)) or (NONE,)
        yield Told(line.text, labels, line.by, None, file, about.difference(line.unsure))


def _lines(name: str, content: bytes, findings: list[Finding], line: type[AnyLine]) -> Iterator[AnyLine]:
    try:
        table: dict[str, Any] = tomli.loads(content.decode())
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        findings.append(Finding(name, "", str(error), "valid TOML in UTF-8"))
        return
    for key in table.keys() - {"told"}:
        findings.append(Finding(name, key, "an unknown key", "only told = […]"))
    told = table.get("told", [])
    if not isinstance(told, list):
        findings.append(Finding(name, "told", repr(told)[:80], "a list: told = […]"))
        return
    for number, one in enumerate(told, 1):
        try:
            yield line.model_validate(one)
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = ".".join(map(str, fault["loc"]))
            findings.append(Finding(name, f"told[{number}].{where}", repr(fault.get("input"))[:80], fault["msg"]))
