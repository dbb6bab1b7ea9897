"""The commands for advocates and scripts: what they print, and that a bad case is said clearly while the others are answered."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from consumer_app import paths
from consumer_app.cli import main
from consumer_app.domain.listening.suggestion import suggest
from consumer_app.formats import WISHES

REAL_LAW = paths.LEGAL_REFS
CASE: dict[str, Any] = {
    "v": 1,
    "disputes": ["bad-food"],
    "answers": {
        "bought_on": "2026-06-01",
        "goods_kind": "food",
        "affected": "12.00",
        "bad_food": True,
        "label_flaw": False,
    },
}


@pytest.fixture(autouse=True)
def small_law(write_law, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = write_law()
    monkeypatch.setattr(paths, "LEGAL_REFS", folder)
    return folder


@pytest.fixture
def case_file(tmp_path: Path):
    def write(name: str = "case.json", **changes: Any) -> str:
        path = tmp_path / name
        path.write_text(json.dumps({**CASE, **changes}, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return write


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[Any], str]:
    status = main(words)
    printed = capsys.readouterr()
    return status, [json.loads(line) for line in printed.out.splitlines() if line.startswith(("{", "["))], printed.err


def test_assess_answers_one_line_of_json_a_case_in_the_published_shape(capsys, case_file) -> None:
    status, (found,), _ = run(capsys, "assess", case_file(), "--on", "2026-06-10", "--json")
    assert status == 0
    assert {"claims", "deadlines", "excuses", "channels", "evidence_gaps", "advice"} <= found.keys()
    claim = next(claim for claim in found["claims"] if claim["id"] == "ten-times")
    assert (claim["status"], claim["against"], claim["asks"]) == ("settled", "maker", "punitive")
    assert claim["basis"] == [{"statute": "食品安全法", "article": "148", "paragraph": 2, "item": None}]
    assert claim["amount"]["total"] == "1000.00"
    assert claim["amount"]["items"][0].keys() >= {"label", "formula", "value"}
    assert claim["amount"]["range"] is None
    assert claim["why"][0].keys() >= {"fact", "wanted", "found", "source", "text"}
    assert claim["missing"][0].keys() >= {"fact", "question", "could_change"}
    assert {"excluded_by", "caution", "certainty", "supports", "title"} <= claim.keys()
    deadline = found["deadlines"][0]
    assert deadline.keys() >= {"id", "title", "who", "on", "raw_on", "days_left", "working", "basis"}
    assert found["excuses"][0].keys() >= {"id", "said", "answer", "basis", "seller_is_right_when"}
    assert found["channels"][0].keys() >= {"id", "open", "needs", "closes", "by", "cautions", "first", "reply_by"}
    assert found["evidence_gaps"][0].keys() >= {"id", "title", "proves", "disappears_on", "basis"}


def test_several_cases_are_answered_and_a_bad_one_does_not_stop_the_others(capsys, case_file, tmp_path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"v": 3}', encoding="utf-8")
    status, found, said = run(capsys, "assess", str(broken), case_file(), str(tmp_path / "nowhere.json"), "--json")
    assert status == 1
    assert ["error" in line for line in found] == [True, False, True]
    assert "broken.json：不是有效的案件文件：v：" in said
    assert "nowhere.json：打不开" in said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"answers": {"bought_on": "2026-06-01", "received_on": "2026-05-01"}}, "［received_on、bought_on］"),
        ({"order": {"paid": "10.00", "refunded": "20.00"}, "answers": {}}, "［order.refunded、order.paid］"),
        ({"order": {"paid": "10.00"}, "answers": {"paid": "11.00"}}, "（paid）前后不一致"),
        ({"answers": {"bad_food": "也许"}}, "（bad_food）填的是“也许”"),
        ({"answers": {"bad_fod": True}}, "事实「bad_fod」不存在"),
        ({"disputes": ["nothing"]}, "纠纷类型「nothing」不存在"),
    ],
)
def test_facts_that_cannot_all_be_so_are_named(capsys, case_file, changes, said) -> None:
    status, found, errors = run(capsys, "assess", case_file(**changes), "--on", "2026-06-10")
    assert (status, found) == (1, [])
    assert said in errors


def test_an_order_line_of_nothing_is_refused_with_its_field(capsys, case_file) -> None:
    status, _, said = run(capsys, "assess", case_file(order={"lines": [{"id": "l1", "quantity": 0}]}))
    assert status == 1
    assert "order.lines.0.quantity" in said


def test_an_export_an_example_and_a_story_are_cases_too(capsys, tmp_path, small_law) -> None:
    export = tmp_path / "export.zip"
    with zipfile.ZipFile(export, "w") as archive:
        archive.writestr("case.json", json.dumps(CASE))
        archive.writestr("files/x1.jpg", b"\xff\xd8")
    example = tmp_path / "example.toml"
    example.write_text(
        'title = "x"\ntoday = 2026-06-10\ndispute = "bad-food"\n[answers]\nbad_food = true\n[expected]\n', "utf-8"
    )
    story = tmp_path / "story"
    story.mkdir()
    (story / "case.json").write_text(json.dumps(CASE), "utf-8")
    (story / "expected.toml").write_text("today = 2026-06-11\n", "utf-8")
    status, found, _ = run(capsys, "assess", str(export), str(example), str(story), "--json")
    assert status == 0
    assert [line["today"] for line in found][1:] == ["2026-06-10", "2026-06-11"]


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04nothing", b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"v": 1, "told": "\\u0000"}']
)
def test_a_file_that_is_no_case_is_refused_in_a_sentence(capsys, tmp_path, content: bytes) -> None:
    path = tmp_path / "strange.json"
    path.write_bytes(content)
    status, _, said = run(capsys, "assess", str(path))
    assert status == 1
    assert said.startswith(str(path))
    assert "Traceback" not in said


def test_assess_reads_as_a_page_of_chinese(capsys, case_file) -> None:
    assert main(["assess", case_file(), "--on", "2026-06-10"]) == 0
    page = capsys.readouterr().out
    assert "✔ 可以主张：食品十倍赔偿（向生产者）  1,000.00元" in page
    assert "依据：《食品安全法》第一百四十八条第二款" in page
    assert "还需要弄清的事" in page


def test_an_answer_of_another_dispute_is_named_and_changes_nothing(capsys, case_file) -> None:
    parcel = case_file(disputes=["lost-parcel"], answers={"bought_on": "2026-06-01", "lied": True})
    _, (found,), _ = run(capsys, "assess", parcel, "--on", "2026-06-10", "--json")
    assert found["unused_answers"] == ["lied"]
    assert [claim["id"] for claim in found["claims"]] == ["carrier-pays"]
    assert main(["assess", parcel, "--on", "2026-06-10"]) == 0
    assert "没有用到：商家说了假话（lied）" in capsys.readouterr().out


def test_suggest_answers_in_the_published_shape(capsys) -> None:
    status, (found,), _ = run(capsys, "suggest", "--json", "买的食品变质了", "--top", "1")
    assert status == 0
    assert found.keys() == {"disputes", "provisions", "facts", "elsewhere", "wishes", "ask"}
    (dispute,) = found["disputes"]
    assert dispute.keys() == {"id", "title", "score", "because"}
    assert (dispute["id"], dispute["title"], dispute["because"]) == ("bad-food", "食品变质", [])
    assert 0 < dispute["score"] < 1
    assert found["provisions"][0] == {"statute": "食品安全法", "article": "148", "title": "中华人民共和国食品安全法"}
    assert (found["wishes"], found["ask"]) == ([], None)


NEAR_TIE = {
    "pairs.toml": '[[pair]]\nquestion = "坏了，还是丢了？"\nfact = "bad_food"\n[pair.answers]\nbad-food = "坏了"\nlost-parcel = "丢了"\n',
}


def test_suggest_asks_one_question_at_a_near_tie(capsys, write_law) -> None:
    write_law(NEAR_TIE)
    _, (found,), _ = run(capsys, "suggest", "--json", "食品变质，快递丢失")
    assert found["ask"] == {"question": "坏了，还是丢了？", "fact": "bad_food", "between": ["bad-food", "lost-parcel"]}
    assert main(["suggest", "食品变质，快递丢失"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("先问一句：坏了，还是丢了？（坏了 / 丢了）\n")


def test_suggest_says_what_was_read_and_wished_and_the_clauses_that_led_there(capsys, monkeypatch, real_law) -> None:
    monkeypatch.setattr(paths, "LEGAL_REFS", REAL_LAW)
    text = "上周三在淘宝买的火腿肠花了59.9元，打开一看发霉变质了。我要求退款"
    _, (found,), _ = run(capsys, "suggest", "--json", text, "--on", "2026-11-30")
    assert all(clause in text for dispute in found["disputes"] for clause in dispute["because"])
    assert {"fact": "paid", "value": "59.9", "quote": "59.9元"} in found["facts"]
    wishes = suggest(text, real_law).wishes
    assert found["wishes"] == list(wishes)
    assert main(["suggest", text]) == 0
    assert re.findall("您想要：(.+)", capsys.readouterr().out) == (
        ["、".join(WISHES[wish] for wish in wishes)] if wishes else []
    )


def test_suggest_reads_one_text_a_line_and_answers_one_object_a_line(capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("食品变质\n\n工资，不发\n"))
    status, found, _ = run(capsys, "suggest", "--lines", "-")
    assert status == 0
    assert [[d["id"] for d in line["disputes"]] for line in found] == [["bad-food"], [], []]
    assert found[2]["elsewhere"][0].keys() >= {"id", "title", "where", "because"}


def test_suggest_reads_as_chinese_and_says_so_when_it_finds_nothing(capsys) -> None:
    assert main(["suggest", "食品变质"]) == 0
    assert "食品变质（bad-food）" in capsys.readouterr().out
    assert main(["suggest", "啊"]) == 0
    assert "没有认出" in capsys.readouterr().out


def test_facts_lists_every_fact_with_what_a_script_needs(capsys) -> None:
    assert main(["facts"]) == 0
    facts = json.loads(capsys.readouterr().out)
    goods = next(fact for fact in facts if fact["fact"] == "goods_kind")
    assert goods["kind"] == "choice"
    assert goods["choices"] == {"food": "食品", "bag": "箱包"}
    assert goods["question"] == "买的是什么？"


def test_schema_describes_a_case_that_assess_takes(capsys) -> None:
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["required"] == ["v"]
    assert {"disputes", "answers", "order", "parties"} <= schema["properties"].keys()


def test_check_refs_ends_with_an_error_and_a_finding_a_line(capsys, write_law) -> None:
    folder = write_law({"disputes/lost-parcel.toml": None})
    assert main(["check-refs", str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert (
        "claims/carrier-pays.toml: found a claim that no dispute offers; right would be a line in the disputes that offer it"
        in lines
    )


def test_a_broken_law_book_stops_a_command_with_the_fault(capsys, write_law, case_file) -> None:
    write_law({"platforms/taobao.toml": "title = 3"})
    with pytest.raises(SystemExit) as stopped:
        main(["assess", case_file()])
    assert stopped.value.code == 1
    assert "platforms/taobao.toml: title: found 3" in capsys.readouterr().err
