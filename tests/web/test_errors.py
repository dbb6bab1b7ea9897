"""What goes wrong is said kindly, keeps what it can, and tells the log nothing about anybody."""

import io
import logging
import re
import zipfile
from typing import Any

import pytest
from PIL import Image

from consumer_app.domain.case import EMPTY_CASE, Event, Order
from consumer_app.storage.database import Turns
from consumer_app.storage.errors import StorageFull
from consumer_app.storage.reserve import Reserve
from consumer_app.web import redaction


@pytest.mark.parametrize(
    ("method", "url", "status", "said"),
    [
        ("GET", "/没有这一页", 404, "没有这一页"),
        ("DELETE", "/", 405, "不能这样打开"),
        ("GET", "/case/../../etc/passwd", 404, "没有这一页"),
    ],
)
def test_a_wrong_address_gets_a_page_with_a_way_back(
    visitor: Any, method: str, url: str, status: int, said: str
) -> None:
    answer = visitor.client.open(url, method=method)
    assert answer.status_code == status
    assert said in answer.text
    assert 'href="/"' in answer.text


def test_a_host_that_is_not_ours_is_refused(visitor: Any) -> None:
    assert visitor.client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert visitor.client.get("/", headers={"Host": "127.0.0.1:8123"}).status_code == 200


@pytest.mark.parametrize("url", ["/case/order", "/case/you", "/unlock", "/start", "/case/timeline/new"])
@pytest.mark.parametrize(
    "odd",
    [
        {"x" * 5000: "y"},
        {"told": "\x00" * 100},
        {"what": "x" * 1_000_000},
        {f"f{n}": "x" for n in range(2000)},
        {"paid": "1e30", "freight": "-1", "ordered_at": "9999-99-99", "name": "<script>"},
    ],
)
def test_odd_forms_are_answered_and_never_a_fault(visitor: Any, url: str, odd: dict[str, str]) -> None:
    visitor.begin(EMPTY_CASE)
    answer = visitor.fill(url, **odd)
    assert answer.status < 500
    assert "<script>alert" not in answer.html


def test_a_form_of_a_hundred_megabytes_is_refused_before_it_fills_the_memory(visitor: Any) -> None:
    answer = visitor.client.post("/likely", data={"told": "x" * 5_000_000})
    assert answer.status_code == 413
    assert "写得太长了" in answer.text
    assert "50MB" not in answer.text


def test_two_people_on_one_part_see_both_texts_and_choose(visitor: Any, another: Any) -> None:
    code, _ = visitor.begin(EMPTY_CASE.model_copy(update={"order": Order(no="1001")}))
    another.fill("/unlock", code=code.text)
    mine, theirs = visitor.get("/case/order"), another.get("/case/order")
    assert another.fill("/case/order", theirs, no="2002", what="他写的").status == 303
    clash = visitor.fill("/case/order", mine, no="3003", what="我写的")
    assert clash.status == 409
    for text in ("2002", "3003", "他写的", "我写的"):
        assert text in clash.html
    now = visitor.storage.settings.clock()
    assert visitor.storage.cases.unlock(code.text, now=now).case.order.no == "2002"
    assert visitor.fill("/case/order", clash).status == 303
    assert visitor.storage.cases.unlock(code.text, now=now).case.order.no == "3003"


