"""`consumer-app serve`, as a person starts it: real process, real port."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from consumer_app.cli import COMMANDS, main, module_of
from tests.running_site import PATIENCE, Site

Start = Callable[..., "Site"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    sites: list[Site] = []

    def begin(*arguments: str, **options: Any) -> Site:
        sites.append(Site(tmp_path / "data", *arguments, **options))
        return sites[-1]

    yield begin
    for site in sites:
        site.stop()


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def lives(pid: int) -> bool:
    """Whether the process is still there, and more than a name that nobody has asked for."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def get(address: str) -> tuple[int, str]:
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.status, answer.read().decode()


def test_one_line_says_where_to_open_it_and_the_page_is_there_at_once(start: Start, free_port: int) -> None:
    site = start("--port", str(free_port))
    line = site.greeting()
    assert line == f"据理已启动，请在浏览器中打开 http://127.0.0.1:{free_port}/\n"
    status, page = get(line.split()[-1])
    assert status == 200
    assert "据理" in page
    assert site.data_dir.stat().st_mode & 0o077 == 0
    for path in site.data_dir.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0 or "fonts" in path.parts, path
    family = site.family()
    out, _ = site.stop()
    assert (out, site.process.returncode) == ("", 0)
    until = time.monotonic() + PATIENCE
    while left := [pid for pid in family if lives(pid)]:
        assert time.monotonic() < until, left
        time.sleep(0.02)


def test_a_port_asked_for_by_name_that_is_taken_is_an_error_that_names_it(start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        out, err = start("--port", str(port)).process.communicate(timeout=PATIENCE)
    assert out == ""
    assert re.fullmatch(rf"端口 {port} 已被别的程序占用：.*\n", err)


def test_the_default_port_moves_on_when_it_is_taken(start: Start) -> None:
    lines = [start(makes_fonts=False).greeting() for _ in range(2)]
    ports = [int(re.search(r":(\d+)/", line)[1]) for line in lines]  # type: ignore[index]
    assert 8000 <= ports[0] < ports[1]
    assert [get(line.split()[-1])[0] for line in lines] == [200, 200]


def test_a_site_for_others_says_everything_that_is_missing_and_opens_nothing(start: Start, free_port: int) -> None:
    site = start("--port", str(free_port), "--insecure-lan")
    out, err = site.process.communicate(timeout=PATIENCE)
    assert out == ""
    assert site.process.returncode == 1
    assert "OPERATOR_NAME" in err
    assert "OPERATOR_CONTACT" in err
    assert not site.data_dir.exists()


def test_every_command_is_in_its_own_module_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        with pytest.raises(SystemExit) as asked:
            main([name, "--help"])
        assert asked.value.code == 0, f"{module_of(name)} is missing or does not explain itself"
        assert COMMANDS[name] in capsys.readouterr().out


def test_a_broken_law_book_is_named_and_nothing_is_served(tmp_path: Path) -> None:
    facts = tmp_path / "legal_refs" / "facts" / "shop.toml"
    facts.parent.mkdir(parents=True)
    facts.write_text('[paid]\nkind = "gold"\nlabel = "实付"\n', encoding="utf-8")
    start = (
        "import sys, pathlib; from consumer_app import paths, cli; "
        f"paths.LEGAL_REFS = pathlib.Path({str(tmp_path / 'legal_refs')!r}); sys.exit(cli.main(['serve']))"
    )
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    done = subprocess.run(
        [sys.executable, "-c", start], env=environment, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 1
    assert "现在还不能启动" in done.stderr
    assert "facts/shop.toml: paid.kind: found 'gold'" in done.stderr
    assert "Traceback" not in done.stderr
