"""`consumer-app backup DIR`: a whole copy of the data folder while the site runs."""

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

from consumer_app.config import Config, ConfigError
from consumer_app.domain.law.moments import SHANGHAI
from consumer_app.storage.backup import back_up
from consumer_app.storage.errors import BackupRefused, StorageFull

WHY = {
    "no_vault": "{where} 里没有 cases.sqlite3，不是数据文件夹。请用 DATA_DIR 指明数据在哪里。",
    "not_empty": "{where} 不是空的。请写一个新的文件夹，例如在后面加上日期。",
    "inside": "{where} 在数据文件夹里面。请备份到别的地方，最好是另一块硬盘。",
    "not_sound": "数据库检查没有通过（{where}），没有做成备份。请先运行 consumer-app doctor，并保留以前的备份。",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `backup`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="备份到哪里：一个还没有的文件夹")


def run(arguments: argparse.Namespace) -> int:
    """Make a backup and say what it holds; exit 1 when it could not be made, or when files were missing."""
    os.umask(0o077)
    try:
        config = Config.from_environ(os.environ)
        made = back_up(config.data_dir, arguments.folder, at=datetime.now(SHANGHAI))
    except BackupRefused as refused:
        print(WHY[refused.why].format(where=refused.where), file=sys.stderr)
        return 1
    except StorageFull:
        print(f"{arguments.folder} 所在的硬盘放不下，没有做成备份；写了一半的已经删掉。", file=sys.stderr)
        return 1
    except (OSError, ConfigError) as error:
        print(f"没有做成备份：{error}", file=sys.stderr)
        return 1
    print(f"备份好了：{made.cases} 个案件，{made.files} 个文件，{made.size / 1_000_000:.1f} MB，在 {made.into}")
    if made.linked:
        print("文件和数据在同一块硬盘上，没有占第二份地方。要防硬盘坏，请再把这个文件夹复制到另一块硬盘或另一台机器。")
    if made.lost:
        print(
            f"有 {len(made.lost)} 个文件在数据文件夹里已经找不到或者不完整，备份里也没有。请运行 consumer-app doctor。",
            file=sys.stderr,
        )
    return 1 if made.lost else 0
