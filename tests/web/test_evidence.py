"""Evidence on the site: files come in, are shown, described, put in order, replaced and taken away."""

import io
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import ExifTags, Image
from werkzeug.test import TestResponse

from consumer_app.documents.frozen import freeze
from consumer_app.documents.paper import Paper, Picture
from consumer_app.domain.case import Case, Event, Evidence, IssuedPaper, Moment, Promise
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage import StorageSettings
from consumer_app.storage.open_case import OpenCase

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=SHANGHAI)
TOLD = Case(
    v=1,
    events=(Event(id="e1", at=Moment(at="2026-06-05", precision="day"), what="师傅开箱，机身有磕碰"),),
    promises=(Promise(id="k1", quote="30天包退"),),
)


@pytest.fixture
def app(tmp_path: Path, running_site: Callable[..., AbstractContextManager[Flask]]) -> Iterator[Flask]:
    with running_site(tmp_path, StorageSettings(clock=lambda: NOW)) as site:
        site.testing = True
        yield site


class Shopper:
    """A browser with one case open."""

    def __init__(self, app: Flask, case: Case) -> None:
        self.storage = app.extensions["storage"]
        _, self._opened = self.storage.cases.create(case, now=NOW)
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("case", self.storage.sessions.start(self._opened, now=NOW))

    @property
    def opened(self) -> OpenCase:
        opened: OpenCase = self.storage.cases.open(self._opened.case_id, self._opened.dek)
        return opened

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        return self.opened.case.evidence

    def get(self, url: str) -> TestResponse:
        return self.client.get(url)

    def post(self, url: str, shown_at: str | None = None, **fields: object) -> TestResponse:
        """Send a form as the page at `shown_at` (or at the same address) shows it, with these fields filled in."""
        data = {**self.hidden(shown_at or url), **fields}
        return self.client.post(url, data=data, content_type="multipart/form-data")

    def hidden(self, url: str) -> dict[str, str]:
        """What the forms of a page carry unseen."""
        return dict(re.findall(r'name="(csrf_token|of_case|seen|once)"[^>]*value="([^"]*)"', self.client.get(url).text))

    def upload(self, *files: tuple[bytes, str]) -> TestResponse:
        return self.post("/case/evidence", files=[(io.BytesIO(data), name) for data, name in files])

    def words(self, url: str) -> str:
        return plain(self.get(url).text)

    def stored(self) -> int:
        return int(self.storage.blobs.usage(self._opened.case_id).files)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def shopper(app: Flask) -> Shopper:
    return Shopper(app, TOLD)


def picture(
    colour: str = "white", format: str = "JPEG", size: tuple[int, int] = (300, 200), **options: object
) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, format, **options)  # type: ignore[arg-type]
    return out.getvalue()


@pytest.fixture
def dated_photo() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:06:05 10:20:33"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = b"GPSCANARY"
    return picture("gray", exif=exif)


def test_one_photo_becomes_an_exhibit_and_leads_to_its_page(shopper: Shopper, dated_photo: bytes) -> None:
    answer = shopper.upload((dated_photo, "IMG_0001.JPG"))
    assert answer.status_code == 303
    assert answer.location == "/case/evidence/x1"
    item = shopper.evidence[0]
    assert (item.kind, item.title, item.taken_at) == ("photo", "照片1", None)
    page = shopper.get("/case/evidence/x1").text
    assert "这是文件里记着的时间" in page
    assert 'value="2026年6月5日"' in page
    assert 'value="10:20"' in page


def test_only_a_confirmed_time_becomes_the_exhibits_time(shopper: Shopper, dated_photo: bytes) -> None:
    shopper.upload((dated_photo, "IMG_0001.JPG"))
    assert "核对拍摄时间" in shopper.words("/case/evidence")
    fields = {"title": "机身磕碰", "kind": "photo", "taken_at": "2026年6月5日", "taken_at-time": "10:25"}
    assert shopper.post("/case/evidence/x1", **fields).status_code == 303
    taken = shopper.evidence[0].taken_at
    assert taken is not None
    assert taken.at == "2026-06-05T10:25+08:00"


