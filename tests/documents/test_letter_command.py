"""`consumer-app letter`: one letter from a file, and a plain word about what is wrong."""

import json
from pathlib import Path

import pytest

from consumer_app.cli import main
from consumer_app.documents.writers import WRITERS
from consumer_app.domain.case import Case


@pytest.fixture
def case_file(tmp_path: Path, spoiled_food: Case) -> Path:
    path = tmp_path / "case.json"
    path.write_text(spoiled_food.model_dump_json(), encoding="utf-8")
    return path


BEGINS = {"pdf": b"%PDF", "docx": b"PK", "txt": "投诉函".encode(), "html": b"<!doctype html>"}


@pytest.mark.parametrize("ending", WRITERS)
def test_the_ending_of_the_file_says_the_format(case_file: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"a.{ending}"
    assert main(["letter", str(case_file), "--to", "store", "--on", "2026-11-22", "-o", str(output)]) == 0
    assert output.read_bytes().lstrip().startswith(BEGINS.get(ending, b""))


def test_every_format_is_named_in_the_help_and_in_the_refusal(
    case_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["letter", "--help"])
    said = capsys.readouterr().out
    assert main(["letter", str(case_file), "--to", "store", "-o", "a.exe"]) == 2
    refused = capsys.readouterr().err
    for ending in WRITERS:
        assert f".{ending}" in said
        assert f".{ending}" in refused


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({"answers": {"food_trouble": "gone_bad"}}, "food_trouble"),
        ({"answers": {"paid": "12.00"}, "order": {"paid": "9.00"}}, "前后不一致"),
        ({"answers": {"no_such_fact": True}}, "事实「no_such_fact」不存在"),
        ({"disputes": ["no-such"]}, "纠纷类型「no-such」不存在"),
        ({"order": {"paid": "10.00", "refunded": "20.00"}}, "［order.refunded、order.paid］"),
    ],
)
def test_a_letter_of_a_case_that_is_not_sound_is_refused_as_its_assessment_is(
    tmp_path: Path, changed: dict[str, object], wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"v": 1, "disputes": ["spoiled-food"], **changed}), encoding="utf-8")
    assert main(["letter", str(path), "--to", "store", "-o", str(tmp_path / "a.txt")]) == 1
    refused = capsys.readouterr().err.strip()
    assert wanted in refused
    assert not (tmp_path / "a.txt").exists()
    assert main(["assess", str(path)]) == 1
    assert capsys.readouterr().err.strip() == f"{path}：{refused}"


def test_an_own_template_file_is_used(case_file: Path, tmp_path: Path) -> None:
    own, output = tmp_path / "own.txt", tmp_path / "a.txt"
    own.write_text("---\ntitle: 甲\nheading: 告知函\nchannels: store\n---\n订单{{ order.no }}。\n", encoding="utf-8")
    assert main(["letter", str(case_file), "--to", "store", "--template", str(own), "-o", str(output)]) == 0
    assert "订单3141592653589。" in output.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "status", "wanted"),
    [
        (["--to", "nowhere", "-o", "a.txt"], 2, "market-regulator"),
        (["--to", "store", "-o", "a.exe"], 2, ".docx"),
        (["--to", "store", "--template", "nothing", "-o", "a.txt"], 2, "to-store"),
        (["--to", "arbitration", "-o", "a.txt"], 1, "不是这类纠纷能去的地方"),
        (["--to", "store", "--template", "missing.txt", "-o", "a.txt"], 1, "打不开"),
        (["--to", "store", "-o", "no/such/folder/a.txt"], 1, "写不进去"),
    ],
)
def test_what_is_wrong_is_said_with_what_would_be_right(
    case_file: Path,
    tmp_path: Path,
    words: list[str],
    status: int,
    wanted: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["letter", str(case_file), *words]) == status
    assert wanted in capsys.readouterr().err


def test_a_broken_template_names_file_and_line(
    case_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.txt"
    own.write_text("---\ntitle: 甲\nheading: 乙\nchannels: store\n---\n\n{{ orde.no }}\n", encoding="utf-8")
    assert main(["letter", str(case_file), "--to", "store", "--template", str(own), "-o", str(tmp_path / "a.txt")]) == 1
    assert f"{own}:7:" in capsys.readouterr().err


def test_a_file_that_is_no_case_is_an_error_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "case.json"
    broken.write_text("{", encoding="utf-8")
    assert main(["letter", str(broken), "--to", "store", "-o", str(tmp_path / "a.txt")]) == 1
    assert capsys.readouterr().err
    assert not (tmp_path / "a.txt").exists()


@pytest.mark.parametrize(
    ("channel", "answers", "said"),
    [
        (
            "platform-appeal",
            {},
            "能不能走：先答「平台已经处理过，结果没有支持您吗？」",
        ),
        (
            "platform-appeal",
            {"platform_rejected": False},
            "现在走不了：平台已经作出不支持您的结果时，才需要申诉",
        ),
        ("postal-regulator", {}, "不是这类纠纷能去的地方"),
        ("platform-appeal", {"platform_rejected": True}, ""),
        ("store", {}, ""),
        ("store", {"demands": []}, "还没有任何请求"),
        ("market-regulator-report", {"not_as_described": None}, "还没有任何线索"),
    ],
)
def test_a_letter_that_would_come_back_is_not_written_and_says_what_is_missing(
    tmp_path: Path, channel: str, answers: dict[str, object], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, output = tmp_path / "case.json", tmp_path / "a.txt"
    told: dict[str, object] = {
        "for_living": True,
        "seller_is_business": True,
        "bought_how": "platform",
        "not_as_described": True,
        **answers,
    }
    wanted = told.pop("demands", [{"text": "把货换成描述的那一种"}])
    story = "标题写牛皮，收到是PU的" if told["not_as_described"] else None
    case = {"v": 1, "told": story, "disputes": ["false-description"], "answers": told, "demands": wanted}
    path.write_text(json.dumps(case), encoding="utf-8")
    assert main(["letter", str(path), "--to", channel, "-o", str(output)]) == (1 if said else 0)
    assert output.exists() is not bool(said)
    heard = capsys.readouterr().err
    assert said in heard if said else heard == ""
