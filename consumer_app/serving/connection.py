"""One client: what has come of its request, what has not gone of its answer, and until when that must have changed."""

import re
import select
import socket
import time
from collections.abc import Iterator
from typing import Any, Literal

from consumer_app.serving import patience

State = Literal["reading", "waiting", "working", "sending", "unread"]
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*(?=\r\n)", re.IGNORECASE)
_STREAMED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)
_EXPECTS = re.compile(rb"\r\nexpect:[ \t]*100-continue", re.IGNORECASE)
_FORWARDED = re.compile(rb"\r\nx-forwarded-for:[ \t]*([^\r]*)", re.IGNORECASE)


class Connection:
    """A client's socket with its request and its answer. Only one thread at a time has it: the loop's, or the one that answers."""

    def __init__(self, sock: socket.socket, client: Any, server: Any, now: float) -> None:
        sock.setblocking(False)
        self.sock, self.client, self.server = sock, client, server
        self.taken, self.outgoing = bytearray(), bytearray()
        self.state: State = "reading"
        self.pieces: Iterator[bytes] | None = None
        self.response: Any = None
        self.body: Any = None
        self.keep = False
        self.begin(now, patience.HEAD_SECONDS)

    def begin(self, now: float, seconds: float) -> None:
        """Wait for a request from the start."""
        self.state, self.begun, self.deadline = "reading", now, now + seconds
        self.head = self.length = 0
        self.streamed = self.expects = False
        self.came = self.went = 0
        self.response = self.pieces = self.body = None

    def find_head(self, now: float) -> bool:
        """Whether the headers are here; then it is known how long the body is and whether it is read while it comes."""
        if self.head:
            return True
        end = self.taken.find(b"\r\n\r\n")
        if end < 0:
            return False
        self.head = end + 4
        head = bytes(self.taken[: end + 2])
        lengths = _LENGTH.findall(head)
        self.length = int(lengths[0]) if len(lengths) == 1 else 0  # what is odd about them is said by the parser
        self.streamed = bool(_STREAMED.search(head)) or self.length > patience.WHOLE_BYTES
        self.expects = bool(_EXPECTS.search(head))
        self.deadline = now + patience.BODY_SECONDS + self.length / patience.LEAST_RATE
        return True

    def forwarded_for(self, hops: int) -> str:
        """The address that the outermost of so many trusted proxies saw; the peer's own without proxies."""
        if hops:
            named = b",".join(_FORWARDED.findall(bytes(self.taken[: self.head]))).decode("latin-1").split(",")
            if len(named) >= hops and named[-hops].strip():
                return named[-hops].strip()
        return self.peer

    @property
    def peer(self) -> str:
        """The address at the other end of the wire."""
        return str(self.client[0]) if isinstance(self.client, tuple) and self.client else ""

    @property
    def whole(self) -> bool:
        """Whether the whole request is here."""
        return bool(self.head) and len(self.taken) >= self.head + self.length

    @property
    def missing(self) -> int:
        """How many bytes of a body of known length have not come."""
        return max(self.head + self.length - len(self.taken), 0)

    def request(self) -> bytes:
        """The bytes of this request; what came after them stays for the next."""
        end = len(self.taken) if self.streamed else self.head + self.length
        request = bytes(self.taken[:end])
        del self.taken[:end]
        self.came = len(request)
        return request

    def recv(self, size: int) -> bytes:
        """More of a body that is read while it comes, for the parser, in the thread that answers.

        Raises ConnectionError when nothing comes, when it comes too slowly, or when it has taken too long.
        """
        if not self.streamed:
            return b""  # a whole request is here; a parser that wants more of it was told a wrong length
        now = time.monotonic()
        taken = now - self.begun
        least = (taken - patience.BODY_SECONDS) * patience.LEAST_RATE
        if taken > patience.UPLOAD_SECONDS or self.came < least:
            raise ConnectionError("the body comes too slowly")
        ready = select.poll()
        ready.register(self.sock, select.POLLIN | select.POLLHUP | select.POLLERR)
        if not ready.poll(patience.SILENT_SECONDS * 1000):
            raise ConnectionError("nothing more comes")
        try:
            piece = self.sock.recv(size)
        except BlockingIOError:
            raise ConnectionError("nothing more comes") from None
        self.came += len(piece)
        return piece

    def sendall(self, data: bytes) -> None:
        """Keep more of the answer until it can go; gunicorn's answers are written to this."""
        self.outgoing += data

    def flush(self) -> int:
        """Send what the network takes now, without waiting; how many bytes went. Raises OSError when the client is gone."""
        sent = 0
        while sent < len(self.outgoing):
            try:
                with memoryview(self.outgoing) as rest:
                    sent += self.sock.send(rest[sent : sent + patience.ANSWER_BYTES])
            except BlockingIOError:
                break
        del self.outgoing[:sent]
        self.went += sent
        return sent
