"""Make the fonts of `fonts.py` from the system's Noto CJK collections: `python -m consumer_app.documents.font_making FOLDER [PARENT_PID]`."""

import contextlib
import fcntl
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import uharfbuzz
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont, newTable

from consumer_app.isolated_child import go_last

RECIPE = "2"  # raise it when the same system fonts should give other files
FONT_ROOTS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".local/share/fonts",
    Path.home() / ".fonts",
)
FAMILIES = {"NotoSerif": "Noto Serif SC", "NotoSans": "Noto Sans SC"}
WEIGHTS = ("Regular", "Bold")
CURVE_ERROR = 1.0  # units of a 1000-unit em: a thousandth of a character's height
HANZI = Path(__file__).with_name("tongyong_guifan_hanzi.txt")
PUNCTUATION_AND_LATIN = (
    (0x20, 0x180),
    (0x2000, 0x2070),
    (0x20A0, 0x20C0),
    (0x2100, 0x2200),
    (0x2460, 0x2500),
    (0x3000, 0x3040),
    (0xFF00, 0xFFF0),
)
UNUSED = ("vhea", "vmtx", "VORG", "BASE", "DSIG")  # the papers are set horizontally
HINTING_LIMITS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
    "maxComponentElements",
)
FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
"""


def characters() -> set[int]:
    """What the small fonts hold: 通用规范汉字表, GB2312, punctuation and Latin; other characters come from the system's font of the same design.

    All of GB2312 must be among them: fontconfig lists a font as Chinese (zh-cn) only then, and Pango prefers another font to one that is not.
    The traditional characters of GBK are left out because a letter costs more the larger its font is, whether it uses them or not.
    """
    wanted = {ord(char) for char in HANZI.read_text(encoding="utf-8").splitlines()[1]}
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            with contextlib.suppress(UnicodeDecodeError):
                wanted.add(ord(bytes((row, cell)).decode("gb2312")))
    for start, end in PUNCTUATION_AND_LATIN:
        wanted.update(range(start, end))
    return wanted


def sources() -> dict[str, Path]:
    """The system's font file for each of the four fonts (`NotoSerif-Regular` …); empty unless all four are there."""
    found: dict[str, Path] = {}
    for family in FAMILIES:
        for weight in WEIGHTS:
            for name in (f"{family}CJK-{weight}.ttc", f"{family}CJKsc-{weight}.otf"):
                for root in FONT_ROOTS:
                    for path in sorted(root.rglob(name)):
                        found.setdefault(f"{family}-{weight}", path)
    return found if len(found) == len(FAMILIES) * len(WEIGHTS) else {}


def stamp(files: dict[str, Path]) -> str:
    """What the result depends on, as twelve hexadecimal digits: the font files' bytes, the list of characters, this recipe."""
    digest = hashlib.sha256(RECIPE.encode())
    for path in (HANZI, *files.values()):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


def make(folder: Path, still_wanted: Callable[[], bool] = lambda: True) -> None:
    """Make both stages in `folder`, then drop the stages that other font files or another recipe left there."""
    files = sources()
    if not files:
        print("fonts-noto-cjk was not found: papers are set in whatever Chinese font the system has", file=sys.stderr)
        return
    with _one_at_a_time(folder):
        mark = stamp(files)
        subset, truetype = folder / f"subset-{mark}", folder / f"truetype-{mark}"
        if not (truetype / "fonts.conf").exists():
            if not (subset / "fonts.conf").exists():
                with _made(subset) as new:
                    for name, source in files.items():
                        family, weight = name.split("-")
                        _write(new / f"{name}.otf", subset_font(source, family, weight))
            with _made(truetype) as new:
                for name in files:
                    if not (new / f"{name}.ttf").exists():
                        _write(new / f"{name}.ttf", truetype_font(subset / f"{name}.otf", still_wanted))
        for old in folder.glob("*-*"):
            if old.is_dir() and not old.name.endswith(mark):
                shutil.rmtree(old)


