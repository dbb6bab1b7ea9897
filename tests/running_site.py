"""A running `consumer-app serve`, for the tests that need the real server."""

import fcntl
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

PATIENCE = 120
"""Seconds that a site may take to start, answer or stop on a machine that is busy with other things."""


def _making_fonts(data_dir: Path) -> IO[bytes]:
    """The fonts of a data folder are being made, until this is closed: whoever else would make them leaves it."""
    (data_dir / "fonts").mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (data_dir / "fonts" / ".lock").open("wb")
    fcntl.flock(lock, fcntl.LOCK_SH)  # several sites may share a folder
    return lock


class Site:
    """A running `consumer-app serve`. ``makes_fonts=False``: as beside another one that is making the fonts of its data folder."""

    def __init__(self, data_dir: Path, *arguments: str, makes_fonts: bool = True, **variables: str) -> None:
        self.data_dir = data_dir
        self.fonts_are_made = None if makes_fonts else _making_fonts(data_dir)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "consumer_app", "serve", *arguments],
            env={
                "PATH": os.environ["PATH"],
                "HOME": os.environ.get("HOME", "/"),
                "DATA_DIR": str(data_dir),
                "PYTHONPATH": str(Path(__file__).parents[1]),  # the site of this working copy, not the one installed
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
        )

    def greeting(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def stop(self) -> tuple[str, str]:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        said = self.process.communicate(timeout=PATIENCE)
        if self.fonts_are_made:
            self.fonts_are_made.close()
        return said

    def family(self) -> list[int]:
        """The process and all its descendants."""
        found, waiting = [], [self.process.pid]
        while waiting:
            pid = waiting.pop()
            found.append(pid)
            with suppress(FileNotFoundError, ProcessLookupError):  # a child may end while we look
                for task in Path(f"/proc/{pid}/task").glob("*/children"):
                    waiting += map(int, task.read_text().split())
        return found
