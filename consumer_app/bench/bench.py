"""The bench: takes jobs, decides whose turn it is, keeps what came of them for a while."""

import os
import threading
import time
from collections.abc import Callable, Iterable
from typing import TypeVar

from consumer_app.bench.entry import Entry
from consumer_app.bench.job import Done, Job, Refused, Waiting
from consumer_app.bench.memory import megabytes_free

T = TypeVar("T")

WAIT = 0.1
QUICK_SECONDS, STUCK_SECONDS = 1.0, 15.0
"""A job on which the processor has worked longer, or that has not ended after so long, gives its place away and goes on behind everything else."""
WAITING_OF_ONE = 3
HOUR = 3600.0
SECONDS_AN_HOUR = 300.0
"""How long the processor works for one owner in an hour."""
UNASKED_SECONDS = 30.0
"""A job that nobody has asked about for so long is dropped, unless it is kept."""
ROUND_SECONDS = 0.25
REMEMBERED_SECONDS = 600.0
REMEMBERED_BYTES, REMEMBERED_AT_LEAST = 64 * 1024 * 1024, 64 * 1024
"""What ended jobs may hold altogether, and what each counts for at least."""
_RANK = {"kept": 0, "asked": 1, "ahead": 2}


class Bench:
    """A bounded queue before a few threads, which call children.

    cores: how many quick jobs run at once, and as many that were known to be long; twice as many more may turn out to be.
    most: how many quick jobs wait at most, and as many long ones. memory: how many megabytes are free, asked before a job begins.
    """

    def __init__(self, *, cores: int | None = None, most: int = 64, memory: Callable[[], int] = megabytes_free) -> None:
        self._cores, self._most, self._memory = cores or os.cpu_count() or 1, most, memory
        self._lock = threading.Lock()
        self._entries: dict[str, Entry] = {}  # by key, in the order they were asked for
        self._running: list[Entry] = []
        self._turns: dict[str, int] = {}
        self._spent: dict[str, list[tuple[float, float]]] = {}
        self._count = 0
        self._keeper: threading.Thread | None = None

    def ask(self, job: Job[T], wait: float = WAIT) -> Done[T] | Waiting:
        """The job's value if it is there within ``wait`` seconds; else it goes on, and is asked for again or found.

        Equal work is joined. What the work raised is raised to the first who asks after its end, and Dropped where it was dropped;
        then it can be asked for anew. Raises Refused.
        """
        with self._lock:
            entry = self._entries.get(job.key) or self._taken(job)
            entry.askers.add(job.owner)
            entry.looked_at = time.monotonic() + wait
            if _RANK[job.priority] < _RANK[entry.priority]:
                entry.priority = job.priority
            self._begin_next()
        entry.ended.wait(wait)
        with self._lock:
            if not entry.ended.is_set():
                return entry.state
            if entry.failed and self._entries.get(job.key) is entry:
                del self._entries[job.key]
            return entry.done()

    def find(self, owner: str) -> list[Waiting]:
        """What this owner has asked for and may ask for again, oldest first. Whoever finds it still wants it."""
        with self._lock:
            found = [entry for entry in self._entries.values() if owner in entry.askers]
            for entry in found:
                entry.looked_at = time.monotonic()
            return [entry.state for entry in found]

    def cancel(self, key: str) -> None:
        """Drop the job of that key, if there is one, and what came of it."""
        with self._lock:
            if entry := self._entries.pop(key, None):
                entry.drop()
                self._begin_next()

    # ---- taking a job

    def _taken(self, job: Job[T]) -> Entry:
        self._forget(time.monotonic())
        if job.priority == "ahead":
            self._give_up(
                one for one in self._entries.values() if one.priority == "ahead" and one.job.owner == job.owner
            )
        waiting = [entry for entry in self._entries.values() if entry.waits]
        if job.priority != "ahead":
            mine = [entry for entry in waiting if entry.job.owner == job.owner and entry.priority != "ahead"]
            if sum(seconds for _, seconds in self._spent.get(job.owner, ())) > SECONDS_AN_HOUR:
                raise Refused("hour", 600)
            if len(mine) >= WAITING_OF_ONE:
                raise Refused("share", 10)
        in_its_line = [entry for entry in waiting if entry.long == job.long]
        if len(in_its_line) >= self._most:
            ahead = [entry for entry in in_its_line if entry.priority == "ahead"]
            if not ahead or job.priority == "ahead":
                raise Refused("queue", 30)
            self._give_up(ahead[:1])
        self._count += 1
        entry = self._entries[job.key] = Entry(job, self._count)
        return entry

    def _give_up(self, entries: Iterable[Entry]) -> None:
        for entry in list(entries):
            del self._entries[entry.job.key]
            entry.drop()

    # ---- whose turn it is

    def _begin_next(self) -> None:
        while entry := self._next():
            entry.begun_at = time.monotonic()
            self._running.append(entry)
            threading.Thread(target=entry.run, args=(self._ended,), name="bench", daemon=True).start()
        if self._keeper is None and self._entries:
            self._keeper = threading.Thread(target=self._keep, name="bench-keeper", daemon=True)
            self._keeper.start()

    def _next(self) -> Entry | None:
        """The job that may begin now: kept before asked before ahead, then the one that has been the next of its owner for longest."""
        busy = {entry.job.owner for entry in self._running}
        quick = sum(not entry.long for entry in self._running)
        long = sum(entry.job.long for entry in self._running)

        def may(entry: Entry) -> bool:
            idle = entry.priority != "ahead" or not self._running
            place = (long if entry.long else quick) < self._cores
            return idle and place and entry.job.owner not in busy and self._fits(entry.job.weight)

        waiting = (entry for entry in self._entries.values() if entry.waits and may(entry))
        turn = lambda entry: (_RANK[entry.priority], max(self._turns.get(entry.job.owner, 0), entry.number))  # noqa: E731
        return min(waiting, key=turn, default=None)

    def _fits(self, weight: int) -> bool:
        return not self._running or self._memory() >= weight + sum(entry.job.weight for entry in self._running)

    def _ended(self, entry: Entry) -> None:
        now = time.monotonic()
        with self._lock:
            self._running.remove(entry)
            self._count += 1
            self._turns[entry.job.owner] = self._count
            self._spent.setdefault(entry.job.owner, []).append((now, entry.worked))
            entry.ended_at = now
            entry.ended.set()
            self._begin_next()

    # ---- what time does to jobs

    def _keep(self) -> None:
        """Look after the jobs for as long as there are any."""
        while True:
            time.sleep(ROUND_SECONDS)
            with self._lock:
                self._round(time.monotonic())
                if not self._entries and not self._running:
                    self._keeper = None
                    return

    def _round(self, now: float) -> None:
        overtime = [entry for entry in self._running if entry.long and not entry.job.long]
        for entry in self._running:
            if not entry.long and self._too_long(entry, now) and (entry.dropped or len(overtime) < 2 * self._cores):
                entry.give_way()
                overtime.append(entry)
        self._give_up(entry for entry in self._entries.values() if entry.unasked_for(now) > UNASKED_SECONDS)
        self._forget(now)
        self._begin_next()

    def _too_long(self, entry: Entry, now: float) -> bool:
        runs = now - (entry.begun_at or now)
        return runs > (QUICK_SECONDS if entry.dropped else STUCK_SECONDS) or entry.worked > QUICK_SECONDS

    def _forget(self, now: float) -> None:
        held = 0
        for key, entry in reversed(list(self._entries.items())):
            if entry.ended_at is not None:
                held += max(entry.size, REMEMBERED_AT_LEAST)
                if now - entry.ended_at > REMEMBERED_SECONDS or held > REMEMBERED_BYTES:
                    del self._entries[key]
        for owner, spent in list(self._spent.items()):
            self._spent[owner] = [one for one in spent if now - one[0] < HOUR]
            if not self._spent[owner]:
                del self._spent[owner]
        there = {entry.job.owner for entry in (*self._entries.values(), *self._running)} | self._spent.keys()
        self._turns = {owner: turn for owner, turn in self._turns.items() if owner in there}
