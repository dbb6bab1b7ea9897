"""A job on the bench: where it stands, and the thread that runs it."""

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from consumer_app.bench.job import Call, Done, Dropped, Job, Waiting
from consumer_app.isolated import Child, Isolated, IsolationFailed, Pieces


class Entry:
    """A job that was taken. Only ``run`` happens outside the bench's lock."""

    def __init__(self, job: Job[Any], number: int) -> None:
        self.job, self.number, self.id = job, number, secrets.token_urlsafe(16)
        self.priority, self.long = job.priority, job.long
        self.askers = {job.owner}
        self.looked_at = time.monotonic()
        self.begun_at: float | None = None
        self.ended_at: float | None = None
        self.ended = threading.Event()
        self._child: Child | None = None
        self.dropped = False
        self._worked = 0.0
        self._value: Any = None
        self._error: BaseException | None = None

    @property
    def state(self) -> Waiting:
        """How an asker sees it."""
        return Waiting(self.id, self.job.key, self.priority, self.ended.is_set(), self.job.about)

    @property
    def waits(self) -> bool:
        """Whether it has not begun."""
        return self.begun_at is None and not self.ended.is_set()

    def unasked_for(self, now: float) -> float:
        """For how many seconds nobody has wanted its value; 0 once it is there, and for what is done unasked."""
        return now - self.looked_at if self.priority == "asked" and not self.ended.is_set() else 0.0

    @property
    def failed(self) -> bool:
        """Whether it ended without a value."""
        return self._error is not None

    @property
    def size(self) -> int:
        """The bytes that its value holds."""
        return _size(self._value)

    def done(self) -> Done[Any]:
        """Its value. Raises what its work raised, or Dropped."""
        if self._error is not None:
            raise self._error
        return Done(self._value)

    @property
    def worked(self) -> float:
        """How many seconds the processor has worked on it in children, and in its thread once it has ended."""
        child = self._child
        return self._worked + (child.processor_seconds() if child else 0.0)

    def give_way(self) -> None:
        """It takes longer than a quick job does: from now on everything else goes before it, and nothing of it if it was dropped."""
        self.long = True
        if (child := self._child) and self.dropped:
            child.kill()
        elif child:
            child.set_back()

    def drop(self) -> None:
        """End it without a value. A call under way is broken off once it is long: a warm child is worth more than a second."""
        self.dropped = True
        if self.long and (child := self._child):
            child.kill()
        if self.begun_at is None:
            self._error = Dropped()
            self.ended.set()

    def run(self, then: Callable[["Entry"], None]) -> None:
        """Do the work, and tell when it has ended."""
        begun = time.thread_time()
        try:
            self._value = self.job.work(self._call)
        except BaseException as error:
            self._error = Dropped() if self.dropped else error.with_traceback(None)
        self._worked += time.thread_time() - begun
        self.job = replace(self.job, work=_over)  # whatever it held on to
        then(self)

    def _call(self, function: Isolated, payload: bytes | Pieces) -> bytes:
        try:
            return self._called(function, payload)
        except IsolationFailed as failed:
            if failed.kind != "crashed" or self.dropped:
                raise
        return self._called(
            function, payload
        )  # a child may have been killed while it waited; no call is tried a third time

    def _called(self, function: Isolated, payload: bytes | Pieces) -> bytes:
        assert self.begun_at is not None
        left = self.job.seconds - (time.monotonic() - self.begun_at)
        if self.dropped:
            raise Dropped
        if left <= 0:
            raise IsolationFailed("timeout", "the whole job took too long")
        try:
            return function.call(payload, seconds=left, last=self.long, begun=self._begin)
        finally:
            child, self._child = self._child, None
            self._worked += child.processor_seconds() if child else 0.0

    def _begin(self, child: Child) -> None:
        self._child = child
        if self.dropped and self.long:
            child.kill()


def _over(call: Call) -> None:
    """Nothing more to do."""


def _size(value: Any) -> int:
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    if isinstance(value, (tuple, list)):
        return sum(map(_size, value))
    return 0
