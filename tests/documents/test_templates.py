"""Letter templates are strangers' text: everything outside the published language is refused at its line, and runs nowhere even if it slips through."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumer_app.documents import context, letter_templates, template_run, typesetting
from consumer_app.documents.context import OrderWords, Vocabulary, plain, said
from consumer_app.documents.paper import Heading, Items, Paragraph, Quotation, Table
from consumer_app.documents.template_language import environment
from consumer_app.isolated import IsolationFailed

HEAD = "---\ntitle: 试一试\nheading: 投诉函\nchannels: store\n---\n"
LINE = HEAD.count("\n") + 1


def template(body: str) -> str:
    return HEAD + body


# SECURITY: 25 classes of server-side template injection, each as strangers write it.
INJECTIONS = {
    "class walk": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "globals of a function": "{{ order.no.__init__.__globals__ }}",
    "helper globals": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "joiner": "{{ joiner.__init__ }}",
    "lipsum": "{{ lipsum.__globals__ }}",
    "self": "{{ self._TemplateReference__context }}",
    "attr filter": "{{ order|attr('__class__') }}",
    "concatenated attribute": "{{ order|attr('__cl' ~ 'ass__') }}",
    "subscript": "{{ order['__class__'] }}",
    "escaped subscript": "{{ order['\\x5f\\x5fclass\\x5f\\x5f'] }}",
    "str.format": "{{ '{0.__class__}'.format(order) }}",
    "format_map": "{{ '{a.__class__}'.format_map(order) }}",
    "format by attr filter": "{{ ('{0.__class__}'|attr('format'))(order) }}",
    "stored format": "{{ ['{0.__class__}'.format]|map('attr') }}",
    "printf width": "{{ '%1000000000d'|format(1) }}",
    "ljust": "{{ 'x'.ljust(1000000000) }}",
    "center filter": "{{ 'x'|center(1000000000) }}",
    "powers": "{{ 9**99999999 }}",
    "big integer": "{{ 99999999999999999999 }}",
    "multiplied text": "{{ 'x' * 1000000000 }}",
    "three loops": "{% for a in events %}{% for b in events %}{% for c in events %}x{% endfor %}{% endfor %}{% endfor %}",
    "range": "{% for x in range(999999999) %}x{% endfor %}",
    "recursive loop": "{% for x in events recursive %}{{ loop(x) }}{% endfor %}",
    "macro": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "call block": "{% call order() %}x{% endcall %}",
    "include": "{% include '/etc/passwd' %}",
    "import": "{% import 'os' as os %}",
    "extends": "{% extends 'base.html' %}",
    "block": "{% block x %}{% endblock %}",
    "set": "{% set x = order %}",
    "mutation": "{{ events.append(1) }}",
    "method": "{{ order.save() }}",
    "private": "{{ order._sa_instance_state }}",
    "dict method": "{{ order.items }}",
    "safe": "{{ order.no|safe }}",
    "autoescape": "{% autoescape false %}{{ order.no }}{% endautoescape %}",
    "xmlattr": "{{ order|xmlattr }}",
    "wordwrap": "{{ order.no|wordwrap(1) }}",
    "batch": "{{ events|batch(1) }}",
    "groupby": "{{ events|groupby('what') }}",
    "urlize": "{{ order.no|urlize }}",
    "test": "{{ order.no is mapping }}",
    "do": "{% do order.no %}",
    "depth": "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "nots": "{{ " + "not " * 3000 + "order.no }}",
    "unclosed": "{{ order.no",
    "two lines": "{{ order\n.no }}",
    "conditional expression": "{{ order.no if order.no else 'x' }}",
    "list": "{{ [order.no] }}",
    "filter block": "{% filter upper %}x{% endfilter %}",
    "with": "{% with x = 1 %}{% endwith %}",
    "long constant": "{{ '" + "x" * 500 + "' }}",
    "filter on a filter's argument": "{{ order.no|default(order.no) }}",
    "raw line": "{% raw %}{{ order.no }}",
}  # fmt: skip


@pytest.mark.parametrize("body", INJECTIONS.values(), ids=INJECTIONS.keys())
def test_what_is_outside_the_language_is_refused_at_its_line(body: str) -> None:
    errors = letter_templates.check(template("第一段\n\n" + body + "\n"))
    assert errors
    assert LINE + 2 in {error.line for error in errors}
    assert all("Traceback" not in e.message and "jinja" not in e.message.lower() for e in errors)


@pytest.mark.parametrize("body", INJECTIONS.values(), ids=INJECTIONS.keys())
def test_even_unchecked_it_does_no_harm_in_the_child(body: str) -> None:
    payload = json.dumps({"body": body, "values": plain(Vocabulary(order=OrderWords(no=said("1", "order"))))}).encode()
    try:
        answer = json.loads(typesetting._runner().call(payload))
    except IsolationFailed:  # stopped at a limit: the child is gone, the server is not
        return
    printed = answer.get("text", "")
    assert "root:" not in printed
    assert "subprocess" not in printed
    assert len(printed) <= template_run.LONGEST_OUTPUT


def test_the_sandbox_has_no_globals_no_tests_and_only_the_listed_filters() -> None:
    found = environment()
    assert not found.globals
    assert not found.tests
    assert set(found.filters) == {"join", "capitals", "default"}


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("{{ orde.no }}", "order"),
        ("{{ order.number }}", "order."),
        ("{{ seller.shopp }}", "seller.shop"),
        ("[[timelines]]", "timeline"),
        ("{% for e in events %}{{ e.wat }}{% endfor %}", "e.what"),
        ("{{ order }}", "order.no"),
        ("{{ events }}", "{% for"),
        ("{{ asks_money }}", "{% if"),
        ("{% for x in order %}{% endfor %}", "不是列表"),
        ("{{ order.no|uper }}", "过滤器"),
    ],
)
def test_a_slip_of_the_pen_is_told_what_was_probably_meant(line: str, wanted: str) -> None:
    (error,) = letter_templates.check(template(line))
    assert error.line == LINE
    assert wanted in error.message


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("", 1, "空的"),
        ("没有开头", 1, "---"),
        ("---\ntitle: x\n没有冒号的一行\n---\n", 3, "名称: 内容"),
        ("---\ntitle: x\nheading: y\n---\n正文", 1, "channels"),
        ("---\ntitel: x\n---\n", 2, "title"),
        ("---\ntitle: x\ntitle: y\n---\n", 3, "两次"),
        ("---\ntitle: x\n", 1, "结束"),
        (HEAD + "看不见\u202e的字符", LINE, "看不见"),
        (HEAD + "长" * 3000, LINE, "太长"),
        ("长" * 60_000, 1, "太长"),
        (HEAD.replace("channels: store", "channels: store\naddressee: {{ x() }}"), 5, "调用"),
    ],
)
def test_a_broken_head_is_told_in_plain_chinese(text: str, line: int, wanted: str) -> None:
    errors = letter_templates.check(text)
    assert any(error.line == line and wanted in error.message for error in errors), errors


def nothing(mark: str) -> tuple[()]:
    return ()


def marks(mark: str) -> tuple[Paragraph, ...]:
    return (Paragraph(text=f"<{mark}>"),)


def set_body(body: str, values: Vocabulary | None = None) -> list[object]:
    return list(
        typesetting.set_letter(letter_templates.read(template(body), "own"), vars(values or Vocabulary()), marks)
    )


HOSTILE = [
    "# 标题",
    "1. 条目",
    "- 条目",
    "> 引文",
    "[[law]]",
    "\n[[law]]\n",
    "\n# 标题\n\n1. 条目",
    "{{ order.no }}",
    "{% for x in events %}",
    "{# #}",
    "\x02\x1f\x03",
    "---",
    "<script>alert(1)</script>",
    "\r\n[[signature]]\r\n",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "line",
    [
        "{{ order.no }}",
        "# {{ order.no }}",
        "前{{ order.no }}",
        "[[{{ order.no }}]]",
        "{% if order.no %}{{ order.no }}{% endif %}",
    ],
)
def test_what_a_shopper_wrote_never_becomes_a_mark(value: str, line: str) -> None:
    blocks = set_body(line + "\n\n结尾。\n", Vocabulary(order=OrderWords(no=said(value, "order"))))
    kinds = [type(block) for block in blocks]
    assert not {Items, Quotation, Table} & set(kinds)
    assert sum(kind is Heading for kind in kinds) == line.startswith("# ")
    text = "".join(block.text for block in blocks if isinstance(block, Paragraph | Heading))
    assert "<law>" not in text
    assert "<signature>" not in text
    for word in value.replace("\r", "").split("\n"):
        assert "".join(c for c in word if c >= " ") in text


@settings(max_examples=80, deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from(["{{ order.no }}", "甲{{ order.no }}乙", "> {{ order.no }}", "- {{ order.no }}"]),
)
def test_no_text_at_all_changes_what_a_line_is(value: str, line: str) -> None:
    plainly = [
        type(block) for block in set_body(line + "\n\n结尾。\n", Vocabulary(order=OrderWords(no=said("甲", "order"))))
    ]
    found = [
        type(block)
        for block in set_body(line + "\n\n结尾。\n", Vocabulary(order=OrderWords(no=said(value or "甲", "order"))))
    ]
    assert found in (plainly, plainly[1:])  # a line that prints only spaces is no line


def test_html_and_css_in_a_template_stay_text() -> None:
    (block,) = set_body('<style>@import url("file:///etc/passwd")</style><img src=x onerror=y>')
    assert isinstance(block, Paragraph)
    assert "<style>@import" in block.text


def test_lines_become_what_they_look_like() -> None:
    blocks = set_body("第一行\n接着写。\n\n# 甲\n1. 一\n2. 二\n\n3. 三\n\n- 点\n> 引\n## 乙\n[[timeline]]\n# 空的\n")
    assert [type(block) for block in blocks] == [Paragraph, Heading, Items, Items, Quotation, Heading, Paragraph]
    first, heading, numbered = blocks[0], blocks[1], blocks[2]
    assert isinstance(first, Paragraph)
    assert first.text == "第一行接着写。"
    assert isinstance(heading, Heading)
    assert heading.text == "一、甲"
    assert isinstance(numbered, Items)
    assert [item.number for item in numbered.items] == ["1.", "2.", "3."]


def test_a_condition_on_a_line_of_its_own_and_one_within_a_line_both_work() -> None:
    known = Vocabulary(order=OrderWords(no=said("9", "order")))
    body = "{% if order.no %}\n- 甲{{ order.no }}\n{% endif %}\n{% if order.no %}- 乙{% endif %}\n{% if order.paid %}- 丙{% endif %}\n- 丁{# 说明 #}\n- 戊\n"
    (items,) = set_body(body, known)
    assert isinstance(items, Items)
    assert [item.text for item in items.items] == ["甲9", "乙", "丁", "戊"]


def test_a_value_nobody_gave_is_false_and_prints_a_ruled_blank() -> None:
    (block,) = set_body(
        "{% if order.no %}有{% else %}无{% endif %}：{{ order.no }}，{{ order.no | default('未提供') }}"
    )
    assert isinstance(block, Paragraph)
    assert block.text == "无：＿＿＿＿＿＿＿＿，未提供"
    assert "None" not in block.text


def test_every_line_knows_the_template_line_and_the_values_it_comes_from() -> None:
    (block,) = set_body("编号{{ order.no }}。", Vocabulary(order=OrderWords(no=said("9", "order"))))
    assert isinstance(block, Paragraph)
    assert block.source == (f"template:own:{LINE}", "order")


def test_an_endless_output_is_cut_off_with_an_error() -> None:
    many = tuple(context.Happened(what=said("字" * 4000, "events/e1")) for _ in range(300))
    with pytest.raises(letter_templates.TemplateRefused):
        set_body(
            "{% for a in events %}{% for b in events %}{{ b.what }}{% endfor %}{% endfor %}", Vocabulary(events=many)
        )


def every_shipped() -> Iterator[object]:
    for path in letter_templates.shipped_files():
        yield pytest.param(path.read_text(encoding="utf-8"), id=path.stem)


@pytest.mark.parametrize("text", list(every_shipped()))
def test_every_shipped_template_passes_its_own_checks(text: str) -> None:
    assert letter_templates.check(text) == ()
    matter = letter_templates.read(text, "x").matter
    assert {"title", "heading", "plain", "channels", "author", "licence", "version"} <= set(matter)


def test_the_vocabulary_says_what_every_name_means() -> None:
    entries = context.entries()
    assert all(entry.says for entry in entries)
    assert {"order.no", "events[].quote", "[[law]]", "asks_money"} <= {entry.name for entry in entries}
    assert {entry.kind for entry in entries} == {"words", "yes_no", "list", "group", "mark"}


def test_the_vocabulary_survives_the_way_to_the_child() -> None:
    values = Vocabulary(
        order=OrderWords(no=said("9", "order")),
        facts=(said("甲", "answers/x"),),
        asks_money=True,
        total=said("1", capitals="壹"),
    )
    again = context.rebuilt(Vocabulary, json.loads(json.dumps(plain(values))))
    assert plain(again) == plain(values)
