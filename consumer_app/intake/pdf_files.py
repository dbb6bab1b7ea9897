"""PDF files: how many pages, and each page as a picture. Nothing of the file itself is ever copied into a paper.

Runs only in the limited child (`examination`).
"""

import io

import pikepdf
import pypdfium2
from PIL import Image

from consumer_app.intake.pictures import QUALITY, jpeg, thumbnail
from consumer_app.intake.reading import MOST_PAGES, Reading, Refused

DOTS_PER_INCH = 150
LONGEST_SIDE = 2400
"""Pixels: A3 at `DOTS_PER_INCH`; a poster is drawn smaller."""

MOST_BYTES_DRAWN = 120_000_000


def read_pdf(data: bytes) -> Reading:
    """Each page drawn at 150 dpi, without running or following anything in the file.

    Raises `Refused`: locked (it needs a password), too_many_pages, damaged.
    """
    count = _page_count(data)
    if count > MOST_PAGES:
        raise Refused("too_many_pages")
    pages: list[bytes] = []
    small: bytes | None = None
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()  # what was typed into a form is drawn too; this build runs no script
        if len(document) != count:
            raise Refused("damaged")
        for page in document:
            drawn = _drawn(page)
            small = small or thumbnail(drawn)
            pages.append(jpeg(drawn, quality=QUALITY))
            if sum(map(len, pages)) > MOST_BYTES_DRAWN:
                raise Refused("too_many_pages")
            page.close()
    except pypdfium2.PdfiumError:
        raise Refused("damaged") from None
    return Reading(tuple(pages), small)


def _page_count(data: bytes) -> int:
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            count = len(document.pages)
    except pikepdf.PasswordError:
        raise Refused("locked") from None
    except pikepdf.PdfError:
        raise Refused("damaged") from None
    if count == 0:
        raise Refused("damaged")
    return count


def _drawn(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise Refused("damaged")
    scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(width, height))
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return drawn
