"""A file comes in: what is kept of it, what is shown of it, and what is refused and why."""

import hashlib
import io
import tracemalloc
from collections.abc import Callable, Iterator

import pikepdf
import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageChops

from consumer_app.intake.evidence import LARGEST_FILE, Original, Refused, examine

RED, BLUE = 0, 2


def reason_for(data: bytes, name: str) -> str:
    with pytest.raises(Refused) as refusal:
        examine(data, name)
    return refusal.value.reason


def opened(jpeg: bytes) -> Image.Image:
    return Image.open(io.BytesIO(jpeg), formats=["JPEG"])


def strongest_colour(picture: Image.Image, height: float) -> int:
    pixel = picture.convert("RGB").getpixel((picture.width // 2, int(picture.height * height)))
    assert isinstance(pixel, tuple)
    return pixel.index(max(pixel))


def bare(jpeg: bytes) -> bool:
    """Nothing in the copy but what a decoder needs: no APP1 and later, no comment."""
    markers, at = set(), 2
    while at < len(jpeg) and jpeg[at + 1] != 0xDA:
        markers.add(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return not markers & ({0xFE} | set(range(0xE1, 0xF0)))


def test_a_phone_photo_stands_upright_and_tells_when_it_was_taken(phone_photo: bytes) -> None:
    photo = examine(phone_photo, "IMG_0001.JPG")
    assert (photo.kind, photo.media_type, photo.pages) == ("picture", "image/jpeg", 1)
    assert photo.sha256 == hashlib.sha256(phone_photo).hexdigest()
    assert photo.size == len(phone_photo)
    assert photo.taken_at is not None
    assert photo.taken_at.at == "2026-06-05T10:20+08:00"
    page = opened(photo.working[0])
    assert page.size == (960, 1600)
    assert (strongest_colour(page, 0.1), strongest_colour(page, 0.9)) == (RED, BLUE)


def test_copies_tell_neither_place_nor_camera(phone_photo: bytes, iphone_heic: bytes) -> None:
    for data, name in ((phone_photo, "a.jpg"), (iphone_heic, "b.heic")):
        assert b"GPSCANARY" in data
        found = examine(data, name)
        assert found.thumbnail
        for copy in (*found.working, found.thumbnail):
            assert bare(copy)
            assert b"CANARY" not in copy
            assert not opened(copy).getexif()


def test_an_iphone_heic_becomes_a_jpeg_anyone_can_open(iphone_heic: bytes) -> None:
    photo = examine(iphone_heic, "IMG_4711.HEIC")
    assert photo.media_type == "image/heic"
    assert photo.taken_at is not None
    assert photo.taken_at.at == "2026-06-05T02:20+00:00"
    page = opened(photo.working[0])
    assert page.size == (800, 600)
    assert strongest_colour(page, 0.9) == BLUE


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_a_picture_stored_on_its_side_stands_upright_in_every_format(
    format: str, encoded: Callable[..., bytes], scene: Callable[[int, int], Image.Image]
) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    data = encoded(scene(300, 500).rotate(90, expand=True), format, exif=exif)
    page = opened(examine(data, f"a.{'heic' if format == 'HEIF' else format.lower()}").working[0])
    assert page.size == (300, 500)
    assert (strongest_colour(page, 0.1), strongest_colour(page, 0.9)) == (RED, BLUE)


def test_a_heic_that_says_its_turn_twice_is_turned_once(scene: Callable[[int, int], Image.Image]) -> None:
    """As an iPhone writes it: the turn in a box of the file, and again in Exif."""
    exif, out = Image.Exif(), io.BytesIO()
    exif[ExifTags.Base.Orientation] = 6
    file = pillow_heif.from_pillow(scene(300, 500).rotate(90, expand=True))
    file.info["exif"] = exif.tobytes()
    file.save(out)
    assert b"irot" in out.getvalue()
    page = opened(examine(out.getvalue(), "IMG_1.HEIC").working[0])
    assert page.size == (300, 500)
    assert (strongest_colour(page, 0.1), strongest_colour(page, 0.9)) == (RED, BLUE)


def test_a_thumbnail_is_small_and_shows_the_top_of_a_long_picture(long_screenshot: bytes) -> None:
    found = examine(long_screenshot, "chat.png")
    assert found.thumbnail
    assert max(opened(found.thumbnail).size) <= 320
    assert opened(found.thumbnail).width >= 200


def test_a_long_screenshot_is_cut_into_readable_pages_that_overlap(long_screenshot: bytes) -> None:
    found = examine(long_screenshot, "Screenshot_2026-06-05-10-20-33-12_taobao.png")
    pages = [opened(page).convert("L") for page in found.working]
    assert found.pages == len(pages) == 9
    assert all(page.width == 1080 and page.height == round(1080 * 2**0.5) for page in pages)
    whole = Image.open(io.BytesIO(long_screenshot)).convert("L")
    reached = 0
    for number, page in enumerate(pages):
        start = round(number * (whole.height - page.height) / (len(pages) - 1))
        difference = ImageChops.difference(page, whole.crop((0, start, 1080, start + page.height)))
        assert difference.point(lambda value: 255 * (value > 60)).getbbox() is None
        assert number == 0 or reached - start >= 1080 // 8
        reached = start + page.height
    assert reached == whole.height


def test_an_ordinary_phone_screenshot_is_one_page(encoded: Callable[..., bytes]) -> None:
    found = examine(encoded(Image.new("RGB", (1080, 2400), "white"), "PNG"), "s.png")
    assert [opened(page).size for page in found.working] == [(720, 1600)]


def test_a_ribbon_of_a_thousand_slices_is_refused(encoded: Callable[..., bytes]) -> None:
    assert reason_for(encoded(Image.new("1", (20, 60_000)), "PNG"), "s.png") == "too_many_pages"


def test_transparency_lies_on_white_paper(encoded: Callable[..., bytes]) -> None:
    for mode, colour in (("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0)):
        picture = Image.new(mode, (90, 60), colour)
        options = {"transparency": 0} if mode == "P" else {}
        page = opened(examine(encoded(picture, "PNG", **options), "logo.png").working[0])
        assert page.getpixel((45, 30)) == (255, 255, 255), mode


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_a_png_of_every_colour_mode_becomes_a_page(mode: str, encoded: Callable[..., bytes]) -> None:
    assert examine(encoded(Image.new(mode, (70, 50)), "PNG"), "p.png").pages == 1


def test_webp_gif_and_print_colours_are_pictures_too(
    encoded: Callable[..., bytes], scene: Callable[[int, int], Image.Image]
) -> None:
    assert examine(encoded(scene(300, 200), "WEBP"), "a.webp").media_type == "image/webp"
    moving = encoded(scene(300, 200), "GIF", save_all=True, append_images=[scene(300, 200)] * 3)
    assert examine(moving, "b.gif").pages == 1
    assert (
        strongest_colour(opened(examine(encoded(scene(300, 200).convert("CMYK"), "JPEG"), "c.jpg").working[0]), 0.9)
        == BLUE
    )


def test_a_picture_that_a_chat_program_renamed_is_taken_by_what_it_is(
    encoded: Callable[..., bytes], scene: Callable[[int, int], Image.Image]
) -> None:
    found = examine(encoded(scene(300, 200), "WEBP"), "TB1x.jpg")
    assert (found.media_type, found.name) == ("image/webp", "TB1x.jpg.webp")
    assert examine(encoded(scene(300, 200), "PNG"), "微信图片").name == "微信图片.png"


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("Screenshot_2026-06-05-10-20-33-12_taobao.jpg", "2026-06-05T10:20+08:00"),
        ("Screenshot_20260605_102033.jpg", "2026-06-05T10:20+08:00"),
        ("IMG_20260605_102033.jpg", "2026-06-05T10:20+08:00"),
        ("截屏2026-06-05 10.20.33.jpg", "2026-06-05T10:20+08:00"),
        ("微信截图_20260605102033.jpg", "2026-06-05T10:20+08:00"),
        ("微信图片_20260605102033.jpg", None),
        ("订单3029817726050511202.jpg", None),
        ("20261345_999999.jpg", None),
        ("20260605.jpg", None),
    ],
)
def test_the_name_of_a_screenshot_suggests_its_time(name: str, at: str | None, encoded: Callable[..., bytes]) -> None:
    taken = examine(encoded(Image.new("RGB", (40, 40)), "JPEG"), name).taken_at
    assert (taken.at if taken else None) == at


def test_a_camera_clock_that_was_never_set_suggests_nothing(encoded: Callable[..., bytes]) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[36867] = "0000:00:00 00:00:00"
    assert examine(encoded(Image.new("RGB", (40, 40)), "JPEG", exif=exif), "a.jpg").taken_at is None


def test_every_page_of_a_pdf_is_a_picture(pdf_of: Callable[..., bytes]) -> None:
    found = examine(pdf_of(3), "发票.pdf")
    assert (found.kind, found.pages, len(found.working)) == ("pdf", 3, 3)
    assert opened(found.working[0]).size == (1240, 1755)


def test_what_was_typed_into_a_form_is_on_the_page() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page(page_size=(595, 842))
    look = document.make_stream(b"1 0 0 rg 0 0 300 300 re f")
    look.Type, look.Subtype, look.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 300, 300]
    box = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="amount", V="899.00", F=4,
        Rect=[150, 270, 450, 570], AP=pikepdf.Dictionary(N=look),
    )  # fmt: skip
    widget = document.make_indirect(box)
    document.pages[0].Annots = pikepdf.Array([widget])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[widget])
    document.save(out)
    page = opened(examine(out.getvalue(), "表格.pdf").working[0])
    assert strongest_colour(page, 0.5) == RED
    assert page.getpixel((page.width // 2, page.height // 2)) != (255, 255, 255)


def test_what_a_pdf_would_run_stays_in_the_original(pdf_of: Callable[..., bytes]) -> None:
    data = pdf_of(1, script=True)
    found = examine(data, "a.pdf")
    assert all(b"CANARY" not in copy for copy in found.working)
    assert found.sha256 == hashlib.sha256(data).hexdigest()


def test_a_poster_is_drawn_no_larger_than_it_helps(pdf_of: Callable[..., bytes]) -> None:
    assert max(opened(examine(pdf_of(1, size=(14_400, 14_400)), "a.pdf").working[0]).size) <= 2400


def test_a_pdf_with_a_password_or_too_many_pages_is_refused(pdf_of: Callable[..., bytes]) -> None:
    assert reason_for(pdf_of(1, password="geheim"), "a.pdf") == "locked"
    assert reason_for(pdf_of(201), "a.pdf") == "too_many_pages"


def test_a_pdf_that_only_forbids_printing_is_taken() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="x", user=""))
    assert examine(out.getvalue(), "电子发票.pdf").pages == 1


