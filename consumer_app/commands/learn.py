"""`consumer-app learn [FOLDER]`: what the told texts teach, written as the one file from which the site hears people."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from consumer_app import paths
from consumer_app.lawbook import LEARNED, LawBookError, read_law_book
from consumer_app.lawbook_checks.rules import what_cannot_be_used


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `learn`."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=paths.LEGAL_REFS, metavar="FOLDER", help="默认 legal_refs/"
    )


def run(arguments: argparse.Namespace) -> int:
    """Learn, say what was learned, write the artefact; exit 1 when the law book cannot be used or the library is not there."""
    try:
        from consumer_app.learning.learn import learn
    except ModuleNotFoundError as missing:
        print(
            f"还没有安装 {missing.name}：请先运行 pip install --require-hashes -r requirements-learn.lock",
            file=sys.stderr,
        )
        return 1
    try:
        book = replace(read_law_book(arguments.folder), learned=b"")
        if faults := what_cannot_be_used(book):
            raise LawBookError(faults)
    except LawBookError as error:
        print("legal_refs/ 有错误，不能使用：", error, sep="\n", file=sys.stderr)
        return 1
    for words, artefact in learn(arguments.folder, book):
        print(words, flush=True)
        if artefact:
            (arguments.folder / LEARNED).write_bytes(artefact)
    return 0
