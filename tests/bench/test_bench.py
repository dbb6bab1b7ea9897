"""Whose turn it is on the bench, and what becomes of a job."""

import os
import threading
import time
from collections.abc import Callable

import pytest

from consumer_app import bench as benches
from consumer_app.bench import Bench, Call, Done, Dropped, Job, Refused, Waiting
from consumer_app.bench import bench as rules
from consumer_app.bench.entry import Entry
from consumer_app.isolated import Isolated, IsolationFailed
from consumer_app.isolated_child import GIVES_WAY

MakeJob = Callable[..., Job[bytes]]
LONG = 20.0


def until(true: Callable[[], bool], seconds: float = LONG) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.01)


def running(bench: Bench, owner: str, key: str) -> bool:
    return any(entry.begun_at and entry.job.key == key for entry in bench._running if entry.job.owner == owner)


def test_quick_work_is_answered_at_once(bench: Bench, job: MakeJob) -> None:
    bench.ask(job("anna", "warm"), LONG)
    assert bench.ask(job("anna", "a", 0.01), LONG) == Done(b"0.01")


def test_slow_work_goes_on_and_is_asked_for_again(bench: Bench) -> None:
    asked_for = threading.Event()
    slow = Job("anna", "a", lambda call: asked_for.wait(LONG), about="a letter")
    waiting = bench.ask(slow)
    assert isinstance(waiting, Waiting), "whoever asked was answered before the work had ended"
    assert bench.find("anna") == [waiting]
    assert (waiting.about, waiting.ended, bench.find("bert")) == ("a letter", False, [])
    asked_for.set()
    until(lambda: bench.find("anna")[0].ended)
    assert bench.ask(slow, 0) == Done(True)


def test_equal_work_is_done_once(bench: Bench) -> None:
    times: list[str] = []

    def work(call: Call) -> int:
        times.append("done")
        time.sleep(0.2)
        return len(times)

    answers = [bench.ask(Job(owner, "the same", work), 0) for owner in ("anna", "bert", "anna")]
    assert len({one.id for one in answers if isinstance(one, Waiting)}) == 1
    assert bench.ask(Job("cleo", "the same", work), LONG) == Done(1)
    assert times == ["done"]


def test_owners_take_turns_and_each_has_one_job_running(bench: Bench) -> None:
    began: list[str] = []

    def named(name: str) -> Callable[[Call], None]:
        def work(call: Call) -> None:
            began.append(name)
            time.sleep(0.1)

        return work

    for name in ("anna 1", "anna 2", "anna 3", "bert 1", "bert 2", "cleo 1"):
        bench.ask(Job(name.split()[0], name, named(name)), 0)
    assert began == ["anna 1", "bert 1"]
    for name in ("anna 3", "bert 2", "cleo 1"):
        bench.ask(Job(name.split()[0], name, named(name)), LONG)
    assert began.index("cleo 1") < min(began.index("anna 3"), began.index("bert 2"))
    assert began.index("cleo 1") == 2


def test_whoever_was_served_before_is_not_overtaken_by_everybody_who_comes_later() -> None:
    bench, began = Bench(cores=1, memory=lambda: 100_000), []

    def named(name: str) -> Callable[[Call], None]:
        def work(call: Call) -> None:
            began.append(name)
            time.sleep(0.1)

        return work

    bench.ask(Job("anna", "her photo", named("her photo")), LONG)
    for name in ("before", "anna", "later", "still later"):
        bench.ask(Job(name, name, named(name)), 0)
    until(lambda: len(began) == 5)
    assert began == ["her photo", "before", "anna", "later", "still later"]


def test_a_fourth_waiting_job_of_one_owner_is_refused_and_another_owner_is_not(bench: Bench, job: MakeJob) -> None:
    for key in "abcd":
        bench.ask(job("anna", key, 0.3), 0)
    with pytest.raises(Refused) as refused:
        bench.ask(job("anna", "e", 0.3), 0)
    assert (refused.value.why, refused.value.again_in) == ("share", 10)
    assert isinstance(bench.ask(job("anna", "b", 0.3), 0), Waiting), "what is asked for again is no further job"
    assert bench.ask(job("bert", "f"), LONG) == Done(b"0.0")
    assert bench.ask(job("anna", "d", 0.3), LONG) == Done(b"0.3")


