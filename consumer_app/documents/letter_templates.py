"""Letter templates: text with front matter, read, checked and set. Shipped ones and a stranger's own go the same way."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from consumer_app import paths
from consumer_app.documents.context import MARKS
from consumer_app.documents.template_language import TemplateError, did_you_mean, faults

LONGEST_TEMPLATE, LONGEST_LINE = 50_000, 2_000
KEYS = {
    "title": "模板的名称，列表里看到的",
    "heading": "文书的标题，例如：投诉函",
    "plain": "一句话说明什么时候用",
    "channels": "适用的渠道，用逗号分开",
    "disputes": "适用的纠纷类型，用逗号分开；不写表示都适用",
    "asks": "至少要有其中一种诉求才适用；不写表示都适用",
    "claims": "只为这几项诉求而写的信，用逗号分开；不写就用案件里选好的诉求",
    "sides": "怎么称呼双方和签名的人，用逗号分开，例如：原告，被告，具状人；不写就是投诉人、被投诉人",
    "money": "yes 只用于要钱的信，no 只用于不要钱的信；不写表示都适用",
    "addressee": "抬头（致谁），可以用词汇表里的名字",
    "letterhead": "标题上方的小字",
    "author": "作者",
    "licence": "许可",
    "version": "版本",
}
_REQUIRED = ("title", "heading", "channels")
MARK_LINE = re.compile(r"\s*\[\[\s*([A-Za-z_]*)\s*\]\]\s*")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class TemplateRefused(ValueError):
    """A template that cannot be used; ``errors`` say where and why."""

    def __init__(self, errors: Iterable[TemplateError]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"{len(self.errors)} faults in the template")


@dataclass(frozen=True)
class Template:
    """A letter template as read: its front matter and its body, which begins on line ``first_line`` of the file."""

    slug: str
    matter: Mapping[str, str]
    body: str
    first_line: int
    text: str

    @property
    def title(self) -> str:
        return self.matter["title"]

    @property
    def plain(self) -> str:
        return self.matter.get("plain", "")

    @property
    def sha256(self) -> str:
        """The hash of the file's text."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def names_a_day(self) -> bool:
        """Whether its letter says by when an answer is asked for."""
        return "reply_by" in self.body or "reply_days" in self.body

    def has(self, section: str) -> bool:
        """Whether the letter has that section (``gist``, ``facts``)."""
        return f"[[{section}]]" in self.body

    def listed(self, key: str) -> tuple[str, ...]:
        """A list of the front matter (``channels``, ``disputes``, ``asks``)."""
        return tuple(part for part in re.split(r"[\s,，、]+", self.matter.get(key, "")) if part)


# ---- reading and checking -------------------------------------------------------------------------------------------


def read(text: str, slug: str) -> Template:
    """The template in a text. Raises TemplateRefused with every fault found."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    template, errors = _parsed(text, slug)
    if errors or template is None:
        raise TemplateRefused(errors)
    return template


def check(text: str) -> tuple[TemplateError, ...]:
    """Everything wrong with a template, by line of the file; empty when it can be used."""
    try:
        read(text, "checked")
    except TemplateRefused as refused:
        return refused.errors
    return ()


@lru_cache(maxsize=1)
def shipped() -> Mapping[str, Template]:
    """The templates in ``templates/letters/`` by slug, in the order of their names. Raises TemplateRefused for a faulty one."""
    return {path.stem: read(path.read_text(encoding="utf-8"), path.stem) for path in shipped_files()}


def is_shipped(template: Template) -> bool:
    """Whether this is one of the shipped templates, and not a stranger's of the same name."""
    return shipped().get(template.slug) is template


def shipped_files() -> tuple[Path, ...]:
    """The files of the shipped templates."""
    return tuple(sorted((paths.TEMPLATES / "letters").glob("*.txt")))


def _parsed(text: str, slug: str) -> tuple[Template | None, tuple[TemplateError, ...]]:
    if len(text) > LONGEST_TEMPLATE:
        return None, (TemplateError(1, f"模板太长：最多{LONGEST_TEMPLATE}字，现在是{len(text)}字"),)
    if not text.strip():
        return None, (TemplateError(1, "模板是空的"),)
    errors: list[TemplateError] = []
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if _CONTROL.search(line):
            errors.append(TemplateError(number, "这一行里有看不见的特殊字符，请删掉后重打这一行"))
        if len(line) > LONGEST_LINE:
            errors.append(TemplateError(number, f"这一行太长：最多{LONGEST_LINE}字，请分成几行"))
    if errors:
        return None, tuple(errors)
    matter, first, found = _front_matter(lines)
    errors.extend(found)
    body = "\n".join(lines[first - 1 :])
    errors.extend(TemplateError(error.line + first - 1, error.message) for error in faults(body))
    errors.extend(_mark_faults(lines, first))
    if "addressee" in matter:
        where = next(i for i, line in enumerate(lines, 1) if line.startswith("addressee"))
        errors.extend(TemplateError(where, error.message) for error in faults(matter["addressee"]))
    ordered = tuple(sorted(errors, key=lambda error: error.line))
    return Template(slug, matter, body, first, text), ordered


def _front_matter(lines: list[str]) -> tuple[dict[str, str], int, list[TemplateError]]:
    if lines[0].strip() != "---":
        return {}, 1, [TemplateError(1, "第一行应当是 ---，接着写 title: 模板名称 等几行，再用一行 --- 结束")]
    matter: dict[str, str] = {}
    errors: list[TemplateError] = []
    for number, line in enumerate(lines[1:], 2):
        if line.strip() == "---":
            missing = [key for key in _REQUIRED if not matter.get(key)]
            errors.extend(TemplateError(1, f"开头缺少 {key}：{KEYS[key]}") for key in missing)
            return matter, number + 1, errors
        if not line.strip():
            continue
        key, colon, value = line.replace("：", ":", 1).partition(":") if ":" not in line else line.partition(":")
        key = key.strip()
        if not colon:
            errors.append(TemplateError(number, "这一行应当写成「名称: 内容」"))
        elif key not in KEYS:
            errors.append(TemplateError(number, f"没有「{key[:30]}」这一项{did_you_mean(key, tuple(KEYS))}"))
        elif key in matter:
            errors.append(TemplateError(number, f"「{key}」写了两次，只留一行"))
        else:
            matter[key] = value.strip()
    return matter, len(lines) + 1, [*errors, TemplateError(1, "开头的说明没有用一行 --- 结束")]


def _mark_faults(lines: list[str], first: int) -> Iterator[TemplateError]:
    for number, line in enumerate(lines[first - 1 :], first):
        if (found := MARK_LINE.fullmatch(line)) and found[1] not in MARKS:
            yield TemplateError(number, f"没有「[[{found[1]}]]」这个版块{did_you_mean(found[1], tuple(MARKS))}")
        opened = sum(line.count(mark) for mark in ("{{", "{%", "{#")) - sum(
            line.count(mark) for mark in ("}}", "%}", "#}")
        )
        if opened > 0:
            yield TemplateError(number, "{{ }} 和 {% %} 要写在同一行里")
