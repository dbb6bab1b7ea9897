"""Every form of every page of a case, found by following the links: it says which case it is for, and is answered whatever it brings."""

import io
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from consumer_app.domain.case import EMPTY_CASE, Case, Event, Evidence, OrderLine, Party, Promise, Step
from consumer_app.storage.jobs import TOLD
from consumer_app.storage.sqlite import module as sqlite3
from consumer_app.web.forms.form import STALE

CASE = Case(
    v=EMPTY_CASE.v,
    told="买了一台电视，装错了，已经退了我50元。拿去店里，店员看了一眼说是我用着磨损不正常，属于人为，不给退也不给换。",
    told_on=date(2026, 6, 2),
    disputes=("quality-defect",),
    parties=(
        Party(id="p1", role="shopper", name="石榴"),
        Party(id="p2", role="seller", shop="电视店"),
        Party(id="p3", role="maker", registered_name="电视厂"),
    ),
    order=EMPTY_CASE.order.model_copy(
        update={"refunded": Decimal(10), "lines": (OrderLine(id="l1", what="电视"), OrderLine(id="l2", what="挂架"))}
    ),
    events=(Event(id="e1", what="师傅挂到了墙上"), Event(id="e2", what="掉下来了")),
    promises=(Promise(id="k1", quote="底座安装"),),
    evidence=(Evidence(id="x1", kind="photo", title="照片"),),
    steps=(Step(id="s1", channel="store"),),
)
ANOTHER = CASE.model_copy(update={"told": "另一件事"})
ENDS_IT = ("/card", "/case/safety/code", "/case/safety/delete", "/leave")
SURE = {"sure": "yes", "freeze": "yes", "remember": "yes", "passphrase": "石榴树下", "passphrase_again": "石榴树下"}


def pages(visitor: Any) -> Iterator[Any]:
    """A page of every view of the open case that links lead to."""
    views = visitor.site.url_map.bind("localhost")
    waiting, known = ["/case", "/card", "/case/purchase", "/case/proof"], set()
    while waiting:
        url = waiting.pop(0)
        view = views.match(url.partition("?")[0], method="GET")[0]
        if view in known:
            continue
        known.add(view)
        page = visitor.get(url)
        if page.status == 200 and page.answer.mimetype == "text/html":
            yield page
            waiting += [link for link in page.links if link.startswith("/case")]


def forms_of(visitor: Any) -> dict[str, Any]:
    """Every form of the open case's pages by where it posts; of several that post alike, the last."""
    found = {form.action.partition("?")[0]: form for page in pages(visitor) for form in page.forms}
    return dict(sorted(found.items(), key=lambda item: ENDS_IT.index(item[0]) + 1 if item[0] in ENDS_IT else 0))


@pytest.fixture
def open_case(visitor: Any) -> Any:
    """A visitor with a case of everything open: with a paper, a remembered device, a file that no import took in, and its card not saved yet."""
    visitor.code, visitor.opened = visitor.begin(CASE, card=True)
    now = visitor.storage.settings.clock()
    left = {"says": "有几样没收下", "url": "/case/imported", "problems": ["证据「照片」：原件打不开，没有收下"]}
    visitor.storage.jobs.keep(visitor.opened, TOLD, left, now=now)
    visitor.storage.devices.remember(visitor.opened, None, about="另一台", now=now)
    assert visitor.fill("/case/papers/make/timeline", freeze="yes").status == 303
    new = {"title": "挂架", "kind": "object", "kept_at": "家里"}
    assert visitor.fill("/case/evidence/new", **new).status == 303
    return visitor


def everything(folder: Path) -> list[Any]:
    with closing(sqlite3.connect(folder / "cases.sqlite3")) as database:
        tables = ("cases", "wraps", "sessions", "tickets", "blobs")
        return [database.execute(f"select * from {table} order by 1").fetchall() for table in tables]


def sent(form: Any, **other: str) -> MultiDict[str, Any]:
    """A form as its button would send it, everything ticked that has to be."""
    return MultiDict([*form.fields.items(multi=True), *SURE.items(), *other.items()])


