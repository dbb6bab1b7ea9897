"""A request's body as gunicorn reads it: one that ends early, or is not put together as it says, is a broken connection."""

from typing import Any

from gunicorn.http.errors import ParseException


class Body:
    """gunicorn's stream, which alone would hand over the half that came as if it were the whole, and a page would save it."""

    def __init__(self, stream: Any, length: int) -> None:
        self._stream, self._missing = stream, length

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises ConnectionError where the body breaks off."""
        try:
            piece = bytes(self._stream.read(None if size < 0 else size))
        except ParseException:
            raise ConnectionError("the body is not put together as it says") from None
        self._missing -= len(piece)
        if self._missing > 0 and not piece and size != 0:
            raise ConnectionError("the body ended early")
        return piece
