"""Print how fast pages, rules and papers are, and how well words are understood: `.venv/bin/python -m benchmarks [letters|rules|pages|hearing|replies|facts|store|bench|clients …]`, all of them by default."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import bench, clients, facts, hearing, letters, pages, replies, rules, store
from consumer_app import paths
from consumer_app.lawbook import load_law_book

PARTS: dict[str, Callable[..., Iterator[str]]] = {
    "rules": rules.report,
    "pages": pages.report,
    "letters": letters.report,
    "hearing": hearing.report,
    "replies": replies.report,
    "facts": facts.report,
    "store": store.report,
    "bench": bench.report,
    "clients": clients.report,
}


def main(wanted: list[str]) -> None:
    """Run the parts named, or all."""
    data_dir = Path(os.environ.get("DATA_DIR") or paths.PACKAGE.parent / "instance").absolute()
    book = load_law_book(paths.LEGAL_REFS)
    for name in wanted or PARTS:
        for text in PARTS[name](book, data_dir):
            print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
