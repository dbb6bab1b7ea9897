"""`consumer-app doctor`: what is wrong with this installation, in words, and what to do; it changes nothing and may run beside the site."""

import argparse
import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from consumer_app.config import Config, ConfigError
from consumer_app.documents.fonts import fontconfig_environment
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.condition import Condition, Rows, condition
from consumer_app.storage.kept import LARGEST_DOCUMENT
from consumer_app.storage.sqlite import module as sqlite
from consumer_app.storage.storage import StorageSettings

LITTLE = 1 << 30
BACKUP_OLD = timedelta(days=2)
OPEN_FILES = 512


@dataclass(frozen=True)
class Said:
    """One line: whether it is well, and what there is to say."""

    well: bool
    words: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`doctor` takes no words."""


def run(arguments: argparse.Namespace) -> int:
    """Say how the installation is, a line each; exit 1 when something is wrong."""
    lines = list(findings(os.environ))
    for line in lines:
        print(f"{'　好　' if line.well else '要处理'}　{line.words}")
    wrong = sum(not line.well for line in lines)
    print(f"有 {wrong} 处要处理。" if wrong else "没有发现问题。")
    return 1 if wrong else 0


def findings(environ: "os._Environ[str] | dict[str, str]") -> Iterator[Said]:
    """Everything that is looked at, what is well and what is not."""
    try:
        config = Config.from_environ(environ)
    except ConfigError as error:
        yield Said(False, str(error))
        return
    yield from (Said(False, refusal) for refusal in config.refusals())
    if not config.data_dir.is_dir():
        yield Said(False, f"还没有数据文件夹 {config.data_dir}：第一次运行 bin/serve 时会建立。")
        return
    now, settings = datetime.now(SHANGHAI), StorageSettings(retention_days=config.retention_days)
    yield Said(True, f"数据文件夹 {config.data_dir}")
    try:
        found = condition(config.data_dir, now=now, reserve_bytes=settings.reserve_bytes)
    except (sqlite.DatabaseError, OSError) as error:
        yield Said(False, f"数据库打不开（{type(error).__name__}）：请从备份恢复，见 docs/operating.md。")
        return
    yield from _sqlite(found)
    yield from _disk(found)
    if found.rows is None:
        yield Said(not found.restoring, "数据库还没有建立：第一次运行 bin/serve 时会建立。")
    else:
        yield from _rows(found, found.rows, now, settings)
    yield _backup(found, now)
    yield from _around(config, settings)


def _sqlite(found: Condition) -> Iterator[Said]:
    if found.wal_is_safe:
        yield Said(True, f"SQLite {found.sqlite}，没有已知会丢数据的缺陷")
    else:
        yield Said(
            False,
            f"SQLite {found.sqlite} 的 WAL 方式有会丢数据的缺陷，所以改用 TRUNCATE，能用但慢。请重新运行 bin/serve 安装 pysqlite3。",
        )


def _disk(found: Condition) -> Iterator[Said]:
    if found.restoring:
        yield Said(False, "上一次恢复没有做完，网站不会启动：请再运行一次同样的 consumer-app restore。")
    for path in found.open_to_others:
        mode = 700 if path.is_dir() else 600
        yield Said(False, f"{path} 别人也能读：请运行 chmod {mode} {path}")
    if not found.open_to_others:
        yield Said(True, "数据文件夹、数据库和密钥只有自己能读")
    words = f"硬盘还有 {_size(found.free)}"
    if found.free < max(LITTLE, 4 * found.reserve):
        yield Said(False, f"{words}，快满了：请腾出地方。满了以后只能打开、导出和删除。")
    else:
        yield Said(True, words)
    if found.reserve_held:
        yield Said(True, f"为硬盘满时留的 {_size(found.reserve)} 在")
    elif found.rows is not None and found.in_use:
        yield Said(False, f"为硬盘满时留的 {_size(found.reserve)} 已经动用：请腾出地方，之后会自己补上。")


def _rows(found: Condition, rows: Rows, now: datetime, settings: StorageSettings) -> Iterator[Said]:
    yield Said(
        rows.integrity == "ok",
        f"数据库完好，{rows.cases} 个案件，{rows.files} 个文件，{_size(rows.bytes)}"
        if rows.integrity == "ok"
        else f"数据库检查没有通过（{rows.integrity}）：请停掉网站，从最近的备份恢复。",
    )
    if rows.shape != found.newest_shape:
        yield Said(
            False,
            f"数据库是 {rows.shape} 版的，程序是 {found.newest_shape} 版的：启动一次 bin/serve 就会更新；如果程序比数据旧，请换回新的程序。",
        )
    wanted = "wal" if found.wal_is_safe else "truncate"
    yield Said(
        rows.journal == wanted or not found.in_use,
        f"日志方式 {rows.journal.upper()}"
        + ("" if rows.journal == wanted else f"，应当是 {wanted.upper()}：重新启动网站就会改过来"),
    )
    if rows.lost:
        yield Said(
            False,
            f"有 {rows.lost} 个文件登记了却找不到或者不完整：对应的证据或文书打不开。请从备份的 blobs/ 里补回来。",
        )
    if rows.stray:
        yield Said(
            False,
            f"blobs/ 里有 {rows.stray} 个文件没有登记：是以前的版本中断时留下的，不影响使用；网站运行时会在十来天里自己清掉。",
        )
    if not rows.lost and not rows.stray:
        yield Said(True, "每个登记的文件都在，没有多出来的文件")
    if rows.waiting:
        yield Said(False, f"tmp/ 里有 {rows.waiting} 个两天前没有收完的文件：清理没有在运行吗？请看日志。")
    if rows.leaving:
        yield Said(False, f"有 {rows.leaving} 个已经删除的文件一天以后还没有清掉：清理没有在运行吗？请看日志。")
    if rows.still_there:
        yield Said(False, f"有 {rows.still_there} 个案件在删除名单上却还在：请重新启动网站，它们会在启动时删掉。")
    if rows.newest_use and rows.newest_use > now.date() + timedelta(days=1):
        yield Said(False, f"有案件在 {rows.newest_use} 用过，比今天还晚：请检查系统时间，保存期是按它算的。")
    if rows.overdue:
        yield Said(
            False,
            f"有 {rows.overdue} 个案件过了保存期三天以上还没有删除：系统时间对吗？一次到期太多会先停下来，见日志里的 retention。",
        )
    else:
        yield Said(True, f"保存期：最后一次使用后 {settings.retention_days} 天，没有过期未删的案件")


def _backup(found: Condition, now: datetime) -> Said:
    if found.backup is None:
        return Said(False, "没有做过备份：请运行 consumer-app backup 文件夹，并让它每天自动运行。")
    age = now - datetime.fromisoformat(found.backup.made_at)
    words = f"最近一次备份在 {found.backup.made_at[:16].replace('T', ' ')}，{found.backup.into}"
    if age > BACKUP_OLD:
        return Said(False, f"{words}，已经 {age.days} 天了：请让它每天自动运行。")
    if found.backup.lost:
        return Said(False, f"{words}，缺 {len(found.backup.lost)} 个文件")
    return Said(True, words)


def _around(config: Config, settings: StorageSettings) -> Iterator[Said]:
    stage = fontconfig_environment(config.data_dir).get("FONTCONFIG_FILE", "")
    yield Said(True, "文书字体已经做好" if "truetype" in stage else "文书字体还在后台制作，先用系统的字体")
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if files < OPEN_FILES:
        yield Said(
            False,
            f"一个进程只能打开 {files} 个文件，太少：请把 ulimit -n（或 systemd 的 LimitNOFILE）设到 {OPEN_FILES} 以上。",
        )
    limits = settings.limits
    yield Said(
        True,
        f"上限：一个文件 {_size(limits.file_bytes)}，一个案件 {limits.case_files} 个文件、{_size(limits.case_bytes)}，文字 {_size(LARGEST_DOCUMENT)}",
    )


def _size(count: int) -> str:
    return f"{count / (1 << 30):.1f} GB" if count >= 1 << 30 else f"{count / (1 << 20):.0f} MB"
