"""Everything at the same time against the real server: slow connections, hostile files, a very long case, long letters, and people walking the journey.

``EVERYTHING_SECONDS=600`` makes it the long run, with 50 people instead of 20. What it measures is printed (``pytest -s``), not asserted,
because nobody knows the machine; what must hold on any machine is asserted.
"""

import hashlib
import io
import os
import random
import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from consumer_app.config import Config
from consumer_app.domain.case import Case, Event, Moment
from consumer_app.storage import open_storage
from tests.people import THINKS, Figures, Person
from tests.running_site import Site
from tests.test_clients import Served, endless_pieces, half_sent_forms, half_sent_headers, readers_who_take_nothing
from tests.web.test_papers import story
from tests.web.test_short_path import TOLD
from tests.web.test_waiting import hostile_pdf, long_case

SECONDS = float(os.environ.get("EVERYTHING_SECONDS", "120"))
PEOPLE = int(os.environ.get("EVERYTHING_PEOPLE", "50" if SECONDS >= 600 else "20"))
TABS, LONG_LETTERS, HOSTILE, SLOW_OF_A_KIND = 8, 20, 2, 16
EVERY, DRIP = 60.0, 5.0
"""Seconds: between two journeys, long letters or hostile files that one person begins; between two bytes of a slow connection."""


@dataclass
class Walked:
    """What the site has acknowledged to one person."""

    code: str
    event: str = ""
    photo: tuple[str, str] = ("", "")
    paper: tuple[str, str] = ("", "")


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def walk(person: Person, photo: bytes, walked: list[Walked], name: str) -> None:
    """The journey once: from one's own words to a letter in one's hands."""
    person.cookies.clear()
    for page in ("/", "/help"):
        person.get(page)
        time.sleep(THINKS)
    likely = person.fill("/likely", person.get("/"), told=TOLD, kind="spoiled-food")
    begun = person.fill("/start", likely, "/start", confirm="yes", path="full")
    assert begun.leads_to == "/card", begun.words[:300]
    card = person.get("/card")
    mine = Walked(re.search(r'id="code">([^<]+)<', card.html)[1])  # type: ignore[index]
    walked.append(mine)
    person.fill("/card", card)
    time.sleep(THINKS)
    assert person.fill("/case/order", what="火腿肠一箱", no=name).status == 303
    time.sleep(THINKS)
    said = f"联系客服，客服说再等等（{name}）。"
    assert (
        person.fill("/case/timeline/new", at="2026-10-04", actor="new:seller", what=said).leads_to == "/case/timeline"
    )
    mine.event = said
    assert said in person.get("/case/timeline").words
    time.sleep(THINKS)
    with person.figures.timed("a photo until it is an exhibit"):
        url, page = person.after_waiting(person.upload("外箱.jpg", photo + name.encode()))
    assert re.fullmatch(r"/case/evidence/x\d+", url), f"{url} {page.words[:300]}"
    mine.photo = (f"{url}/original", sha(photo + name.encode()))
    time.sleep(THINKS)
    for page in ("/case/claims", "/case/check", "/case/papers"):
        person.get(page)
        time.sleep(THINKS)
    paper, pdf = person.letter("a small letter, freeze to PDF")
    mine.paper = (paper, sha(pdf))


def lost(person: Person, mine: Walked) -> list[str]:
    """What of a walked case is not there any more, opened by its code in a new browser."""
    person.cookies.clear()
    person.open(mine.code)
    missing = [] if mine.event in person.get("/case/timeline").words else [mine.event]
    return missing + [url for url, held in (mine.photo, mine.paper) if url and sha(person.get(url).answer.data) != held]


def keep_slow_lines(served: Served, figures: Figures) -> None:
    """Sixteen of each kind of slow connection; one that was ended is opened anew."""
    kinds = (half_sent_forms, half_sent_headers, endless_pieces, readers_who_take_nothing) * SLOW_OF_A_KIND
    lines: list[Any] = [None] * len(kinds)
    while not figures.over.is_set():
        for number, kind in enumerate(kinds):
            with suppress(OSError):
                if lines[number] is None:
                    line = served.connect()
                    lines[number] = (line, kind(served, line))
                    line.setblocking(False)
                line, more = lines[number]
                try:
                    line.sendall(more)
                    said = line.recv(100 if more == b"" else 4000)
                    if more == b"" and said:
                        continue  # a reader who takes a little
                    if said.startswith(b"HTTP/1.1 5") and b"Retry-After" not in said:
                        figures.faults.append(f"{kind.__name__}: {said[:80]!r}")
                except BlockingIOError:
                    continue
                except OSError:
                    pass
                line.close()
                lines[number] = None
        figures.over.wait(DRIP)
    for line, _ in filter(None, lines):
        line.close()


