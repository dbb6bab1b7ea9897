"""「安全与保存」: how long, which devices, a new code, a passphrase, taking everything along, deleting."""

import io
import json
import re
import zipfile
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Evidence
from consumer_app.storage.errors import UnknownCode
from consumer_app.storage.vault import Code

TOLD = EMPTY_CASE.model_copy(
    update={"told": "买的柜子少了一块板", "evidence": (Evidence(id="x1", kind="photo", title="板子"),)}
)


@pytest.fixture
def code(visitor: Any) -> Code:
    made: Code = visitor.begin(TOLD)[0]
    return made


def card_code(page: Any) -> str:
    found = re.search(r'id="code">([^<]+)<', page.html)
    assert found is not None
    return found[1]


def test_the_page_says_until_when_the_case_is_kept_and_keeps_it_longer(visitor: Any, code: Code) -> None:
    assert "2027年5月3日" in visitor.get("/case/safety").words
    chosen = re.search(r'value="(2028-\d\d-\d\d)"', visitor.get("/case/safety").html)
    assert chosen is not None
    assert visitor.fill("/case/safety/keep", "/case/safety", "/case/safety/keep", until=chosen[1]).status == 303
    assert "会保存到2028年" in visitor.get("/case/safety").words
    assert visitor.storage.cases.unlock(code.text, now=visitor.storage.settings.clock()).expires_on.year == 2028


@pytest.mark.parametrize("until", ["", "2020-01-01", "9999-12-31", "x", "2028-13-45"])
def test_an_odd_day_is_refused_in_words(visitor: Any, code: Code, until: str) -> None:
    answer = visitor.fill("/case/safety/keep", "/case/safety", "/case/safety/keep", until=until)
    assert answer.status == 422
    assert "请" in answer.words


def test_devices_are_listed_and_revoked_at_once(visitor: Any, another: Any, code: Code) -> None:
    another.fill("/unlock", code=code.text, remember="yes")
    shown = visitor.get("/case/safety")
    assert "2026年11月4日记住" in shown.words
    assert visitor.fill("/case/safety/devices", shown, "/case/safety/devices", remember="yes").status == 303
    listed = visitor.get("/case/safety")
    assert listed.words.count("记住，到") == 2
    others = [part for part in listed.html.split("<li>")[1:] if "（这台）" not in part]
    device = re.search(r'name="forget" value="([0-9a-f]{32})"', others[0])
    assert device is not None
    visitor.send("/case/safety/devices", {**listed.fields("/leave").to_dict(), "forget": device[1]})
    assert visitor.get("/case/safety").words.count("记住，到") == 1
    assert another.get("/case").leads_to == "/unlock?next=/case"
    assert visitor.get("/case").status == 200


def test_a_new_code_gives_a_new_card_and_locks_everyone_else_out(visitor: Any, another: Any, code: Code) -> None:
    another.fill("/unlock", code=code.text, remember="yes")
    assert visitor.fill("/case/safety/code").status == 422
    assert visitor.fill("/case/safety/code", sure="yes").leads_to == "/card"
    fresh = card_code(visitor.get("/card"))
    assert another.get("/case").leads_to == "/unlock?next=/case"
    assert "没有找到" in another.fill("/unlock", code=code.text).words
    assert another.fill("/unlock", code=fresh).leads_to == "/case"
    assert visitor.get("/case/safety").status == 200


def test_a_case_with_a_passphrase_asks_for_it_before_a_new_code(visitor: Any, another: Any, code: Code) -> None:
    visitor.fill("/case/safety/passphrase", passphrase="木板少一块呀", passphrase_again="木板少一块呀")
    assert visitor.fill("/case/safety/code", sure="yes").status == 422
    assert "口令不对" in visitor.fill("/case/safety/code", sure="yes", passphrase="猜的口令啊").words
    assert visitor.fill("/case/safety/code", sure="yes", passphrase="木板少一块呀").leads_to == "/card"
    fresh = card_code(visitor.get("/card"))
    asked = another.fill("/unlock", code=fresh)
    assert another.fill("/unlock", asked, passphrase="木板少一块呀").leads_to == "/case"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "请填写新口令"),
        ({"passphrase": "短"}, "口令太短"),
        ({"passphrase": "够长的口令了", "passphrase_again": "不一样的口令"}, "两次输入的口令不一样"),
        ({"passphrase": "x" * 300, "passphrase_again": "x" * 300}, "最多"),
    ],
)
def test_a_passphrase_that_cannot_be_is_refused_and_never_shown_again(
    visitor: Any, code: Code, typed: Any, said: str
) -> None:
    answer = visitor.fill("/case/safety/passphrase", **typed)
    assert answer.status == 422
    assert said in answer.words
    assert "够长的口令了" not in answer.html


def test_a_passphrase_is_changed_and_removed_by_who_knows_it(visitor: Any, another: Any, code: Code) -> None:
    first, second = "木板少一块呀", "木板又来了呀"
    visitor.fill("/case/safety/passphrase", passphrase=first, passphrase_again=first)
    wrong = visitor.fill("/case/safety/passphrase", passphrase_now=second, passphrase=second, passphrase_again=second)
    assert (wrong.status, "口令不对" in wrong.words) == (422, True)
    change = {"passphrase_now": first, "passphrase": second, "passphrase_again": second}
    assert visitor.fill("/case/safety/passphrase", **change).status == 303
    assert visitor.fill("/case/safety/passphrase", passphrase_now=second, remove="yes").status == 303
    assert another.fill("/unlock", code=code.text).leads_to == "/case"


def test_the_export_holds_everything_and_its_checksums(visitor: Any, code: Code, clock: Any) -> None:
    answer = visitor.get("/case/safety/export").answer
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == "attachment; filename=juli-case-20261104.zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    assert json.loads(archive.read("case.json"))["told"] == TOLD.told
    assert {entry["path"] for entry in json.loads(archive.read("manifest.json"))["files"]} == {"case.json"}


def test_deleting_says_what_stays_and_then_leaves_nothing(visitor: Any, another: Any, code: Code, folder: Any) -> None:
    another.fill("/unlock", code=code.text, remember="yes")
    page = visitor.get("/case/safety/delete")
    for said in ("没有办法恢复", "备份", "1 份证据"):
        assert said in page.words
    assert visitor.fill("/case/safety/delete").status == 422
    gone = visitor.fill("/case/safety/delete", sure="yes")
    assert gone.leads_to == "/deleted"
    assert "案件已删除" in visitor.get("/deleted").words
    assert visitor.get("/case").leads_to == "/unlock?next=/case"
    assert another.get("/case").leads_to == "/unlock?next=/case"
    with pytest.raises(UnknownCode):
        visitor.storage.cases.unlock(code.text, now=visitor.storage.settings.clock())


def test_a_page_still_open_on_a_deleted_case_says_so(visitor: Any, another: Any, code: Code) -> None:
    another.fill("/unlock", code=code.text)
    page = another.get("/case/order")
    visitor.fill("/case/safety/delete", sure="yes")
    answer = another.fill("/case/order", page, what="柜子")
    assert answer.status in (401, 410)
    assert "柜子" in answer.html or "删除" in answer.words