def test_a_full_queue_refuses_and_sheds_what_was_done_ahead_first(job: MakeJob) -> None:
    bench = Bench(cores=1, most=2, memory=lambda: 100_000)
    bench.ask(job("anna", "a", 0.5), 0)
    bench.ask(job("bert", "ahead", priority="ahead"), 0)
    bench.ask(job("cleo", "c"), 0)
    bench.ask(job("dora", "d"), 0)
    assert bench.find("bert") == []
    with pytest.raises(Refused) as refused:
        bench.ask(job("emil", "e"), 0)
    assert refused.value.why == "queue"
    with pytest.raises(Refused):
        bench.ask(job("emil", "e", priority="ahead"), 0)
    assert bench.ask(job("dora", "d"), LONG) == Done(b"0.0")


def test_a_line_full_of_long_work_refuses_no_quick_work(job: MakeJob) -> None:
    bench = Bench(cores=1, most=2, memory=lambda: 100_000)
    for owner in ("anna", "bert", "cleo"):
        bench.ask(job(owner, owner, 0.5, long=True), 0)
    with pytest.raises(Refused):
        bench.ask(job("dora", "d", long=True), 0)
    assert bench.ask(job("emil", "e"), LONG) == Done(b"0.0")


def test_two_long_jobs_do_not_keep_a_quick_one_waiting(bench: Bench, job: MakeJob) -> None:
    bench.ask(job("cleo", "warm", 0.01, "spin"), LONG)
    for owner in ("anna", "bert"):
        bench.ask(job(owner, owner, 18, "spin"), 0)
    assert isinstance(bench.ask(job("cleo", "c", 0.05, "spin"), 3 * LONG), Done)
    assert [waiting.ended for owner in ("anna", "bert") for waiting in bench.find(owner)] == [False, False]
    for owner in ("anna", "bert"):
        bench.cancel(owner)


def test_a_job_known_to_be_long_gives_way_from_its_beginning(bench: Bench, job: MakeJob) -> None:
    quick, long = job("anna", "q", 0.05, "niceness"), job("anna", "l", 0.05, "niceness", long=True)
    assert bench.ask(long, LONG) == Done(b"19")
    answer = bench.ask(quick, LONG)
    assert isinstance(answer, Done)
    assert int(answer.value) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + GIVES_WAY)
    turning_long = bench.ask(job("anna", "t", 2, "niceness"), LONG)
    assert turning_long == Done(b"19")


def asleep_for_a_while(bench: Bench, job: MakeJob) -> Entry:
    """A job for which the processor has nothing to do, once it has ended."""
    bench.ask(job("anna", "a", 1.5), 0)
    (entry,) = bench._running
    until(lambda: entry.ended.is_set())
    return entry


def test_quick_work_that_has_to_wait_for_the_processor_stays_quick(
    bench: Bench, job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "QUICK_SECONDS", 0.5)
    entry = asleep_for_a_while(bench, job)
    assert not entry.long
    assert entry.worked < 0.5


def test_work_that_never_ends_gives_way_although_the_processor_has_nothing_to_do_for_it(
    bench: Bench, job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "STUCK_SECONDS", 0.3)
    assert asleep_for_a_while(bench, job).long


def test_kept_work_goes_before_asked_and_asked_before_ahead(job: MakeJob) -> None:
    bench, began = Bench(cores=1, memory=lambda: 100_000), []
    bench.ask(Job("anna", "a", lambda call: time.sleep(0.2)), 0)
    for owner, priority in (("bert", "ahead"), ("cleo", "asked"), ("dora", "kept")):
        bench.ask(Job(owner, owner, lambda call, owner=owner: began.append(owner), priority), 0)  # type: ignore[misc, arg-type]
    until(lambda: len(began) == 3)
    assert began == ["dora", "cleo", "bert"]


def test_ahead_there_is_one_job_an_owner_and_asking_for_it_makes_it_an_ordinary_one(job: MakeJob) -> None:
    bench = Bench(cores=1, memory=lambda: 100_000)
    bench.ask(job("bert", "b", 0.3), 0)
    for edit in ("first", "second", "third"):
        bench.ask(job("anna", edit, priority="ahead"), 0)
    assert [waiting.key for waiting in bench.find("anna")] == ["third"]
    bench.ask(job("anna", "third", priority="kept"), 0)
    assert [waiting.priority for waiting in bench.find("anna")] == ["kept"]
    assert bench.ask(job("anna", "third"), LONG) == Done(b"0.0")