def test_every_form_of_a_case_says_which_case_it_is_for_and_no_post_is_without_a_form(
    site: Flask, open_case: Any
) -> None:
    marks, posted = set(), set()
    for page in pages(open_case):
        for form in page.forms:
            assert form.fields.getlist("of_case"), f"{page.answer.request.path}: the form for {form.action}"
            marks |= set(form.fields.getlist("of_case"))
            posted.add(site.url_map.bind("localhost").match(form.action.partition("?")[0], method="POST")[0])
    (mark,) = marks
    assert open_case.opened.case_id[:8] not in mark
    ours = {
        rule.endpoint
        for rule in site.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and getattr(site.view_functions[rule.endpoint], "policy", "") == "case"
    }
    assert ours - posted == set()


def test_what_a_form_carries_of_its_case_tells_nothing_and_is_another_for_another_case(
    site: Flask, open_case: Any
) -> None:
    mine = open_case.get("/case/order").fields()["of_case"]
    assert open_case.get("/case/you").fields()["of_case"] == mine
    for secret in (open_case.opened.case_id, open_case.code.text, open_case.opened.dek.hex()):
        assert mine not in secret
    open_case.begin(CASE)
    assert open_case.get("/case/order").fields()["of_case"] != mine


def test_a_form_of_one_case_changes_nothing_once_another_is_open_and_says_so(open_case: Any, folder: Path) -> None:
    forms = forms_of(open_case)
    assert len(forms) > 25
    open_case.begin(ANOTHER)
    before = everything(folder)
    for action, form in forms.items():
        fields = sent(form)
        for name in form.files:
            fields.add(name, (io.BytesIO(b"%PDF-1.4"), "a.pdf"))
        answer = open_case.send(action, fields, content_type="multipart/form-data")
        if action == "/leave":
            continue
        assert answer.status == 409, (action, answer.status)
        assert "这一页是另一个案件的" in answer.words, action
        assert everything(folder) == before, f"a form of another case changed something at {action}"


def test_what_was_typed_in_the_other_case_is_kept_and_saved_there(open_case: Any) -> None:
    page = open_case.get("/case/timeline/new")
    code, other = open_case.begin(ANOTHER)
    typed = {"what": "师傅又来了一次", "at": "2026年11月1日", "actor": "p2"}
    refused = open_case.fill("/case/timeline/new", page, **typed)
    assert "师傅又来了一次" in refused.words
    wrong = open_case.fill("/unlock", refused, action="/unlock", code=code.text)
    assert (wrong.status, "这一页是另一个案件的" in wrong.words) == (409, True)
    back = open_case.fill("/unlock", wrong, action="/unlock", code=open_case.code.text)
    assert open_case.fill("/case/timeline/new", back).status == 303
    cases = open_case.storage.cases
    assert cases.open(open_case.opened.case_id, open_case.opened.dek).case.events[-1].what == "师傅又来了一次"
    assert cases.open(other.case_id, other.dek).case == ANOTHER


def test_a_remembered_device_offers_the_case_that_was_typed_in_and_no_other(open_case: Any) -> None:
    open_case.fill("/case/safety/devices", "/case/safety", "/case/safety/devices", remember="yes")
    page = open_case.get("/case/order")
    code, _ = open_case.begin(ANOTHER.model_copy(update={"parties": (Party(id="p2", role="seller", shop="别的店"),)}))
    open_case.fill("/unlock", code=code.text, remember="yes")
    refused = open_case.fill("/case/order", page, what="柜子")
    assert "电视店" in refused.words
    assert "别的店" not in refused.words
    back = open_case.fill("/unlock/device", refused, action="/unlock/device")
    assert open_case.fill("/case/order", back).status == 303
    case = open_case.storage.cases.open(open_case.opened.case_id, open_case.opened.dek).case
    assert case.order.lines[0].what == "柜子"


