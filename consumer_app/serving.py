"""Run the site under gunicorn: one worker process with threads, which reads request bodies from the socket and never spools them to disk."""

import os
import socket
import struct
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import ParseException

from consumer_app.config import Config
from consumer_app.documents import docx_apart, pdf
from consumer_app.documents.fonts import ensure_fonts
from consumer_app.intake.evidence import start_reading_ahead
from consumer_app.web import site

THREADS = 16
STALLED_SECONDS = 25
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  gunicorn's heartbeat file, empty


# The site's modules are loaded here, before the worker is forked: a broken installation is said at once, and a new worker starts quickly.


class _Site(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, config: Config, settings: dict[str, Any]) -> None:
        self._config = config
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = site.build(self._config)
        answer = app.wsgi_app

        def with_body(environ: dict[str, Any], start_response: Any) -> Any:
            environ["wsgi.input"] = _Body(environ["wsgi.input"], int(environ.get("CONTENT_LENGTH") or 0))
            return answer(environ, start_response)

        app.wsgi_app = with_body  # type: ignore[method-assign]  # as Flask says to wrap it
        pdf.use_fonts_of(self._config.data_dir)
        pdf.start()
        docx_apart.start()
        start_reading_ahead()
        return app


class _Body:
    """A request's body as gunicorn reads it: one that ends early, or is not put together as it says, is a broken connection.

    gunicorn alone would hand over the half that came as if it were the whole, and a page would save it.
    """

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._missing = stream, length

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises ConnectionError where the body breaks off."""
        try:
            piece = bytes(self._stream.read(None if size < 0 else size))
        except ParseException:
            raise ConnectionError("the body is not put together as it says") from None
        self._missing -= len(piece)
        if self._missing > 0 and not piece and size != 0:
            raise ConnectionError("the body ended early")
        return piece


def give_up_stalled(listener: socket.socket, seconds: float = STALLED_SECONDS) -> None:
    """Let no connection made through `listener` wait longer than this for the next byte to come or go.

    A phone that lost its network in the middle of an upload never says so; without this it would hold its thread for good.
    """
    limit = struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))
    for direction in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        listener.setsockopt(socket.SOL_SOCKET, direction, limit)  # connections inherit it


def serve(config: Config, listener: socket.socket, greeting: str) -> None:
    """Serve `config`'s site on `listener` until stopped; print `greeting` once the site answers.

    There is no access log: addresses of people and pages stay out of every file. Better fonts are made meanwhile.
    """

    def greet(worker: Any) -> None:
        if worker.age == 1:
            print(greeting, flush=True)

    ensure_fonts(config.data_dir)
    give_up_stalled(listener)
    settings = {
        "bind": f"fd://{listener.fileno()}",
        "worker_class": "gthread",
        "workers": 1,
        "threads": THREADS,
        "worker_tmp_dir": str(SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else None,
        "loglevel": "warning",
        "accesslog": None,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",
        "post_worker_init": greet,
        "graceful_timeout": 10,
        "keepalive": 5,
    }
    _Site(config, settings).run()