def test_what_nobody_asks_about_is_dropped_and_what_is_kept_is_not(
    bench: Bench, job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "UNASKED_SECONDS", 0.2)
    bench.ask(job("anna", "preview", 20), 0)
    bench.ask(job("bert", "paper", 1, priority="kept"), 0)
    until(lambda: not running(bench, "anna", "preview"), 8)
    assert bench.find("anna") == []
    until(lambda: bench.find("bert")[0].ended)


def test_what_is_asked_about_now_and_then_is_not_dropped(
    bench: Bench, job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "UNASKED_SECONDS", 0.6)
    bench.ask(job("anna", "preview", 1.5), 0)
    until(lambda: bench.find("anna")[0].ended)


def test_a_cancelled_job_ends_its_child_and_whoever_waits_is_told(
    bench: Bench, job: MakeJob, function: Callable[[str], Isolated]
) -> None:
    ended: list[object] = []

    def work(call: Call) -> None:
        try:
            call(function("turn"), b"28")
        except IsolationFailed as broken_off:
            ended.append(broken_off.kind)
            raise

    bench.ask(Job("anna", "a", work), 0)
    until(lambda: running(bench, "anna", "a"))
    time.sleep(0.2)
    bench.cancel("a")
    assert bench.ask(job("anna", "next"), 3 * LONG) == Done(b"0.0")
    assert ended, "its child was ended, and did not end by itself"
    assert [waiting.key for waiting in bench.find("anna")] == ["next"]


def test_a_failure_is_told_once_and_then_the_work_can_be_tried_anew(bench: Bench, job: MakeJob) -> None:
    for _ in range(2):
        with pytest.raises(IsolationFailed) as failed:
            bench.ask(job("anna", "a", does="exit"), LONG)
        assert failed.value.kind == "crashed"


def test_a_child_that_was_killed_while_it_waited_costs_nobody_anything(
    bench: Bench, job: MakeJob, function: Callable[[str], Isolated]
) -> None:
    bench.ask(job("anna", "warm"), LONG)
    for waiting in function("turn")._idle or []:
        waiting.result()._process.terminate()
    assert bench.ask(job("anna", "a"), LONG) == Done(b"0.0")


def test_a_job_past_its_deadline_ends(bench: Bench, function: Callable[[str], Isolated]) -> None:
    def again_and_again(call: Call) -> None:
        while True:
            call(function("turn"), b"0.1")

    with pytest.raises(IsolationFailed) as ended:
        bench.ask(Job("anna", "a", again_and_again, seconds=0.5), LONG)
    assert ended.value.kind == "timeout"


def test_an_owner_who_has_used_up_the_hour_waits_and_others_do_not(
    bench: Bench, job: MakeJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SECONDS_AN_HOUR", 0.3)
    bench.ask(job("anna", "asleep", 0.4), LONG)
    bench.ask(job("anna", "a", 0.4, "spin"), LONG)
    with pytest.raises(Refused) as refused:
        bench.ask(job("anna", "b"), 0)
    assert refused.value.why == "hour"
    assert bench.ask(job("bert", "b"), LONG) == Done(b"0.0")


def test_children_that_would_not_fit_into_memory_wait_for_each_other(job: MakeJob) -> None:
    bench = Bench(cores=2, memory=lambda: 500)
    bench.ask(job("anna", "a", 0.4, weight=400), 0)
    bench.ask(job("bert", "b", 0.1, weight=400), 0)
    assert running(bench, "anna", "a")
    assert not running(bench, "bert", "b")
    assert bench.ask(job("bert", "b", 0.1), LONG) == Done(b"0.1")


def test_what_came_of_jobs_is_forgotten_after_a_while_and_beyond_a_size(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "REMEMBERED_BYTES", 200_000)
    for key in "abc":
        bench.ask(Job("anna", key, lambda call: {"pdf": bytes(80_000)}), LONG)
    until(lambda: [waiting.key for waiting in bench.find("anna")] == ["b", "c"], 3)
    monkeypatch.setattr(rules, "REMEMBERED_SECONDS", 0)
    until(lambda: bench.find("anna") == [], 3)
    until(lambda: bench._keeper is None, 3)


def test_nothing_but_ask_find_and_cancel_is_the_seam() -> None:
    assert {name for name in vars(benches.Bench) if not name.startswith("_")} == {"ask", "find", "cancel"}


def test_whoever_waits_while_a_job_is_dropped_is_told(bench: Bench, job: MakeJob) -> None:
    bench.ask(job("anna", "a", 20), 0)
    threading.Timer(0.3, bench.cancel, ["a"]).start()
    with pytest.raises(Dropped):
        bench.ask(job("anna", "a", 20), LONG)
