"""Real files, made on the spot, as phones, cameras, chat programs and strangers make them."""

import io
import struct
from collections.abc import Callable

import pikepdf
import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageDraw

GPS = "GPSCANARY"
pillow_heif.register_heif_opener()


def _scene(width: int, height: int) -> Image.Image:
    """A picture whose top is red and whose bottom is blue, so that which way is up can be seen."""
    picture = Image.new("RGB", (width, height), (190, 40, 40))
    ImageDraw.Draw(picture).rectangle((0, height // 2, width, height), fill=(40, 60, 190))
    return picture


def _encoded(picture: Image.Image, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, format, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.fixture
def scene() -> Callable[[int, int], Image.Image]:
    return _scene


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    return _encoded


def _camera_data(taken: str, orientation: int, offset: str | None) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "CAMERACANARY"
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        details[ExifTags.Base.OffsetTimeOriginal] = offset
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (31.0, 14.0, 5.0)
    place[ExifTags.GPS.GPSAreaInformation] = GPS.encode()
    return exif


@pytest.fixture
def phone_photo() -> bytes:
    """A photo held upright: stored lying on its side with orientation 6, as a phone does, with time and place."""
    exif = _camera_data("2026:06:05 10:20:33", 6, "+08:00")
    return _encoded(_scene(1200, 2000).rotate(90, expand=True), "JPEG", exif=exif, comment=b"COMMENTCANARY")


@pytest.fixture
def iphone_heic() -> bytes:
    out = io.BytesIO()
    exif = _camera_data("2026:06:05 02:20:33", 1, "+00:00")
    pillow_heif.from_pillow(_scene(800, 600)).save(out, exif=exif.tobytes(), quality=60)
    return out.getvalue()


@pytest.fixture
def long_screenshot() -> bytes:
    """Ten screens of chat in one picture: a numbered line every 200 pixels."""
    picture = Image.new("RGB", (1080, 12_000), "white")
    drawing = ImageDraw.Draw(picture)
    for line in range(60):
        drawing.rectangle((40, line * 200 + 20, 140 + line * 14, line * 200 + 90), fill=(20, 20, 20))
    return _encoded(picture, "PNG")


@pytest.fixture
def pdf_of() -> Callable[..., bytes]:
    def make(
        pages: int, password: str | None = None, script: bool = False, size: tuple[int, int] = (595, 842)
    ) -> bytes:
        document = pikepdf.new()
        for number in range(pages):
            document.add_blank_page(page_size=size)
            mark = f"0.{number % 10} 0 0 rg 72 72 200 200 re f".encode()
            document.pages[-1].Contents = document.make_stream(mark)
        if script:
            action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('JSCANARY')")
            document.Root.OpenAction = action
            document.attachments["run.exe"] = b"MZ" + b"EXECANARY" * 9
        out = io.BytesIO()
        lock = pikepdf.Encryption(owner=password, user=password) if password else False
        document.save(out, encryption=lock)
        return out.getvalue()

    return make


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


@pytest.fixture
def film_of() -> Callable[..., bytes]:
    """A film as a phone writes it, as far as its boxes go: no picture is ever decoded here."""

    def make(brand: bytes = b"mp42", track: bytes = b"vide", made: int = 3_863_470_800) -> bytes:
        header = _box(b"mvhd", struct.pack(">IIIII", 0, made, made, 1000, 4000) + bytes(80))
        handler = _box(b"hdlr", bytes(8) + track + bytes(13))
        movie = _box(b"moov", header, _box(b"trak", _box(b"mdia", handler)))
        return _box(b"ftyp", brand, bytes(4), brand) + movie + _box(b"mdat", bytes(2000))

    return make


@pytest.fixture
def sounds() -> dict[str, bytes]:
    """One short recording of each kind, by its ending."""
    wave = (
        b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + struct.pack("<I", 400) + bytes(400)
    )
    return {
        "wav": b"RIFF" + struct.pack("<I", 4 + len(wave)) + b"WAVE" + wave,
        "amr": b"#!AMR\n" + (b"\x3c" + bytes(31)) * 20,
        "mp3": (b"\xff\xfb\x90\x00" + bytes(413)) * 6,
        "aac": (b"\xff\xf1\x50\x80\x0c\x9f\xfc" + bytes(93)) * 6,
    }
