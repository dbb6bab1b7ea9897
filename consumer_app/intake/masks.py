"""Black boxes over what a reader of the papers need not see: a phone number, an address, a face.

The original is never touched; a covered copy is drawn anew, so that what lies under a box is not in it.
"""

import io
import json
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_MASKS = 60


class Mask(BaseModel):
    """One box on one page (counted from 1); its sides as parts of the page's width and height, from the upper left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: int = Field(ge=1, le=200)
    left: float = Field(ge=0, le=1)
    top: float = Field(ge=0, le=1)
    right: float = Field(ge=0, le=1)
    bottom: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _covers_something(self) -> "Mask":
        if self.left >= self.right or self.top >= self.bottom:
            raise ValueError("a mask's left lies before its right and its top above its bottom")
        return self


def covering(page: bytes, masks: Sequence[Mask]) -> bytes:
    """What the child is asked: these masks (of one page), then that page's working copy."""
    return json.dumps([mask.model_dump() for mask in masks]).encode() + b"\n" + page


def cover(asked: bytes) -> bytes:
    """Draw the page anew with its masks in black; runs in a child (`isolated`). JPEG in, JPEG out.

    Each box is widened to whole pixels and one more, so that no edge shows through.
    """
    from PIL import Image, ImageDraw

    from consumer_app.intake.pictures import jpeg

    line, _, page = asked.partition(b"\n")
    masks = [Mask.model_validate(mask) for mask in json.loads(line)][:MOST_MASKS]
    with Image.open(io.BytesIO(page), formats=["JPEG"]) as picture:
        covered = picture.convert("RGB")
    drawing = ImageDraw.Draw(covered)
    for mask in masks:
        x, y = covered.size
        box = (int(mask.left * x) - 1, int(mask.top * y) - 1, int(mask.right * x) + 1, int(mask.bottom * y) + 1)
        drawing.rectangle(box, fill="black")
    return jpeg(covered)