def test_films_and_sounds_are_kept_as_they_came(film_of: Callable[..., bytes], sounds: dict[str, bytes]) -> None:
    film = examine(film_of(), "VID.mp4")
    assert (film.kind, film.media_type, film.pages, film.thumbnail) == ("video", "video/mp4", 0, None)
    assert film.taken_at is not None
    assert film.taken_at.at == "2026-06-05T10:20+08:00"
    assert examine(film_of(b"qt  "), "IMG_2.MOV").media_type == "video/quicktime"
    assert examine(film_of(b"3gp4"), "a.3gp").media_type == "video/3gpp"
    assert examine(film_of(b"M4A ", b"soun", 0), "通话录音.m4a").taken_at is None
    recorder = examine(film_of(track=b"soun"), "录音.mp4")
    assert (recorder.kind, recorder.media_type) == ("audio", "audio/mp4")
    for ending, data in sounds.items():
        assert examine(data, f"录音.{ending}").kind == "audio", ending


def test_a_text_file_is_kept_in_any_chinese_encoding() -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        found = examine("2026-06-05 10:20 客服：亲，不会取消的\r\n".encode(encoding), "聊天记录.txt")
        assert (found.kind, found.pages) == ("text", 0), encoding


def test_a_text_file_named_jpg_is_no_picture() -> None:
    with pytest.raises(Refused) as refusal:
        examine("这不是图片".encode(), "发票.jpg")
    assert (refusal.value.reason, refusal.value.promised) == ("not_what_it_says", "jpg")


