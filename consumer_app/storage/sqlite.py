"""The SQLite this process uses: the one that pysqlite3 brings along, or Python's own on a machine without its wheel.

Nothing else in a process may open the database with another SQLite: locks are the process's, and closing a file with one library drops
the locks that the other holds on it.
"""

try:
    from pysqlite3 import dbapi2 as module
except ImportError:
    import sqlite3 as module

__all__ = ["VERSION", "module", "wal_is_safe"]

VERSION: tuple[int, ...] = module.sqlite_version_info


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite is free of the WAL-reset fault (3.7.0 to 3.51.2; fixed in 3.51.3, 3.50.7 and 3.44.6)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
