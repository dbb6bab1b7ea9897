"""`consumer-app restore DIR [--replace]`: put a backup back while the site is stopped."""

import argparse
import os
import sys
from pathlib import Path

from consumer_app.config import Config, ConfigError
from consumer_app.storage.errors import RestoreRefused, StorageFull
from consumer_app.storage.restore import restore
from consumer_app.storage.storage import StorageSettings

WHY = {
    "no_backup": "{where} 里没有 cases.sqlite3，不是备份。",
    "unfinished": "{where} 这个备份没有做完，不能用。请换一个。",
    "not_sound": "备份里的数据库检查没有通过（{where}），什么也没有恢复。请换一个备份。",
    "in_use": "网站正在用 {where}。请先停掉网站，再运行一次。",
    "not_empty": "{where} 里已经有案件，恢复会用备份代替它们。确实要这样，请先用 consumer-app backup 另存一份，再加上 --replace。",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `restore`."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="备份所在的文件夹")
    parser.add_argument("--replace", action="store_true", help="数据文件夹里已有的案件用备份代替")


def run(arguments: argparse.Namespace) -> int:
    """Restore and say what is there now; exit 1 when nothing was restored, or when files were missing."""
    os.umask(0o077)
    try:
        config = Config.from_environ(os.environ)
        settings = StorageSettings(retention_days=config.retention_days)
        done = restore(arguments.folder, config.data_dir, replace=arguments.replace, settings=settings)
    except RestoreRefused as refused:
        print(WHY[refused.why].format(where=refused.where), file=sys.stderr)
        return 1
    except StorageFull:
        print("硬盘放不下，没有恢复完。请腾出地方，再运行一次同样的命令；在那之前网站不会启动。", file=sys.stderr)
        return 1
    except (OSError, ConfigError) as error:
        print(f"没有恢复：{error}", file=sys.stderr)
        return 1
    print(f"恢复好了：{done.cases} 个案件，{done.files} 个文件，在 {config.data_dir}。现在可以启动网站。")
    if done.deleted:
        print(f"备份里有 {done.deleted} 个案件后来已经删除，没有再恢复。")
    print("备份之后换过的编号、口令和记住的设备回到了备份时的样子；所有打开着的页面要重新输入编号。")
    if done.lost:
        print(f"有 {len(done.lost)} 个文件备份里没有或者不完整，对应的证据或文书打不开。", file=sys.stderr)
    return 1 if done.lost else 0
