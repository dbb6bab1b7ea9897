"""Run one function in a child process that can hurt nobody.

The child has no network (where the host allows it), inherits no socket and no secret, writes nothing to disk, and is held to limits of
processor time, memory, open files and wall-clock time. Bytes go in and come out through a pipe. The child has its modules loaded before it is
asked, so that a call costs what the function costs.
"""

import atexit
import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Literal

from consumer_app.isolated_child import LAST, NEXT, go_last, read, write

Kind = Literal["crashed", "timeout", "memory", "refused"]

START_SECONDS = 60.0
_TICKS = os.sysconf("SC_CLK_TCK")
_PASSED_ON = ("PATH", "HOME", "TZ", "LD_LIBRARY_PATH", "FONTCONFIG_FILE", "FONTCONFIG_PATH")
_CHILD = "import json, sys; boot = json.loads(sys.argv[1]); sys.path[:] = boot['path']; from consumer_app.isolated_child import serve; serve(boot)"


class IsolationFailed(Exception):
    """The child gave no answer. `kind` says how, `detail` where, in words that hold nothing of the payload.

    crashed: the process died or could not start. timeout: too much processor or wall-clock time.
    memory: it asked for more than it may have. refused: the function raised; `detail` is the exception's type and place.
    """

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind: Kind = kind
        self.detail = detail


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
        payload: bytes,
        *,
        seconds: float | None = None,
        last: bool = False,
        begun: Callable[["Child"], None] | None = None,
    ) -> bytes:
        """Run the function on `payload` in a child and give back its answer. Raises IsolationFailed.

        seconds: how much wall-clock time there is; a call that everything else goes before may take all of it, another no more than
        ``wall_seconds``. last: everything else on this machine goes before it. begun: told which child has the call.
        """
        self.start()
        with self._lock:
            if self._idle is None:
                raise IsolationFailed("crashed", "closed")
            pool = self._gone_last if last and self._warm else self._idle
            waiting = pool.pop() if pool else self._begin()
        child: Child | None = None
        try:
            child = waiting.result()
            if begun:
                begun(child)
            return child.ask(payload, self._wall, self._wall if seconds is None else seconds, last=last)
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


class Child:
    """The parent's end of one child process."""

    def __init__(self, boot: Mapping[str, object], environment: dict[str, str]) -> None:
        self.environment = environment
        self.alive = True
        self._warm = bool(boot["warm"])
        self.is_set_back = False
        """Whether everything else goes before all it does from now on."""
        self.goes_last = False
        """Whether everything else goes before the call under way."""
        self._ready = False
        self._worked_before = self._worked = 0.0
        passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _CHILD,
                json.dumps({**boot, "path": [os.path.abspath(folder) for folder in sys.path], "parent": os.getpid()}),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**passed, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1", **environment},
            process_group=0,  # no session of its own: the system weighs sessions against each other before it looks at niceness
        )

    def ask(self, payload: bytes, wall_seconds: float, seconds: float, *, last: bool = False) -> bytes:
        """Send one payload and read its answer within ``wall_seconds``, or ``seconds`` when it goes last; any failure leaves the child dead."""
        self.goes_last = False
        if not self._ready:
            self._exchange(bytes(16), None, START_SECONDS, START_SECONDS)
            self._ready = True
        self._worked_before, self._worked = sum(_processor_seconds(self._process.pid)), 0.0
        self.goes_last = last
        self.is_set_back = self.is_set_back or (last and self._warm)
        return self._exchange(secrets.token_bytes(16), payload, wall_seconds, seconds, LAST if last else NEXT)

    def set_back(self) -> None:
        """Let everything else on this machine go before the call under way."""
        if not self.alive:
            return
        self.goes_last = True
        with contextlib.suppress(OSError):
            if not self._warm and (forked := _children_of(self._process.pid)):
                for pid in forked:
                    go_last(pid)
                return
            self.is_set_back = True
            go_last(self._process.pid)

    def processor_seconds(self) -> float:
        """How long the processor has worked on the call under way, or did on the last one where none is."""
        with contextlib.suppress(OSError, IndexError, ValueError):
            own, reaped = _processor_seconds(self._process.pid)
            forked = [] if self._warm else _children_of(self._process.pid)
            self._worked = own + reaped + sum(sum(_processor_seconds(pid)) for pid in forked) - self._worked_before
        return self._worked

    def kill(self) -> None:
        """Kill the child and whatever it started; the call under way fails."""
        if self.alive:
            self._kill()

    def end(self) -> None:
        """Kill the child and whatever it started, and reap it."""
        self.alive = False
        self._kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                assert pipe is not None
                pipe.close()
        self._process.wait()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def _exchange(
        self, token: bytes, payload: bytes | None, seconds: float, at_last: float, kind: bytes = b""
    ) -> bytes:
        process, over = self._process, _Deadline(self, min(seconds, at_last), at_last)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            if payload is not None:
                write(process.stdin, token, kind, payload)
            answered, came, body = read(process.stdout)
        except (EOFError, OSError) as error:
            over.end()
            code = self._dead()
            if over.passed or code == signal.SIGXCPU:
                raise IsolationFailed("timeout") from error
            if code == signal.SIGKILL:
                raise IsolationFailed("memory", "killed by the system") from error
            raise IsolationFailed("crashed", f"ended with {code}") from error
        finally:
            over.end()
        if not secrets.compare_digest(answered, token):
            self.end()
            raise IsolationFailed("crashed", "an answer to another call")
        if came == b"=":
            return body
        if came == b"M":
            self.end()
            raise IsolationFailed("memory")
        raise IsolationFailed("refused", body.decode("utf-8", "replace"))

    def _dead(self) -> int:
        """How the child ended: the signal's number, or its exit status."""
        self.alive = False
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            self.end()
            return int(signal.SIGSYS)
        self.end()
        return -code if code < 0 else code - 128 if code > 128 else code


class _Deadline:
    """Kills a child that takes too long; one that goes last has until later."""

    def __init__(self, child: Child, seconds: float, at_last: float) -> None:
        self._child, self._latest = child, time.monotonic() + at_last
        self.passed = self._ended = False
        self._wait(seconds)

    def end(self) -> None:
        """The call is over."""
        self._ended = True
        self._timer.cancel()

    def _wait(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._reached)
        self._timer.daemon = True
        self._timer.start()

    def _reached(self) -> None:
        left = self._latest - time.monotonic()
        if self._child.goes_last and left > 0 and not self._ended:
            self._wait(left)
        elif not self._ended:
            self.passed = True
            self._child.kill()


def _children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as listed:
        return [int(one) for one in listed.read().split()]


def _processor_seconds(pid: int) -> tuple[float, float]:
    """What a process has used of the processor, and what its ended children had. Raises OSError where it is gone."""
    with open(f"/proc/{pid}/stat", "rb") as said:
        fields = said.read().rpartition(b")")[2].split()
    user, system, childrens_user, childrens_system = (int(ticks) for ticks in fields[11:15])
    return (user + system) / _TICKS, (childrens_user + childrens_system) / _TICKS
