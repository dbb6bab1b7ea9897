"""The only reader of ``legal_refs/``: TOML files into a ``LawBook``. An error names file, key, what was found, what would be right."""

import gc
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import tomli
from pydantic import BaseModel, ValidationError

from consumer_app.domain.case import Case
from consumer_app.domain.judging import same_money
from consumer_app.domain.judging.demands import begin_requests
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.facts import former_names, settled_facts
from consumer_app.domain.law import (
    Calendar,
    Channel,
    Characters,
    Citation,
    Claim,
    Common,
    Dispute,
    Elsewhere,
    Excuse,
    FactDefinition,
    Group,
    LawBook,
    Pair,
    Platform,
    Sought,
    Statute,
    Telling,
    Voice,
    WordingRule,
    Words,
    lookup,
    walk,
)
from consumer_app.domain.law.purchase import NO_WORDS, PurchaseWords, books_in_words, leaves_room, put_into
from consumer_app.domain.law.sides import Side
from consumer_app.domain.listening import (
    asides,
    buying,
    clauses,
    counts,
    days,
    excuses,
    facts,
    goods,
    hollow,
    in_writing,
    marks,
    nearest,
    numerals,
    paying,
    shops,
    speakers,
    sums,
    trouble,
    voices,
    wishes,
    written,
)
from consumer_app.lawbook_checks.finding import Finding
from consumer_app.lawbook_checks.rules import what_cannot_be_used

WORKED_OUT: tuple[Callable[[LawBook], object], ...] = (
    walk.use_of_entries,
    walk.facts_by_dispute,
    books_in_words,
    lookup.uses_of_articles,
    lookup.texts_to_search,
    former_names,
    settled_facts,
    excuses.ears_of,
    facts.listening_for,
    clauses.words_of_others,
    goods.names_of_goods,
    buying.words_of_buying,
    shops.words_of_shops,
    trouble.trouble_words,
    voices.around_clauses,
    hollow.hollow_words,
    in_writing.written_facts,
    wishes.words_of_wishing,
    nearest.fact_words,
    paying.words_of_paying,
    written.words_beside,
    numerals.numbers_of,
    days.shapes_of_days,
    days.marks_of_days,
    days.joins_of_days,
    days.objects_of_buying,
    days.booked_for,
    sums.money_words,
    counts.counting_words,
    speakers.names_of,
    speakers.chat_marks_of,
    asides.asides_of,
    marks.marks_of_telling,
    same_money.money_of_claims,
    same_money.price_of_the_order,
    begin_requests,
)
"""Everything that is worked out of a law book, made when it is read: whoever comes first waits for nothing."""
M = TypeVar("M", bound=BaseModel)
ENDING = ".toml"
LEARNED = "learned.bin"
"""What ``consumer-app learn`` makes of the told texts."""
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
REPLACED = re.compile(r"^(.+)-\d{4}$")
TOP_KEY = re.compile(r"\[*[a-z_][\w.-]*\]*")
WRITTEN_TWICE = re.compile(
    r"Duplicate .*key '(.+?)'|Cannot mutate immutable namespace \('(.+?)'|overwrite|twice|already|Cannot declare"
)
"""What the parser says of a key that stands twice, with the key where it names it."""


