"""据理: from a dispute with a store to a complaint letter a clerk can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from consumer_app.config import Config
    from consumer_app.storage import StorageSettings


def create_app(config: Config, *, storage: StorageSettings | None = None, limited: bool | None = None) -> Flask:
    """The site for one installation. ``config`` has its secret key (``Config.prepared()``).

    ``storage`` is for tests that need another clock, cheaper passphrases or smaller limits; they are also spared the limits on how often
    and the background rounds, unless ``limited`` is True.
    """
    from consumer_app.web.site import build

    return build(config, storage, limited=storage is None if limited is None else limited)
