"""Files made to deceive: disguises, polyglots, bombs, and honest files damaged at random."""

import random
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable

import pytest
from PIL import Image, PngImagePlugin

from consumer_app.intake.evidence import Refused, examine
from consumer_app.intake.reading import Reading, pack, unpack


def reason_for(data: bytes, name: str) -> str:
    with pytest.raises(Refused) as refusal:
        examine(data, name)
    return refusal.value.reason


def bare(jpeg: bytes) -> bool:
    """Nothing in the copy but what a decoder needs: no APP1 and later, no comment."""
    markers, at = set(), 2
    while at < len(jpeg) and jpeg[at + 1] != 0xDA:
        markers.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return not markers & ({0xFE} | set(range(0xE1, 0xF0)))


ZIP = b"PK\x03\x04" + bytes(26) + b"a.txtPK\x05\x06" + bytes(18)
HTML = b"<!DOCTYPE html><script>alert('CANARY')</script>"
PHP = b"<?php system($_GET['CANARY']); ?>"
PROGRAM = b"MZ\x90\x00" + b"CANARY" * 20
WORD = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml word/vbaProject.bin CANARY"
SHEET = b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml xl/workbook.xml"
SVG = b"<?xml version='1.0'?><svg onload='alert(1)'/>"
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n"


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (HTML, "a.jpg", "web_page"),
        (HTML, "a.html", "web_page"),
        (PHP, "a.gif", "web_page"),
        (SVG, "a.png", "not_what_it_says"),
        (SVG, "a.svg", "drawing"),
        (EPS, "a.jpg", "not_what_it_says"),
        (EPS, "a.eps", "drawing"),
        (PROGRAM, "setup.exe", "program"),
        (PROGRAM, "photo.jpg", "program"),
        (WORD, "合同.docx", "office_document"),
        (WORD, "合同.docm", "office_document"),
        (SHEET, "账单.xlsx", "office_document"),
        (SHEET, "账单.zip", "office_document"),
        (ZIP, "聊天.zip", "archive"),
        (ZIP, "聊天.pdf", "not_what_it_says"),
        (b"PK\x05\x06" + b"%PDF-1.7", "a.pdf", "not_what_it_says"),
        (HTML + b"%PDF-1.7", "a.pdf", "web_page"),
        (bytes(300), "a.bin", "unknown_type"),
        (b"plain text", "no-ending", "not_what_it_says"),
    ],
)
def test_a_file_in_disguise_is_refused_with_a_reason(data: bytes, name: str, reason: str) -> None:
    assert reason_for(data, name) == reason


def test_an_ending_of_another_family_is_refused(phone_photo: bytes, film_of: Callable[..., bytes]) -> None:
    for data, name in (
        (phone_photo, "a.pdf"),
        (phone_photo, "a.mp4"),
        (phone_photo, "a.jpg.exe"),
        (phone_photo, "a.txt"),
        (phone_photo, "a.php"),
        (film_of(), "a.jpg"),
    ):
        assert reason_for(data, name) == "not_what_it_says", name


def test_polyglots_are_refused_or_shown_only_as_a_fresh_picture(
    phone_photo: bytes,
    iphone_heic: bytes,
    encoded: Callable[..., bytes],
    pdf_of: Callable[..., bytes],
    film_of: Callable[..., bytes],
    sounds: dict[str, bytes],
) -> None:
    small = Image.new("RGB", (60, 40), "white")
    html_in_exif = Image.Exif()
    html_in_exif[0x010E] = HTML.decode()
    words = PngImagePlugin.PngInfo()
    words.add_text("Comment", PHP.decode(), zip=True)
    gif = encoded(small, "GIF")
    frames = [Image.new("RGB", (60, 40), (shade, 0, 0)) for shade in range(0, 250, 5)]
    polyglots = {
        "pdf+zip.pdf": pdf_of(1) + ZIP,
        "pdf+html.pdf": pdf_of(1) + HTML,
        "pdf+js.pdf": pdf_of(1, script=True),
        "jpg+php.jpg": phone_photo + PHP,
        "jpg+html-in-exif.jpg": encoded(small, "JPEG", exif=html_in_exif),
        "jpg+zip.jpg": phone_photo + ZIP,
        "jpg+exe.jpg": phone_photo + PROGRAM,
        "gif+js.gif": b"GIF89a/*" + gif[8:] + b"*/=1;alert('CANARY')",
        "gif+html.gif": gif + HTML,
        "png+text.png": encoded(small, "PNG", pnginfo=words),
        "png+php.png": encoded(small, "PNG") + PHP,
        "apng.png": encoded(frames[0], "PNG", save_all=True, append_images=frames[1:]),
        "webp+zip.webp": encoded(small, "WEBP") + ZIP,
        "heic+mp4.heic": iphone_heic + film_of()[16:],
        "heic+mp4.mp4": iphone_heic,
        "mp4+zip.mp4": film_of() + ZIP,
        "mp3+jpg.mp3": b"ID3\x03\x00\x00\x00\x00\x1f\x7f" + phone_photo[:4095] + sounds["mp3"],
        "wav+exe.wav": sounds["wav"] + PROGRAM,
        "png-as-pdf-with-jpeg.pdf": phone_photo,
    }
    for name, data in polyglots.items():
        try:
            found = examine(data, name)
        except Refused:
            continue
        for copy in (*found.working, *filter(None, [found.thumbnail])):
            assert bare(copy), name
            assert b"CANARY" not in copy, name
        assert found.kind in {"picture", "pdf"} or not found.working, name


