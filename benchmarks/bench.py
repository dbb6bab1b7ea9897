"""The bench: what two printers gain against two independent loops, what printing ahead gains, whether ``/`` feels twenty long letters, and a photo two hostile files."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.datastructures import MultiDict

from benchmarks.clock import line
from consumer_app import create_app, paths
from consumer_app.bench import Bench, Done, Job, at_once
from consumer_app.config import Config
from consumer_app.documents import pdf
from consumer_app.documents.fonts import ensure_fonts
from consumer_app.documents.paper import Paper
from consumer_app.documents.paper_material import LetterMaterial
from consumer_app.domain.case import Case, Event, Moment
from consumer_app.domain.judging.assessment import assess
from consumer_app.domain.law import LawBook
from consumer_app.issuing import compose, takes_long
from consumer_app.lawbook import load_examples
from consumer_app.storage import StorageSettings
from tests.web import test_waiting
from tests.web.conftest import Visitor, running

LETTERS, LONG_LETTERS, ROUNDS, AHEAD = 16, 20, 3, 9
TODAY = date(2026, 11, 4)


def report(book: LawBook, data_dir: Path) -> Iterator[str]:
    """All of it; the shares are of one run, so that a busy machine changes them little."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    ensure_fonts(data_dir, background=False)
    pdf.use_fonts_of(data_dir)
    yield from _two_printers(book)
    yield from _printed_ahead()
    yield from _long_letters(book)
    yield from _hostile_files()


def _two_printers(book: LawBook) -> Iterator[str]:
    yield f"{LETTERS} small letters: one loop, two independent loops, the bench with two printers"
    paper, bench = _letter(_case(), book), Bench(cores=2)
    pdf.write(paper)

    def loop(count: int) -> None:
        for _ in range(count):
            pdf.write(paper, None, at_once)

    def two_loops() -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(loop, (LETTERS // 2,) * 2))

    def on_the_bench() -> None:
        with ThreadPoolExecutor(LETTERS) as pool:
            list(pool.map(partial(_printed, bench, paper, time.monotonic()), range(LETTERS)))

    two_loops()
    times: dict[str, list[float]] = {"one": [], "two": [], "bench": []}
    for _ in range(ROUNDS):
        for name, run in (("one", partial(loop, LETTERS)), ("two", two_loops), ("bench", on_the_bench)):
            begun = time.monotonic()
            run()
            times[name].append(time.monotonic() - begun)
    one, two, ours = (min(times[name]) for name in ("one", "two", "bench"))
    yield line("two independent loops gain", one / two, "×")
    yield line("the bench gains", one / ours, "×")
    yield line("time of the bench / of two loops (0.9 of their gain)", ours / two, "×", 1 / 0.9)


def _long_letters(book: LawBook) -> Iterator[str]:
    yield f"{LONG_LETTERS} letters of 300 events at once, while / is fetched and then a small letter is asked for"
    long, small, bench = _letter(_case(300), book), _letter(_case(), book), Bench()
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(Config(data_dir=Path(folder)).prepared(), storage=StorageSettings())
        client = site.test_client()
        client.get("/")
        alone = sorted(_time(lambda: client.get("/")) for _ in range(50))
        begun = time.monotonic()
        with ThreadPoolExecutor(LONG_LETTERS) as pool:
            asked = [pool.submit(_printed, bench, long, begun, number) for number in range(LONG_LETTERS)]
            over = threading.Event()
            threading.Thread(target=lambda: (time.sleep(3), over.set())).start()  # type: ignore[func-returns-value]
            beside = []
            while not over.is_set():
                beside.append(_time(lambda: client.get("/")))
                time.sleep(0.02)
            waited = _time(lambda: _printed(bench, small, begun, -1))
            refused = sum(not one.result() for one in asked)
        site.extensions["storage"].close()
    yield line("/ alone, median", statistics.median(alone) * 1000, "ms")
    yield line("/ beside them, median", statistics.median(beside) * 1000, "ms")
    yield line("/ beside them, slowest", max(beside) * 1000, "ms", 300)
    yield line("a small letter beside them", waited, "s", 6)
    yield line("all of them", time.monotonic() - begun, "s")
    yield line("refused", refused, "", 0)


def _printed_ahead() -> Iterator[str]:
    yield f"A letter from the button to its file, printed ahead and not, {AHEAD} times in turns"
    times: dict[bool, list[float]] = {True: [], False: []}
    with ExitStack() as stack:
        visitors = {ahead: Visitor(_site(stack, print_ahead=ahead, bench_wait=60.0)) for ahead in times}
        for _ in range(AHEAD):
            for ahead, visitor in visitors.items():
                _, opened = visitor.begin(_case())
                form = visitor.get("/case/papers/letter/store").fields()
                bench: Bench = visitor.site.extensions["bench"]
                while not all(one.ended for one in bench.find(opened.case_id)):
                    time.sleep(0.02)
                form.add("freeze", "yes")
                times[ahead].append(_time(partial(_download, visitor, form)))
    alone, first = statistics.median(times[False]), statistics.median(times[True])
    yield line("not printed ahead, median", alone * 1000, "ms")
    yield line("printed ahead, median", first * 1000, "ms", 100)
    yield line("printed ahead / not", first / alone, "×")


def _download(visitor: Visitor, form: MultiDict[str, str]) -> None:
    issued = visitor.send("/case/papers/letter/store", form).leads_to
    file = visitor.get(f"{str(issued).partition('?')[0]}/paper.pdf").answer.data
    if not file.startswith(b"%PDF"):
        raise ValueError("no paper was given out")


def _hostile_files() -> Iterator[str]:
    yield "A photo sent while two files that take a minute are read"
    with ExitStack() as stack:
        site = _site(stack, bench_wait=0.0)
        for owner in range(3):
            visitor = Visitor(site)
            visitor.begin(_case())
            if owner < 2:
                visitor.get(test_waiting.upload(visitor, test_waiting.hostile_pdf()).leads_to or "")
        time.sleep(2.5)
        page = test_waiting.upload(visitor, test_waiting.photo())
        yield line("until it is read", _time(lambda: test_waiting.after_waiting(visitor, page)), "s", 6)
        bench: Bench = site.extensions["bench"]
        for entry in list(bench._running):
            bench.cancel(entry.job.key)


def _site(stack: ExitStack, **named: Any) -> Flask:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    return stack.enter_context(running(folder / "data", StorageSettings(), **named))


def _printed(bench: Bench, paper: Paper, run: float, number: int) -> bool:
    job = Job(
        f"owner {number}", f"{run} {number}", lambda call: pdf.write(paper, None, call).data, long=takes_long(paper)
    )
    return isinstance(bench.ask(job, 600), Done)


def _time(work: Callable[[], object]) -> float:
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def _case(events: int = 0) -> Case:
    case = load_examples(paths.LEGAL_REFS)["spoiled-food"].case
    said = "联系客服，客服说再等等，没有给出办法。" * 3
    at = Moment(at="2026-10-03", precision="day")
    told = tuple(Event(id=f"e{n}", at=at, what=f"第{n}次{said}") for n in range(1, events + 1))
    return case.model_copy(update={"events": told}) if events else case


def _letter(case: Case, book: LawBook) -> Paper:
    return compose(LetterMaterial(case, assess(case, book, TODAY), book, channel_id="store"), "letter")
