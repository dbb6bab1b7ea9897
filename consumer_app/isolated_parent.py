"""The parent's side of one child: what it is asked, how long that may take, and how it ended."""

import contextlib
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Literal

from consumer_app.isolated_child import LAST, NEXT, Pieces, go_last, read, write

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

    def ask(self, payload: bytes | Pieces, wall_seconds: float, seconds: float, *, last: bool = False) -> bytes:
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
            if forked := self._forked():
                for pid in forked:
                    go_last(pid)
                return
            self.is_set_back = True
            go_last(self._process.pid)

    def processor_seconds(self) -> float:
        """How long the processor has worked on the call under way, or did on the last one where none is."""
        for _ in range(3):  # a forked child that is reaped while it is looked at has moved to its parent's account
            with contextlib.suppress(OSError, IndexError, ValueError):
                forked = self._forked()
                theirs = sum(sum(_processor_seconds(pid)) for pid in forked)
                own, reaped = _processor_seconds(self._process.pid)
                if self._forked() == forked:
                    self._worked = own + reaped + theirs - self._worked_before
                    break
        return self._worked

    def _forked(self) -> list[int]:
        return [] if self._warm else _children_of(self._process.pid)

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
        self, token: bytes, payload: bytes | Pieces | None, seconds: float, at_last: float, kind: bytes = b""
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
        except BaseException:  # the payload could not be read to its end: half of it is in the pipe
            self.end()
            raise
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
