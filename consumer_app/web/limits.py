"""How often: one table. A limit answers 429 and keeps what was typed; nobody is ever locked out, because thousands may share one address."""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, g, request
from flask_limiter import Limiter
from werkzeug.routing import Rule

from consumer_app.web import current

_BOOT_KEY = secrets.token_bytes(32)


def address() -> str:
    """The visitor's address, hashed with a key that changes every day and with every start."""
    said = f"{current.today()}|{request.remote_addr}"
    return hmac.new(_BOOT_KEY, said.encode(), hashlib.sha256).hexdigest()[:24]


def everybody() -> str:
    """One count for the whole site."""
    return "everybody"


def case() -> str:
    """One count for each case."""
    return str(g.opened.case_id) if "opened" in g else address()


@dataclass(frozen=True)
class Rate:
    """One limit: what it counts, how many in which time, for whom, and which routes it covers by method and beginning of the path."""

    name: str
    limit: str
    by: Callable[[], str]
    paths: tuple[str, ...]
    method: str = "POST"

    def covers(self, rule: Rule) -> bool:
        """Whether a route is counted here. A path that ends in / covers everything below it."""
        return self.method in (rule.methods or ()) and any(
            rule.rule == path or (path.endswith("/") and rule.rule.startswith(path)) for path in self.paths
        )


RATES = (
    Rate("create", "60 per hour", address, ("/start", "/import")),
    Rate("create-all", "600 per hour", everybody, ("/start", "/import")),
    Rate("unlock", "30 per minute", address, ("/unlock", "/t", "/unlock/device")),
    Rate("unlock-all", "600 per minute", everybody, ("/unlock", "/t", "/unlock/device")),
    Rate("save", "60 per minute", case, ("/case/", "/card")),
    Rate("upload", "120 per hour", case, ("/case/evidence", "/case/evidence/new")),
    Rate("export", "6 per minute", case, ("/case/safety/export",), "GET"),
    Rate("make", "12 per minute", case, ("/case/papers/letter/", "/case/papers/make/")),
    Rate("read", "60 per minute", address, ("/likely",)),
    Rate("try", "30 per minute", address, ("/templates/try",)),
    Rate("sample", "30 per minute", address, ("/examples/<slug>/<name>.pdf",), "GET"),
)


def apply(app: Flask, *, enabled: bool = True) -> None:
    """Put the table in front of the views of this app."""
    app.config["RATELIMIT_ENABLED"] = enabled
    app.config.setdefault("RATELIMIT_HEADERS_ENABLED", True)
    app.config.setdefault("RATELIMIT_HEADER_RETRY_AFTER_VALUE", "delta-seconds")
    limiter = Limiter(key_func=address, storage_uri="memory://", strategy="moving-window")
    limiter.init_app(app)
    app.extensions["limiter_of_the_house"] = limiter
    for rule in app.url_map.iter_rules():
        for rate in RATES:
            if rate.covers(rule):
                counted = limiter.shared_limit(
                    rate.limit, scope=rate.name, key_func=rate.by, methods=[rate.method], override_defaults=False
                )
                app.view_functions[rule.endpoint] = cast(Any, counted(app.view_functions[rule.endpoint]))
