"""Names that strangers give to files: cleaned once, then harmless everywhere."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers
from werkzeug.utils import send_file

from consumer_app.intake.file_names import LONGEST, LONGEST_ENCODED, NAMELESS, clean_name, ending, with_ending

HOSTILE = [
    "../../etc/passwd",
    "..\\..\\windows\\system.ini",
    "/etc/passwd",
    "C:\\Users\\me\\a.jpg",
    "%2e%2e/%2e%2e/a.jpg",
    "a.jpg\x00.exe",
    "a\r\nSet-Cookie: x=1.jpg",
    "gpj\u202eexe.jpg",
    "a\u200b\u200d\ufeff.jpg",
    "z" + "\u0336\u0337\u0338" * 400 + ".jpg",
    "😀" * 80 + ".jpg",
    "a" * 255,
    "a" * 256 + ".jpg",
    "长" * 5000 + ".jpeg",
    "发票".encode("gbk").decode("latin-1") + ".jpg",
    "a\udcff\ud800.jpg",
    "CON",
    "con.jpg",
    "NUL.tar.gz",
    "LPT1",
    "COM¹.txt",
    ".htaccess",
    "-rf",
    "=cmd|' /C calc'!A0.jpg",
    "+1.jpg",
    "@SUM(1).jpg",
    "a.jpg.",
    "a.jpg ",
    "a.jpg. . .",
    'a"b.jpg',
    "a';b.jpg",
    "<svg onload=alert(1)>.jpg",
    "",
    "   ",
    ".",
    "..",
    "......",
    "///",
    "a:b.jpg",
    "a|b?.jpg*",
    "`id`$(id).jpg",
    "\u2028\u2029.jpg",
    "~root",
    "a" * 300 + "." + "b" * 300,
]


def harmless(name: str) -> bool:
    return (
        0 < len(name) <= LONGEST
        and len(name.encode()) <= LONGEST_ENCODED
        and not set(name) & set('/\\<>:"|?*;`$')
        and not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} for c in name)
        and name[0] not in ".-=+@~ "
        and name[-1] not in ". "
        and name.split(".")[0].lower() not in {"con", "nul", "prn", "aux", "com1", "lpt1"}
    )


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_hostile_name_is_cleaned(raw: str) -> None:
    name = clean_name(raw)
    assert harmless(name), name
    assert clean_name(name) == name


@given(st.text(max_size=600))
def test_any_name_is_cleaned_once_and_for_all(raw: str) -> None:
    assert harmless(clean_name(raw))
    assert clean_name(clean_name(raw)) == clean_name(raw)


@pytest.mark.parametrize("raw", HOSTILE)
def test_a_cleaned_name_travels_in_one_header(raw: str) -> None:
    import io

    answer = send_file(io.BytesIO(b"x"), {"REQUEST_METHOD": "GET"}, download_name=clean_name(raw), as_attachment=True)
    headers = Headers(answer.headers)
    assert len(headers.getlist("Content-Disposition")) == 1
    assert headers["Content-Disposition"].isascii()
    assert len(headers["Content-Disposition"]) < 900


@pytest.mark.parametrize(
    "name",
    [
        "发票.pdf",
        "微信图片_20260605102033.jpg",
        "IMG_0001.HEIC",
        "外箱（完好）.jpg",
        "5%折扣.png",
        "🌶️火腿肠.jpg",
        "𬎆䶮.jpg",
    ],
)
def test_an_honest_name_stays_recognisable(name: str) -> None:
    assert clean_name(name).replace("\ufe0f", "") == name.replace("\ufe0f", "")


def test_twins_by_composition_become_one_name() -> None:
    assert clean_name(unicodedata.normalize("NFD", "é.jpg")) == clean_name("é.jpg")


def test_a_long_name_keeps_its_ending_and_a_missing_one_is_given() -> None:
    assert clean_name("长" * 5000 + ".jpeg").endswith("长.jpeg")
    assert ending("A.JPG") == "jpg"
    assert ending(NAMELESS) == ""
    assert with_ending("a.JPEG", ("jpg", "jpeg")) == "a.JPEG"
    assert with_ending("微信图片", ("jpg", "jpeg")) == "微信图片.jpg"
