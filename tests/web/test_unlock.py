"""Opening a case and leaving it; and a page whose session has ended loses nothing that was typed."""

import io
import re
from typing import Any

import pytest

from consumer_app.domain.case import EMPTY_CASE, Party
from consumer_app.storage.vault import Code

SELLER = Party(id="p2", role="seller", shop="石榴家电旗舰店")
CASE = EMPTY_CASE.model_copy(update={"told": "加湿器亮红灯", "parties": (SELLER,)})


@pytest.fixture
def code(visitor: Any) -> Code:
    made: Code = visitor.begin(CASE)[0]
    return made


def test_the_code_opens_the_case_and_leads_where_the_shopper_wanted_to_go(another: Any, code: Code) -> None:
    asked = another.get("/case/order")
    assert (asked.status, asked.leads_to) == (303, "/unlock?next=/case/order")
    opened = another.fill("/unlock", "/unlock?next=/case/order", code="-".join(code.groups).lower())
    assert (opened.status, opened.leads_to) == (303, "/case/order")
    assert another.get("/case/order").status == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/case\r\nX: y",
        "/card?x",
        "/nope",
        "/leave",
        "/case/../x",
        "x" * 400,
        "",
        "/unlock/device",
    ],
)
def test_unlocking_never_leads_to_another_site(another: Any, code: Code, elsewhere: str) -> None:
    answer = another.fill("/unlock", code=code.text, kept_to=elsewhere)
    assert (answer.status, answer.leads_to) == (303, "/case")


def test_a_wrong_code_and_a_deleted_code_get_the_same_answer(visitor: Any, another: Any, code: Code) -> None:
    now = visitor.storage.settings.clock()
    visitor.storage.cases.delete(visitor.storage.cases.unlock(code.text, now=now).case_id, now=now)
    page = another.get("/unlock")
    token = page.fields()["csrf_token"]
    answers = [another.send("/unlock", {"csrf_token": token, "code": typed}) for typed in (code.text, "0" * 26)]
    assert [answer.status for answer in answers] == [422, 422]
    same = [re.sub(r"ImY[^\"]+|csrf_token[^>]+|0{26}|" + code.text, "", answer.html) for answer in answers]
    assert same[0] == same[1]
    assert "没有找到这个编号" in answers[0].words
    assert code.text in answers[0].html  # what was typed is still there


@pytest.mark.parametrize(
    ("typed", "said"), [("", "请填写案件编号"), ("ABC", "这里有 3 位"), ("x" * 3000, "最多"), ("😀䶮\u202e", "26 位")]
)
def test_what_is_no_code_is_answered_with_what_to_do(another: Any, typed: str, said: str) -> None:
    answer = another.fill("/unlock", code=typed)
    assert answer.status == 422
    assert said in answer.words
    assert "<title>错误：" in answer.html


def test_a_passphrase_is_asked_for_only_when_the_case_has_one(visitor: Any, another: Any, code: Code) -> None:
    assert 'name="passphrase"' not in another.get("/unlock").html
    visitor.fill("/case/safety/passphrase", passphrase="石榴树下的猫", passphrase_again="石榴树下的猫")
    asked = another.fill("/unlock", code=code.text)
    assert asked.status == 422
    assert 'name="passphrase"' in asked.html
    assert asked.fields()["code"] == code.text
    wrong = another.fill("/unlock", asked, passphrase="石榴树下的狗")
    assert (wrong.status, "口令不对" in wrong.words) == (422, True)
    assert "石榴树下的狗" not in wrong.html
    for _ in range(9):
        wrong = another.fill("/unlock", wrong, passphrase="石榴树下的狗")
    assert "请等 1 秒再试" in wrong.words
    visitor.storage.settings.clock.forward(seconds=5)
    assert another.fill("/unlock", wrong, passphrase="石榴树下的猫").leads_to == "/case"


def test_a_session_is_new_after_every_unlock_and_the_old_cookie_is_dead(another: Any, code: Code) -> None:
    another.fill("/unlock", code=code.text)
    first = another.cookie("case")
    another.fill("/unlock", code=code.text)
    assert another.cookie("case") != first
    another.client.set_cookie("case", first)
    assert another.get("/case").leads_to == "/unlock?next=/case"


