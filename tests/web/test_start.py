"""From the words told to a case: nothing is kept before it is confirmed, and then the code stands on a card that can be saved."""

import base64
import io
import re
import threading
import time
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from consumer_app.bench import Refused
from consumer_app.documents import card_drawing
from consumer_app.documents.card import draw_card
from consumer_app.domain.case import EMPTY_CASE
from consumer_app.isolated import IsolationFailed
from consumer_app.storage.sqlite import module as sqlite3

TOLD = "上周在网店买的火腿肠发霉了，客服说过期才管，不给退钱 <script>alert(1)</script>"


def cases_kept(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database:
        return int(database.execute("select count(*) from cases").fetchone()[0])


@pytest.fixture
def dispute(site: Any) -> str:
    return str(next(iter(site.extensions["law_book"].disputes)))


def test_nothing_is_kept_until_the_shopper_says_so(visitor: Any, folder: Path, dispute: str) -> None:
    shown = visitor.send("/start", {"told": TOLD, "disputes": dispute})
    assert shown.status == 200
    for promise in ("存什么", "存多久", "谁能看", "180 天", "2027年5月3日"):
        assert promise in shown.words
    assert "<script>alert" not in shown.html
    assert cases_kept(folder) == 0
    assert visitor.cookie("case") is None


def test_saying_yes_makes_the_case_and_shows_its_card(visitor: Any, another: Any, folder: Path, dispute: str) -> None:
    shown = visitor.send("/start", {"told": TOLD, "disputes": dispute})
    made = visitor.fill("/start", shown, confirm="yes", path="full")
    assert (made.status, made.leads_to) == (303, "/card")
    card = visitor.get("/card")
    code = re.search(r'id="code">([^<]+)<', card.html)
    picture = re.search(r'src="data:image/png;base64,([^"]+)"', card.html)
    assert code is not None
    assert picture is not None
    drawn = Image.open(io.BytesIO(base64.b64decode(picture[1])))
    assert (drawn.format, min(drawn.size) > 600) == ("PNG", True)
    assert visitor.get("/card").status == 200  # a reload shows it again
    assert (visitor.fill("/card").status, visitor.get("/case").status) == (303, 200)
    assert "只显示一次" in visitor.get("/card").words
    assert code[1] not in visitor.get("/card").html
    assert another.fill("/unlock", code=code[1]).leads_to == "/case"
    opened = another.storage.cases.unlock(code[1], now=another.storage.settings.clock())
    assert opened.case.told == TOLD
    assert opened.case.disputes == (dispute,)
    assert cases_kept(folder) == 1


def picture_of(card: Any) -> bytes:
    found = re.search(r'src="data:image/png;base64,([^"]+)"', card.html)
    assert found is not None
    return base64.b64decode(found[1])


def test_the_card_is_drawn_once_however_often_it_is_looked_at(
    visitor: Any, folder: Path, dispute: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[bytes] = []

    def draw(*asked: Any) -> bytes:
        if not drawn:
            drawn.append(b"")
            raise IsolationFailed("busy")
        drawn.append(draw_card(*asked))
        return drawn[-1]

    monkeypatch.setattr("consumer_app.web.card.draw_card", draw)
    visitor.fill("/start", visitor.send("/start", {"told": TOLD, "disputes": dispute}), confirm="yes", path="full")
    bare = picture_of(visitor.get("/card"))
    assert Image.open(io.BytesIO(bare)).format == "PNG"
    assert [picture_of(visitor.get("/card")) for _ in range(3)] == [drawn[1]] * 3  # one that failed is tried again
    assert len(drawn) == 2
    assert drawn[1][100:200] not in b"".join(path.read_bytes() for path in folder.glob("cases.sqlite3*"))
    visitor.fill("/card")
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database:
        assert database.execute("select card from sessions").fetchall() == [(None,)]


def test_whoever_looks_while_the_card_is_still_drawn_has_the_qr_at_once_and_the_whole_card_next(
    build: Any, visitor_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, drawn = threading.Event(), threading.Event()

    def draw(*asked: Any) -> bytes:
        go_on.wait(60)
        return draw_card(*asked)

    monkeypatch.setattr("consumer_app.web.card.draw_card", draw)
    visitor = visitor_of(build(bench_wait=0.01))
    code, opened = visitor.begin(EMPTY_CASE, card=True)
    bench = visitor.site.extensions["bench"]
    first = visitor.get("/card")
    assert (first.status, code.groups[0] in first.words) == (200, True)
    assert Image.open(io.BytesIO(picture_of(first))).width != card_drawing.WIDTH
    go_on.set()
    (job,) = bench.find(f"card {opened.case_id}")
    assert code.text not in job.key
    until = time.monotonic() + 60
    while not bench.find(f"card {opened.case_id}")[0].ended:
        assert time.monotonic() < until
        drawn.wait(0.02)
    assert Image.open(io.BytesIO(picture_of(visitor.get("/card")))).width == card_drawing.WIDTH
    visitor.fill("/card")
    assert bench.find(f"card {opened.case_id}") == [], "no picture of the code is left"


def test_where_the_bench_is_full_the_qr_alone_is_the_card(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> Any:
        raise Refused("queue", 30)

    monkeypatch.setattr(visitor.site.extensions["bench"], "ask", full)
    visitor.begin(EMPTY_CASE, card=True)
    assert Image.open(io.BytesIO(picture_of(visitor.get("/card")))).format == "PNG"


def test_the_button_pressed_twice_makes_one_case(visitor: Any, folder: Path, dispute: str) -> None:
    shown = visitor.send("/start", {"told": TOLD, "disputes": dispute})
    for _ in range(2):
        assert visitor.fill("/start", shown, confirm="yes", path="full").leads_to == "/card"
    assert cases_kept(folder) == 1


def test_an_old_page_is_answered_by_the_same_page_with_everything_still_there(
    visitor: Any, folder: Path, dispute: str
) -> None:
    answer = visitor.send("/start", {"told": TOLD, "disputes": dispute, "confirm": "yes", "csrf_token": "stale"})
    assert answer.status == 422
    assert answer.fields()["told"] == TOLD
    assert cases_kept(folder) == 0
    assert visitor.fill("/start", answer, confirm="yes", path="full").leads_to == "/card"


def test_words_told_without_a_dispute_come_back_to_choose_one(visitor: Any, folder: Path) -> None:
    answer = visitor.send("/start", {"told": TOLD})
    assert answer.status == 422
    assert "请至少选一类最接近的" in answer.words
    assert "请从列出的选项里选" not in answer.words
    assert "发霉" in answer.html


@pytest.mark.parametrize(
    "odd",
    [
        {"told": "x" * 20_001},
        {"told": "\x00\x01"},
        {"disputes": "../../etc/passwd"},
        {"disputes": ["x"] * 500},
        {"path": "<b>"},
        {"example": "../../../etc/passwd"},
        {"told": "\ud800 半个字".encode("utf-8", "surrogatepass")},
        {"once": "x" * 5000},
    ],
)
def test_odd_input_makes_a_case_or_a_clear_answer_but_never_a_fault(
    visitor: Any, dispute: str, odd: dict[str, Any]
) -> None:
    shown = visitor.send("/start", {"told": TOLD, "disputes": dispute})
    answer = visitor.send("/start", {**shown.fields(), "confirm": "yes", **odd})
    assert answer.status in (303, 404, 422)


def test_the_path_chosen_is_remembered_in_the_page_cookie_and_nothing_typed_is(visitor: Any, dispute: str) -> None:
    shown = visitor.send("/start", {"told": TOLD, "disputes": dispute, "path": "full"})
    visitor.fill("/start", shown, confirm="yes", path="full")
    page = visitor.cookie("page")
    payload = page.lstrip(".").split(".")[0]
    unpacked = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    unpacked = zlib.decompress(unpacked) if page.startswith(".") else unpacked
    assert b"full" in unpacked
    assert "发霉".encode() not in unpacked
    assert b"\\u53d1" not in unpacked


def test_a_card_is_remembered_on_this_device_only_when_it_is_ticked(visitor: Any, dispute: str) -> None:
    visitor.fill("/start", visitor.send("/start", {"told": TOLD, "disputes": dispute}), confirm="yes", path="full")
    visitor.fill("/card")
    assert visitor.cookie("device") is None
    visitor.fill("/card", "/case/safety", remember="yes")
    assert visitor.cookie("device") is not None


def test_starting_from_an_example_takes_its_questions_and_not_its_answers(visitor: Any, another: Any) -> None:
    shown = visitor.get("/start?from=wrong-installation")
    assert visitor.fill("/start", shown, confirm="yes", path="full").leads_to == "/card"
    code = re.search(r'id="code">([^<]+)<', visitor.get("/card").html)
    assert code is not None
    case = another.storage.cases.unlock(code[1], now=another.storage.settings.clock()).case
    assert case.disputes
    assert set(case.answers.values()) <= {None}
    assert (case.told, case.parties, case.events, case.evidence) == (None, (), (), ())


@pytest.mark.parametrize("odd", ["no-such-example", "../../etc/passwd", "%00", "x" * 500])
def test_an_example_that_is_not_there_is_not_found(visitor: Any, odd: str) -> None:
    assert visitor.fill("/start", visitor.get("/start", query_string={"from": odd}), confirm="yes").status == 404


def test_the_strip_leads_to_the_card_from_every_page_until_it_is_saved_and_says_how_long_the_device_remembers(
    visitor: Any, dispute: str
) -> None:
    shown = visitor.send("/start", {"told": TOLD, "disputes": dispute})
    assert visitor.fill("/start", shown, confirm="yes", path="short").leads_to == "/case/purchase"
    for page in ("/case/purchase", "/case/you", "/case"):
        assert "先存好打开案件的卡片 没有存，两小时不动就打不开了" in visitor.get(page).words
        assert f'href="/card?back={page}"' in visitor.get(page).html
    visitor.fill("/case/purchase")
    assert "先存好打开案件的卡片" in visitor.get("/case/you").words
    card = visitor.get("/card?back=/case/you")
    assert "先存好打开案件的卡片" not in card.words
    assert visitor.fill("/card", card, remember="yes").leads_to == "/case/you"
    assert "打开案件的卡片" not in visitor.get("/case/you").words


def test_a_card_that_was_lost_before_it_was_saved_can_be_had_anew(visitor: Any, dispute: str) -> None:
    visitor.fill("/start", visitor.send("/start", {"told": TOLD, "disputes": dispute}), confirm="yes")
    opened = visitor.storage.sessions.find(visitor.cookie("case"), now=visitor.storage.settings.clock())
    case = visitor.storage.cases.open(opened.case_id, opened.dek)
    visitor.client.set_cookie("case", visitor.storage.sessions.start(case, now=visitor.storage.settings.clock()))
    assert "卡片还没存：换一个新编号，再存一张" in visitor.get("/case").words
    assert "/case/safety/code" in visitor.get("/case").links


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/case/../unlock", "/leave", ""])
def test_the_card_leads_back_to_pages_of_the_case_only(visitor: Any, dispute: str, back: str) -> None:
    visitor.fill("/start", visitor.send("/start", {"told": TOLD, "disputes": dispute}), confirm="yes")
    card = visitor.get("/card", query_string={"back": back})
    assert visitor.fill("/card", card).leads_to == "/case/purchase"
