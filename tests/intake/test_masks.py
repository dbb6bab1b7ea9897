"""What a black box covers is not in the copy that is handed on."""

import io

import pytest
from PIL import Image
from pydantic import ValidationError

from consumer_app.intake.masks import Mask, cover, covering
from consumer_app.isolated import Isolated


def test_what_lies_under_a_mask_is_black_and_the_rest_is_as_it_was() -> None:
    page = io.BytesIO()
    Image.new("RGB", (400, 200), "white").save(page, "JPEG")
    child = Isolated(cover, cpu_seconds=10, memory_mb=512, wall_seconds=20)
    try:
        covered = child.call(covering(page.getvalue(), [Mask(page=1, left=0.25, top=0.5, right=0.5, bottom=1)]))
    finally:
        child.close()
    picture = Image.open(io.BytesIO(covered)).convert("L")
    assert picture.size == (400, 200)
    assert picture.crop((102, 102, 198, 198)).getextrema()[1] < 12
    assert picture.crop((0, 0, 400, 88)).getextrema()[0] > 243
    assert picture.crop((212, 0, 400, 200)).getextrema()[0] > 243


def test_a_mask_that_covers_nothing_is_an_error() -> None:
    with pytest.raises(ValidationError, match="left lies before"):
        Mask(page=1, left=0.5, top=0, right=0.5, bottom=1)