def test_the_case_cookie_is_for_this_site_and_not_for_scripts(another: Any, code: Code) -> None:
    answer = another.fill("/unlock", code=code.text, remember="yes")
    cookies = answer.answer.headers.getlist("Set-Cookie")
    named = {cookie.split("=")[0]: cookie for cookie in cookies}
    assert {"case", "device"} <= set(named)
    for name in ("case", "device"):
        assert "HttpOnly" in named[name]
        assert "SameSite=Lax" in named[name]
        assert "Domain" not in named[name]


def test_over_https_the_cookies_are_bound_to_the_host(another: Any, code: Code) -> None:
    asked = another.get("/unlock", base_url="https://localhost")
    token = asked.fields()["csrf_token"]
    answer = another.send("/unlock", {"csrf_token": token, "code": code.text}, base_url="https://localhost")
    cookies = answer.answer.headers.getlist("Set-Cookie")
    case = next(cookie for cookie in cookies if cookie.startswith("__Host-case="))
    assert "Secure" in case
    assert "Path=/" in case
    assert answer.answer.headers["Strict-Transport-Security"]
    assert another.get("/case", base_url="https://localhost").status == 200


def test_leaving_closes_the_case_here_and_nowhere_else(visitor: Any, another: Any, code: Code) -> None:
    another.fill("/unlock", code=code.text)
    held = another.cookie("case")
    assert another.fill("/leave", "/case/safety", action="/leave").leads_to == "/unlock"
    assert another.get("/case").leads_to == "/unlock?next=/case"
    another.client.set_cookie("case", held)
    assert another.get("/case").leads_to == "/unlock?next=/case"
    assert visitor.get("/case").status == 200


# ---- a remembered device


def test_a_remembered_device_opens_the_case_by_itself_after_the_session_has_ended(
    another: Any, code: Code, clock: Any
) -> None:
    another.fill("/unlock", code=code.text, remember="yes")
    clock.forward(hours=3)
    assert another.get("/case/order").status == 200
    clock.forward(days=91)
    assert another.get("/case/order").leads_to == "/unlock?next=/case/order"


def test_after_leaving_a_remembered_device_asks_before_it_opens_the_case(another: Any, code: Code) -> None:
    another.fill("/unlock", code=code.text, remember="yes")
    another.fill("/leave", "/case/safety", action="/leave")
    assert another.get("/case").status == 303
    asked = another.get("/unlock")
    assert "石榴家电旗舰店" in asked.words
    assert another.fill("/unlock/device", asked, action="/unlock/device").leads_to == "/case"


def test_leaving_for_good_forgets_the_device(another: Any, code: Code) -> None:
    another.fill("/unlock", code=code.text, remember="yes")
    another.fill("/leave", "/case/safety", action="/leave", forget="yes")
    assert "石榴家电旗舰店" not in another.get("/unlock").words


def test_with_two_remembered_cases_the_shopper_chooses(another: Any, code: Code, clock: Any) -> None:
    other = another.begin(EMPTY_CASE.model_copy(update={"parties": (SELLER.model_copy(update={"shop": "另一家店"}),)}))[
        0
    ]
    for one in (code, other):
        another.fill("/unlock", code=one.text, remember="yes")
    clock.forward(hours=3)
    asked = another.get("/unlock")
    assert another.get("/case").status == 303
    assert "石榴家电旗舰店" in asked.words
    assert "另一家店" in asked.words
    place = re.search(r'name="place" value="(\d)">\s*<p><button[^>]*>[^<]*石榴', asked.html)
    assert place is not None
    another.fill("/unlock/device", asked, action="/unlock/device", place=place[1])
    assert "石榴家电旗舰店" in another.get("/case/parties").html


@pytest.mark.parametrize("place", ["", "-1", "7", "x", "٣", "9" * 400])
def test_an_odd_choice_of_device_opens_nothing(another: Any, code: Code, place: str) -> None:
    another.fill("/unlock", code=code.text, remember="yes")
    another.fill("/leave", "/case/safety", action="/leave")
    assert another.fill("/unlock/device", "/unlock", action="/unlock/device", place=place).status == 422


# ---- a POST whose session has ended

ORDER = {"no": "2026110400012345", "paid": "597", "what": "加湿器一台"}