def test_leaving_from_a_page_of_another_case_locks_up_and_forgets_the_device_for_that_case(open_case: Any) -> None:
    open_case.fill("/case/safety/devices", "/case/safety", "/case/safety/devices", remember="yes")
    page = open_case.get("/case/safety")
    code, _ = open_case.begin(ANOTHER.model_copy(update={"parties": (Party(id="p2", role="seller", shop="别的店"),)}))
    open_case.fill("/unlock", code=code.text, remember="yes")
    assert open_case.fill("/leave", page, action="/leave", forget="yes").leads_to == "/unlock"
    offered = open_case.get("/unlock").words
    assert ("别的店" in offered, "电视店" in offered) == (True, False)


def test_a_form_with_an_old_token_is_answered_on_its_page_with_what_was_typed(open_case: Any, folder: Path) -> None:
    forms, before = forms_of(open_case), None
    for action, form in forms.items():
        before = before or everything(folder)
        fields = sent(form, again="")
        typed = next((name for name in form.text if not form.fields.get(name) and name in _LINES), None)
        if typed:
            fields[typed] = "写了很久的字"
        fields["csrf_token"] = "old"
        answer = open_case.send(action, fields)
        assert answer.status == 422, (action, answer.status)
        assert STALE in answer.words, action
        assert not typed or "写了很久的字" in answer.html, action
        assert everything(folder) == before, action


_LINES = ("what", "quote", "shop", "registered_name", "own", "told", "title", "no", "reference", "topic", "reply")


@pytest.mark.parametrize("mark", ["", None], ids=["empty", "absent"])
def test_a_form_that_does_not_say_its_case_is_asked_again(open_case: Any, folder: Path, mark: str | None) -> None:
    before = everything(folder)
    for url in ("/case/order", "/case/timeline/new", "/case/safety/delete", "/case/evidence/x1/delete"):
        fields = sent(open_case.get(url).forms[0])
        fields.poplist("of_case")
        answer = open_case.send(url, fields if mark is None else {**fields.to_dict(flat=False), "of_case": mark})
        assert answer.status in ((409,) if mark == "" else (422,)), url
        assert everything(folder) == before, url


def test_a_file_sent_in_the_name_of_a_text_field_is_no_text_and_no_fault(open_case: Any) -> None:
    secret = "内容只在文件里"
    tried = 0
    for action, form in forms_of(open_case).items():
        for name in dict.fromkeys((*form.fields, *form.text)):
            if name in ("csrf_token", "of_case") or action in ENDS_IT:
                continue
            fields = sent(form)
            fields.poplist(name)
            fields.add(name, (io.BytesIO(secret.encode()), "hostname"))
            answer = open_case.send(action, fields, content_type="multipart/form-data")
            assert answer.status < 500, (action, name, answer.status)
            assert secret not in answer.html
            tried += 1
    assert tried > 120
    case = open_case.storage.cases.open(open_case.opened.case_id, open_case.opened.dek).case
    assert secret not in case.model_dump_json()


def test_a_token_sent_as_a_file_is_no_token(open_case: Any) -> None:
    for url in ("/case/order", "/unlock", "/", "/likely", "/start", "/import", "/t", "/templates/try"):
        for name in ("csrf_token", "of_case", "told", "code", "ticket", "own"):
            fields = {"told": "买了火腿肠坏了", name: (io.BytesIO(b"x"), "x")}
            assert open_case.send(url, fields, content_type="multipart/form-data").status < 500, (url, name)


def test_json_is_no_form(open_case: Any) -> None:
    for body in ('{"told": 5}', "[1, 2]", '"x"', "null", "{"):
        for url in ("/case/order", "/unlock", "/likely", "/start", "/case/safety/delete"):
            assert open_case.send(url, body, content_type="application/json").status < 500, (url, body)


def test_the_pages_before_a_case_answer_an_old_token_likewise(another: Any) -> None:
    fields = {
        "told": "买的火腿肠发霉了",
        "disputes": "spoiled-food",
        "confirm": "yes",
        "code": "ABC",
        "ticket": "x",
        "own": "x",
    }
    for url in ("/", "/likely", "/start", "/unlock", "/unlock/device", "/t", "/templates/try", "/import", "/leave"):
        answer = another.send(url, {**fields, "csrf_token": "old"})
        assert (answer.status, STALE in answer.words) == (422, True), url
