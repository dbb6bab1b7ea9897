"""How much memory this machine has left."""

from pathlib import Path

_MEMINFO = Path("/proc/meminfo")
PLENTY = 1 << 20


def megabytes_free() -> int:
    """What the system says could be used now without swapping; plenty where it does not say."""
    try:
        lines = _MEMINFO.read_text().splitlines()
    except OSError:
        return PLENTY
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:")), PLENTY)
