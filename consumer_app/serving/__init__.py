"""Run the site under gunicorn: one worker process, whose threads only ever take requests that are here, and never spool a body to disk."""

import os
import resource
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from consumer_app.config import Config
from consumer_app.documents import card, docx_apart, pdf
from consumer_app.documents.fonts import ensure_fonts
from consumer_app.intake.evidence import start_reading_ahead
from consumer_app.serving import patience
from consumer_app.serving.body import Body
from consumer_app.serving.front import Front
from consumer_app.web import site

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  gunicorn's heartbeat file, empty


# The site's modules are loaded here, before the worker is forked: a broken installation is said at once, and a new worker starts quickly.


class _Site(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, config: Config, settings: dict[str, Any]) -> None:
        self._config = config
        self._settings = settings
        super().__init__()

    @property
    def hops(self) -> int:
        """How many proxies stand in front."""
        return self._config.proxy_hops

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        app = site.build(self._config)
        answer = app.wsgi_app

        def with_body(environ: dict[str, Any], start_response: Any) -> Any:
            environ["wsgi.input"] = Body(environ["wsgi.input"], int(environ.get("CONTENT_LENGTH") or 0))
            return answer(environ, start_response)

        app.wsgi_app = with_body  # type: ignore[method-assign]  # as Flask says to wrap it
        pdf.use_fonts_of(self._config.data_dir)
        pdf.start()
        docx_apart.start()
        card.start()
        start_reading_ahead()
        return app


def serve(config: Config, listener: socket.socket, greeting: str) -> None:
    """Serve `config`'s site on `listener` until stopped; print `greeting` once the site answers.

    There is no access log: addresses of people and pages stay out of every file. Better fonts are made meanwhile.
    """

    def greet(worker: Any) -> None:
        if worker.age == 1:
            print(greeting, flush=True)

    ensure_fonts(config.data_dir)
    _room_for_connections(config.connections)
    settings = {
        "bind": f"fd://{listener.fileno()}",
        "worker_class": Front,
        "workers": 1,
        "threads": patience.THREADS,
        "worker_connections": config.connections,
        "worker_tmp_dir": str(SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else None,
        "loglevel": "warning",
        "accesslog": None,
        "control_socket_disable": True,
        "forwarded_allow_ips": "",
        "post_worker_init": greet,
        "graceful_timeout": 10,
        "keepalive": int(patience.IDLE_SECONDS),
        "limit_request_fields": 64,
    }
    _Site(config, settings).run()


def _room_for_connections(connections: int) -> None:
    """As many open files as the system allows this process, up to what connections, files and children can need."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4 * connections
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
