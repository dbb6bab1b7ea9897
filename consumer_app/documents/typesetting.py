"""Set a letter template over one case's values: its lines become blocks, its marks our own sections."""

import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Protocol, TypeGuard

from consumer_app import formats
from consumer_app.bench import Call, at_once
from consumer_app.documents import template_run
from consumer_app.documents.context import plain
from consumer_app.documents.letter_templates import MARK_LINE, Template, TemplateRefused, is_shipped
from consumer_app.documents.paper import Block, Heading, Item, Items, Paragraph, Quotation, Source, Table
from consumer_app.documents.template_language import TemplateError, names_used
from consumer_app.isolated import Isolated, IsolationFailed

_FENCED = re.compile(
    f"{template_run.OPEN}([^{template_run.MIDDLE}]*){template_run.MIDDLE}([^{template_run.CLOSE}]*){template_run.CLOSE}"
)
_LINE = re.compile(f"^{template_run.LINE}(\\d+){template_run.LINE}")
_TAGS = re.compile(r"\s*(?:\{[%#].*?[%#]\}\s*)+")

Section = Callable[[str], tuple[Block, ...]]


class ByName(Protocol):
    """The value of each name of ``context.Vocabulary``. Only those that a template mentions are asked for."""

    def __getitem__(self, name: str, /) -> object: ...


def set_letter(template: Template, values: ByName, section: Section, call: Call = at_once) -> tuple[Block, ...]:
    """The template's lines as blocks, our own sections where its marks stand. A heading with nothing beneath it is left out.

    Raises TemplateRefused when the template cannot be run within its limits.
    """
    lines = enumerate(template.body.split("\n"), template.first_line)
    marked = "\n".join(_numbered(number, line) for number, line in lines)
    set_blocks = list(_blocks(_run(template, marked, values, call), template.slug, section))
    return tuple(_with_numbers(_without_empty_headings(_joined(set_blocks))))


def set_line(template: Template, key: str, values: ByName, call: Call = at_once) -> str | None:
    """A line of the front matter with its values put in, empty where the template leaves it so; None when it has no such line."""
    source = template.matter.get(key)
    return _plain_words(_run(template, source, values, call))[0].strip() if source else source


@lru_cache(maxsize=1)
def _runner() -> Isolated:
    return Isolated(
        template_run.run,
        preload=["consumer_app.documents.template_run"],
        cpu_seconds=3,
        memory_mb=512,
        wall_seconds=5.0,
    )


def _run(template: Template, body: str, values: ByName, call: Call) -> str:
    """The template over its values: in a child, unless it is one that ships with the product."""
    mentioned = {name: plain(values[name]) for name in sorted(names_used(body))}
    payload = json.dumps({"body": body, "values": mentioned}).encode()
    try:
        answer = json.loads(template_run.run(payload) if is_shipped(template) else call(_runner(), payload))
    except IsolationFailed as failed:
        raise TemplateRefused([TemplateError(1, "这个模板算得太久或用得太多，没有完成；请写简单一些")]) from failed
    if "text" not in answer:
        raise TemplateRefused([TemplateError(int(answer["line"]), "这个模板在这里没能写完，请检查这一行的名字")])
    return str(answer["text"])


def _numbered(number: int, line: str) -> str:
    """The line with its number in front of what it prints; a line of tags alone prints nothing and stays as it is."""
    tags = _TAGS.match(line)
    rest = line[tags.end() :] if tags else line
    if tags and not rest.strip():
        return line
    return f"{tags[0] if tags else ''}{template_run.LINE}{number}{template_run.LINE}{rest}"


def _plain_words(line: str) -> tuple[str, Source]:
    """A line without its fences, and the sources of the values in it."""
    sources = tuple(dict.fromkeys(s for found in _FENCED.finditer(line) for s in found[1].split("|") if s))
    return _FENCED.sub(lambda found: found[2], line).replace(template_run.NEWLINE, "\n"), sources


def _blocks(text: str, slug: str, section: Section) -> Iterator[Block]:
    paragraph: list[tuple[str, Source]] = []
    items: list[Item] = []
    style = ""
    number = 0

    def settled() -> Iterator[Block]:
        nonlocal paragraph, items
        if items:
            yield Items(style="numbered" if style == "1" else "dashes", items=tuple(items))
        words = "".join(part for part, _ in paragraph)
        sources = tuple(dict.fromkeys(s for _, found in paragraph for s in found))
        if words.strip():
            yield Paragraph(text=words.strip(), source=sources)
        paragraph, items = [], []

    mark_of_line = template_run.LINE
    apart = re.sub(
        f"\n?({mark_of_line}\\d+{mark_of_line})", r"\n\1", text
    )  # a tag at a line's end swallows the line feed
    for line in apart.removeprefix("\n").split("\n"):
        if found := _LINE.match(line):
            number, line = int(found[1]), line[found.end() :]
        line = line.strip(" \t\u3000")
        own = f"template:{slug}:{number}"
        entry = re.match(r"(\d+)[.．、]\s*(?=\S)|-\s+", line)
        if mark := MARK_LINE.fullmatch(line):
            yield from settled()
            yield from section(mark[1])
        elif not line:
            if paragraph:
                yield from settled()
        elif line.startswith(("# ", "## ", "> ")):
            yield from settled()
            words, sources = _plain_words(line.partition(" ")[2])
            if line.startswith(">"):
                yield Quotation(text=words, source=(own, *sources))
            else:
                yield Heading(level=1 if line.startswith("# ") else 2, text=words, source=(own, *sources))
        elif entry:
            kind = "1" if entry[1] else "-"
            if paragraph or kind != style:
                yield from settled()
            style = kind
            words, sources = _plain_words(line[entry.end() :])
            items.append(Item(number=f"{len(items) + 1}." if entry[1] else "—", text=words, source=(own, *sources)))
        else:
            if items:
                yield from settled()
            words, sources = _plain_words(line)
            paragraph.append((words, (own, *sources)))
    yield from settled()


def _joined(blocks: list[Block]) -> list[Block]:
    """Tables of labels and values that follow each other, as one."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else None
        if _is_list(block) and _is_list(before) and block.columns == before.columns:
            joined[-1] = before.model_copy(update={"rows": (*before.rows, *block.rows)})
        else:
            joined.append(block)
    return joined


def _is_list(block: Block | None) -> TypeGuard[Table]:
    return isinstance(block, Table) and block.plain


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    for block in reversed(blocks):
        if isinstance(block, Heading):
            follows = kept[0] if kept else None
            if follows is None or (isinstance(follows, Heading) and follows.level <= block.level):
                continue
        kept.insert(0, block)
    return kept


def _with_numbers(blocks: list[Block]) -> Iterator[Block]:
    first = second = 0
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
        elif block.level == 1:
            first, second = first + 1, 0
            yield block.model_copy(update={"text": f"{formats.chinese_number(first)}、{block.text}"})
        else:
            second += 1
            yield block.model_copy(update={"text": f"（{formats.chinese_number(second)}）{block.text}"})
