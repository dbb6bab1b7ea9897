"""Run one function in a child process that can hurt nobody.

The child has no network (where the host allows it), inherits no socket and no secret, writes nothing to disk, and is held to limits of
processor time, memory, open files and wall-clock time. Bytes go in and come out through a pipe. The child has its modules loaded before it is
asked, so that a call costs what the function costs.
"""

import atexit
import contextlib
import os
import threading
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from consumer_app.isolated_child import Pieces
from consumer_app.isolated_parent import Child, IsolationFailed

__all__ = ["Child", "Isolated", "IsolationFailed", "Pieces"]


class Isolated:
    """One importable top-level function `bytes -> bytes`, ready to be called in children.

    By default every call gets a process of its own, forked from a child that has only loaded its modules: nothing of one person's file is
    there when the next one's is read. With `warm=True` one process answers call after call, for code whose speed lies in what it keeps.

    function: found again in the child by its module and name, so no lambda and nothing nested.
    preload: modules to load before the first call; `"module:function"` is also called, without arguments.
    cpu_seconds, wall_seconds: for one call. memory_mb: the child's whole address space, libraries included.
    ready: how many children stay when nobody calls, and as many of those that have gone last, for the next long calls.
    Calls at the same time have a child each; how many there may be, the bench decides.
    environment: variables for the child, asked whenever a call ends; when the answer changes the child is replaced, and nobody waits for it.
    The first child is started by the first call or by `start()`. Children give way to the process that serves, are replaced when they die,
    and end with this process.
    """

    def __init__(
        self,
        function: Callable[[bytes], bytes],
        *,
        preload: Sequence[str] = (),
        cpu_seconds: int,
        memory_mb: int,
        wall_seconds: float,
        ready: int = 1,
        open_files: int = 64,
        warm: bool = False,
        environment: Callable[[], Mapping[str, str]] = dict,
    ) -> None:
        name = function.__qualname__
        if "<" in name or "." in name or function.__module__ == "__main__":
            raise ValueError(
                f"{function.__module__}:{name} cannot be found by another process; give a top-level function of a module"
            )
        self._boot = {
            "function": f"{function.__module__}:{name}",
            "preload": [preload] if isinstance(preload, str) else list(preload),
            "cpu": cpu_seconds,
            "memory": memory_mb * 1024 * 1024,
            "files": open_files,
            "wall": wall_seconds,
            "warm": warm,
        }
        self._wall, self._warm = wall_seconds, warm
        self._ready = ready
        self._environment = environment
        self._lock = threading.Lock()
        self._idle: list[Future[Child]] | None = None
        self._gone_last: list[Future[Child]] = []
        # A child asks to be killed when the thread that started it ends; this thread ends with the process.
        self._starter: ThreadPoolExecutor | None = None
        self._started_by: int | None = None
        _MADE.add(self)

    def start(self) -> None:
        """Start a child now, in the background, so that the first call finds it ready."""
        with self._lock:
            if self._idle is None:
                self._starter = ThreadPoolExecutor(1, thread_name_prefix="isolated")
                self._started_by = os.getpid()
                self._idle = [self._begin()]

    def call(
        self,
        payload: bytes | Pieces,
        *,
        seconds: float | None = None,
        last: bool = False,
        begun: Callable[["Child"], None] | None = None,
    ) -> bytes:
        """Run the function on `payload` in a child and give back its answer. Raises IsolationFailed.

        seconds: how much wall-clock time there is; a call takes no more than ``wall_seconds`` of it, twice that where everything else goes
        before it. last: everything else on this machine goes before it. begun: told which child has the call.
        """
        self.start()
        with self._lock:
            if self._idle is None:
                raise IsolationFailed("crashed", "closed")
            pool = self._gone_last if last and (self._warm or self._gone_last) else self._idle
            waiting = pool.pop() if pool else self._begin()
        child: Child | None = None
        try:
            child = waiting.result()
            if begun:
                begun(child)
            latest = 2 * self._wall if seconds is None else min(2 * self._wall, seconds)
            return child.ask(payload, self._wall, latest, last=last)
        except OSError as error:
            raise IsolationFailed("crashed", f"no child could be started ({type(error).__name__})") from error
        finally:
            self._return(child, waiting, taken_from=pool)

    def close(self) -> None:
        """End the children. A later call starts new ones."""
        with self._lock:
            idle, self._idle = [*(self._idle or ()), *self._gone_last], None
            self._gone_last = []
            starter, self._starter = self._starter, None
        for waiting in idle:
            with contextlib.suppress(OSError):
                waiting.result().end()
        if starter:
            starter.shutdown(wait=False)

    def _return(self, child: "Child | None", waiting: "Future[Child]", *, taken_from: "list[Future[Child]]") -> None:
        """Keep the child for the next call of its kind, or end it; and have another ready where one that answers at once is missed."""
        good = child is not None and child.alive and child.environment == dict(self._environment())
        last = child is not None and child.is_set_back
        with self._lock:
            pool = None if self._idle is None else self._gone_last if last else self._idle
            kept = good and pool is not None and len(pool) < self._ready
            if kept and pool is not None:
                pool.append(waiting)
            missed = taken_from is self._idle and (last or not kept)
            if self._idle is not None and missed and len(self._idle) < self._ready:
                self._idle.append(self._begin())
        if child is not None and not kept:
            child.end()

    def _begin(self) -> "Future[Child]":
        assert self._starter is not None
        return self._starter.submit(Child, self._boot, dict(self._environment()))


_MADE: weakref.WeakSet[Isolated] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    """End every child of this process with it, in order; one that another process started is left to that."""
    for isolated in list(_MADE):
        if isolated._started_by == os.getpid():
            isolated.close()
