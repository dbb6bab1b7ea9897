"""Work for a case that is done whether its owner waits for it or not: noted before the page that waits is shown, done again after a crash."""

import math
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from typing import IO, Any, cast

from flask import current_app, g
from pydantic import ValidationError

from consumer_app.bench import Bench, Call, Done, Job, Waiting
from consumer_app.domain.case import Case
from consumer_app.isolated import IsolationFailed
from consumer_app.storage import Storage
from consumer_app.storage.arriving import Arriving, BlobRef
from consumer_app.storage.errors import CaseFull, CaseGone, CaseTooLong, JobOver, Tampered
from consumer_app.storage.jobs import KeptJob
from consumer_app.storage.open_case import OpenCase
from consumer_app.web import asking, current

IMPORT = "import"
"""The kind of work that brings a case's files and papers: no paper is issued before, because its papers say which exhibit has which number."""
SECONDS, SECONDS_A_FILE = 600.0, 10.0
"""How long one piece of kept work may run, and longer for each file: a case may have hundreds, and others are served before it."""
PAUSE = 60.0
"""So long after work could not be ended, for want of room or by a fault, it is asked for again, when its owner opens a page."""
_LOOKED_FOR = 10_000


class Work:
    """One piece of such work, as the thread that does it and the request that waits for it see it.

    ``noted`` is its row, once there is one: from then on nobody but the work itself saves what comes of it. ``told``: its row stays
    with what is to be said of it, until that was read.
    """

    def __init__(
        self,
        bench: Bench,
        storage: Storage,
        opened: OpenCase,
        arguments: Mapping[str, Any],
        arriving: Arriving | None,
        noted: KeptJob | None,
    ) -> None:
        self.bench, self.noted = bench, noted
        self.storage, self.opened, self.arguments, self.arriving = storage, opened, arguments, arriving
        self.lock = threading.Lock()
        self.over = self.told = False
        self.value: Any = None

    def save(
        self, edit: Callable[[Case], Case], arriving: Arriving | None = None, tells: Mapping[str, Any] | None = None
    ) -> Case:
        """Keep what came of it, and end its row in the same commit, with what it ``tells``; the lock is held."""
        ends = self.noted.id if self.noted else None
        now = self.storage.settings.clock()
        try:
            self.opened = self.storage.cases.change(
                self.opened, edit, arriving=arriving, ends=ends, tells=tells, now=now
            )
            self.told = bool(tells)
        except ValidationError as refused:
            raise current.CaseRefused(refused) from None
        except JobOver:  # another process was asked too, and was quicker
            self.opened = self.storage.cases.open(self.opened.case_id, self.opened.dek)
        self.over = True
        return self.opened.case

    def pieces(self, blob: str) -> Iterator[bytes]:
        """A file that it holds, in pieces: while the request that received it has it, and when it was noted. Raises KeyError and Tampered."""
        if self.arriving:
            with suppress(KeyError, FileNotFoundError):  # it was noted meanwhile, and lies where it stays
                pieces = self.arriving.read(blob)
                return chain((next(pieces, b""),), pieces)
        return self.storage.blobs.pieces(blob, self.opened)

    def locked(self, put: Callable[[IO[bytes]], BlobRef]) -> Callable[[IO[bytes]], BlobRef]:
        """``put`` while the request that waits does nothing with the same files."""

        def alone(stream: IO[bytes]) -> BlobRef:
            with self.lock:
                return put(stream)

        return alone

    def note(self, kind: str, more: Mapping[str, Any], files: Iterable[str]) -> None:
        """Give it a row, unless it is over; the lock is held."""
        if not self.over and not self.noted:
            self.noted = self.storage.jobs.keep(
                self.opened,
                kind,
                {**self.arguments, **more},
                now=self.storage.settings.clock(),
                arriving=self.arriving,
                files=files,
            )

    def give_up(self, tells: Mapping[str, Any]) -> None:
        """Nothing of it can be kept, and that is told; the lock is held."""
        self.over = True
        if self.noted:
            self.storage.jobs.end(self.opened, self.noted.id, tells)
            self.told = True

    def failed(self) -> None:
        """It cannot be done: its row is ended, and whoever asks next is told."""
        with self.lock:
            self.over = True
            if self.noted:
                self.storage.jobs.end(self.opened, self.noted.id)
        self.let_go()

    def let_go(self) -> None:
        """It broke off, and no request waits any more: what it sealed on its way is taken away; its row and the row's files stay."""
        with self.lock:
            if self.noted and self.arriving:
                self.arriving.let_go()