def test_pictures_are_shown_without_what_the_camera_wrote(shopper: Shopper, dated_photo: bytes) -> None:
    shopper.upload((dated_photo, "IMG_0001.JPG"))
    for address in ("/case/evidence/x1/thumbnail", "/case/evidence/x1/pages/1"):
        shown = shopper.get(address)
        assert shown.mimetype == "image/jpeg"
        assert b"GPSCANARY" not in shown.data
        assert Image.open(io.BytesIO(shown.data), formats=["JPEG"]).size <= (1600, 1600)
    assert shopper.get("/case/evidence/x1/pages/2").status_code == 404
    assert shopper.get("/case/evidence/x1/pages/0").status_code == 404


def test_the_original_leaves_byte_for_byte_and_only_as_an_attachment(shopper: Shopper, dated_photo: bytes) -> None:
    shopper.upload((dated_photo, "..\\..\\外箱'; filename=x.exe;\u202egpj.照片.jpg"))
    answer = shopper.get("/case/evidence/x1/original")
    assert answer.data == dated_photo
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert len(answer.headers.getlist("Content-Disposition")) == 1
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_of_several_files_the_good_ones_stay_and_the_bad_ones_are_named(shopper: Shopper) -> None:
    answer = shopper.upload(
        (picture("red"), "外箱照片.jpg"),
        ("这不是图片".encode(), "发票.jpg"),
        (picture("blue", "PNG"), "Screenshot_20260605_102033.png"),
        (b"PK\x03\x04" + bytes(30) + b"[Content_Types].xml word/", "合同.docx"),
    )
    words = plain(answer.text)
    assert answer.status_code == 422
    assert "「发票.jpg」这个文件其实不是图片" in words
    assert "「合同.docx」是 Word 或 Excel 一类的文件" in words
    assert "这次收下了 2 个" in words
    assert [(item.kind, item.title) for item in shopper.evidence] == [("photo", "外箱照片"), ("screenshot", "截图1")]


def test_the_same_file_sent_again_after_a_lost_answer_is_not_kept_twice(shopper: Shopper) -> None:
    shopper.upload((picture(), "a.jpg"))
    before = shopper.stored()
    answer = shopper.upload((picture(), "a.jpg"), (picture("red"), "b.jpg"), (picture("red"), "c.jpg"))
    assert "「a.jpg」和已经传过的「照片1」是同一个文件" in plain(answer.text)
    assert "「c.jpg」和刚选的「b.jpg」是同一个文件" in plain(answer.text)
    assert len(shopper.evidence) == 2
    assert shopper.stored() == before + 3


def test_a_form_without_a_file_says_what_to_do(shopper: Shopper) -> None:
    answer = shopper.post("/case/evidence")
    assert answer.status_code == 422
    assert "还没有选文件" in plain(answer.text)


def test_a_file_sent_with_a_stale_token_is_not_kept_and_must_be_chosen_again(shopper: Shopper) -> None:
    file = (io.BytesIO(picture()), "a.jpg")
    answer = shopper.client.post("/case/evidence", data={"csrf_token": "x", "files": [file]})
    assert answer.status_code == 422
    assert "请把文件再选一次" in plain(answer.text)
    assert shopper.evidence == ()
    assert shopper.stored() == 0


def test_a_file_of_eighty_megabytes_is_named_and_the_good_one_beside_it_stays(shopper: Shopper) -> None:
    answer = shopper.upload((bytes(80 * 1024 * 1024), "视频.mp4"), (picture(), "a.jpg"))
    assert answer.status_code == 422
    assert "「视频.mp4」超过了每个文件 50MB 的上限" in plain(answer.text)
    assert len(shopper.evidence) == 1


def test_a_connection_lost_in_the_middle_leaves_nothing(shopper: Shopper) -> None:
    """The browser goes away when half of the file has been sent."""
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n' + picture()[:400]

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            piece = super().read(size)
            if not piece:
                raise ConnectionResetError
            return piece

    answer = shopper.client.post(
        "/case/evidence",
        input_stream=Broken(body),
        content_type="multipart/form-data; boundary=x",
        content_length=len(body) + 5000,
    )
    assert answer.status_code < 500
    assert shopper.evidence == ()
    assert shopper.stored() == 0
    assert shopper.upload((picture(), "a.jpg")).status_code == 303