def subset_font(source: Path, family: str, weight: str, kept: Collection[int] | None = None) -> bytes:
    """The Simplified-Chinese face of `source`, cut down to `kept` (default: `characters()`), under its own family name."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(source)), _simplified_chinese_face(source))
    wanted = uharfbuzz.SubsetInput()
    wanted.unicode_set.update(characters() if kept is None else kept)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in UNUSED)
    wanted.flags = uharfbuzz.SubsetFlags.DESUBROUTINIZE | uharfbuzz.SubsetFlags.NO_HINTING
    small = uharfbuzz.subset(face, wanted)
    with _opened(small.blob.data) as font:
        _name(font, FAMILIES[family], weight)
        return _saved(font)


def truetype_font(source: Path, still_wanted: Callable[[], bool] = lambda: True) -> bytes:
    """`source` with its cubic outlines turned into TrueType's quadratic ones, within CURVE_ERROR."""
    with TTFont(source) as font:
        glyphs, metrics = font.getGlyphSet(), font["hmtx"].metrics
        outlines = {}
        for count, name in enumerate(font.getGlyphOrder()):
            if count % 500 == 0 and not still_wanted():
                raise SystemExit(0)
            pen = TTGlyphPen(None)
            glyphs[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
            outlines[name] = pen.glyph()
        order = font.getGlyphOrder()
        font["loca"], glyf = newTable("loca"), newTable("glyf")
        glyf.glyphOrder, glyf.glyphs = order, outlines
        font["glyf"] = glyf
        for name, glyph in outlines.items():
            glyph.recalcBounds(glyf)
            metrics[name] = (metrics[name][0], getattr(glyph, "xMin", 0))
        maxp = font["maxp"]
        maxp.tableVersion = 0x00010000
        for field in HINTING_LIMITS:
            setattr(maxp, field, 0)
        maxp.maxZones = 1
        font["post"].formatType = 3.0
        font["head"].glyphDataFormat = 0
        del font["CFF "]
        font.sfntVersion = "\x00\x01\x00\x00"
        return _saved(font)


def _simplified_chinese_face(source: Path) -> int:
    if source.suffix != ".ttc":
        return 0
    with TTCollection(source, lazy=True) as faces:
        for index, face in enumerate(faces.fonts):
            if str(face["name"].getDebugName(1)).endswith(" SC") and "Mono" not in str(face["name"].getDebugName(1)):
                return index
    raise ValueError(f"{source}: no Simplified-Chinese face (a family name that ends in “ SC”) among its faces")


def _name(font: Any, family: str, weight: str) -> None:
    names = font["name"]
    names.names = [
        record for record in names.names if record.nameID in (0, 5, 7, 8, 9, 11, 13, 14) and record.langID == 0x409
    ]
    postscript = f"{family.replace(' ', '')}-{weight}"
    for name_id, text in (
        (1, family),
        (2, weight),
        (3, f"{postscript};subset"),
        (4, f"{family} {weight}"),
        (6, postscript),
    ):
        names.setName(text, name_id, 3, 1, 0x409)


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    with TTFont(io.BytesIO(data), lazy=True) as font:
        yield font


def _saved(font: Any) -> bytes:
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _write(path: Path, data: bytes) -> None:
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.rename(path)


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[Path]:
    """Fill a hidden folder, give it its name when it is full, let fontconfig read it once, and only then declare it ready."""
    hidden = folder.with_name("." + folder.name)
    hidden.mkdir(mode=0o700, exist_ok=True)
    yield hidden
    if folder.exists():
        shutil.rmtree(folder)
    hidden.rename(folder)
    conf = folder / "fonts.part"
    conf.write_text(FONTS_CONF.format(folder=escape(str(folder))), encoding="utf-8")
    # The workers may write nothing, so fontconfig's cache must be there before them.
    read = "import ctypes; ctypes.CDLL('libfontconfig.so.1').FcInit()"
    subprocess.run(
        [sys.executable, "-c", read],
        env={**os.environ, "FONTCONFIG_FILE": str(conf)},
        check=False,
        stderr=subprocess.DEVNULL,
    )
    conf.rename(folder / "fonts.conf")


@contextlib.contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(0) from None
        yield


def main(arguments: list[str]) -> None:
    """Make the fonts at the lowest priority; end early when the process PARENT_PID is no longer the parent."""
    folder, parent = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else None
    go_last()
    make(folder, lambda: parent is None or os.getppid() == parent)


if __name__ == "__main__":
    main(sys.argv[1:])
