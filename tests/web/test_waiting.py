"""Heavy work and the page that waits for it: nobody waits in a request, nothing that was promised is lost, nobody is in another's way."""

import io
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from consumer_app import issuing
from consumer_app.bench import Bench, Job
from consumer_app.domain.case import Case, Event, Moment
from consumer_app.domain.case.exhibits import agrees_with_issued
from consumer_app.storage import StorageSettings
from tests.web.test_papers import OWN, story

SERVER = Path(__file__).with_name("server_to_be_killed.py")
Running = Callable[..., AbstractContextManager[Flask]]


@pytest.fixture
def bench_wait() -> float:
    """Its pages never wait."""
    return 0.0


@pytest.fixture
def sausage(visitor: Any) -> Any:
    _, visitor.opened = visitor.begin(story("spoiled-food"))
    return visitor


def case_of(visitor: Any) -> Case:
    case: Case = visitor.storage.cases.open(visitor.opened.case_id, visitor.opened.dek).case
    return case


def after_waiting(visitor: Any, page: Any, seconds: float = 60.0) -> Any:
    """The page at the end of every wait that this answer leads into."""
    end, pause = time.monotonic() + seconds, 0.02
    while page.leads_to or "data-waiting" in page.html:
        page = visitor.get(page.leads_to) if page.leads_to else page
        while page.status == 200 and "data-waiting" in page.html:
            assert time.monotonic() < end, "it never ended"
            time.sleep(pause)  # as a browser does: seldomer, the longer it takes
            pause = min(pause * 1.3, 0.5)
            page = visitor.get(page.answer.request.path)
    return page


def photo() -> tuple[io.BytesIO, str]:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 40).convert("RGB").save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "外箱.jpg"


