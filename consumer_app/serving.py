"""Run the site under gunicorn: one worker process with threads, which reads request bodies from the socket and never spools them to disk."""

import os
import socket
from pathlib import Path
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from consumer_app.config import Config
from consumer_app.documents import pdf
from consumer_app.documents.fonts import ensure_fonts
from consumer_app.intake.evidence import start_reading_ahead
from consumer_app.web import site

THREADS = 8
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
        pdf.use_fonts_of(self._config.data_dir)
        pdf.start()
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
