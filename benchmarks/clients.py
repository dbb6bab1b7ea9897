"""Slow and greedy clients against the real server: how long other people's pages take beside them."""

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from benchmarks.clock import line
from consumer_app.domain.law import LawBook
from tests import test_clients as clients

PAGES = 60


def report(_book: LawBook, _data_dir: Path) -> Iterator[str]:
    """Alone, beside 64 slow connections of four kinds, and beside sixteen bodies of 199 MB without a token."""
    with tempfile.TemporaryDirectory() as folder:
        served = clients.started(Path(folder) / "data")
        try:
            yield "Slow and greedy clients: /help beside them"
            for _ in range(5):
                served.seconds()
            yield line("alone, median", statistics.median(_pages(served)) * 1000, "ms")
            yield from _slow(served)
            yield from _greedy(served)
        finally:
            served.site.stop()


def _slow(served: clients.Served) -> Iterator[str]:
    kinds = (
        clients.half_sent_forms,
        clients.half_sent_headers,
        clients.endless_pieces,
        clients.readers_who_take_nothing,
    )
    with ExitStack() as lines:
        for kind in kinds * 16:
            kind(served, lines.enter_context(served.connect()))
        found = _pages(served)
    yield line("beside 64 slow connections, median", statistics.median(found) * 1000, "ms", 300)
    yield line("beside 64 slow connections, slowest", max(found) * 1000, "ms")


def _greedy(served: clients.Served) -> Iterator[str]:
    senders = [threading.Thread(target=_send, args=(served,)) for _ in range(16)]
    for sender in senders:
        sender.start()
    found, most = [], 0
    while any(sender.is_alive() for sender in senders):
        found.append(served.seconds())
        most = max(most, served.resident())
    yield line("beside 16 × 199 MB, median", statistics.median(found) * 1000, "ms", 1000)
    yield line("beside 16 × 199 MB, slowest", max(found) * 1000, "ms")
    yield line("the greediest process meanwhile", most, "MB", 600)


def _send(served: clients.Served) -> None:
    with served.connect() as wire, suppress(OSError):
        clients.send_a_huge_body(wire)
        wire.recv(12)


def _pages(served: clients.Served) -> list[float]:
    found = []
    for _ in range(PAGES):
        found.append(served.seconds())
        time.sleep(0.02)
    return found
