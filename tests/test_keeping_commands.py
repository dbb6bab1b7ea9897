"""The commands that keep a site: backup, restore and doctor say in words what was done and what is wrong."""

import io
import os
from pathlib import Path
from typing import Any

import pytest

from consumer_app.cli import main
from consumer_app.config import Config
from consumer_app.domain.case import EMPTY_CASE, Evidence, FileRef
from consumer_app.domain.case.parts import replaced
from consumer_app.storage import Storage, open_storage
from consumer_app.storage.deletions import DeletedCases, Deletion
from consumer_app.storage.reserve import Reserve


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    for name in ("BIND", "BEHIND_HTTPS", "TRUSTED_HOSTS", "RETENTION_DAYS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


@pytest.fixture
def site(data: Path) -> Storage:
    """An installation with a case and a photo, in use."""
    Config(data_dir=data).prepared()
    vault = open_storage(data)
    now = vault.settings.clock()
    _, opened = vault.cases.create(EMPTY_CASE, now=now)
    with vault.blobs.arriving(opened) as arriving:
        ref = arriving.put(io.BytesIO(b"photo" * 1000))
        file = FileRef(blob=ref.id, name="a.png", media_type="image/png", size=ref.size, sha256=ref.sha256)
        exhibit = Evidence(id="x1", kind="photo", title="照片", files=(file,))
        vault.cases.change(opened, lambda case: replaced(case, "evidence/x1", exhibit), arriving=arriving, now=now)
    return vault


def run(capsys: Any, *words: str) -> tuple[int, str]:
    status = main(list(words))
    said = capsys.readouterr()
    return status, said.out + said.err


def test_a_backup_says_what_it_holds_and_a_restore_what_is_there_now(
    site: Storage, data: Path, tmp_path: Path, capsys: Any
) -> None:
    status, said = run(capsys, "backup", str(tmp_path / "backup"))
    assert (status, "1 个案件，1 个文件" in said) == (0, True)
    status, said = run(capsys, "backup", str(tmp_path / "backup"))
    assert (status, "不是空的" in said) == (1, True)
    status, said = run(capsys, "restore", str(tmp_path / "backup"))
    assert (status, "请先停掉网站" in said) == (1, True)
    site.close()
    status, said = run(capsys, "restore", str(tmp_path / "backup"))
    assert (status, "--replace" in said) == (1, True)
    status, said = run(capsys, "restore", str(tmp_path / "backup"), "--replace")
    assert (status, "恢复好了：1 个案件，1 个文件" in said) == (0, True)
    status, said = run(capsys, "restore", str(tmp_path / "nothing"))
    assert (status, "不是备份" in said) == (1, True)


def test_a_backup_without_a_data_folder_says_how_to_name_one(data: Path, tmp_path: Path, capsys: Any) -> None:
    status, said = run(capsys, "backup", str(tmp_path / "backup"))
    assert (status, "DATA_DIR" in said) == (1, True)


def test_a_sound_site_with_a_backup_needs_nothing(site: Storage, tmp_path: Path, capsys: Any) -> None:
    run(capsys, "backup", str(tmp_path / "backup"))
    before = {path: path.stat().st_mtime_ns for path in sorted(site.settings and tmp_path.rglob("*")) if path.is_file()}
    status, said = run(capsys, "doctor")
    assert (status, said.count("要处理")) == (0, 0)
    for words in (
        "没有已知会丢数据的缺陷",
        "只有自己能读",
        "数据库完好，1 个案件，1 个文件",
        "最近一次备份在",
        "180 天",
        "WAL",
    ):
        assert words in said
    assert {path: path.stat().st_mtime_ns for path in before if not path.name.endswith("-shm")} == {
        path: time for path, time in before.items() if not path.name.endswith("-shm")
    }


def test_before_the_first_start_the_doctor_says_so(data: Path, capsys: Any) -> None:
    status, said = run(capsys, "doctor")
    assert (status, "第一次运行 bin/serve" in said) == (1, True)


WRONG: dict[str, Any] = {
    "没有做过备份": lambda data, vault: None,
    "chmod 600": lambda data, vault: (data / "cases.sqlite3").chmod(0o644),
    "chmod 700": lambda data, vault: data.chmod(0o755),
    "1 个文件登记了却找不到": lambda data, vault: next((data / "blobs").glob("??/*")).unlink(),
    "1 个文件没有登记": lambda data, vault: _stray(data),
    "tmp/ 里有 1 个": lambda data, vault: _old(data / "tmp" / ("b" * 32)),
    "1 个案件在删除名单上却还在": lambda data, vault: _listed(data, vault),
    "上一次恢复没有做完": lambda data, vault: (data / "restoring").touch(),
    "已经动用": lambda data, vault: vault.reserve.let_go(),
    "过了保存期三天以上": lambda data, vault: _sql(vault, "update cases set expires_on = '2020-01-01'"),
    "请检查系统时间": lambda data, vault: _sql(vault, "update cases set seen_on = '2999-01-01'"),
    "一天以后还没有清掉": lambda data, vault: _sql(
        vault, "insert into leaving values ('c', '2020-01-01 00:00:00.000000')"
    ),
    "启动一次 bin/serve 就会更新": lambda data, vault: _sql(vault, "update alembic_version set version_num = '0001'"),
    "数据库打不开": lambda data, vault: (vault.close(), (data / "cases.sqlite3").write_bytes(b"no database" * 1000)),
}


def _sql(vault: Storage, statement: str) -> None:
    with vault.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def _stray(data: Path) -> None:
    (data / "blobs" / "aa").mkdir(exist_ok=True)
    (data / "blobs" / "aa" / ("a" * 32)).write_bytes(b"sealed")


def _old(path: Path) -> None:
    path.write_bytes(b"sealed")
    os.utime(path, (1, 1))


def _listed(data: Path, vault: Storage) -> None:
    with vault.engine.connect() as connection:
        (case_id,) = connection.exec_driver_sql("select id from cases").one()
    DeletedCases(data / "deleted-cases").add([Deletion(vault.settings.clock().date(), case_id)])


@pytest.mark.parametrize("said", WRONG)
def test_the_doctor_names_what_is_wrong_and_what_to_do(site: Storage, data: Path, capsys: Any, said: str) -> None:
    WRONG[said](data, site)
    status, words = run(capsys, "doctor")
    assert status == 1
    assert said in words
    assert "要处理" in words


def test_a_disk_that_is_nearly_full_is_said(site: Storage, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consumer_app.commands.doctor.LITTLE", 1 << 60)
    status, words = run(capsys, "doctor")
    assert (status, "快满了" in words) == (1, True)
    assert isinstance(site.reserve, Reserve)


def test_a_site_does_not_start_on_a_restore_that_was_broken_off(site: Storage, data: Path) -> None:
    (data / "restoring").touch()
    assert [refusal for refusal in Config(data_dir=data).refusals() if "恢复没有做完" in refusal]