def test_a_full_disk_is_said_and_the_typed_words_are_kept(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.begin(EMPTY_CASE)
    page = visitor.get("/case/order")

    def full(*_: object, **__: object) -> None:
        raise StorageFull("ENOSPC")

    with monkeypatch.context() as disk:
        disk.setattr(visitor.storage.cases, "change", full)
        answer = visitor.fill("/case/order", page, what="写了很久的柜子")
        assert visitor.get("/case/order").status == 200
    assert answer.status == 507
    assert "服务器放不下了" in answer.words
    assert "写了很久的柜子" in answer.html
    assert visitor.fill("/case/order", answer).status == 303


def test_on_a_full_disk_a_case_is_unlocked_read_exported_and_deleted(
    visitor: Any, another: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = Event(id="e1", what="掉了")
    code, _ = visitor.begin(EMPTY_CASE.model_copy(update={"told": "柜门掉了", "events": (event,)}))
    shown = visitor.get("/case/evidence").fields().to_dict()
    photo = io.BytesIO()
    Image.new("RGB", (60, 60), "red").save(photo, "JPEG")
    photo.seek(0)
    sent = {**shown, "files": (photo, "柜门.jpg")}
    assert visitor.send("/case/evidence", sent, content_type="multipart/form-data").status == 303
    visitor.storage.reserve.let_go()  # as after the first write that found the disk full
    monkeypatch.setattr(Reserve, "make", lambda self: self.held)
    assert another.fill("/unlock", code=code.text).leads_to == "/case"
    for page in ("/case", "/case/timeline", "/case/evidence/x1", "/case/evidence/x1/original", "/case/safety"):
        assert another.get(page).status == 200
    assert "case.json" in zipfile.ZipFile(io.BytesIO(another.get("/case/safety/export").answer.data)).namelist()
    assert another.fill("/case/order", no="123456").status == 507
    assert another.fill("/case/evidence/x1/delete").status == 303
    assert another.get("/case/evidence/x1").status == 404
    assert another.fill("/case/timeline/e1/delete").status == 303
    assert another.fill("/case/safety/delete", sure="yes").leads_to == "/deleted"
    assert visitor.fill("/unlock", code=code.text).status == 422


def test_a_case_that_grows_too_long_says_what_takes_the_room_and_keeps_what_was_typed(
    visitor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = tuple(Event(id=f"e{n}", what="店家说再等等" * 300) for n in range(1, 60))
    code, _ = visitor.begin(EMPTY_CASE.model_copy(update={"told": "短", "events": events}))
    monkeypatch.setattr("consumer_app.storage.kept.LARGEST_DOCUMENT", 330_000)
    answer = visitor.fill("/case/timeline/new", at="2026-10-01", actor="new:seller", what="又打了一次电话" * 300)
    assert answer.status == 413
    assert "文字太多了" in answer.words
    assert "占得最多的是：时间线约 0.3 MB" in answer.words
    assert "又打了一次电话" * 300 in answer.html
    assert visitor.fill("/case/timeline/e7/delete").status == 303
    assert visitor.fill("/case/timeline/e8/delete").status == 303
    assert visitor.fill("/case/timeline/new", answer).status == 303
    case = visitor.storage.cases.unlock(code.text, now=visitor.storage.settings.clock()).case
    assert case.events[-1].what == "又打了一次电话" * 300


def test_one_tab_too_many_of_a_long_case_is_told_to_come_again_with_everything_typed(
    visitor: Any, another: Any
) -> None:
    events = tuple(Event(id=f"e{n}", what="店家说再等等" * 300) for n in range(1, 200))
    _, opened = visitor.begin(EMPTY_CASE.model_copy(update={"events": events}))
    another.begin(EMPTY_CASE)
    page = visitor.get("/case/order")
    visitor.storage.cases._long = Turns(most=0)
    with visitor.storage.cases.alone(opened.case_id):
        answer = visitor.fill("/case/order", page, what="写了很久的柜子")
        assert another.get("/case/order").status == 200
    assert (answer.status, answer.answer.headers["Retry-After"]) == (503, "5")
    assert "写了很久的柜子" in answer.html
    assert visitor.fill("/case/order", answer).status == 303  # each request lets the next one in
    assert visitor.get("/case/order").status == 200


def test_a_fault_shows_a_number_and_the_log_holds_no_word_of_the_person(
    visitor: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor.begin(EMPTY_CASE)
    page = visitor.get("/case/order")

    def broken(*_: object, **__: object) -> None:
        raise ValueError("王小花 13800138000 住在石榴路")

    monkeypatch.setattr(visitor.storage.cases, "change", broken)
    with caplog.at_level(logging.DEBUG):
        answer = visitor.fill("/case/order", page, what="柜子")
    assert answer.status == 500
    number = re.search(r"\bE[0-9a-f]{8}\b", answer.words)
    assert number is not None
    assert f"fault {number[0]} in order" in caplog.text
    assert "ValueError at test_errors.py" in caplog.text
    for word in ("王小花", "13800138000", "石榴路", "Traceback"):
        assert word not in caplog.text
        assert word not in answer.html


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("电话 13800138000 打不通", "电话 […] 打不通"),
        ("card 6222 0212 3456 7890 123", "card […]"),
        ("id 11010119900307123X", "id […]"),
        ("code D468Q2-7RVG5-T48EG-TZ9QN-QEJPF", "code […]"),
        ("code d468q27rvg5t48egtz9qnqejpf", "code […]"),
        ("cookie " + "a" * 43, "cookie […]"),
        ("3 cases at cases.py:112", "3 cases at cases.py:112"),
    ],
)
def test_numbers_and_codes_are_struck_from_every_log_line(
    caplog: pytest.LogCaptureFixture, said: str, kept: str
) -> None:
    redaction.install()
    with caplog.at_level(logging.INFO):
        logging.getLogger("gunicorn.error").warning("%s", said)
    assert caplog.messages == [kept]


def test_an_exception_in_the_log_is_its_type_and_place_only(caplog: pytest.LogCaptureFixture) -> None:
    redaction.install()
    try:
        raise KeyError("王小花 13800138000")
    except KeyError:
        logging.getLogger("consumer_app.x").exception("while saving")
    assert "while saving: KeyError at test_errors.py" in caplog.text
    assert "王小花" not in caplog.text


def test_an_eighty_megabyte_photo_is_answered_with_everything_typed_still_there(visitor: Any) -> None:
    visitor.begin(EMPTY_CASE)
    shown = visitor.get("/case/evidence").fields()
    body = {**shown.to_dict(), "files": (io.BytesIO(b"\xff\xd8" + b"x" * (80 * 1024 * 1024)), "大照片.jpg")}
    answer = visitor.send("/case/evidence", body, content_type="multipart/form-data")
    assert answer.status in (413, 422)
    assert "50MB" in answer.words


EDGE = "multipart/form-data; boundary=xx"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (EDGE, b""),
        (EDGE, b"--xx"),
        (EDGE, b"--xx\r\n\r\n\r\n--xx--"),
        (EDGE, b"--xx\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xx--"),
        (
            EDGE,
            b'--xx\r\nContent-Disposition: form-data; name="files"; filename="'
            + b"x" * 5000
            + b'.jpg"\r\n\r\nx\r\n--xx--',
        ),
        (
            EDGE,
            b'--xx\r\nContent-Disposition: form-data; name="files"; filename="a\x00\xff\xfe.jpg"\r\n\r\nx\r\n--xx--',
        ),
        (
            EDGE,
            b'--xx\r\nContent-Disposition: form-data; name="files"; filename="../../x"\r\nContent-Type: \xff\r\n\r\nx',
        ),
        (EDGE, b"--xx\r\n" + b"A" * 100_000),
        ("multipart/form-data", b"--xx"),
        ("multipart/form-data; boundary=" + "y" * 5000, b"--xx"),
        ("application/x-www-form-urlencoded", b"\xff\xfe=\xff&told=%ff%fe%00&%"),
        ("application/x-www-form-urlencoded; charset=utf-16", b"told=x"),
        ("application/json", b"{"),
        ("text/plain", b"x" * 1000),
        ("", b"\x00" * 1000),
    ],
)
@pytest.mark.parametrize("url", ["/case/evidence", "/import", "/start", "/unlock"])
def test_broken_bodies_are_answered_and_never_a_fault(visitor: Any, url: str, kind: str, body: bytes) -> None:
    visitor.begin(EMPTY_CASE)
    assert visitor.client.post(url, data=body, content_type=kind).status_code in (200, 400, 413, 422)
    visitor.client.delete_cookie("case")
    headers = {"Sec-Fetch-Site": "same-origin"}
    assert visitor.client.post("/case/order", data=body, content_type=kind, headers=headers).status_code in (
        400,
        401,
        413,
    )
