"""A child process can do nothing but answer."""

import importlib
import os
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from consumer_app.isolated import Isolated, IsolationFailed, Pieces

STRANGERS_CODE = """
import ctypes, os, socket, sys, time
seen = []
def upper(payload): return payload.upper()
def length(payload): return str(len(payload)).encode()
def segfault(payload): return ctypes.string_at(0)
def spin(payload):
    while True: pass
def sleep(payload): time.sleep(60); return b""
def eat(payload): return bytes(4 * 1024 ** 3)
def write(payload):
    with open(payload.decode(), "wb") as file: file.write(b"x" * 1_000_000)
    return b"written"
def shout(payload): raise ValueError("the payload was " + payload.decode())
def chatter(payload): print("noise"); os.write(1, b"noise"); sys.stderr.write("noise"); return payload
def connect(payload):
    try: socket.create_connection(("127.0.0.1", int(payload)), 2).close()
    except OSError: return b"cut off"
    return b"reached"
def descriptors(payload): return "\\n".join(os.readlink(f"/proc/self/fd/{fd}") for fd in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{fd}")).encode()
def environment(payload): return repr(dict(os.environ)).encode()
def remember(payload): seen.append(payload); return b" ".join(seen)
def who(payload): return str(os.getpid()).encode()
def who_slowly(payload): time.sleep(0.3); return who(payload)
def spin_half_a_second(payload):
    end = time.process_time() + 0.5
    while time.process_time() < end: pass
    return b""
def sleep_half_a_second(payload): time.sleep(0.5); return b""
def spin_a_moment(payload):
    end = time.process_time() + 0.05
    while time.process_time() < end: pass
    return b""
def scheduled(payload): time.sleep(float(payload or b"0")); return str(os.sched_getscheduler(0)).encode()
def niceness(payload): time.sleep(0.4); return str(os.getpriority(os.PRIO_PROCESS, 0)).encode()
def answer_twice(payload):
    for pipe in range(3, 20):
        try: os.write(pipe, bytes(16) + b"=" + (6).to_bytes(8, "big") + b"forged")
        except OSError: pass
    return b"honest"
def warm_up(): seen.append(b"warm")
"""

LIMITS = {"cpu_seconds": 2, "memory_mb": 512, "wall_seconds": 40.0}


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    folder = tmp_path_factory.mktemp("strangers")
    (folder / "strangers_code.py").write_text(STRANGERS_CODE)
    sys.path.insert(0, str(folder))
    yield importlib.import_module("strangers_code")
    sys.path.remove(str(folder))


@pytest.fixture
def run(strangers: ModuleType) -> Iterator[object]:
    made: list[Isolated] = []

    def isolated(name: str, **options: object) -> Isolated:
        made.append(Isolated(getattr(strangers, name), **{**LIMITS, **options}))  # type: ignore[arg-type]
        return made[-1]

    yield isolated
    for each in made:
        each.close()


def test_bytes_go_in_and_bytes_come_out(run) -> None:
    upper = run("upper")
    assert [upper.call(text) for text in (b"abc", b"", b"x" * 3_000_000)] == [b"ABC", b"", b"X" * 3_000_000]


@pytest.mark.parametrize(
    ("name", "kind", "options"),
    [
        ("segfault", "crashed", {}),
        ("spin", "timeout", {"cpu_seconds": 1}),
        ("sleep", "timeout", {"wall_seconds": 0.5}),
        ("eat", "memory", {}),
        ("shout", "refused", {}),
    ],
)
@pytest.mark.parametrize("warm", [False, True])
def test_a_function_that_misbehaves_fails_by_name_and_the_next_call_works(run, name, kind, options, warm) -> None:
    bad = run(name, warm=warm, **options)
    for _ in range(2):
        with pytest.raises(IsolationFailed) as failed:
            bad.call(b"a secret")
        assert failed.value.kind == kind
        assert "secret" not in str(failed.value)


def test_an_exception_is_named_with_its_place_but_not_its_words(run) -> None:
    with pytest.raises(IsolationFailed, match=r"^refused: ValueError at strangers_code.py:\d+ in shout$"):
        run("shout").call(b"13800001111")


@pytest.mark.parametrize("warm", [False, True])
def test_nothing_can_be_written_to_disk(run, warm, tmp_path: Path) -> None:
    with pytest.raises(IsolationFailed) as failed:
        run("write", warm=warm).call(str(tmp_path / "leak").encode())
    assert failed.value.kind == "refused"
    assert not (tmp_path / "leak").exists() or (tmp_path / "leak").stat().st_size == 0