def test_a_pixel_flood_is_refused_from_its_header() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 25_000, 20_040, 8, 2, 0, 0, 0))
    flood = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(60_000_000), 9)) + chunk(b"IEND", b"")
    assert reason_for(flood, "bomb.png") == "too_many_pixels"


def test_compressed_words_in_a_png_cannot_flood_memory(encoded: Callable[..., bytes]) -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    png = encoded(Image.new("RGB", (60, 40)), "PNG")
    flood = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(90_000_000), 9))
    assert reason_for(png[:33] + flood + png[33:], "a.png") == "damaged"


def test_a_child_that_was_broken_into_cannot_pass_a_page_that_is_no_jpeg() -> None:
    honest = Reading(
        pages=(b"\xff\xd8\xff1", b"\xff\xd8\xff22"), thumbnail=b"\xff\xd8\xff", taken="2026-06-05T10:20+08:00"
    )
    assert unpack(pack(honest)) == honest
    for parcel in (pack(Reading(pages=(HTML,))), b"", b"[]\n", pack(honest)[:-1], b'{"refused": "<b>"}\n'):
        with pytest.raises(Refused):
            unpack(parcel)


def test_the_site_itself_never_loads_a_decoder() -> None:
    """The libraries that read hostile bytes live in the child alone."""
    script = (
        "import sys, consumer_app.intake.evidence\n"
        "print({'PIL', 'pikepdf', 'pypdfium2', 'pillow_heif'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


MUTANTS, MUTANTS_IN_A_DRILL = 300, 4000


@pytest.fixture
def seeds(
    phone_photo: bytes,
    iphone_heic: bytes,
    pdf_of: Callable[..., bytes],
    film_of: Callable[..., bytes],
    sounds: dict[str, bytes],
    encoded: Callable[..., bytes],
) -> dict[str, bytes]:
    """One small honest file of each kind, by a name that suits it."""
    small = Image.effect_noise((48, 40), 60)
    pictures = {f"a.{kind.lower()}": encoded(small, kind) for kind in ("PNG", "GIF", "WEBP", "JPEG")}
    recordings = {f"a.{ending}": data for ending, data in sounds.items()}
    text = "2026-06-05 客服：亲，不会取消的".encode()
    return (
        pictures
        | recordings
        | {"b.jpg": phone_photo, "a.heic": iphone_heic, "a.pdf": pdf_of(2), "a.mp4": film_of(), "a.txt": text}
    )


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file with some bytes flipped, a piece cut out, doubled, or a length made to lie."""
    hurt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        at = chance.randrange(min(len(hurt), chance.choice((64, 600, len(hurt)))))
        way = chance.randrange(5)
        if way == 0:
            hurt[at] = chance.randrange(256)
        elif way == 1:
            hurt[at] ^= 1 << chance.randrange(8)
        elif way == 2:
            del hurt[at : at + chance.randrange(1, 40)]
        elif way == 3:
            hurt[at:at] = hurt[at : at + 30]
        else:
            hurt[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"\x7f\xff\xff\xff"))
        if not hurt:
            break
    return bytes(hurt)


def all_survive(seeds: dict[str, bytes], mutants: int) -> None:
    """A damaged file is refused for a reason, or taken and shown in clean copies; nothing else can come of it."""
    chance = random.Random(20260605)
    outcomes = {"taken": 0, "refused": 0}
    names = sorted(seeds)
    for number in range(mutants):
        name = names[number % len(names)]
        try:
            found = examine(damaged(seeds[name], chance), name)
        except Refused:
            outcomes["refused"] += 1
            continue
        outcomes["taken"] += 1
        assert all(bare(page) for page in found.working), (number, name)
    assert min(outcomes.values()) > mutants // 20, outcomes


def test_damaged_files_are_refused_or_shown_clean(seeds: dict[str, bytes]) -> None:
    assert all(examine(data, name) for name, data in seeds.items())
    all_survive(seeds, MUTANTS)


@pytest.mark.drill
def test_thousands_of_damaged_files_are_refused_or_shown_clean(seeds: dict[str, bytes]) -> None:
    all_survive(seeds, MUTANTS_IN_A_DRILL)
