"""`consumer-app facts`: every fact with its kind, question and choices."""

import argparse
import json

from consumer_app import as_json
from consumer_app.commands.law import law_book


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `facts`."""
    parser.add_argument("--json", action="store_true", help="输出 JSON（默认也是）")


def run(arguments: argparse.Namespace) -> int:
    """Print the facts as one JSON list."""
    print(json.dumps(as_json.facts(law_book()), ensure_ascii=False, indent=None if arguments.json else 1))
    return 0