def test_the_network_is_out_of_reach_where_the_host_allows_it(run) -> None:
    allowed = subprocess.run(
        [
            sys.executable,
            "-c",
            "import ctypes,sys; c=ctypes.CDLL(None); sys.exit(bool(c.unshare(0x40000000) and c.unshare(0x50000000)))",
        ]
    )
    if allowed.returncode:
        pytest.skip("this host lets no process give up its network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert run("connect").call(str(server.getsockname()[1]).encode()) == b"cut off"


def test_neither_a_socket_nor_a_secret_is_inherited(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-pass-on")
    with socket.create_server(("127.0.0.1", 0)) as server:
        os.set_inheritable(server.fileno(), True)
        assert b"socket" not in run("descriptors").call(b"")
    assert b"do-not-pass-on" not in run("environment").call(b"")


def test_what_a_library_prints_is_not_taken_for_the_answer(run) -> None:
    chatter = run("chatter")
    assert [chatter.call(b"one"), chatter.call(b"two")] == [b"one", b"two"]


def test_an_answer_left_behind_is_never_given_to_the_next_caller(run) -> None:
    forger = run("answer_twice", warm=True)
    for _ in range(3):
        with pytest.raises(IsolationFailed) as failed:
            forger.call(b"")
        assert failed.value.kind == "crashed"


def test_a_fresh_child_remembers_nobody_and_a_warm_one_is_the_same_process(run) -> None:
    fresh, warm = run("remember"), run("remember", warm=True, preload=["strangers_code:warm_up"])
    assert [fresh.call(b"a"), fresh.call(b"b")] == [b"a", b"b"]
    assert [warm.call(b"a"), warm.call(b"b")] == [b"warm a", b"warm a b"]


def test_processor_time_is_counted_for_each_call_alone(run) -> None:
    patient = run("upper", warm=True, cpu_seconds=1)
    pid = run("who", warm=True)
    assert pid.call(b"") == pid.call(b"")
    assert all(patient.call(b"x" * 1000) for _ in range(200))


def test_calls_at_the_same_time_have_a_child_each_and_no_more_stay_than_are_kept_ready(run) -> None:
    who = run("who_slowly", warm=True, ready=2)
    with ThreadPoolExecutor(4) as pool:
        pids = set(pool.map(lambda _: who.call(b""), range(4)))
    assert len(pids) == 4
    alive = {pid for pid in pids if (Path("/proc") / pid.decode()).exists()}
    assert len(alive) <= 2
    assert {who.call(b"") for _ in range(3)} <= pids


@pytest.mark.parametrize("warm", [False, True])
def test_a_child_gives_way_to_the_process_that_serves_and_to_everything_when_it_is_set_back(run, warm) -> None:
    niceness, lowest = run("niceness", warm=warm), b"19"
    usual = niceness.call(b"")
    assert os.getpriority(os.PRIO_PROCESS, 0) < int(usual) <= int(lowest)
    set_back_soon = {"begun": lambda child: threading.Timer(0.1, child.set_back).start()}
    for how in (set_back_soon, {"last": True}):
        assert niceness.call(b"", **how) == lowest
        assert niceness.call(b"") == usual


def test_long_calls_have_children_of_their_own_and_take_none_from_those_that_answer_at_once(run) -> None:
    who = run("who", warm=True)
    quick, long = who.call(b""), who.call(b"", last=True)
    assert long != quick
    assert (who.call(b"", last=True), who.call(b"")) == (long, quick)


def test_a_child_that_was_set_back_serves_long_calls_and_another_stands_ready_for_quick_ones(run) -> None:
    who = run("who_slowly", warm=True)
    set_back = who.call(b"", begun=lambda child: threading.Timer(0.05, child.set_back).start())
    quick = who.call(b"")
    assert quick != set_back
    assert (who.call(b"", last=True), who.call(b"")) == (set_back, quick)


@pytest.mark.parametrize("warm", [False, True])
def test_a_long_call_runs_only_while_nothing_else_wants_the_processor_for_as_long_as_it_is_given(run, warm) -> None:
    scheduled = run("scheduled", warm=warm, wall_seconds=1)
    assert int(scheduled.call(b"")) == os.SCHED_OTHER
    assert int(scheduled.call(b"1.6", last=True, seconds=30)) == os.SCHED_IDLE
    with pytest.raises(IsolationFailed, match="timeout"):
        scheduled.call(b"1.6", seconds=30)
    with pytest.raises(IsolationFailed, match="timeout"):
        scheduled.call(b"30", last=True, seconds=0.6)
    set_back_soon = {"begun": lambda child: threading.Timer(0.1, child.set_back).start()}
    assert int(scheduled.call(b"1.6", seconds=30, **set_back_soon)) == os.SCHED_IDLE
    assert int(scheduled.call(b"")) == os.SCHED_OTHER


@pytest.mark.parametrize("warm", [False, True])
def test_how_long_the_processor_worked_on_a_call_is_known(run, warm) -> None:
    children = []
    run("spin_half_a_second", warm=warm).call(b"", begun=children.append)
    assert 0.4 < children[0].processor_seconds() < 1
    run("sleep_half_a_second", warm=warm).call(b"", begun=children.append)
    assert children[1].processor_seconds() < 0.2


@pytest.mark.parametrize("warm", [False, True])
def test_a_call_that_just_ended_keeps_its_time_while_its_child_is_being_reaped(run, warm) -> None:
    isolated, worked = run("spin_a_moment", warm=warm), []
    for _ in range(30):
        children = []
        isolated.call(b"", begun=children.append)
        worked.append(children[0].processor_seconds())
    assert min(worked) > 0.02


def test_when_the_environment_changes_the_next_call_but_one_has_it(run) -> None:
    chosen = {"FONTS": "plain"}
    isolated = run("environment", warm=True, environment=lambda: chosen)
    assert b"'FONTS': 'plain'" in isolated.call(b"")
    chosen["FONTS"] = "better"
    isolated.call(b"")
    assert b"'FONTS': 'better'" in isolated.call(b"")


def test_children_die_with_the_parent(strangers: ModuleType) -> None:
    folder = Path(str(strangers.__file__)).parent
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import strangers_code, os, signal\n"
        "from consumer_app.isolated import Isolated\n"
        "who = Isolated(strangers_code.who, cpu_seconds=2, memory_mb=512, wall_seconds=5, warm=True)\n"
        "print(who.call(b'').decode(), flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[1])
    child = Path("/proc") / done.stdout.strip()
    for _ in range(50):
        if not child.exists() or "State:\tZ" in (child / "status").read_text():
            return
        time.sleep(0.05)
    pytest.fail(f"the child {child.name} outlived its parent")


def test_a_process_that_ends_ends_its_children_first_and_leaves_no_pipe_open(strangers: ModuleType) -> None:
    folder = Path(str(strangers.__file__)).parent
    code = (
        f"import sys; sys.path.insert(0, {str(folder)!r}); import strangers_code\n"
        "from consumer_app.isolated import Isolated\n"
        "limits = dict(cpu_seconds=2, memory_mb=512, wall_seconds=5)\n"
        "asked, only_started = Isolated(strangers_code.who, **limits, warm=True), Isolated(strangers_code.who, **limits)\n"
        "only_started.start(); print(asked.call(b'').decode(), flush=True)"
    )
    shown = [sys.executable, "-W", "always::ResourceWarning", "-c", code]
    done = subprocess.run(shown, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    assert (done.returncode, done.stderr) == (0, "")
    assert not (Path("/proc") / done.stdout.strip()).exists()


def test_a_function_that_another_process_could_not_find_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="top-level function"):
        Isolated(lambda payload: payload, **LIMITS)


def test_a_payload_in_pieces_arrives_whole_and_its_sender_holds_one_piece(run) -> None:
    length, upper = run("length"), run("upper")
    assert upper.call(Pieces(6, lambda: iter((b"ab", b"", b"cdef")))) == b"ABCDEF"
    megabyte, count = bytes(1024 * 1024), 48
    length.call(b"warm")
    tracemalloc.start()
    asked = Pieces(count * len(megabyte), lambda: (bytes(megabyte) for _ in range(count)))
    assert [length.call(asked) for _ in range(2)] == [b"50331648"] * 2
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3 * len(megabyte)


def test_pieces_that_break_off_or_are_not_as_long_as_was_said_fail_by_themselves_and_the_next_call_works(run) -> None:
    def broken() -> Iterator[bytes]:
        yield b"ab"
        raise LookupError("the file is not sound")

    upper = run("upper")
    with pytest.raises(LookupError):
        upper.call(Pieces(6, broken))
    for given in (b"abc", b"abcdefgh"):
        with pytest.raises(ValueError, match="not as long"):
            upper.call(Pieces(6, lambda given=given: (given,)))
    assert upper.call(b"abc") == b"ABC"