def test_an_exhibit_needs_no_file_but_a_place(shopper: Shopper) -> None:
    fields = {"title": "师傅来电录音", "kind": "audio", "passage": "1分10秒：装错可以改回去", "belongs": "events/e1"}
    without = shopper.post("/case/evidence/new", **fields)
    assert without.status_code == 422
    assert "写原件在哪里" in plain(without.text)
    assert "1分10秒：装错可以改回去" in without.text
    kept = shopper.post("/case/evidence/new", **fields, kept_at="在我的手机里")
    assert kept.status_code == 303
    item = shopper.evidence[0]
    assert (item.files, item.kept_at, item.passage) == ((), "在我的手机里", "1分10秒：装错可以改回去")
    assert shopper.opened.case.events[0].evidence == ("x1",)
    assert "原件：在我的手机里" in shopper.words("/case/evidence")


def test_a_new_exhibit_can_bring_its_file(shopper: Shopper) -> None:
    answer = shopper.post("/case/evidence/new", title="发票", kind="receipt", file=(io.BytesIO(picture()), "a.jpg"))
    assert answer.status_code == 303
    item = shopper.evidence[0]
    assert item.title == "发票"
    assert [file.page_count for file in item.files] == [1]


def test_what_was_typed_stays_when_the_file_is_bad(shopper: Shopper) -> None:
    answer = shopper.post(
        "/case/evidence/new", title="发票", kind="receipt", proves="付过款", file=(io.BytesIO(b"MZ\x90\x00"), "a.jpg")
    )
    assert answer.status_code == 422
    assert "「a.jpg」是一个程序" in plain(answer.text)
    assert 'value="发票"' in answer.text
    assert "付过款" in answer.text
    assert shopper.evidence == ()


def test_numbers_follow_the_first_mention_and_ticks_tie_to_events_and_promises(shopper: Shopper) -> None:
    shopper.upload((picture("red"), "外箱照片.jpg"), (picture("blue"), "承诺截图.png.jpg"))
    both = {"title": "页面承诺", "kind": "page", "belongs": ["events/e1", "promises/k1"]}
    shopper.post("/case/evidence/x2", **both)
    case = shopper.opened.case
    assert (case.events[0].evidence, case.promises[0].evidence) == (("x2",), ("x2",))
    words = shopper.words("/case/evidence")
    assert words.index("证据1 页面承诺") < words.index("证据2 外箱照片")
    shopper.post(
        "/case/evidence/x2", title="页面承诺", kind="page", belongs="promises/k1", belonged="events/e1 promises/k1"
    )
    case = shopper.opened.case
    assert (case.events[0].evidence, case.promises[0].evidence) == ((), ("x2",))


def test_a_tie_made_meanwhile_on_another_page_is_not_undone(shopper: Shopper) -> None:
    shopper.upload((picture(), "a.jpg"))
    form = {"title": "外箱", "kind": "photo", "belonged": ""}

    def tie(case: Case) -> Case:
        return case.model_copy(update={"events": (case.events[0].model_copy(update={"evidence": ("x1",)}),)})

    shopper.storage.cases.change(shopper.opened, tie, now=NOW)
    assert shopper.post("/case/evidence/x1", **form).status_code == 303
    assert shopper.opened.case.events[0].evidence == ("x1",)


def test_two_tabs_saving_one_exhibit_see_both_texts(shopper: Shopper) -> None:
    shopper.upload((picture(), "a.jpg"))
    hidden = shopper.hidden("/case/evidence/x1")
    assert shopper.post("/case/evidence/x1", title="第一个", kind="photo").status_code == 303
    late = {**hidden, "title": "第二个", "kind": "photo"}
    answer = shopper.client.post("/case/evidence/x1", data=late)
    assert answer.status_code == 409
    assert "第一个" in answer.text
    assert "第二个" in answer.text
    assert shopper.evidence[0].title == "第一个"


