"""Photos and screenshots: upright copies without metadata, slices of long screenshots, the time a camera wrote down.

Runs only in the limited child (`examination`).
"""

import io
import math
import re
import warnings
from datetime import datetime

import pillow_heif
from PIL import ExifTags, Image, ImageCms

from consumer_app.intake.reading import MOST_PAGES, Reading, Refused

HEIC_HEAD = 256 * 1024
"""Bytes at the beginning of a HEIC file in which its boxes stand."""

MOST_PIXELS = 51_000_000
"""50 megapixels, with room for cameras that call 8192 by 6144 fifty."""

LONGEST_SIDE = 1600
THUMBNAIL = (320, 320)
QUALITY = 85

TALL = 2.4
"""Higher than this many times its width, a picture is a long screenshot; a phone's screen is at most 2.34."""

A4 = math.sqrt(2)
SLICE_WIDTH = int(LONGEST_SIDE / A4)
OVERLAP = 1 / 8
"""Of the width: two lines of chat, so that a line cut in one slice is whole in the next."""

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_QUARTER_TURNS = {5, 6, 7, 8}
_FORMATS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/gif": "GIF",
    "image/heic": "HEIF",
}

pillow_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def read_picture(data: bytes, media_type: str) -> Reading:
    """Pages, thumbnail and time of a picture. Raises `Refused`: too_many_pixels, too_many_pages, damaged.

    A picture of ordinary shape is one page of at most `LONGEST_SIDE` pixels; a long screenshot is as many slices in
    A4 proportion as it takes. Of an animation the first picture counts.
    """
    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[media_type]]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("too_many_pixels")
            taken = _time_in(picture)
            upright = _upright_copy(picture, _orientation(picture, data))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_many_pixels") from None
    pages = [upright] if upright.height <= TALL * upright.width else _slices(upright)
    return Reading(tuple(jpeg(page) for page in pages), thumbnail(upright), taken)


def jpeg(picture: Image.Image, quality: int = QUALITY) -> bytes:
    """The picture as JPEG on white paper, with nothing but its pixels."""
    if picture.mode != "RGB":
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    clean = Image.new("RGB", picture.size, "white")
    clean.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    out = io.BytesIO()
    clean.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def thumbnail(upright: Image.Image) -> bytes:
    """A small copy to recognise the picture by; of a long one its top."""
    width, height = upright.size
    top = upright.crop((0, 0, width, min(height, max(1, width * 4 // 3))))
    top.thumbnail(THUMBNAIL, Image.Resampling.LANCZOS)
    return jpeg(top, quality=78)


def _orientation(picture: Image.Image, data: bytes) -> int:
    """How the camera was held (Exif 2.3, tag Orientation).

    A HEIC file says it in a box of its own, which decoding has followed already (ISO/IEC 23008-12, 6.5.10); only where
    it has none does Exif count.
    """
    if picture.format != "HEIF":
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    turned_already = any(box in data[:HEIC_HEAD] for box in (b"irot", b"imir"))
    return 1 if turned_already else int(picture.info.get("original_orientation") or 1)


def _upright_copy(picture: Image.Image, orientation: int) -> Image.Image:
    turned = orientation in _QUARTER_TURNS
    width, height = (picture.height, picture.width) if turned else picture.size
    scale = min(1.0, SLICE_WIDTH / width if height > TALL * width else LONGEST_SIDE / max(width, height))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size[1] > TALL * size[0] and _slice_count(*size) > MOST_PAGES:
        raise Refused("too_many_pages")
    as_stored = (size[1], size[0]) if turned else size
    picture.draft("RGB", as_stored)
    picture.load()
    if picture.mode in {"P", "PA", "1", "LA", "I;16"}:
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if picture.size != as_stored:
        picture = picture.resize(as_stored, Image.Resampling.LANCZOS, reducing_gap=2.0)
    picture = _in_screen_colours(picture)
    return picture.transpose(_TURNS[orientation]) if orientation in _TURNS else picture


def _in_screen_colours(picture: Image.Image) -> Image.Image:
    """Convert from the camera's colour profile, so that mould stays the colour it had once the profile is gone."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=picture.mode)
    except (ImageCms.PyCMSError, OSError):
        return picture
    return converted or picture


def _slice_count(width: int, height: int) -> int:
    overlap = width * OVERLAP
    return max(1, math.ceil((height - overlap) / (width * A4 - overlap)))


def _slices(upright: Image.Image) -> list[Image.Image]:
    width, height = upright.size
    count, tall = _slice_count(width, height), round(width * A4)
    starts = [round(number * (height - tall) / (count - 1)) for number in range(count)]
    return [upright.crop((0, start, width, start + tall)) for start in starts]


def _time_in(picture: Image.Image) -> str | None:
    """When the camera says the shutter opened; its own clock is taken as China's when it names no offset."""
    details = picture.getexif().get_ifd(ExifTags.IFD.Exif)
    for moment, offset in (
        (ExifTags.Base.DateTimeOriginal, ExifTags.Base.OffsetTimeOriginal),
        (ExifTags.Base.DateTimeDigitized, ExifTags.Base.OffsetTimeDigitized),
    ):
        written = re.match(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d)", str(details.get(moment, "")))
        if written:
            named = str(details.get(offset, "")).strip(" \0")
            offset_text = named if re.fullmatch(r"[+-]\d\d:\d\d", named) else "+08:00"
            return _minute("{}-{}-{}T{}:{}".format(*written.groups()) + offset_text)
    return None


def _minute(text: str) -> str | None:
    try:
        return datetime.fromisoformat(text).isoformat(timespec="minutes")
    except ValueError:
        return None
