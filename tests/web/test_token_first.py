"""A form with files: its token stands first, and without a good one a long form's files are not taken in."""

import io
import re
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE
from consumer_app.web import security

LONG = security.TYPED_BYTES + security.MEGABYTE


class Sent(io.BytesIO):
    """A body, and how much of it was taken."""

    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.taken += len(piece)
        return piece

    def readinto(self, room: Any, /) -> int:
        size = super().readinto(room)
        self.taken += size
        return size


def test_the_token_is_the_first_field_of_every_upload_form(visitor: Any) -> None:
    visitor.begin(EMPTY_CASE)
    seen = 0
    for page in ("/import", "/case/evidence", "/case/evidence/new", "/case/papers/letter/store"):
        for form in re.findall(r"<form[^>]*multipart.*?</form>", visitor.get(page).answer.text, re.DOTALL):
            seen += 1
            assert re.findall(r'\bname="([^"]+)"', form)[0] == "csrf_token", page
    assert seen >= 3


@pytest.mark.parametrize(("token", "taken"), [("", False), ("stale", False), (None, True)])
def test_a_long_form_is_read_to_its_first_file_and_on_only_with_a_token(
    site: Any, token: str | None, taken: bool
) -> None:
    client = site.test_client()
    if token is None:
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/import").text)[1]  # type: ignore[index]
    body = Sent(
        b'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n%b\r\n'
        b'--b\r\nContent-Disposition: form-data; name="archive"; filename="a.zip"\r\n\r\n%b\r\n--b--\r\n'
        % (token.encode(), bytes(LONG))
    )
    answer = client.post(
        "/import",
        input_stream=body,
        content_length=len(body.getbuffer()),
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 422
    assert ("页面放太久了" in answer.text) != taken
    assert ("这不是从据理导出的文件" in answer.text) == taken
    assert (body.taken > LONG) == taken


def test_what_a_process_holds_of_uploads_is_bounded_and_given_back() -> None:
    held = security.HELD
    before = held.bytes
    upload = security.HeldUpload(security.FILE_BYTES)
    upload.write(bytes(1000))
    assert held.bytes == before + 1000
    assert upload.seek(0) == 0
    assert upload.read() == bytes(1000)
    upload.close()
    assert held.bytes == before
    small = security.Held(1000)
    small.take(900)
    assert not small.has_room_for(101)
    with pytest.raises(security.ServiceUnavailable):
        small.take(101)
    small.give_back(900)
    assert small.has_room_for(1000)


def test_an_upload_over_its_room_gives_back_what_it_held() -> None:
    before = security.HELD.bytes
    upload = security.HeldUpload(1000)
    for _ in range(3):
        upload.write(bytes(600))
    assert upload.too_large
    assert security.HELD.bytes == before
    upload.close()