def test_two_tabs_adding_at_once_make_two_exhibits(shopper: Shopper) -> None:
    fields = {"title": "录音", "kind": "audio", "kept_at": "手机里"}
    for tab in [shopper.hidden("/case/evidence/new") for _ in range(2)]:
        assert shopper.client.post("/case/evidence/new", data={**tab, **fields}).status_code == 303
    assert [item.id for item in shopper.evidence] == ["x1", "x2"]


def test_another_file_takes_the_place_of_the_first_and_nothing_is_left_of_it(shopper: Shopper) -> None:
    shopper.upload((picture("red"), "a.jpg"))
    first = shopper.evidence[0].files[0]
    assert first is not None
    new = (io.BytesIO(picture("blue", size=(200, 300))), "b.jpg")
    assert shopper.post("/case/evidence/x1", title="箱子", kind="photo", file=new).status_code == 303
    second = shopper.evidence[0].files[0]
    assert second is not None
    assert second.name == "b.jpg"
    assert shopper.stored() == 3
    with pytest.raises(KeyError):
        shopper.storage.blobs.read(first.blob, shopper.opened)


def test_a_picture_that_a_sent_paper_shows_stays_when_the_exhibit_goes(shopper: Shopper) -> None:
    shopper.upload((picture("red"), "a.jpg"))
    file = shopper.evidence[0].files[0]
    assert file is not None
    at = Moment(at="2026-11-21T10:00+08:00", precision="minute")
    shown = Picture(asset=file.pages[0], caption="证据1第1页")
    sent = Paper(kind="evidence_list", title="证据清单", blocks=(shown,), made_on=NOW.date())
    paper = IssuedPaper(id="d1", number=1, kind="evidence_list", title="证据清单", issued_at=at, frozen=freeze(sent))
    shopper.storage.cases.change(shopper.opened, lambda case: case.model_copy(update={"papers": (paper,)}), now=NOW)
    shopper.post("/case/evidence/x1/delete")
    assert shopper.evidence == ()
    assert shopper.stored() == 2  # the picture and the paper's own text
    assert shopper.storage.blobs.read(file.pages[0], shopper.opened)


def test_deleting_asks_first_and_says_what_stays(shopper: Shopper) -> None:
    shopper.upload((picture(), "a.jpg"))
    shopper.post("/case/evidence/x1", title="外箱照片", kind="photo", belongs="events/e1")
    page = shopper.words("/case/evidence/x1/delete")
    assert "要删除这份证据吗" in page
    assert "师傅开箱，机身有磕碰" in page
    assert shopper.evidence
    assert shopper.post("/case/evidence/x1/delete").status_code == 303
    assert shopper.evidence == ()
    assert shopper.opened.case.events[0].evidence == ()
    assert shopper.stored() == 0
    assert shopper.get("/case/evidence/x1").status_code == 404


def test_exhibits_that_nothing_mentions_can_be_put_in_order(shopper: Shopper) -> None:
    shopper.upload((picture("red"), "外箱.jpg"), (picture("blue"), "机身.jpg"), (picture("green"), "发票.jpg"))
    shopper.post("/case/evidence/order", shown_at="/case/evidence", order=["x1", "x2", "x3"], up="x3")
    assert [item.id for item in shopper.evidence] == ["x1", "x3", "x2"]
    words = shopper.words("/case/evidence")
    assert words.index("证据2 发票") < words.index("证据3 机身")


def three_pages() -> bytes:
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(3):
        document.add_blank_page()
    document.save(out)
    return out.getvalue()


def test_the_page_that_matters_is_kept_with_the_event_and_must_exist(shopper: Shopper) -> None:
    shopper.upload((three_pages(), "检测报告.pdf"))
    fields = {"title": "检测报告", "kind": "document", "belongs": ["events/e1", "promises/k1"]}
    too_far = shopper.post("/case/evidence/x1", **fields, page="4")
    assert too_far.status_code == 422
    assert "这份证据只有 3 页" in plain(too_far.text)
    assert shopper.post("/case/evidence/x1", **fields, page="2").status_code == 303
    case = shopper.opened.case
    assert case.events[0].pages == case.promises[0].pages == {"x1": 2}
    linked = fields | {"belongs": "promises/k1", "belonged": "events/e1 promises/k1"}
    shopper.post("/case/evidence/x1", **linked, page="2")
    assert shopper.opened.case.events[0].pages == {}
    shopper.post("/case/evidence/x1", **linked, page="")
    assert shopper.opened.case.promises[0].pages == {}


