"""The card: a PNG that a long press saves, whose QR leads to the case."""

import io
from datetime import date

import pytest
import segno
from PIL import Image

from consumer_app.documents import card, card_drawing
from consumer_app.isolated import Isolated, IsolationFailed

GROUPS = ("D468Q2", "7RVG5", "T48EG", "0Z1QN", "QEJPF")
LINK = "https://juli.example.org/c#D468Q27RVG5T48EG0Z1QNQEJPF"
ON = date(2026, 11, 4)


def marks(picture: Image.Image, rows: int) -> list[list[bool]]:
    """The QR's cells as a camera sees them: dark or light at the middle of each."""
    grey = picture.convert("L")
    cell = 540 // (rows + 8)
    left, top = (picture.width - cell * (rows + 8)) // 2 + 4 * cell, 230 + 4 * cell
    middle = cell // 2
    return [
        [grey.getpixel((left + x * cell + middle, top + y * cell + middle)) < 128 for x in range(rows)]
        for y in range(rows)
    ]


@pytest.mark.parametrize(
    "link", [LINK, "http://127.0.0.1:8000/c#" + "0" * 26, "https://" + "a" * 120 + ".example/c#" + "Z" * 26]
)
def test_the_card_is_a_png_whose_qr_is_the_link(link: str) -> None:
    drawn = card.draw_card(GROUPS, link, ON)
    assert drawn.startswith(b"\x89PNG")
    assert len(drawn) < 60_000
    picture = Image.open(io.BytesIO(drawn))
    wanted = [[bool(cell) for cell in row] for row in segno.make(link, error="m", micro=False).matrix]
    assert picture.size == (card_drawing.WIDTH, card_drawing.HEIGHT)
    assert marks(picture, len(wanted)) == wanted


def test_the_card_carries_nothing_but_the_picture() -> None:
    picture = Image.open(io.BytesIO(card.draw_card(GROUPS, LINK, ON)))
    assert picture.info.keys() <= {"transparency"}


def test_other_codes_make_other_pictures_below_the_qr() -> None:
    one, other = (
        Image.open(io.BytesIO(card.draw_card(groups, LINK, ON))).convert("L").crop((0, 800, 900, 970))
        for groups in (GROUPS, ("000000", *GROUPS[1:]))
    )
    assert one.getbbox() is not None
    assert one.tobytes() != other.tobytes()


def test_without_a_chinese_font_the_card_still_has_code_and_qr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_drawing, "SANS", {True: (), False: ()})
    monkeypatch.setattr(card, "_CHILD", InProcess())
    picture = Image.open(io.BytesIO(card.draw_card(GROUPS, LINK, ON)))
    rows = len(segno.make(LINK, error="m", micro=False).matrix)
    assert sum(map(sum, marks(picture, rows))) > 100
    assert picture.convert("L").crop((70, 800, 830, 970)).getextrema()[0] < 100


class InProcess:
    """Draws here, where the test has taken the fonts away."""

    def call(self, asked: bytes) -> bytes:
        return card_drawing.draw(asked)


class Dead(Isolated):
    """A child that cannot be started."""

    def __init__(self) -> None:
        """Nothing to start."""

    def call(self, payload: bytes) -> bytes:
        raise IsolationFailed("crashed")


def test_when_nothing_can_be_drawn_the_qr_alone_is_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card, "_CHILD", Dead())
    with pytest.raises(IsolationFailed):
        card.draw_card(GROUPS, LINK, ON)
    assert Image.open(io.BytesIO(card.bare_card(LINK))).format == "PNG"
