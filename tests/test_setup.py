"""Setting up: the locks are whole and belong nowhere in particular, and the scripts say what is missing."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-test.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(lock: str) -> dict[str, set[str]]:
    """Every package of a lock with its versions; each must carry a hash."""
    found: dict[str, set[str]] = {}
    for entry in re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text(encoding="utf-8")):
        if match := re.match(r"([a-z0-9._-]+)(?:\[[^]]*\])?==(\S+)", entry):
            assert "--hash=sha256:" in entry, f"{lock}: {match[1]} has no hash"
            found.setdefault(match[1], set()).add(match[2])
    return found


def wanted(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=!~ ;\[]", line, maxsplit=1)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_index_no_folder_and_no_address(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert not [
        line for line in lines if re.search(r"https?:|file:|--index|--extra-index|find-links|/tmp|/home|/root", line)
    ]


def test_everything_the_project_names_is_locked() -> None:
    extras = PROJECT["project"]["optional-dependencies"]["test"]
    assert wanted(PROJECT["project"]["dependencies"]) | {"hatchling"} <= locked("requirements.lock").keys()
    assert (
        wanted(PROJECT["project"]["dependencies"] + extras) | {"hatchling"} <= locked("requirements-test.lock").keys()
    )


def test_the_site_is_tested_with_the_versions_it_runs_with() -> None:
    tested = locked("requirements-test.lock")
    assert {
        name: versions for name, versions in locked("requirements.lock").items() if tested.get(name) != versions
    } == {}


def test_the_build_tool_is_the_one_the_project_file_asks_for() -> None:
    assert (
        PROJECT["build-system"]["requires"]
        == PROJECT["dependency-groups"]["build"]
        == [f"hatchling=={locked('requirements.lock')['hatchling'].pop()}"]
    )


def bash(script: str, path: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": path or os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **variables}
    return subprocess.run(
        [shutil.which("bash") or "bash", "-c", f"set -euo pipefail; source '{ROOT}/bin/setup'; {script}"],
        capture_output=True,
        text=True,
        env=environ,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture
def bare_path(tmp_path: Path) -> str:
    """A PATH with the ordinary tools, but neither apt-get nor sudo nor a browser."""
    for tool in ("bash", "cat", "dirname", "readlink", "id", "find", "sha256sum"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or tool)
    return str(tmp_path)


@pytest.mark.parametrize("script", ["bin/setup", "bin/serve", "bin/test", ".ci/run"])
def test_the_scripts_are_sound_bash(script: str) -> None:
    subprocess.run(["bash", "-n", ROOT / script], check=True)
    assert script == "bin/setup" or os.access(ROOT / script, os.X_OK)


def test_without_the_right_to_install_the_exact_line_is_printed_and_nothing_goes_on(bare_path: str) -> None:
    done = bash("install_packages python3-venv libpangoft2-1.0-0; echo went on", bare_path)
    assert done.returncode == 1
    assert "went on" not in done.stdout
    assert "缺少系统组件" in done.stderr
    assert (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends python3-venv libpangoft2-1.0-0"
        in done.stderr
    )


def test_on_a_machine_without_python_all_is_asked_for_at_once(bare_path: str) -> None:
    asked = bash("missing_packages '' serve", bare_path).stdout.split()
    assert asked[:4] == ["python3", "python3-venv", "libpangoft2-1.0-0", "libharfbuzz-subset0"]


def test_nothing_is_asked_for_where_everything_is_there() -> None:
    assert bash('missing_packages "$(choose_python)" test').stdout == ""


@pytest.mark.parametrize("python", ["/bin/false", "/nowhere/python3"])
def test_a_python_that_cannot_be_used_is_named(python: str) -> None:
    done = bash("prepare serve", PYTHON=python)
    assert done.returncode == 1
    assert f"PYTHON={python} 不能用" in done.stderr


def test_a_stub_that_is_no_browser_is_not_taken_for_one(tmp_path: Path, bare_path: str) -> None:
    (tmp_path / "chromium").write_text("#!/bin/sh\necho 'requires the chromium snap to be installed' >&2; exit 1\n")
    (tmp_path / "chromium").chmod(0o755)
    assert bash("find_chromium", bare_path).stdout.strip() in ("", *map(str, ROOT.glob(".chromium/*/*/*shell")))


def test_a_second_run_finds_nothing_to_do() -> None:
    before = {path: path.stat().st_mtime_ns for path in (ROOT / ".venv").glob("stamp-*")}
    if not before:
        pytest.skip("this environment was not made by bin/serve or bin/test")
    done = bash("prepare serve")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert before == {path: path.stat().st_mtime_ns for path in (ROOT / ".venv").glob("stamp-*")}