class LawBookError(ValueError):
    """The law book cannot be used. ``findings`` names every fault: file, key, what was found, what would be right."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


def load_law_book(folder: Path) -> LawBook:
    """The law book in that folder, with every reference followed and everything made ready that is worked out of it.

    Raises LawBookError naming all faults when a file is not TOML, has a key twice, a key or value of the wrong kind, or
    names a fact, claim, article, channel or excuse that the book does not have, or tests a fact for what it can never be.
    """
    with _kept_for_good():
        book = read_law_book(folder)
        if faults := what_cannot_be_used(book):
            raise LawBookError(faults)
        for make in WORKED_OUT:
            book.worked_out(make)
    return book


@cache
def law_book_of(folder: Path) -> LawBook:
    """The law book in that folder, read once a process. Raises LawBookError."""
    return load_law_book(folder)


def read_law_book(folder: Path) -> LawBook:
    """The law book as its files say it, references not yet followed and nothing worked out of it. Raises LawBookError for a file that breaks the schema."""
    if not folder.is_dir():
        raise LawBookError(
            [
                Finding(
                    str(folder),
                    "",
                    "no such folder",
                    "the folder legal_refs, with facts/, claims/ and the others in it",
                )
            ]
        )
    reading = _Reading(folder)
    statutes = reading.folder("statutes", Statute)
    calendars = reading.folder("calendars", Calendar, slug=re.compile(r"^\d{4}$"))
    for year, calendar in calendars.items():
        if int(year) != calendar.year:
            reading.fault(f"calendars/{year}.toml", "year", calendar.year, f"{year}, the year the file is named for")
    common = reading.folder("common", Common)
    claims = _with_what_they_share(reading.folder("claims", Claim), common, reading)
    as_written, fact_files = reading.tables("facts", FactDefinition)
    purchase = reading.whole("purchase.toml", PurchaseWords, NO_WORDS)
    book = LawBook(
        statutes=statutes,
        facts={name: put_into(fact, purchase) for name, fact in as_written.items()},
        purchase=purchase,
        with_slots={name: fact for name, fact in as_written.items() if leaves_room(fact, purchase)},
        claims=claims,
        common=common,
        disputes=reading.folder("disputes", Dispute),
        excuses=reading.folder("excuses", Excuse),
        channels=reading.folder("channels", Channel),
        voices=reading.folder("voices", Voice),
        platforms=reading.folder("platforms", Platform),
        calendars={calendar.year: calendar for calendar in calendars.values()},
        elsewhere=reading.folder("elsewhere", Elsewhere),
        wording=reading.rules("wording", WordingRule),
        words=reading.whole("words.toml", Words, Words()),
        telling=reading.whole("telling.toml", Telling, Telling()),
        characters=reading.whole("characters.toml", Characters, Characters()),
        pairs=reading.listed("pairs.toml", "pair", Pair),
        groups=reading.listed("groups.toml", "group", Group),
        sought=reading.listed("sought.toml", "sought", Sought),
        sides=reading.listed("sides.toml", "side", Side),
        learned=reading.learned(),
        fact_files=fact_files,
        revision=reading.revision(),
        texts=_texts_by_slug(statutes),
    )
    if reading.findings:
        raise LawBookError(reading.findings)
    return book


def _with_what_they_share(
    claims: Mapping[str, Claim], common: Mapping[str, Common], reading: "_Reading"
) -> dict[str, Claim]:
    """The claims whole, with what they name of ``common/``; a name that leads nowhere, and what nobody names, is a fault."""
    named = {slug for claim in claims.values() for slug in claim.common}
    there = reading.names("common")
    for slug in common.keys() - named:
        reading.fault(f"common/{slug}.toml", "", "shared by no claim", "a claim that names it under common")
    for slug, claim in claims.items():
        for missing in sorted(set(claim.common) - there):
            near = get_close_matches(missing, there)
            right = f"one of {', '.join(near)}" if near else f"a file common/{missing}.toml"
            reading.fault(f"claims/{slug}.toml", "common", missing, right)
        for twice in sorted(name for name in set(claim.common) if claim.common.count(name) > 1):
            reading.fault(f"claims/{slug}.toml", "common", f"{twice} twice", "each name once")
    return {slug: claim.with_what_it_shares(common) for slug, claim in claims.items()}


def load_examples(folder: Path) -> dict[str, Example]:
    """The worked examples of the law book in that folder, by slug: ``examples/<slug>.toml``, and the stories ``examples/<slug>/``.

    Raises LawBookError naming every file that is no example.
    """
    reading = _Reading(folder)
    found = reading.folder("examples", Example)
    for case_file in sorted((folder / "examples").glob("*/case.json")):
        slug = case_file.parent.name
        name = f"examples/{slug}/expected.toml"
        table = reading.table(name)
        try:
            case = Case.model_validate_json(case_file.read_bytes())
        except ValidationError as error:
            reading.findings.extend(_schema_findings(f"examples/{slug}/case.json", Case, error, ""))
            continue
        if table is None:
            reading.fault(name, "", "no such file", "what the story's assessment must hold, with title and today")
            continue
        own: dict[str, Any] = {key: table.pop(key) for key in ("title", "plain", "today") if key in table}
        whole: dict[str, Any] = {**own, "case": case, "files": True, "expected": table.get("expected", table)}
        if (example := reading.entry(name, Example, whole)) is not None:
            found[slug] = example
    if reading.findings:
        raise LawBookError(reading.findings)
    return found


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """While a book is read nothing becomes garbage. The first one a process reads stays as long as the process: the collector walks through
    it neither now nor later; of any further one (tests read many) it takes care as of anything else.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
        if not gc.get_freeze_count():
            gc.freeze()
    finally:
        if collecting:
            gc.enable()


