"""`consumer-app assess CASE… [--on DATE] [--json]`: what can be claimed, what is missing, by when, where to go."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from consumer_app import as_json, formats
from consumer_app.commands import summary
from consumer_app.commands.case_files import CaseFileError, read_case
from consumer_app.commands.law import day, law_book, today
from consumer_app.domain.case import Case
from consumer_app.domain.judging.examination import Unsound, answers_not_looked_at, examine
from consumer_app.domain.law import LawBook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `assess`."""
    parser.add_argument(
        "cases", nargs="+", type=Path, metavar="CASE", help="case.json、导出的 ZIP、故事的文件夹或 examples/ 里的 TOML"
    )
    parser.add_argument("--on", type=day, metavar="DATE", help="按哪一天计算（默认今天；示例按它自己的日子）")
    parser.add_argument("--json", action="store_true", help="一个案件一行 JSON")


def run(arguments: argparse.Namespace) -> int:
    """Assess each case; a case that cannot be is said on standard error, and the others are still answered."""
    book, now, status = law_book(), today(), 0
    for path in arguments.cases:
        try:
            file = read_case(path)
            answer = _answer(file.case, arguments.on or file.today or now, book, arguments.json)
        except (CaseFileError, _Unsound) as error:
            status = 1
            print(error if isinstance(error, CaseFileError) else f"{path}：{error}", file=sys.stderr)
            if arguments.json:
                print(json.dumps({"error": str(error), "case": str(path)}, ensure_ascii=False))
            continue
        print(answer if arguments.json or len(arguments.cases) == 1 else f"══ {path}\n{answer}\n")
    return status


class _Unsound(ValueError):
    """A case whose facts cannot all be so, or that names what the law book does not have."""


def _answer(case: Case, on: date, book: LawBook, as_line: bool) -> str:
    try:
        found = examine(case, book, on, strict=True).assessment
    except Unsound as unsound:
        raise _Unsound(formats.unsound(unsound, book)) from unsound
    unused = answers_not_looked_at(case, book)
    if as_line:
        return json.dumps({**as_json.assessment(found, book), "unused_answers": list(unused)}, ensure_ascii=False)
    page = summary.of_assessment(found, book)
    labels = "、".join(f"{formats.fact_label(name, book)}（{name}）" for name in unused)
    return f"{page}\n\n这些回答和所选的纠纷无关，没有用到：{labels}" if unused else page
