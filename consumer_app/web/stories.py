"""The examples that ship with the law book, read once; and of them the stories: those with their files, open to read as of their own day."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from consumer_app import formats, paths
from consumer_app.bench import Call
from consumer_app.documents.paper_material import LetterMaterial, Material
from consumer_app.domain.case import Case, Evidence, FileRef
from consumer_app.domain.judging.examples import Example
from consumer_app.domain.judging.findings import Assessment
from consumer_app.intake.evidence import examine
from consumer_app.lawbook import LawBookError, load_examples
from consumer_app.web import asking
from consumer_app.web.assessed import law_book, work_out

log = logging.getLogger(__name__)


@cache
def examples() -> Mapping[str, Example]:
    """Every example by its slug. A broken one is for ``check-refs`` to name: the site then stands without them."""
    try:
        return load_examples(paths.LEGAL_REFS)
    except LawBookError as broken:
        log.error("no examples on the site: %s", broken)
        return {}


@dataclass(frozen=True)
class Story:
    """One story: its case with every file in place, and the pictures by the ids the case names them by."""

    slug: str
    title: str
    plain: str
    today: date
    case: Case
    pictures: Mapping[str, bytes]

    @property
    def as_of(self) -> str:
        """The line that marks everything made from it."""
        return f"示例，按{formats.day(self.today)}计算"


@dataclass(frozen=True)
class Listed:
    """One story in a list: its slug, its title, and in a sentence what it is about."""

    slug: str
    title: str
    plain: str


def listed() -> tuple[Listed, ...]:
    """The stories that the first page offers with one tap; none of them is opened for it."""
    return tuple(Listed(slug, one.title, one.plain or "") for slug, one in examples().items() if one.files)


def story(slug: str) -> Story | None:
    """One story with its files read as a shopper's would be, once; None when there is none of that name. Raises NotYet while they are read."""
    example = examples().get(slug)
    if example is None or not example.files:
        return None
    if slug not in _READ:
        _READ[slug] = asking.result(
            f"story {slug}", lambda call: _story(slug, example, call), f"例子「{example.title}」", shared=True
        )
    return _READ[slug]


_READ: dict[str, Story] = {}


def _story(slug: str, example: Example, call: Call) -> Story:
    pictures: dict[str, bytes] = {}
    folder = paths.LEGAL_REFS / "examples" / slug / "files"
    evidence = tuple(_with_file(item, folder, pictures, call) for item in example.case.evidence)
    case = example.case.model_copy(update={"evidence": evidence})
    return Story(slug, example.title, example.plain or "", example.today, case, pictures)


@cache
def assessment_of(slug: str) -> Assessment:
    """What the law book says of a story on its own day. Raises KeyError for a story there is not."""
    found = story(slug)
    if found is None:
        raise KeyError(slug)
    return work_out(found.case, law_book(), found.today).assessment


def material_of(found: Story) -> Material:
    """What the papers of a story are made from; each is marked as an example."""
    return Material(found.case, assessment_of(found.slug), law_book(), found.as_of)


def letter_of(found: Story, channel: str) -> LetterMaterial:
    """What a letter of a story to that channel is made from. Raises NoSuchChannel."""
    return LetterMaterial(found.case, assessment_of(found.slug), law_book(), found.as_of, channel_id=channel)


def _with_file(item: Evidence, folder: Path, pictures: dict[str, bytes], call: Call) -> Evidence:
    file = next(iter(sorted(folder.glob(f"{item.id}.*"))), None)
    if file is None:
        return item
    data = file.read_bytes()
    seen = examine(data, file.name, call)
    pages = {f"{item.id}-{number}": page for number, page in enumerate(seen.working, start=1)}
    pictures.update(pages)
    if seen.thumbnail:
        pictures[f"{item.id}-small"] = seen.thumbnail
    held = FileRef(
        blob=f"story-{item.id}-{hashlib.sha256(data).hexdigest()[:8]}",
        name=file.name,
        media_type=seen.media_type,
        size=seen.size,
        sha256=seen.sha256,
        page_count=seen.pages,
        pages=tuple(pages),
        thumbnail=f"{item.id}-small" if seen.thumbnail else None,
    )
    return item.model_copy(update={"file": held})
