"""The small Chinese fonts: every character a name may have, found by fontconfig as Chinese, and the same shapes after conversion."""

import io
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from consumer_app.documents import font_making
from consumer_app.documents.fonts import ensure_fonts, fontconfig_environment

SOURCES = font_making.sources()
needs_noto = pytest.mark.skipif(not SOURCES, reason="fonts-noto-cjk is not installed")


def test_the_list_of_standard_characters_is_whole_and_names_its_source() -> None:
    source, hanzi = font_making.HANZI.read_text(encoding="utf-8").splitlines()
    assert "国务院" in source
    assert "Unihan" in source
    assert len(hanzi) == len(set(hanzi)) == 8105
    assert hanzi.startswith("一乙二")
    assert {"䶮", "㛃", "喆", "堃"} <= set(hanzi)


def test_the_small_fonts_hold_all_of_gb2312_without_which_fontconfig_does_not_call_them_chinese() -> None:
    gb2312 = {ord(bytes((row, cell)).decode("gb2312")) for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)}
    gb2312 |= {ord(char) for char in "，。；：？！“”‘’（）《》、—…￥①⑩ⅠⅫ℃％"}
    assert gb2312 <= font_making.characters()


@pytest.fixture(scope="module")
def bold() -> bytes:
    return font_making.subset_font(SOURCES["NotoSerif-Bold"], "NotoSerif", "Bold")


@needs_noto
def test_a_subset_is_named_for_the_papers_and_is_chinese_to_fontconfig_in_bold_too(bold: bytes, tmp_path: Path) -> None:
    with TTFont(io.BytesIO(bold), lazy=True) as font:
        assert font["name"].getDebugName(1) == "Noto Serif SC"
        assert {ord(char) for char in "䶮㛃囗冫讠钶据理A￥"} <= font.getBestCmap().keys()
        assert font["OS/2"].usWeightClass >= 700
    scanner = shutil.which("fc-scan")
    if scanner is None:
        pytest.skip("fc-scan is not installed")
    (tmp_path / "bold.otf").write_bytes(bold)
    seen = subprocess.run(
        [scanner, "-f", "%{style} %{lang}", tmp_path / "bold.otf"], capture_output=True, text=True, check=True
    ).stdout
    assert seen.startswith("Bold ")
    assert "zh-cn" in seen


@needs_noto
def test_truetype_outlines_have_the_same_shapes_widths_and_characters(tmp_path: Path) -> None:
    few = {ord(char) for char in "据理投诉函龘䶮 A，"}
    (tmp_path / "few.otf").write_bytes(
        font_making.subset_font(SOURCES["NotoSerif-Regular"], "NotoSerif", "Regular", few)
    )
    with (
        TTFont(tmp_path / "few.otf") as cubic,
        TTFont(io.BytesIO(font_making.truetype_font(tmp_path / "few.otf"))) as quadratic,
    ):
        assert cubic.getBestCmap().keys() == quadratic.getBestCmap().keys() == few
        for code in few:
            boxes = []
            for font in (cubic, quadratic):
                glyphs, glyph = font.getGlyphSet(), font.getBestCmap()[code]
                pen = BoundsPen(glyphs)
                glyphs[glyph].draw(pen)
                boxes.append((*(pen.bounds or (0, 0, 0, 0)), font["hmtx"][glyph][0]))
            assert boxes[0] == pytest.approx(boxes[1], abs=1.5), chr(code)


def test_without_made_fonts_the_systems_own_fontconfig_answers(tmp_path: Path) -> None:
    assert fontconfig_environment(tmp_path) == {}


def test_the_best_stage_that_is_whole_is_used(tmp_path: Path) -> None:
    for folder in ("subset-aa", "truetype-aa"):
        (tmp_path / "fonts" / folder).mkdir(parents=True)
    (tmp_path / "fonts/subset-aa/fonts.conf").write_text("whole")
    assert fontconfig_environment(tmp_path) == {"FONTCONFIG_FILE": str(tmp_path / "fonts/subset-aa/fonts.conf")}
    (tmp_path / "fonts/truetype-aa/fonts.conf").write_text("whole")
    assert fontconfig_environment(tmp_path) == {"FONTCONFIG_FILE": str(tmp_path / "fonts/truetype-aa/fonts.conf")}


@needs_noto
def test_making_resumes_declares_a_stage_last_and_drops_what_other_files_left(tmp_path: Path) -> None:
    fonts, mark = tmp_path / "fonts", font_making.stamp(SOURCES)
    old, subset, half = fonts / "subset-0123456789ab", fonts / f"subset-{mark}", fonts / f".truetype-{mark}"
    for folder in (old, subset, half):
        folder.mkdir(parents=True)
    (subset / "fonts.conf").write_text("whole")
    for name in SOURCES:
        (half / f"{name}.ttf").write_bytes(b"made before the last stop")
    font_making.make(fonts)
    ready = fonts / f"truetype-{mark}" / "fonts.conf"
    assert fontconfig_environment(tmp_path) == {"FONTCONFIG_FILE": str(ready)}
    assert (ready.parent / "NotoSans-Bold.ttf").read_bytes() == b"made before the last stop"
    assert str(ready.parent) in ready.read_text(encoding="utf-8")
    assert not old.exists()
    assert not half.exists()


@needs_noto
def test_the_maker_stops_with_the_process_that_wanted_the_fonts(tmp_path: Path) -> None:
    code = f"from pathlib import Path; from consumer_app.documents.fonts import ensure_fonts; print(ensure_fonts(Path({str(tmp_path)!r})).pid)"
    started = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL
    )
    maker = int(started.stdout)
    for _ in range(600):
        if not Path(f"/proc/{maker}").exists() or "State:\tZ" in Path(f"/proc/{maker}/status").read_text():
            break
        time.sleep(0.05)
    else:
        pytest.fail("the maker went on alone")
    assert not list((tmp_path / "fonts").glob("truetype-*"))


@needs_noto
def test_two_makers_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    with font_making._one_at_a_time(tmp_path / "fonts"):
        assert ensure_fonts(tmp_path, background=False).returncode == 0
    assert [path.name for path in (tmp_path / "fonts").iterdir()] == [".lock"]
