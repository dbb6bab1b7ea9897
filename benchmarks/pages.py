"""Every page that is shown without further words, at the server, with a story's case open: the second time it is asked for."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.clock import interleaved, line, worst
from consumer_app import create_app, paths
from consumer_app.config import Config
from consumer_app.domain.law import LawBook
from consumer_app.lawbook import load_examples
from consumer_app.storage import StorageSettings

ROUNDS = 7
STORY = "false-material"


def report(_book: LawBook, _data_dir: Path) -> Iterator[str]:
    """The time from request to answer."""
    examples = load_examples(paths.LEGAL_REFS)
    story = examples.get(STORY) or next(iter(examples.values()))
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(Config(data_dir=Path(folder)).prepared(), storage=StorageSettings())
        client, storage = site.test_client(), site.extensions["storage"]
        now = storage.settings.clock()
        _, opened = storage.cases.create(story.case, now=now)
        client.set_cookie("case", storage.sessions.start(opened, now=now))
        known = [
            rule.rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
        ]
        shown = [
            page
            for page in sorted(known)
            if client.get(page).mimetype == "text/html" and client.get(page).status_code == 200
        ]
        found = interleaved({page: lambda page=page: client.get(page) for page in shown}, ROUNDS)
    yield f"Pages: {len(found)}, with a story's case open"
    for page, time in sorted(found.items(), key=lambda each: -each[1])[:5]:
        yield f"  {page:<40} {time:7.1f} ms"
    yield line("the middle page", sorted(found.values())[len(found) // 2], "ms", 50)
    slowest, time = worst(list(found.items()))
    yield line(f"the slowest page ({slowest})", time, "ms", 50)