def _texts_by_slug(statutes: Mapping[str, Statute]) -> dict[str, tuple[Statute, ...]]:
    """Every text of a statute under one slug, the newest first: ``slug-2019`` is a replaced text of ``slug``."""
    texts: dict[str, list[Statute]] = {}
    for name, statute in statutes.items():
        found = REPLACED.fullmatch(name) if statute.in_force_until else None
        texts.setdefault(found[1] if found else name, []).append(statute)
    return {
        slug: tuple(sorted(held, key=lambda text: text.in_force_from, reverse=True)) for slug, held in texts.items()
    }


class _Reading:
    """One pass over the folder, which gathers every fault instead of stopping at the first."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self.findings: list[Finding] = []
        self._hash = hashlib.sha256()
        self._citations: dict[str, Citation] = {}

    def folder(self, name: str, model: type[M], slug: re.Pattern[str] = SLUG) -> dict[str, M]:
        """Every file of a folder by its slug."""
        found = {}
        for file in self._files(name):
            if not slug.fullmatch(_stem(file)):
                self.fault(file, "", _stem(file), "a file name of lower-case English words joined by -")
            entry = self.entry(file, model, self.table(file))
            if entry is not None:
                found[_stem(file)] = entry
        return found

    def tables(self, name: str, model: type[M]) -> tuple[dict[str, M], dict[str, str]]:
        """Files of a folder that hold a table for each entry: the entries, in the order of the files, and the file each stands in."""
        found: dict[str, M] = {}
        files: dict[str, str] = {}
        for file in self._files(name):
            for key, table in (self.table(file) or {}).items():
                if key in files:
                    self.fault(file, key, f"declared in {files[key]} too", "each in one file")
                    continue
                files[key] = file
                entry = self.entry(file, model, table, key)
                if entry is not None:
                    found[key] = entry
        return found, files

    def rules(self, name: str, model: type[M]) -> dict[str, tuple[M, ...]]:
        """Files of a folder that hold ``[[rule]]``s, by the kind that each is named for."""
        return {_stem(file): self.listed(file, "rule", model) for file in self._files(name)}

    def listed(self, file: str, key: str, model: type[M]) -> tuple[M, ...]:
        """The entries of a file that holds a list of them and nothing else; none when it is not there."""
        parsed = self.table(file) or {}
        for other in parsed.keys() - {key}:
            self.fault(file, other, "an unknown key", f"only [[{key}]]")
        listed = parsed.get(key, [])
        if not isinstance(listed, list):
            self.fault(file, key, repr(listed)[:120], f"a list: [[{key}]]")
            return ()
        entries = (self.entry(file, model, one, f"{key}[{n}]") for n, one in enumerate(listed, 1))
        return tuple(entry for entry in entries if entry is not None)

    def whole(self, name: str, model: type[M], absent: M) -> M:
        """One file that is one entry, when it is there."""
        parsed = self.table(name)
        return absent if parsed is None else self.entry(name, model, parsed) or absent

    def learned(self) -> bytes:
        """The artefact of learning, when there is one; a new one is a new revision of the book."""
        path = self.root / LEARNED
        content = path.read_bytes() if path.is_file() else b""
        self._hash.update(LEARNED.encode() + b"\0" + content)
        return content

    def fault(self, file: str, key: str, found: object, right: str) -> None:
        self.findings.append(Finding(file, key, str(found), right))

    def revision(self) -> str:
        return self._hash.hexdigest()[:16]

    def names(self, folder: str) -> set[str]:
        """The names of the files that a folder has, also of those that are no entry."""
        return {_stem(file) for file in self._files(folder)}

    def _files(self, folder: str) -> list[str]:
        """The files of a folder by name."""
        try:
            names = sorted(os.listdir(self.root / folder))
        except FileNotFoundError:
            return []
        return [f"{folder}/{name}" for name in names if name.endswith(ENDING)]

    def table(self, name: str) -> dict[str, Any] | None:
        """One file as it stands; None when it is not there, or when it is no TOML, which is then a fault."""
        try:
            with open(f"{self.root}/{name}", "rb") as file:
                content = file.read()
        except FileNotFoundError:
            return None
        except IsADirectoryError:
            self.fault(name, "", "a folder", "a file")
            return None
        self._hash.update(name.encode() + b"\0" + content)
        try:
            return tomli.loads(content.decode(), parse_float=Decimal)
        except UnicodeDecodeError as error:
            self.fault(name, f"byte {error.start}", "not UTF-8", "a file saved as UTF-8")
        except tomli.TOMLDecodeError as error:
            self.findings.append(_toml_finding(name, content.decode(), str(error)))
        return None

    def entry(self, file: str, model: type[M], table: Any, under: str = "") -> M | None:
        """A table as a value of the model; None, and a fault, when it is not one."""
        if table is None:
            return None
        try:
            return model.model_validate(table, context=self._citations)
        except ValidationError as error:
            self.findings.extend(_schema_findings(file, model, error, under))
            return None


def _stem(file: str) -> str:
    """The name of a file without its folder and its ending."""
    return file.rpartition("/")[2].removesuffix(ENDING)


def _toml_finding(file: str, text: str, message: str) -> Finding:
    """A file that is not TOML: the line it fails on, and plain words for a key written twice and for a comma that is missing."""
    found = re.search(r"line (\d+)", message)
    lines = text.splitlines()[: int(found[1])] if found else []
    line = lines[-1].strip() if lines else ""
    where = f"line {found[1]}" if found else ""
    if named := WRITTEN_TWICE.search(message):
        above = next((key[0] for key in map(TOP_KEY.match, reversed(lines)) if key), "")
        return Finding(
            file,
            named[1] or named[2] or above.strip("[]"),
            f"written twice ({where or '?'}: {line[:80]})",
            "each key once",
        )
    right = (
        "a comma after each part, and every { and [ closed" if re.search("Unclosed|key part", message) else "valid TOML"
    )
    return Finding(file, where, f"{line[:80]!r}: {message}", right)


def _schema_findings(file: str, model: type[BaseModel], error: ValidationError, under: str) -> Iterator[Finding]:
    for fault in error.errors(include_url=False):
        key = ".".join(filter(None, [under, _key(fault["loc"])]))
        if fault["type"] == "extra_forbidden":
            known = _fields_at(model, fault["loc"][:-1])
            yield Finding(file, key, "an unknown key", f"one of {', '.join(known)}" if known else "no such key")
        elif fault["type"] == "missing":
            yield Finding(file, key, "nothing", "this key is needed")
        else:
            yield Finding(file, key, repr(fault["input"])[:120], fault["msg"].removeprefix("Value error, "))


def _key(loc: tuple[int | str, ...]) -> str:
    """The key as an editor writes it: ``deadline[1].unit``; the names pydantic gives to the choices of a union are left out."""
    text = ""
    for step in loc:
        if isinstance(step, int):
            text += f"[{step + 1}]"
        elif re.fullmatch(r"[a-z_][a-z0-9_-]*|\d[\d-]*", step, re.IGNORECASE) and step not in ("bool", "int", "str"):
            text += f".{step}" if text else step
    return text


def _fields_at(model: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that would be right at that place, as far as plain nesting tells."""
    here: Any = model
    for step in loc:
        if isinstance(step, int):
            continue
        field = here.model_fields.get(step) if isinstance(here, type) and issubclass(here, BaseModel) else None
        if field is None:
            return []
        here = _model_in(field.annotation)
    if not (isinstance(here, type) and issubclass(here, BaseModel)):
        return []
    return [field.alias or name for name, field in here.model_fields.items()]


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in getattr(annotation, "__args__", ()) if (found := _model_in(part))), None)
