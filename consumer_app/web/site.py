"""The site put together: its settings, its vault, its pages."""

import threading
from datetime import timedelta
from importlib import import_module

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from consumer_app import paths
from consumer_app.bench import Bench
from consumer_app.config import Config
from consumer_app.lawbook import law_book_of
from consumer_app.storage import Storage, StorageSettings, open_storage
from consumer_app.web import BLUEPRINTS, access, errors, limits, redaction, security, stories, waiting

SWEEP_EVERY = timedelta(hours=1)


def build(config: Config, settings: StorageSettings | None = None, *, limited: bool = True) -> Flask:
    """A Flask app for this configuration, its database at the newest shape."""
    app = Flask("consumer_app", static_folder=None, template_folder=str(paths.TEMPLATES))
    app.static_folder = str(paths.STATIC)  # served by web/appearance.py under a versioned address
    app.config.update(
        SECRET_KEY=config.secret_key,
        TRUSTED_HOSTS=list(config.trusted_hosts) or None,
        INSECURE_LAN=config.insecure_lan,
        OPERATOR=" · ".join(part for part in (config.operator_name, config.operator_contact) if part),
        DATA_DIR=config.data_dir,
        BENCH_WAIT=config.bench_wait,
        PRINT_AHEAD=config.print_ahead,
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["config"] = config
    app.extensions["bench"] = Bench()
    app.extensions["law_book"] = law_book_of(paths.LEGAL_REFS)
    stories.examples()  # read now, so that the first visitor need not wait for them
    app.extensions["storage"] = open_storage(
        config.data_dir, settings or StorageSettings(retention_days=config.retention_days)
    )
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    redaction.install()
    security.secure(app)
    errors.answer_kindly(app)
    access.guard(app)
    for name in BLUEPRINTS:
        app.register_blueprint(import_module(f"consumer_app.web.{name}").bp)
    limits.apply(app, enabled=limited)
    waiting.go_on(app)
    if settings is None:
        _sweep_from_time_to_time(app.extensions["storage"])
    return app


def _sweep_from_time_to_time(storage: Storage) -> None:
    """The round from time to time, in the background of the process that serves."""

    def rounds() -> None:
        pause = threading.Event()
        while not pause.wait(SWEEP_EVERY.total_seconds() if started else 60):
            started.append(True)
            try:
                storage.sweep()
            except Exception as error:  # a failed round must not end the rounds
                errors.note(error, "sweep")

    started: list[bool] = []
    threading.Thread(target=rounds, name="sweep", daemon=True).start()