def watch_memory(site: Site, figures: Figures) -> None:
    begun = time.monotonic()
    while not figures.over.is_set():
        held = []
        for pid in site.family():
            with suppress(OSError, TypeError):
                held.append(int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) // 1024)  # type: ignore[index]
        figures.memory.append(((time.monotonic() - begun) / SECONDS, sum(held), max(held, default=0)))
        time.sleep(0.5)


def four_megabytes() -> Case:
    case = story("spoiled-food")
    at = Moment(at="2026-10-03", precision="day")
    said = "店家说再等等" * 650
    told = (Event(id=f"e{n}", at=at, actor="p2", what=f"第{n}次{said}", quote="再等等" * 500) for n in range(1, 251))
    return case.model_copy(update={"events": tuple(told)})


def repeat(person: Person, work: Callable[[int], object], every: float, first: float = 0.0) -> Callable[[], None]:
    """That work again and again until the time is over, after ``first`` seconds; what breaks it is a fault."""

    def run() -> None:
        number = 0
        person.figures.over.wait(first)
        while not person.figures.over.is_set():
            begun = time.monotonic()
            try:
                work(number)
            except Exception as broken:
                person.figures.faults.append(f"{person.address}: {broken!r}"[:500])
            number += 1
            person.figures.over.wait(max(0.0, every - (time.monotonic() - begun)))

    return run


@pytest.mark.drill
def test_everything_at_the_same_time_loses_nothing_and_tells_whoever_must_wait(tmp_path: Path) -> None:
    figures, walked, chance = Figures(), list[Walked](), random.Random(7)
    Config(data_dir=tmp_path / "data").prepared()
    vault = open_storage(tmp_path / "data")
    now = vault.settings.clock()
    long, *many = (
        str(vault.cases.create(case, now=now)[0].text)
        for case in (four_megabytes(), *[long_case()] * LONG_LETTERS, *[story("spoiled-food")] * HOSTILE)
    )
    vault.close()
    out = io.BytesIO()
    Image.effect_noise((2000, 1500), 40).convert("RGB").save(out, "JPEG", quality=90)
    photo, pdf = out.getvalue(), hostile_pdf()[0].getvalue()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    site = Site(tmp_path / "data", "--port", str(port))
    assert site.greeting(), site.stop()
    served = Served(site, port)

    def person(number: int, code: str = "") -> Person:
        made = Person(port, figures, f"127.0.1.{number}")
        if code:
            made.open(code)
        return made

    def journey(one: Person) -> Callable[[int], object]:
        return lambda turn: walk(one, photo, walked, f"20261001{one.address[8:]:0>3}{turn:03}")

    def tab(one: Person, number: int) -> Callable[[int], object]:
        def save(turn: int) -> None:
            url = f"/case/timeline/e{number + 1 + TABS * (turn % 30)}"
            saved = one.fill(
                url, one.get(url, "4 MB: a page"), kind="4 MB: a save", quote=f"{turn}再等等{chance.random()}"
            )
            assert saved.status == 303, saved.words[:600]

        return save

    def hostile(one: Person) -> Callable[[int], object]:
        def send(turn: int) -> None:
            with figures.timed("a hostile PDF until told"):
                one.after_waiting(one.upload(f"合同{turn}.pdf", pdf + b"\n%%%d" % turn))

        return send

    def long_letter(one: Person) -> Callable[[int], object]:
        def write(turn: int) -> None:
            one.fill("/case/timeline/e1", actor="p1", what=f"第一次联系客服，第{turn}次这样写。")
            one.letter("a letter of 300 events")

        return write

    works = [lambda: keep_slow_lines(served, figures), lambda: watch_memory(site, figures)]
    for number in range(PEOPLE):
        one, first = person(number + 1), number / PEOPLE * min(EVERY, SECONDS / 2)  # people do not come all at once
        works.append(repeat(one, journey(one), EVERY, first))
    for number in range(TABS):
        one = person(100, long)
        works.append(repeat(one, tab(one, number), TABS))  # 60 saves a minute are allowed to a case
    for number, code in enumerate(many):
        one = person(101 + number, code)
        works.append(repeat(one, (long_letter if number < LONG_LETTERS else hostile)(one), EVERY))
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    time.sleep(SECONDS)
    figures.over.set()
    for thread in threads:
        thread.join()
    gone = [one for number, mine in enumerate(walked) for one in lost(person(1 + number % 250), mine)]
    _, said = site.stop()
    print(
        figures.table(f"{SECONDS:.0f} s, {PEOPLE} people"),
        f"\nwalked: {len(walked)}; the drill itself took {time.process_time():.0f} s of processor time",
    )
    assert figures.faults == []
    assert len(walked) >= PEOPLE
    assert "Traceback" not in said
    assert gone == []
    assert figures.resident(1.0) <= 1.3 * figures.resident(0.5)