def hostile_pdf() -> tuple[io.BytesIO, str]:
    """One small page that takes a minute to draw (faults.md, 2)."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(600, 800))
    document.pages[0].Contents = document.make_stream(b"0 0 600 800 re f " * 400_000)
    out = io.BytesIO()
    document.save(out, compress_streams=True)
    return io.BytesIO(out.getvalue()), "合同.pdf"


def upload(visitor: Any, *files: tuple[io.BytesIO, str]) -> Any:
    form = next(form for form in visitor.get("/case/evidence").forms if form.files)
    fields = {**form.fields.to_dict(flat=False), "files": list(files)}
    return visitor.send("/case/evidence", fields, content_type="multipart/form-data")


def long_case(events: int = 300) -> Case:
    case = story("spoiled-food")
    told = tuple(
        Event(
            id=f"e{n}",
            at=Moment(at="2026-10-03", precision="day"),
            what=f"第{n}次联系客服，客服说再等等，没有给出办法。" * 3,
        )
        for n in range(1, events + 1)
    )
    return case.model_copy(update={"events": told})


# ---- waiting, leaving, finding again


def test_a_letter_waits_on_a_page_of_its_own_and_leads_to_the_paper(sausage: Any) -> None:
    answer = sausage.fill("/case/papers/letter/store", freeze="yes")
    assert (answer.status, answer.leads_to.startswith("/case/waiting/")) == (303, True)
    page = sausage.get(answer.leads_to)
    assert "正在准备" in page.words
    assert '<noscript><meta http-equiv="refresh"' in page.html
    look = re.search(r'data-waiting="([^"]*)"', page.html)
    assert look
    assert sausage.get(look[1]).answer.json["ended"] in (True, False)
    paper = after_waiting(sausage, answer)
    assert "已定稿" in paper.words
    assert [one.id for one in case_of(sausage).papers] == ["d1"]
    assert sausage.get("/case/papers/d1/paper.pdf").answer.data.startswith(b"%PDF")
    assert sausage.storage.jobs.of(sausage.opened) == []


def test_what_waits_is_found_again_from_the_home_of_the_case_and_is_done_though_nobody_looks(sausage: Any) -> None:
    waiting = sausage.fill("/case/papers/letter/store", freeze="yes").leads_to
    home = sausage.get("/case")
    assert waiting in home.links
    assert "投诉函正在准备" in home.words or "投诉函做好了" in home.words
    end = time.monotonic() + 60
    while not case_of(sausage).papers:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert "投诉函做好了" in sausage.get("/case").words
    assert "已定稿" in after_waiting(sausage, sausage.get(waiting)).words
    assert "做好了" not in sausage.get("/case").words


def test_a_waiting_page_of_work_that_nobody_knows_any_more_leads_home(sausage: Any, another: Any) -> None:
    waiting = sausage.fill("/case/papers/letter/store", freeze="yes").leads_to
    another.begin(story("spoiled-food"))
    assert another.get(waiting).leads_to == "/case"
    assert another.get(waiting.removeprefix("/case")).leads_to == "/"
    assert sausage.get("/case/waiting/none").leads_to == "/case"


def test_the_same_letter_asked_for_twice_is_made_once(sausage: Any) -> None:
    fields = sausage.get("/case/papers/letter/store").fields()
    fields.add("freeze", "yes")
    first, second = (sausage.send("/case/papers/letter/store", fields) for _ in range(2))
    after_waiting(sausage, first)
    after_waiting(sausage, second)
    assert len(case_of(sausage).papers) == 1
    assert sausage.storage.jobs.of(sausage.opened) == []


def test_a_template_of_ones_own_is_run_on_the_bench_and_nothing_typed_is_lost(sausage: Any) -> None:
    answer = sausage.fill("/case/papers/letter/store", template="own", own=OWN, reply_by="2026-11-20", preview="yes")
    assert answer.leads_to.startswith("/case/waiting/")
    page = after_waiting(sausage, answer)
    assert "给一个说法" in page.words
    assert page.fields().get("reply_by") == "2026年11月20日"
    frozen = after_waiting(
        sausage, sausage.send("/case/papers/letter/store", {**page.fields().to_dict(), "freeze": "yes"})
    )
    assert "已定稿" in frozen.words


def test_a_template_of_ones_own_with_a_fault_is_told_its_line_after_the_wait(sausage: Any) -> None:
    faulty = OWN.replace("{{ order.what }}", "{{ order.what | default('x' * 90000) }}")
    page = after_waiting(sausage, sausage.fill("/case/papers/letter/store", template="own", own=faulty, preview="yes"))
    assert page.status == 422
    assert "行" in page.words


def test_whoever_has_no_case_waits_too(visitor: Any) -> None:
    tried = visitor.fill("/templates/try", own=OWN)
    assert tried.leads_to.startswith("/waiting/")
    assert "可以用" in after_waiting(visitor, tried).words
    sample = after_waiting(visitor, visitor.get("/examples/spoiled-food/timeline.pdf"))
    assert sample.answer.data.startswith(b"%PDF")
    assert visitor.get("/examples/spoiled-food/timeline.pdf").status == 200


# ---- files


def test_files_are_read_while_nobody_waits_and_the_bad_ones_are_told(sausage: Any) -> None:
    before = len(case_of(sausage).evidence)
    page = after_waiting(sausage, upload(sausage, photo(), (io.BytesIO(b"%PDF-1.7 broken"), "坏的.pdf")))
    assert "坏的.pdf" in page.words
    assert "打不开" in page.words
    added = case_of(sausage).evidence[before:]
    assert [(item.files[0].name, item.page_count, item.thumbnail is not None) for item in added] == [
        ("外箱.jpg", 1, True)
    ]
    assert sausage.get(f"/case/evidence/{added[0].id}/pages/1").answer.mimetype == "image/jpeg"
    assert sausage.storage.jobs.of(sausage.opened) == []
    assert sausage.storage.blobs.usage(sausage.opened.case_id).files == 3


def test_an_exhibit_keeps_what_was_typed_at_once_and_gets_its_file_when_it_has_been_read(sausage: Any) -> None:
    fields = sausage.get("/case/evidence/new").fields().to_dict(flat=False)
    typed = {"title": "外箱的照片", "kind": "photo", "file": photo()}
    answer = sausage.send("/case/evidence/new", {**fields, **typed}, content_type="multipart/form-data")
    assert answer.leads_to.startswith("/case/waiting/")
    assert case_of(sausage).evidence[-1].title == "外箱的照片"
    after_waiting(sausage, answer)
    item = case_of(sausage).evidence[-1]
    assert (item.title, [file.name for file in item.files], item.page_count) == ("外箱的照片", ["外箱.jpg"], 1)


def test_the_pages_of_a_paper_are_drawn_when_somebody_first_looks_at_them(sausage: Any) -> None:
    after_waiting(sausage, sausage.fill("/case/papers/letter/store", freeze="yes"))
    assert case_of(sausage).papers[0].file.pages == ()
    shown = after_waiting(sausage, sausage.get("/case/papers/d1?pictures=1"))
    assert "/case/papers/d1/pages/1" in shown.html
    assert case_of(sausage).papers[0].file.page_count >= 1
    assert sausage.get("/case/papers/d1/pages/1").answer.mimetype == "image/jpeg"


# ---- refused, killed


def block(bench: Bench, owner: str, count: int) -> None:
    for number in range(count):
        bench.ask(Job(owner, f"{owner} in the way {number}", lambda call: time.sleep(3)), 0)


def test_a_full_bench_is_told_with_503_and_the_time_to_come_again_and_nothing_typed_is_lost(sausage: Any) -> None:
    bench = sausage.site.extensions["bench"] = Bench(cores=1, most=1)
    for owner in ("anna", "bert"):
        block(bench, owner, 1)
    page = sausage.fill("/case/papers/letter/store", template="own", own=OWN, preview="yes")
    assert (page.status, page.answer.headers["Retry-After"]) == (503, "30")
    assert "现在太忙了" in page.words
    assert "给一个说法" in page.fields("/case/papers/letter/store").get("own")


def test_a_fourth_piece_of_work_waiting_for_one_case_is_refused_kindly(sausage: Any) -> None:
    block(sausage.site.extensions["bench"], sausage.opened.case_id, 4)
    page = sausage.fill("/case/papers/letter/store", freeze="yes")
    assert (page.status, "前面的还没有做完" in page.words, "Retry-After" in page.answer.headers) == (503, True, True)
    assert sausage.storage.jobs.of(sausage.opened) == []


def test_a_refused_upload_leaves_nothing_behind(sausage: Any) -> None:
    block(sausage.site.extensions["bench"], sausage.opened.case_id, 4)
    assert upload(sausage, photo()).status == 503
    assert list((sausage.site.config["DATA_DIR"] / "tmp").iterdir()) == []


@pytest.mark.parametrize("asked", ["letter", "photo"])
def test_a_server_that_is_killed_loses_no_work_it_promised(
    asked: str, running_site: Running, folder: Path, settings: StorageSettings, visitor_of: Callable[[Flask], Any]
) -> None:
    root = Path(__file__).parents[2]
    server = subprocess.Popen([sys.executable, SERVER, folder, asked], stdout=subprocess.PIPE, cwd=root, text=True)
    assert server.stdout is not None
    cookie, waiting = server.stdout.readline().split()
    assert waiting.startswith("/case/waiting/")
    server.send_signal(signal.SIGKILL)
    server.communicate()
    with running_site(folder, settings, bench_wait=0.0) as site:
        visitor = visitor_of(site)
        visitor.client.set_cookie("case", cookie)
        assert visitor.get(waiting).leads_to == "/case"
        waits = after_waiting(
            visitor, visitor.get(next(link for link in visitor.get("/case").links if "/waiting/" in link))
        )
        assert ("外箱" if asked == "photo" else "已定稿") in waits.words
        with site.extensions["storage"].engine.connect() as connection:
            assert connection.exec_driver_sql("select count(*) from jobs").scalar() == 0


# ---- nobody in another's way


def test_two_hostile_files_keep_nobody_from_having_a_photo_read(
    site: Flask, visitor_of: Callable[[Flask], Any]
) -> None:
    hostile = []
    for _ in range(2):
        one = visitor_of(site)
        one.begin(Case(v=1))
        hostile.append(one.get(upload(one, hostile_pdf()).leads_to))
    time.sleep(2.5)
    shopper = visitor_of(site)
    _, shopper.opened = shopper.begin(Case(v=1))
    after_waiting(shopper, upload(shopper, photo()))
    assert case_of(shopper).evidence[0].page_count == 1
    bench: Bench = site.extensions["bench"]
    unfinished = [entry for entry in bench._entries.values() if not entry.ended.is_set()]
    assert len(unfinished) == 2, "the photo did not wait for the end of either"
    for entry in unfinished:
        bench.cancel(entry.job.key)


@pytest.mark.parametrize("letters", [5, pytest.param(10, marks=pytest.mark.drill)])
def test_letters_of_hundreds_of_events_do_not_hold_a_small_one(
    site: Flask, visitor_of: Callable[[Flask], Any], letters: int
) -> None:
    shopper = visitor_of(site)
    _, shopper.opened = shopper.begin(story("spoiled-food"))
    after_waiting(shopper, shopper.fill("/case/papers/letter/platform", freeze="yes"))  # the children are warm
    for _ in range(letters):
        one = visitor_of(site)
        one.begin(long_case())
        assert one.fill("/case/papers/make/timeline", freeze="yes").leads_to.startswith("/case/waiting/")
    after_waiting(shopper, shopper.fill("/case/papers/letter/store", freeze="yes"))
    assert len(case_of(shopper).papers) == 2
    bench: Bench = site.extensions["bench"]
    unfinished = [entry for entry in bench._entries.values() if not entry.ended.is_set()]
    assert unfinished, "the small letter waited for every one that was asked for before it"
    for entry in unfinished:
        bench.cancel(entry.job.key)


def test_the_paper_looked_at_is_printed_ahead_and_what_is_given_out_is_that_print(
    running_site: Running,
    folder: Path,
    settings: StorageSettings,
    visitor_of: Callable[[Flask], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prints: list[Mapping[str, bytes]] = []
    print_it = issuing.files_to_seal

    def counted(*asked: Any) -> Mapping[str, bytes]:
        prints.append(print_it(*asked))
        return prints[-1]

    monkeypatch.setattr(issuing, "files_to_seal", counted)
    with running_site(folder, settings, bench_wait=10.0, print_ahead=True) as site:
        visitor = visitor_of(site)
        _, opened = visitor.begin(story("spoiled-food"))
        form = visitor.get("/case/papers/letter/store").fields()
        bench: Bench = site.extensions["bench"]
        end = time.monotonic() + 60
        while not all(one.ended for one in bench.find(opened.case_id)):
            assert time.monotonic() < end
            time.sleep(0.05)
        assert [one.priority for one in bench.find(opened.case_id)] == ["ahead"]
        form.add("freeze", "yes")
        assert visitor.send("/case/papers/letter/store", form).leads_to == "/case/papers/d1?new=1"
        (ahead,) = prints
        for ending in ("pdf", "docx", "txt"):
            assert visitor.get(f"/case/papers/d1/paper.{ending}").answer.data == ahead[ending]
        form.setlist("reply_by", ["2026-11-25"])
        assert visitor.send("/case/papers/letter/store", form).leads_to == "/case/papers/d2?new=1"
        assert len(prints) == 2, "another paper is another print"
        assert visitor.get("/case/papers/d2/paper.pdf").answer.data == prints[1]["pdf"] != ahead["pdf"]


def test_papers_frozen_at_once_have_each_its_number_and_no_exhibit_has_two(sausage: Any) -> None:
    pages = {name: sausage.get(f"/case/papers/make/{name}") for name in ("evidence", "timeline", "checklist")}
    waits = [sausage.fill(f"/case/papers/make/{name}", page, freeze="yes") for name, page in pages.items()]
    shown = sausage.get("/case/timeline/e2")
    sausage.fill("/case/timeline/e2", shown, at="2026-01-02")
    sausage.fill("/case/papers/make/timeline", freeze="yes")
    for wait in waits:
        after_waiting(sausage, wait)
    after_waiting(sausage, sausage.fill("/case/papers/make/evidence", freeze="yes"))
    papers = case_of(sausage).papers
    assert [paper.number for paper in papers] == list(range(1, len(papers) + 1))
    assert len(papers) >= 3
    for paper in papers:
        assert agrees_with_issued(case_of(sausage), paper.exhibits)


def test_a_paper_shows_its_pictures_though_their_exhibit_was_taken_out(sausage: Any) -> None:
    after_waiting(sausage, upload(sausage, photo()))
    exhibit = case_of(sausage).evidence[-1]
    after_waiting(sausage, sausage.fill("/case/papers/make/evidence", freeze="yes"))
    sausage.fill(f"/case/evidence/{exhibit.id}/delete")
    assert exhibit.id not in {one.id for one in case_of(sausage).evidence}
    assert sausage.get(f"/case/papers/pictures/{exhibit.thumbnail}").status == 200


def test_a_paper_with_a_picture_that_was_damaged_on_disk_can_be_looked_at_and_no_work_for_it_is_left(
    running_site: Running, folder: Path, settings: StorageSettings, visitor_of: Callable[[Flask], Any]
) -> None:
    with running_site(folder, settings, print_ahead=True) as site:
        visitor = visitor_of(site)
        _, visitor.opened = visitor.begin(story("spoiled-food"))
        upload(visitor, photo())
        thumbnail = case_of(visitor).evidence[-1].thumbnail
        (sealed,) = (folder / "blobs").glob(f"??/{thumbnail}")
        sealed.write_bytes(sealed.read_bytes()[:-20])
        bench: Bench = site.extensions["bench"]
        for _ in range(3):
            assert visitor.get("/case/papers/make/evidence").status == 200
            end = time.monotonic() + 60
            while not all(one.ended for one in bench.find(visitor.opened.case_id)):
                assert time.monotonic() < end
                time.sleep(0.05)
        assert visitor.fill("/case/papers/make/evidence", freeze="yes").status == 500
        assert visitor.get("/case").status == 200
        assert visitor.storage.jobs.of(visitor.opened) == []
