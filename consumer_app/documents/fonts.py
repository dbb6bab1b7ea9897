"""Which font files the papers are set in.

The site starts at once on the system's own Noto CJK collections. A low-priority process then makes small Simplified-Chinese fonts from them, once,
in two stages: a subset that keeps its outlines (`subset-…`, seconds), then the same with TrueType outlines (`truetype-…`, minutes), which set
fastest. Each stage is a folder of four fonts with its own `fonts.conf`, written last: a folder that has one is whole.
The system's fonts stay reachable behind them for rare characters.
"""

import os
import subprocess
import sys
from pathlib import Path

STAGES = ("truetype", "subset")  # best first


def fontconfig_environment(data_dir: Path) -> dict[str, str]:
    """The environment a process needs before it imports weasyprint, for the best fonts ready now.

    Empty while there are none: then the system's own fontconfig answers. The answer changes when better fonts become ready, so that
    `Isolated(environment=…)` replaces its workers.
    """
    for stage in STAGES:
        for ready in sorted((data_dir / "fonts").glob(f"{stage}-*/fonts.conf")):
            return {"FONTCONFIG_FILE": str(ready.resolve())}
    return {}


def ensure_fonts(data_dir: Path, *, background: bool = True) -> "subprocess.Popen[bytes]":
    """Make what is missing of the fonts in `data_dir/fonts`, in a process of its own at the lowest priority.

    background=False waits for it. The process ends at once when everything is there, and early when this process ends; what it has
    finished is kept, and the next start goes on from there. Two at a time do not disturb each other.
    """
    (data_dir / "fonts").mkdir(mode=0o700, parents=True, exist_ok=True)
    maker = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "consumer_app.documents.font_making",
            str(data_dir.resolve() / "fonts"),
            str(os.getpid()),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )
    if not background:
        maker.wait()
    return maker
