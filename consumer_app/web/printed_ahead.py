"""The paper that a shopper is looking at, printed before it is asked for: one a case, and only while nothing else is to do."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from flask import current_app, g

from consumer_app import issuing
from consumer_app.bench import Bench, Call, Dropped, Job, Refused
from consumer_app.documents.paper import Paper
from consumer_app.isolated import IsolationFailed
from consumer_app.storage import Storage
from consumer_app.storage.errors import Tampered
from consumer_app.storage.open_case import OpenCase
from consumer_app.web import asking, current


@dataclass
class Ahead:
    """What waits with such a job: the files, once they are written."""

    files: Mapping[str, bytes] | None = None


def begin(paper: Paper) -> None:
    """Print this paper of the open case when nothing else is to do. It takes the place of the one looked at before."""
    if not current_app.config["PRINT_AHEAD"]:
        return
    storage, opened, ahead = current.storage(), g.opened, Ahead()

    def write(call: Call) -> Mapping[str, bytes]:
        ahead.files = issuing.files_to_seal(paper, _pictures(storage, opened, paper), call)
        return ahead.files

    job = Job(opened.case_id, _key(opened, paper), write, "ahead", long=issuing.takes_long(paper), about=ahead)
    with suppress(Refused, Dropped, IsolationFailed, Tampered):
        asking.bench().ask(job, 0)


def files(bench: Bench, storage: Storage, opened: OpenCase, paper: Paper, call: Call) -> Mapping[str, bytes]:
    """Every file that is sealed with the paper: as they were written ahead, or written now. Raises IsolationFailed."""
    key = _key(opened, paper)
    for one in bench.find(opened.case_id):
        if one.key == key and isinstance(one.about, Ahead) and one.about.files:
            return one.about.files
    bench.cancel(key)
    return issuing.files_to_seal(paper, _pictures(storage, opened, paper), call)


def _pictures(storage: Storage, opened: OpenCase, paper: Paper) -> dict[str, bytes]:
    pictures = {}
    for asset in paper.assets:
        with suppress(KeyError):  # its caption stands alone
            pictures[asset] = storage.blobs.read(asset, opened)
    return pictures


def _key(opened: OpenCase, paper: Paper) -> str:
    return f"{opened.case_id} ahead {issuing.digest(paper)}"
