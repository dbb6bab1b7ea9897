"""`consumer-app`: the commands of DESIGN §9, one module each in `consumer_app/commands/`.

A command module has `add_arguments(parser)` and `run(arguments) -> int`, the exit status: 0 done, 1 could not be done, 2 asked for wrongly.
It is imported only when it is called, so that no command pays for another's libraries.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence

COMMANDS = {
    "serve": "运行网站",
    "suggest": "从一段话找出可能的纠纷类型和已经说出的事实",
    "assess": "按案件事实和当天的法律，列出可以主张什么、还差什么、期限和渠道",
    "letter": "为一个渠道生成一份文书",
    "facts": "列出全部事实、问题和选项",
    "schema": "输出案件文件的 JSON Schema",
    "check-refs": "检查 legal_refs/ 里的每一条规则",
    "learn": "从 legal_refs/told/ 的话里学会听懂别人说什么（要先装 requirements-learn.lock）",
    "backup": "把数据文件夹备份到一个新文件夹，网站不用停",
    "restore": "把备份恢复到数据文件夹，网站要先停",
    "doctor": "检查这个网站的数据、硬盘、备份和设置",
}


def module_of(command: str) -> str:
    """The module that holds a command: `check-refs` is `consumer_app.commands.check_refs`."""
    return f"consumer_app.commands.{command.replace('-', '_')}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; give back its exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="consumer-app", description="据理：从「店家不理我」到一份站得住的投诉文书")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)
    chosen = next((word for word in words if not word.startswith("-")), None)
    for name, does in COMMANDS.items():
        subparser = commands.add_parser(name, help=does, description=does)
        if name == chosen:
            module = importlib.import_module(module_of(name))
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    parsed = parser.parse_args(words)
    status: int = parsed.run(parsed)
    return status