def test_an_eighty_megabyte_photo_is_refused_before_it_is_read(phone_photo: bytes) -> None:
    assert reason_for(phone_photo + bytes(80 * 1024 * 1024), "a.jpg") == "too_large"
    assert len(phone_photo) < LARGEST_FILE


def test_a_camera_of_fifty_megapixels_is_welcome(encoded: Callable[..., bytes]) -> None:
    assert opened(examine(encoded(Image.new("L", (8192, 6144)), "JPEG"), "50mp.jpg").working[0]).size == (1600, 1200)


def test_half_a_file_is_refused(
    phone_photo: bytes, iphone_heic: bytes, pdf_of: Callable[..., bytes], film_of: Callable[..., bytes]
) -> None:
    whole = {"a.jpg": phone_photo, "a.heic": iphone_heic, "a.mp4": film_of()}
    for name, data in whole.items():
        assert reason_for(data[: len(data) // 2], name) == "damaged", name
    assert reason_for(b"%PDF-1.7\n", "a.pdf") == "damaged"
    assert reason_for(b"", "a.jpg") == "empty"


def test_a_file_that_lies_in_pieces_is_read_like_one_in_memory_and_is_never_whole_here(phone_photo: bytes) -> None:
    def pieces() -> Iterator[bytes]:
        yield from (phone_photo[:1000], phone_photo[1000:])

    lying = Original(len(phone_photo), hashlib.sha256(phone_photo).hexdigest(), pieces)
    assert examine(lying, "IMG_0001.JPG") == examine(phone_photo, "IMG_0001.JPG")

    def film() -> Iterator[bytes]:
        yield b"RIFF" + bytes(4) + b"WAVE"
        yield from (bytes(65536) for _ in range(640))

    tracemalloc.start()
    with pytest.raises(Refused):
        examine(Original(12 + 640 * 65536, "0" * 64, film), "a.wav")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * 1024 * 1024
