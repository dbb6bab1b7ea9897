"""The vault: every case and every file sealed under a key that only the case code, or a device the shopper allowed, can unwrap."""

from consumer_app.storage.database import migrate
from consumer_app.storage.storage import Storage, StorageSettings, open_storage

__all__ = ["Storage", "StorageSettings", "migrate", "open_storage"]
