"""The child's side of a function that runs in a child (``isolated``), and the messages between the two."""

import ctypes
import gc
import importlib
import os
import resource
import signal
import struct
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, NoReturn

LONGEST_ANSWER = 256 * 1024 * 1024
GIVES_WAY, LOWEST = 10, 19
"""Niceness: of a child, and of a call that everything else goes before."""
NEXT, LAST = b"?", b"-"
"""How a call is asked for: in its turn, or after everything else."""
_HEADER = struct.Struct("!16scQ")  # the call's token, what follows (one letter), its length
_CLONE_NEWUSER, _CLONE_NEWNET, _PR_SET_PDEATHSIG = 0x10000000, 0x40000000, 1


@dataclass(frozen=True)
class Pieces:
    """What a child is sent without being whole in memory: how many bytes, and how to begin to read them, once for each try."""

    length: int
    open: Callable[[], Iterable[bytes]] = field(repr=False)


def write(pipe: IO[bytes], token: bytes, kind: bytes, body: bytes | Pieces) -> None:
    """Send one message: whose call it belongs to, what it is (one letter), what it says. Raises ValueError for pieces of another length."""
    whole = Pieces(len(body), lambda: (body,)) if isinstance(body, bytes) else body
    pipe.write(_HEADER.pack(token, kind, whole.length))
    left = whole.length
    for piece in whole.open():
        left -= len(piece)
        if left < 0:
            break
        pipe.write(piece)
    if left:
        raise ValueError("the pieces are not as long as was said")
    pipe.flush()


def read(pipe: IO[bytes]) -> tuple[bytes, bytes, bytes]:
    """The next message. Raises EOFError where it breaks off or is longer than any may be."""
    token, kind, length = _HEADER.unpack(_exactly(pipe, _HEADER.size))
    if length > LONGEST_ANSWER:
        raise EOFError
    return token, kind, _exactly(pipe, length)


def _exactly(pipe: IO[bytes], count: int) -> bytes:
    found = pipe.read(count)
    if len(found) != count:
        raise EOFError
    return found


def go_last(pid: int = 0) -> None:
    """Let a process (this one: 0) run only while nothing else wants the processor. It cannot be brought forward again.

    Raises OSError where it is gone.
    """
    os.setpriority(os.PRIO_PROCESS, pid, LOWEST)
    os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0))


def serve(boot: dict[str, object]) -> NoReturn:
    """The child's whole life: lock the doors, load the modules, answer calls until the parent is gone."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != boot["parent"]:
        os._exit(0)
    os.nice(GIVES_WAY)
    if libc.unshare(_CLONE_NEWNET):
        libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    files = int(str(boot["files"]))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    try:
        for entry in boot["preload"]:  # type: ignore[attr-defined]
            module, _, warm_up = entry.partition(":")
            loaded = importlib.import_module(module)
            if warm_up:
                getattr(loaded, warm_up)()
        module, _, name = str(boot["function"]).partition(":")
        function: Callable[[bytes], bytes] = getattr(importlib.import_module(module), name)
    except BaseException as error:
        write(answers, bytes(16), b"!", _place(error))
        os._exit(1)
    # What was loaded is never garbage, and a call's own is swept after its answer has gone out, not in the middle of it.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    write(answers, bytes(16), b"=", b"")
    while True:
        try:
            token, asked, payload = read(questions)
        except EOFError:
            os._exit(0)
        if boot["warm"]:
            if asked == LAST:
                go_last()
            _answer(function, boot, token, payload, answers, hard=False)
            del payload
            gc.collect()
            continue
        forked = os.fork()
        if not forked:
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
            if asked == LAST:
                go_last()
            _answer(function, boot, token, payload, answers, hard=True)
            os._exit(0)
        del payload
        status = os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1])
        if status:
            os._exit(128 - status if status < 0 else status)


def _answer(
    function: Callable[[bytes], bytes],
    boot: Mapping[str, object],
    token: bytes,
    payload: bytes,
    answers: IO[bytes],
    *,
    hard: bool,
) -> None:
    memory, cpu = int(str(boot["memory"])), int(str(boot["cpu"]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu += int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1) if hard else (cpu, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    try:
        kind, body = b"=", function(payload)
    except MemoryError:
        kind, body = b"M", b""
    except BaseException as error:
        kind, body = b"!", _place(error)
    write(answers, token, kind, body)


def _place(error: BaseException) -> bytes:
    """The exception's type and where it was raised; never its words, which may quote the payload."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno} in {frames[-1].name}" if frames else ""
    return f"{type(error).__name__}{where}".encode()
