"""`consumer-app letter CASE --to CHANNEL [--template SLUG] [--on DATE] -o FILE`: one letter as PDF, Word, text or HTML."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path

from consumer_app import formats, issuing
from consumer_app.commands.case_files import CaseFileError, read_case
from consumer_app.commands.law import day, law_book, today
from consumer_app.config import Config
from consumer_app.documents import letter_templates, pdf
from consumer_app.documents.letter_templates import Template, TemplateRefused
from consumer_app.documents.paper import Paper
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.documents.refusals import refusals
from consumer_app.documents.writers import WRITERS
from consumer_app.domain.case import Case
from consumer_app.domain.judging.examination import Unsound, examine
from consumer_app.domain.law import LawBook
from consumer_app.isolated import IsolationFailed

ENDINGS = tuple(f".{ending}" for ending in WRITERS)


class _Refused(ValueError):
    """A letter that cannot be written, in words for the advocate; ``status`` is the exit status."""

    def __init__(self, words: str, status: int = 1) -> None:
        super().__init__(words)
        self.status = status


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `letter`."""
    parser.add_argument(
        "case", type=Path, metavar="CASE", help="case.json、导出的 ZIP、故事的文件夹或 examples/ 里的 TOML"
    )
    parser.add_argument("--to", required=True, metavar="CHANNEL", help="交给谁：legal_refs/channels/ 里的文件名")
    parser.add_argument("--template", metavar="SLUG", help="模板的名称，或自己的模板文件（.txt）；不写用最合适的一个")
    parser.add_argument("--on", type=day, metavar="DATE", help="按哪一天写（默认今天；示例按它自己的日子）")
    parser.add_argument(
        "-o", "--output", required=True, type=Path, metavar="FILE", help=f"写到哪里：{' '.join(ENDINGS)}"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write one letter; what is wrong is said on standard error."""
    try:
        return _write(arguments)
    except (CaseFileError, _Refused) as error:
        print(error, file=sys.stderr)
        return error.status if isinstance(error, _Refused) else 1


def _write(arguments: argparse.Namespace) -> int:
    output: Path = arguments.output
    if output.suffix.lower() not in ENDINGS:
        raise _Refused(f"{output}：只能写成 {'、'.join(ENDINGS)}", 2)
    book = law_book()
    if arguments.to not in book.channels:
        raise _Refused(f"没有「{arguments.to}」这个渠道；可以写：{'、'.join(sorted(book.channels))}", 2)
    file = read_case(arguments.case)
    on: date = arguments.on or file.today or today()
    paper = _paper(file.case, arguments.to, _template(arguments.template), book, on)
    try:
        output.write_bytes(_written(paper, output.suffix.lower().removeprefix(".")))
    except IsolationFailed as error:
        raise _Refused(f"PDF 没有做成（{error.kind}），请再试一次，或者写成 .docx") from error
    except OSError as error:
        raise _Refused(f"{output}：写不进去（{error.strerror}）") from error
    return 0


def _written(paper: Paper, ending: str) -> bytes:
    if ending != "pdf":
        return issuing.render(paper, ending)
    pdf.use_fonts_of(Config.from_environ(os.environ).data_dir)
    printed = pdf.write(paper)
    if printed.unprintable:
        print(f"这些字打印不出来，请换一个写法：{'、'.join(printed.unprintable)}", file=sys.stderr)
    return printed.data


def _template(given: str | None) -> Template | str | None:
    if given is None or not given.endswith(".txt"):
        return given
    path = Path(given)
    try:
        return letter_templates.read(path.read_text(encoding="utf-8"), path.stem)
    except (OSError, UnicodeDecodeError) as error:
        raise _Refused(f"{path}：打不开，或者不是 UTF-8 的文本") from error
    except TemplateRefused as refused:
        raise _Refused(_faults(str(path), refused)) from refused


def _paper(case: Case, channel: str, template: Template | str | None, book: LawBook, on: date) -> Paper:
    try:
        assessment = examine(case, book, on, strict=True).assessment
        material = LetterMaterial(case, assessment, book, channel_id=channel)
        if against := refusals(material, asks_itself=isinstance(template, Template)):
            raise _Refused("不写这一份：\n" + "\n".join(f"- {one.text}" for one in against))
        return issuing.compose(material, "letter", template)
    except issuing.NotComposed as error:
        known = "、".join(letter_templates.shipped())
        if template is None:
            raise _Refused(f"没有适合「{channel}」的模板；可以用 --template 指定：{known}") from error
        raise _Refused(f"没有「{error.name}」这个模板；可以写：{known}", 2) from error
    except TemplateRefused as refused:
        raise _Refused(_faults("模板", refused)) from refused
    except Unsound as unsound:
        raise _Refused(formats.unsound(unsound, book)) from unsound


def _faults(name: str, refused: TemplateRefused) -> str:
    return "\n".join(f"{name}:{error.line}: {error.message}" for error in refused.errors)
