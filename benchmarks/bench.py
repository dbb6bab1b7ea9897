"""The bench: what two printers gain against what two independent loops gain, and whether ``/`` feels twenty long letters."""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

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

LETTERS, LONG_LETTERS, ROUNDS = 16, 20, 3
TODAY = date(2026, 11, 4)


def report(book: LawBook, data_dir: Path) -> Iterator[str]:
    """Both figures; the shares are of one run, so that a busy machine changes them little."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    ensure_fonts(data_dir, background=False)
    pdf.use_fonts_of(data_dir)
    yield from _two_printers(book)
    yield from _long_letters(book)


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