def test_typed_fields_wait_on_the_unlock_page_and_are_saved_after_it(visitor: Any, code: Code, clock: Any) -> None:
    page = visitor.get("/case/order")
    clock.forward(hours=3)
    ended = visitor.fill("/case/order", page, **ORDER)
    assert ended.status == 401
    assert "您刚才填的内容没有丢" in ended.words
    wrong = visitor.fill("/unlock", ended, code="0" * 26)
    assert wrong.status == 422
    on = visitor.fill("/unlock", wrong, code=code.text)
    assert on.status == 200
    assert "接着保存" in on.words
    saved = visitor.fill("/case/order", on)
    assert saved.status == 303
    case = visitor.storage.cases.unlock(code.text, now=clock()).case
    assert (case.order.no, case.order.lines[0].what, str(case.order.paid)) == (
        "2026110400012345",
        "加湿器一台",
        "597.00",
    )


def test_on_a_remembered_device_the_save_simply_goes_through(visitor: Any, code: Code, clock: Any) -> None:
    visitor.fill("/unlock", code=code.text, remember="yes")
    page = visitor.get("/case/order")
    clock.forward(hours=3)
    assert visitor.fill("/case/order", page, **ORDER).status == 303
    assert visitor.storage.cases.unlock(code.text, now=clock()).case.order.no == ORDER["no"]


def test_words_typed_in_one_case_do_not_slip_into_another(visitor: Any, code: Code, clock: Any) -> None:
    other = visitor.begin(EMPTY_CASE)[0]
    visitor.fill("/unlock", code=other.text, remember="yes")
    visitor.fill("/unlock", code=code.text)
    page = visitor.get("/case/order")
    clock.forward(hours=3)
    ended = visitor.fill("/case/order", page, **ORDER)
    assert ended.status == 401
    on = visitor.fill("/unlock", ended, action="/unlock", code=other.text)
    assert "这一页是另一个案件的" in on.words
    assert "加湿器一台" in on.words
    assert 'action="/case/order"' not in on.html  # there is no button that would put them there
    assert visitor.storage.cases.unlock(other.text, now=clock()).case.order.no is None
    back = visitor.fill("/unlock", on, action="/unlock", code=code.text)
    assert "接着保存" in back.words
    assert visitor.fill("/case/order", back).status == 303
    assert visitor.storage.cases.unlock(code.text, now=clock()).case.order.no == ORDER["no"]
    assert visitor.storage.cases.unlock(other.text, now=clock()).case.order.no is None


def test_files_codes_and_passphrases_are_never_carried(visitor: Any, code: Code, clock: Any) -> None:
    clock.forward(hours=3)
    answer = visitor.send(
        "/case/evidence",
        {"title": "机身照片", "passphrase_now": "石榴", "code": code.text, "files": (io.BytesIO(b"JPEGJPEG"), "x.jpg")},
        content_type="multipart/form-data",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status == 401
    assert "机身照片" in answer.html
    assert "文件没有留下" in answer.words
    for secret in ("石榴", code.text, "JPEGJPEG"):
        assert secret not in answer.html


@pytest.mark.parametrize(
    "headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_sites_form_is_not_carried_past_the_unlock_page(another: Any, headers: dict[str, str]) -> None:
    answer = another.send("/case/order", {"no": "EVIL-ORDER"}, headers=headers)
    assert answer.status == 401
    assert "EVIL-ORDER" not in answer.html


# ---- tickets


def test_a_ticket_opens_the_papers_once_in_another_browser(visitor: Any, another: Any, code: Code, clock: Any) -> None:
    opened = visitor.storage.cases.unlock(code.text, now=clock())
    ticket = visitor.storage.sessions.make_ticket(opened, now=clock())
    for _ in range(2):
        assert another.get("/t").status == 200  # a preview bot that looks at the page uses nothing up
    used = another.fill("/t", ticket=f"http://localhost/t#{ticket}")
    assert (used.status, used.leads_to) == (303, "/case/papers")
    assert another.get("/case").status == 200
    again = another.fill("/t", ticket=ticket)
    assert again.status == 422
    assert "已经用过" in again.words


# ---- what a device is called


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) MicroMessenger/8.0", "苹果手机·微信"),
        ("Mozilla/5.0 (Linux; Android 14; Phone) Chrome/130.0 Mobile Safari/537.36", "安卓手机·Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130 Safari/537.36 Edg/130", "Windows 电脑·Edge"),
        ("", "一台设备·浏览器"),
        ("\u202e<script>", "一台设备·浏览器"),
    ],
)
def test_a_device_is_named_so_that_a_person_knows_it(agent: str, label: str) -> None:
    from consumer_app.web.sessions import device_label

    assert device_label(agent) == label
