"""`consumer-app suggest [--top N] [--json] [--lines] [TEXT or -]`: likely disputes and facts already said, from plain words."""

import argparse
import json
import sys

from consumer_app import as_json
from consumer_app.commands import summary
from consumer_app.commands.law import day, law_book, today
from consumer_app.domain.listening.suggestion import suggest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `suggest`."""
    parser.add_argument("text", nargs="?", default="-", metavar="TEXT", help="一段话；- 或不写则从标准输入读")
    parser.add_argument("--top", type=int, default=5, metavar="N", help="最多列出几种纠纷（默认 5）")
    parser.add_argument("--on", type=day, metavar="DATE", help="「昨天」「6月1日」按哪一天推算（默认今天）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    parser.add_argument("--lines", action="store_true", help="一行一段话，一行一个 JSON")


def run(arguments: argparse.Namespace) -> int:
    """Read the words and say what they are likely about."""
    book, on = law_book(), arguments.on or today()
    source = sys.stdin if arguments.text == "-" else None
    if arguments.lines:
        for line in source or arguments.text.splitlines():
            found = suggest(line.strip(), book, on, arguments.top)
            print(json.dumps(as_json.suggestion(found, book), ensure_ascii=False), flush=True)
        return 0
    found = suggest(source.read() if source else arguments.text, book, on, arguments.top)
    answer = as_json.suggestion(found, book)
    print(json.dumps(answer, ensure_ascii=False) if arguments.json else summary.of_suggestion(found, book))
    return 0
