"""gunicorn's threaded worker with a front of its own: clients are waited for on one loop, and threads only work.

gunicorn 27 gives a thread to a connection with its first byte and keeps it there until the last byte of the answer has gone. Here a
request is taken in on the loop until it is whole; a long body is read by one of a few threads for that; an answer that its reader takes
slowly is sent on by the loop. Whoever is too slow, too many or too much for the memory is told 408 or 503, never left waiting.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from gunicorn import http
from gunicorn.http import wsgi
from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

from consumer_app.serving import patience, plain
from consumer_app.serving.connection import Connection
from consumer_app.web.addresses import network
from consumer_app.web.security import HELD

_READ, _WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
_PIECE = 128 * 1024


class Front(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """One process's loop, its threads for whole requests and its threads for long bodies."""

    def init_process(self) -> None:
        """Make the threads; gunicorn's own are those for whole requests."""
        self._most = int(self.cfg.worker_connections)
        self._most_of_one = int(self._most * patience.OF_ONE)
        self._clients: set[Connection] = set()
        self._of: Counter[str] = Counter()
        self._waiting: list[tuple[float, str, Connection]] = []
        self._uploading: dict[Connection, str] = {}
        self._uploads = ThreadPoolExecutor(patience.UPLOADS, "upload")
        super().init_process()

    def run(self) -> None:
        """Wait for clients and pass on what is ready, until told to stop; then let those end who are being answered."""
        self.poller.register(self.method_queue.fileno(), _READ, self.method_queue.run_callbacks)
        self.set_accept_enabled(True)
        while self.alive and self.is_parent_alive():
            self.notify()
            self.wait_for_and_dispatch_events(timeout=1.0)
            self._look_at_the_clock()
        self.set_accept_enabled(False)
        for client in [one for one in self._clients if one.state == "reading" and not one.taken]:
            self._drop(client)
        until = time.monotonic() + self.cfg.graceful_timeout
        while self._clients and time.monotonic() < until:
            self.notify()
            self.wait_for_and_dispatch_events(timeout=0.2)
            self._look_at_the_clock()
        for client in self._clients:  # threads that wait for one of them end at once
            with suppress(OSError):
                client.sock.shutdown(socket.SHUT_RDWR)
        for pool in (self.tpool, self._uploads):
            pool.shutdown(wait=False, cancel_futures=True)
        for listener in self.sockets:
            listener.close()

    # Clients come and go

    def accept(self, listener: socket.socket) -> None:
        """Take a new client in; where there are too many, the longest unfinished one of the greediest address makes room."""
        try:
            sock, peer = listener.accept()
        except OSError:  # nobody there after all, or no more files may be opened
            self._make_room(None)
            return
        client = Connection(sock, peer, listener.getsockname(), time.monotonic())
        address = self._address(client)
        crowded = not self.app.hops and self._of[address] >= self._most_of_one
        if crowded or len(self._clients) >= self._most:
            self._make_room(address if crowded else None)
        self._clients.add(client)
        self._of[address] += 1
        if (crowded and self._of[address] > self._most_of_one) or len(self._clients) > self._most:
            self._say(client, 503)
        else:
            self._watch(client, _READ, self._read)

    def _make_room(self, address: str | None) -> None:
        idle = [one for one in self._clients if one.state in ("reading", "unread")]
        if address is None and idle:
            address = Counter(map(self._address, idle)).most_common(1)[0][0]
        oldest = min((one for one in idle if self._address(one) == address), key=lambda one: one.begun, default=None)
        if oldest:
            self._drop(oldest)

    def _address(self, client: Connection) -> str:
        return network(client.peer)

    def _drop(self, client: Connection) -> None:
        if client not in self._clients:
            return
        self._clients.remove(client)
        self._of -= Counter([self._address(client)])
        self._unwatch(client)
        self._waiting = [one for one in self._waiting if one[2] is not client]
        if close := getattr(client.pieces, "close", None):
            self.tpool.submit(_quietly, close)
        client.pieces = None
        client.outgoing.clear()
        client.sock.close()

    def _watch(self, client: Connection, events: int, then: Callable[[Connection], None]) -> None:
        def ready(_sock: Any) -> None:
            with _gone(self, client):
                then(client)

        self._unwatch(client)
        self.poller.register(client.sock, events, ready)

    def _unwatch(self, client: Connection) -> None:
        with suppress(KeyError, ValueError, OSError):
            self.poller.unregister(client.sock)

    # A request comes in

    def _read(self, client: Connection) -> None:
        try:
            piece = client.sock.recv(_PIECE)
        except BlockingIOError:
            return
        if not piece:
            if client.head and not client.whole:
                self._say(client, 408)
            else:
                self._drop(client)
            return
        if not client.taken:
            client.begun = time.monotonic()
            client.deadline = client.begun + patience.HEAD_SECONDS
        client.taken += piece
        self._take(client)

    def _take(self, client: Connection) -> None:
        new = not client.head
        if not client.find_head(time.monotonic()):
            if len(client.taken) > patience.HEAD_BYTES:
                self._say(client, 431)
            return
        if new and client.streamed:
            self._line_up(client)
        elif client.whole:
            self._hand_over(self.tpool, client)
        elif new:
            if client.expects:
                client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                client.flush()
            self._hold(client)

    def _hold(self, client: Connection) -> None:
        """Keep the bodies that are being taken in within bounds: the longest of the greediest address is told to come back."""
        holding = [one for one in self._clients if one.state == "reading" and one.length > patience.SHORT_BYTES]
        if client.length <= patience.SHORT_BYTES or sum(one.length for one in holding) <= patience.WAITING_BYTES:
            return
        held: Counter[str] = Counter()
        for one in holding:
            held[self._sender(one)] += one.length
        greediest = held.most_common(1)[0][0]
        self._say(max((one for one in holding if self._sender(one) == greediest), key=lambda one: one.missing), 503)

    def _sender(self, client: Connection) -> str:
        return network(client.forwarded_for(self.app.hops))

    # A long body waits for its thread

    def _line_up(self, client: Connection) -> None:
        full = len(self._waiting) >= patience.UPLOADS_WAITING
        if full or not HELD.has_room_for(client.length):
            self._say(client, 503)
            return
        client.state = "waiting"
        self._unwatch(client)
        self._waiting.append((time.monotonic(), self._sender(client), client))
        self._start_uploads()

    def _start_uploads(self) -> None:
        while self._waiting and len(self._uploading) < patience.UPLOADS:
            running = Counter(self._uploading.values())
            able = [one for one in self._waiting if running[one[1]] < patience.UPLOADS_OF_ONE]
            if not able:
                return
            chosen = min(able, key=lambda one: running[one[1]])
            self._waiting.remove(chosen)
            _since, address, client = chosen
            self._uploading[client] = address
            client.begun = time.monotonic()
            self._hand_over(self._uploads, client)

    # A thread answers

    def _hand_over(self, pool: ThreadPoolExecutor, client: Connection) -> None:
        client.state = "working"
        self._unwatch(client)
        self._then(client, pool.submit(self._answer, client))

    def _then(self, client: Connection, work: "Future[None]") -> None:
        work.add_done_callback(lambda done: self.method_queue.defer(self._answered, client, done))

    def _answer(self, client: Connection) -> None:
        """Parse the request, let the site answer it and send what the network takes at once. Runs in a thread."""
        request = None
        streamed = client.streamed
        try:
            parser = http.get_parser(self.cfg, client, client.client)
            parser.unreader.unread(client.request())
            request = next(parser)
            if request._expected_100_continue:
                request._expected_100_continue = False  # whole ones were told on the loop
                if streamed:
                    client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
                    client.flush()
            response, environ = wsgi.create(request, client, client.client, client.server, self.cfg)
            environ["wsgi.multithread"] = True
            if streamed or not self.alive:
                response.force_close()
            client.response = response
            client.pieces = _pieces(self.wsgi(environ, response.start_response))
            self._make(client)
        except OSError:
            raise
        except StopIteration:
            client.keep = False
        except Exception as error:
            if isinstance(error, ParseException):
                client.sendall(plain.refusal(getattr(error, "code", 400) or 400))
            elif client.went:
                raise
            else:
                client.outgoing.clear()
                self.handle_error(request, client, client.client, error)
            client.pieces, client.keep = None, False
            client.flush()

    def _make(self, client: Connection) -> None:
        """Make the answer's next pieces, no further ahead of its reader than it should be. Runs in a thread."""
        while client.pieces is not None:
            while len(client.outgoing) < patience.ANSWER_BYTES:
                piece = next(client.pieces, None)
                if piece is None:
                    client.response.close()
                    client.keep = not client.response.should_close()
                    client.pieces = None
                    break
                client.response.write(piece)
            client.flush()
            if len(client.outgoing) >= patience.ANSWER_BYTES:
                return

    def _answered(self, client: Connection, work: "Future[None]") -> None:
        if self._uploading.pop(client, None) is not None:
            self._start_uploads()
        if client not in self._clients:
            return
        if work.cancelled() or work.exception():
            self._drop(client)
            return
        client.state, client.begun, client.went = "sending", time.monotonic(), 0
        with _gone(self, client):
            self._sent_on(client)

    # An answer goes out

    def _send(self, client: Connection) -> None:
        client.flush()
        self._sent_on(client)

    def _sent_on(self, client: Connection) -> None:
        if client.pieces is not None and len(client.outgoing) < patience.ANSWER_BYTES // 2:
            client.state = "working"
            self._unwatch(client)
            self._then(client, self.tpool.submit(self._make, client))
        elif client.outgoing:
            self._watch(client, _WRITE, self._send)
        elif client.keep and self.alive:
            client.begin(time.monotonic(), patience.IDLE_SECONDS)
            self._watch(client, _READ, self._read)
            if client.taken:
                client.deadline = client.begun + patience.HEAD_SECONDS
                self._take(client)
        else:
            self._let_go(client)

    def _say(self, client: Connection, code: int) -> None:
        """Answer by the loop itself, and end the connection."""
        client.sendall(plain.refusal(code))
        client.keep, client.state, client.begun, client.went = False, "sending", time.monotonic(), 0
        with _gone(self, client):
            client.flush()
            self._sent_on(client)

    def _let_go(self, client: Connection) -> None:
        """End the connection once the client has seen the answer; closing it on unread bytes would take the answer away from it."""
        with suppress(OSError):
            client.sock.shutdown(socket.SHUT_WR)
        client.state, client.came, client.deadline = "unread", 0, time.monotonic() + patience.UNREAD_SECONDS
        client.taken.clear()
        self._watch(client, _READ, self._forget)

    def _forget(self, client: Connection) -> None:
        piece = client.sock.recv(_PIECE)
        client.came += len(piece)
        if not piece or client.came > patience.UNREAD_BYTES:
            self._drop(client)

    # Time passes

    def _look_at_the_clock(self) -> None:
        now = time.monotonic()
        for client in list(self._clients):
            with _gone(self, client):
                if client.state == "reading" and now > client.deadline:
                    if client.taken:
                        self._say(client, 408)
                    else:
                        self._drop(client)
                elif client.state == "unread" and now > client.deadline:
                    self._drop(client)
                elif client.state == "sending":
                    least = (now - client.begun - patience.BODY_SECONDS) * patience.LEAST_RATE
                    if client.went < least:
                        self._drop(client)
        for since, _address, client in list(self._waiting):
            if now - since > patience.QUEUE_SECONDS:
                self._waiting = [one for one in self._waiting if one[2] is not client]
                self._say(client, 503)
        self._bound_the_answers()

    def _bound_the_answers(self) -> None:
        sending = [one for one in self._clients if one.state == "sending"]
        while sum(len(one.outgoing) for one in sending) > patience.ANSWERS_BYTES:
            held: Counter[str] = Counter()
            for one in sending:
                held[self._address(one)] += len(one.outgoing)
            greediest = held.most_common(1)[0][0]
            largest = max((o for o in sending if self._address(o) == greediest), key=lambda one: len(one.outgoing))
            sending.remove(largest)
            self._drop(largest)


class _gone:
    """A client that is gone is dropped, and nobody else is bothered."""

    def __init__(self, front: Front, client: Connection) -> None:
        self._front, self._client = front, client

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> bool:
        if isinstance(error, OSError):
            self._front._drop(self._client)
            return True
        return False


def _pieces(answer: Any) -> Iterator[bytes]:
    """What the site answers; its end is told to the site whether all was taken or not."""
    try:
        yield from answer
    finally:
        if hasattr(answer, "close"):
            answer.close()


def _quietly(work: Callable[[], None]) -> None:
    with suppress(Exception):
        work()