Do = Callable[[Work, Call], Any]
KINDS: dict[str, tuple[Do, str, str]] = {}
"""What does each kind of work, what it makes in words, and where it leads when it was done again after a crash ({} is its id)."""


@dataclass(frozen=True)
class Asked:
    """Work that was asked for: what the bench answered, and the work itself."""

    answer: Done[Any] | Waiting
    work: Work = field(repr=False)


def ask(
    kind: str,
    key: str,
    arguments: Mapping[str, Any],
    *,
    says: str = "",
    back: str | None = None,
    long: bool = False,
    arriving: Arriving | None = None,
    noted: KeptJob | None = None,
    wait: float | None = None,
) -> Asked:
    """Ask the bench for such work. Raises Refused and what the work raises."""
    do, made, _ = KINDS[kind]
    bench = asking.bench()
    work = Work(bench, current.storage(), g.opened, arguments, arriving, noted)
    about = asking.Wait(says or made, *(asking.here() if back is None else (back, None)), work=work)
    whose, looked, case_id = asking.owner(), _looked_for(), g.opened.case_id

    def done(call: Call) -> Any:
        try:
            return do(work, call)
        except (IsolationFailed, current.CaseRefused, current.NoLongerFits, CaseFull, CaseTooLong, CaseGone, Tampered):
            work.failed()
            raise
        except BaseException:  # its row waits
            looked[case_id] = time.monotonic() + PAUSE
            work.let_go()
            raise

    seconds = SECONDS + SECONDS_A_FILE * len(arguments.get("files", ()))
    job = Job(whose, f"{whose} {key}", done, "kept", seconds=seconds, long=long, about=about)
    answer = bench.ask(job, current_app.config["BENCH_WAIT"] if wait is None else wait)
    about.seen = isinstance(answer, Done) and wait is None
    joined = cast(asking.Wait, answer.about) if isinstance(answer, Waiting) else about
    return Asked(answer, cast(Work, joined.work))


def awaited() -> frozenset[str]:
    """The exhibits of the open case whose files are still being read."""
    found: set[str] = set()
    for one in asking.bench().find(asking.owner()):
        if not one.ended and isinstance(one.about, asking.Wait) and isinstance(work := one.about.work, Work):
            found.update(file["exhibit"] for file in work.arguments.get("files", ()) if "exhibit" in file)
            found.update(filter(None, [work.arguments.get("onto")]))
    return frozenset(found)


def ask_again() -> None:
    """Ask for the open case's work that a crash, a full disk or a fault left undone; nobody waits for it, and no page is refused for it."""
    looked = _looked_for()
    if time.monotonic() < looked.get(g.opened.case_id, 0.0):
        return
    looked.pop(g.opened.case_id, None)
    nothing_is_left()
    under_way = _under_way()
    for job in current.storage().jobs.of(g.opened):
        if job.kind not in KINDS:
            continue
        if job.id in under_way:  # or about to be over in vain: the next page looks
            looked[g.opened.case_id] = 0.0
            continue
        try:
            back = KINDS[job.kind][2].format(job.id)
            ask(job.kind, f"{job.kind} {job.id}", job.arguments, back=back, noted=job, wait=0)
        except Exception:  # no turn, or what came of it the last time: the next page asks
            looked[g.opened.case_id] = 0.0


def given_up(asked: Asked) -> None:
    """The request keeps nothing of what it asked to be read."""
    if isinstance(asked.answer, Waiting):
        asking.bench().cancel(asked.answer.key)


def nothing_is_left() -> None:
    """No crash left work of the open case undone: it was asked for again, or the case was made just now."""
    looked = _looked_for()
    looked.setdefault(g.opened.case_id, math.inf)
    if len(looked) > _LOOKED_FOR:
        looked.pop(next(iter(looked)))


def _under_way() -> set[str]:
    """The rows of the open case whose work this process has on its bench."""
    found = (one.about for one in asking.bench().find(asking.owner()) if not one.ended)
    works = (about.work for about in found if isinstance(about, asking.Wait))
    return {work.noted.id for work in works if isinstance(work, Work) and work.noted}


def _looked_for() -> dict[str, float]:
    """When work that was left undone is looked for again, by case."""
    looked: dict[str, float] = current_app.extensions.setdefault("kept_work_looked_for", {})
    return looked