def test_a_pdf_shows_every_page_with_the_number_it_is_cited_by(shopper: Shopper) -> None:
    shopper.upload((three_pages(), "检测报告.pdf"))
    assert shopper.evidence[0].kind == "document"
    page = shopper.get("/case/evidence/x1/pages").text
    assert page.count("/case/evidence/x1/pages/") >= 3
    assert "证据1第3页" in page


def test_a_recording_is_kept_and_asked_for_the_passage_that_matters(shopper: Shopper) -> None:
    frames = (b"\x3c" + bytes(31)) * 20
    shopper.upload((b"#!AMR\n" + frames, "通话录音.amr"))
    assert (shopper.evidence[0].kind, shopper.evidence[0].title) == ("audio", "通话录音")
    assert "写上要紧的是几分几秒" in shopper.words("/case/evidence")
    assert shopper.get("/case/evidence/x1").status_code == 200
    assert shopper.get("/case/evidence/x1/thumbnail").status_code == 404
    assert "没有可以印的页面" in shopper.words("/case/evidence/x1/pages")


def test_no_other_case_sees_a_picture(app: Flask, shopper: Shopper) -> None:
    shopper.upload((picture(), "a.jpg"))
    stranger = Shopper(app, TOLD)
    for address in ("", "/delete", "/pages", "/pages/1", "/thumbnail", "/original"):
        assert stranger.get(f"/case/evidence/x1{address}").status_code == 404, address


def test_a_name_that_wants_to_be_markup_is_only_text(shopper: Shopper) -> None:
    shopper.upload((picture(), "<img src=x onerror=alert(1)>外箱.jpg"), (b"\x7fELF", "<script>alert(1)</script>.jpg"))
    for page in (shopper.get("/case/evidence").text, shopper.get("/case/evidence/x1").text):
        assert "<img src=x" not in page
        assert "<script>alert" not in page


def test_the_last_free_places_are_filled_and_the_rest_is_named(app: Flask) -> None:
    full = TOLD.model_copy(
        update={"evidence": tuple(Evidence(id=f"x{n}", kind="object", title="物") for n in range(1, 200))}
    )
    shopper = Shopper(app, full)
    answer = shopper.upload((picture("red"), "a.jpg"), (picture("blue"), "b.jpg"))
    assert answer.status_code == 422
    assert "「b.jpg」没有收下：一个案件最多放 200 份证据" in plain(answer.text)
    assert len(shopper.evidence) == 200
    again = shopper.post("/case/evidence/new", title="再一份", kind="object", kept_at="家里")
    assert again.status_code == 422
    assert "一个案件最多放 200 份证据" in plain(again.text)


def test_what_disappears_first_is_offered_first_and_goes_once_it_is_there(app: Flask) -> None:
    book = app.extensions["law_book"]
    dispute, wanted = next((slug, one) for slug, d in book.disputes.items() for one in d.evidence if one.why_soon)
    shopper = Shopper(app, TOLD.model_copy(update={"disputes": (dispute,)}))
    words = shopper.words("/case/evidence")
    assert words.index("趁还在，先存下来") < words.index(f"我有，加上 ：{wanted.title}")
    begun = shopper.get(f"/case/evidence/new?gathers={wanted.id}").text
    assert f'value="{wanted.title}"' in begun
    kept = shopper.post(
        f"/case/evidence/new?gathers={wanted.id}", title=wanted.title, kind=wanted.kind, kept_at="手机里"
    )
    assert kept.status_code == 303
    assert shopper.evidence[0].gathers == wanted.id
    assert f"我有，加上 ：{wanted.title}" not in shopper.words("/case/evidence")


def test_an_unknown_thing_to_gather_is_an_ordinary_new_exhibit(shopper: Shopper) -> None:
    assert shopper.get("/case/evidence/new?gathers=<script>").status_code == 200


