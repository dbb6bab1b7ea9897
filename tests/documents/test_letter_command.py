"""`consumer-app letter`: one letter from a file, and a plain word about what is wrong."""

from pathlib import Path

import pytest

from consumer_app.cli import main
from consumer_app.domain.case import Case


@pytest.fixture
def case_file(tmp_path: Path, spoiled_food: Case) -> Path:
    path = tmp_path / "case.json"
    path.write_text(spoiled_food.model_dump_json(), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "start"),
    [("a.pdf", b"%PDF"), ("a.docx", b"PK"), ("a.txt", "投诉函".encode()), ("a.html", b"<!doctype html>")],
)
def test_the_ending_of_the_file_says_the_format(case_file: Path, tmp_path: Path, name: str, start: bytes) -> None:
    output = tmp_path / name
    assert main(["letter", str(case_file), "--to", "store", "--on", "2026-11-22", "-o", str(output)]) == 0
    assert output.read_bytes().lstrip().startswith(start)


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
        (["--to", "arbitration", "-o", "a.txt"], 1, "--template"),
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
