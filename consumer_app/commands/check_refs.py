"""`consumer-app check-refs`: every rule about `legal_refs/`; each finding names file, key, what was found and what would be right."""

import argparse
from pathlib import Path

from consumer_app import paths
from consumer_app.lawbook import LawBookError, load_examples, read_law_book
from consumer_app.lawbook_checks.listening import findings_of_listening
from consumer_app.lawbook_checks.rules import findings
from consumer_app.told_texts import told_texts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `check-refs`."""
    parser.add_argument(
        "folder", nargs="?", type=Path, default=paths.LEGAL_REFS, metavar="FOLDER", help="默认 legal_refs/"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; exit 1 when there is one."""
    try:
        book = read_law_book(arguments.folder)
        examples = load_examples(arguments.folder)
    except LawBookError as error:
        print(error)
        print(f"{len(error.findings)} 处错误（先改这些，其余的规则还没有检查）")
        return 1
    found = (*findings(book, examples), *findings_of_listening(told_texts(arguments.folder), book))
    for finding in found:
        print(finding)
    print(
        f"{len(found)} 处要改"
        if found
        else f"全部通过：{len(book.claims)}个请求权、{len(book.statutes)}部文本、{len(examples)}个示例"
    )
    return 1 if found else 0