def test_hostile_names_come_in_as_data_and_go_out_in_one_header(shopper: Shopper) -> None:
    names = ["../../etc/passwd.jpg", "C:\\a.jpg", "\u202egpj.exe.jpg", "😀" * 80 + ".jpg", "长" * 5000 + ".jpg", "CON.jpg", ".htaccess",
             "-rf.jpg", "=1+1.jpg", "<svg onload=1>.jpg", "a\u0300\u0301\u0302" * 50 + ".jpg", "....", "%2e%2e%2fa.jpg", "\ufeff.jpg"]  # fmt: skip
    files = [(picture(size=(20 + number, 20)), name) for number, name in enumerate(names)]
    answer = shopper.upload(*files)
    assert answer.status_code in (303, 422)
    assert len(shopper.evidence) >= len(names) - 2
    for item in shopper.evidence:
        sent = shopper.get(f"/case/evidence/{item.id}/original")
        assert sent.status_code == 200
        assert sent.headers["Content-Disposition"].isascii()
        (file,) = item.files
        assert not set(file.name) & set('/\\<>:"|?*')


def test_nothing_of_a_file_lies_in_the_clear(app: Flask, shopper: Shopper, dated_photo: bytes) -> None:
    shopper.upload((dated_photo + b"TAILCANARY" * 90_000, "机密外箱照片.jpg"))
    assert shopper.stored() == 3
    folder = Path(app.config["DATA_DIR"])
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert len(held) > 3
    for path in held:
        content = path.read_bytes()
        for canary in (b"GPSCANARY", b"TAILCANARY", b"JFIF", "机密外箱照片".encode()):
            assert canary not in content, path.name


def test_what_was_typed_for_an_exhibit_that_was_taken_out_meanwhile_is_shown_and_added_again(visitor: Any) -> None:
    _, opened = visitor.begin(
        Case.model_validate({"v": 2, "evidence": [{"id": "x1", "kind": "photo", "title": "外箱", "kept_at": "家里"}]})
    )
    shown = visitor.get("/case/evidence/x1")
    assert visitor.fill("/case/evidence/x1/delete").status == 303
    answer = visitor.fill("/case/evidence/x1", shown, title="外箱右下角")
    assert answer.status == 409
    assert "外箱右下角" in answer.words
    assert visitor.fill("/case/evidence/x1", answer).status == 303
    (put_back,) = visitor.storage.cases.open(opened.case_id, opened.dek).case.evidence
    assert (put_back.title, put_back.kept_at) == ("外箱右下角", "家里")


def test_six_photos_of_one_thing_are_one_exhibit_where_the_shopper_says_so(shopper: Shopper) -> None:
    colours = ("red", "blue", "gray", "white", "black", "green")
    files = [(io.BytesIO(picture(colour)), f"IMG_{colour}.jpg") for colour in colours]
    answer = shopper.post("/case/evidence", files=files, same="yes")
    assert answer.location == "/case/evidence/x1"
    (exhibit,) = shopper.evidence
    assert (exhibit.title, exhibit.page_count) == ("照片1", 6)


def test_photos_that_came_apart_are_made_one_and_only_those_that_nothing_cites(shopper: Shopper) -> None:
    shopper.upload((picture("red"), "a.jpg"), (picture("blue"), "b.jpg"), (picture("gray"), "c.jpg"))
    shopper.post("/case/evidence/x2", title="外箱", kind="photo", proves="外箱完好")
    shopper.post("/case/evidence/x3", title="机身", kind="photo", belongs="events/e1")
    page = shopper.get("/case/evidence").text
    assert 'id="same-x1"' in page
    assert 'id="same-x3"' not in page
    alone = shopper.post("/case/evidence/order", "/case/evidence", together="yes", same=["x1", "x3"])
    assert alone.status_code == 422
    assert "请先勾上两份以上" in plain(alone.text)
    made = shopper.post("/case/evidence/order", "/case/evidence", together="yes", same=["x1", "x2"])
    assert (made.status_code, made.location) == (303, "/case/evidence/x1")
    first, other = shopper.evidence
    assert (first.title, first.proves, [file.name for file in first.files]) == ("照片1", "外箱完好", ["a.jpg", "b.jpg"])
    assert other.id == "x3"
