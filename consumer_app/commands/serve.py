"""`consumer-app serve`: check the settings, take a port, run the site and say in one line where to open it."""

import argparse
import errno
import os
import resource
import socket
import sys

from consumer_app import paths
from consumer_app.config import Config, ConfigError
from consumer_app.lawbook import LawBookError, law_book_of

DEFAULT_PORT = 8000
PORTS_TO_TRY = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `serve`."""
    parser.add_argument("--port", type=_port, help=f"端口（默认从 {DEFAULT_PORT} 起找一个空闲的）")
    parser.add_argument(
        "--insecure-lan", action="store_true", help="不加密地开放给局域网：只在可信网络里试用，每页都会提醒"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped. Everything that stands in the way is said before anything is opened."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        config = Config.from_environ(
            os.environ, insecure_lan=arguments.insecure_lan, own_names=_own_names() if arguments.insecure_lan else ()
        )
        refusals = config.refusals()
        if refusals:
            raise ConfigError("\n".join(["现在还不能启动：", *(f"  - {refusal}" for refusal in refusals)]))
        _must_have_a_sound_law_book()
        config = config.prepared()
        listener = _listen(config.bind, arguments.port)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    from consumer_app.serving import serve  # heavy: only once it is certain that the site can start

    serve(config, listener, f"据理已启动，请在浏览器中打开 {_address(config, listener)}")
    return 0


def _must_have_a_sound_law_book() -> None:
    """Reads the law book before the worker is forked, which then has it. Raises ConfigError naming every fault that would mislead: file, key, what was found, what would be right."""
    try:
        law_book_of(paths.LEGAL_REFS)
    except LawBookError as broken:
        faults = [f"  - {finding}" for finding in broken.findings]
        raise ConfigError("\n".join(["现在还不能启动：legal_refs/ 里有错，请先改好：", *faults])) from None


def _listen(bind: str, port: int | None) -> socket.socket:
    """A listening socket on the port asked for, or on the first free one when none was. Raises ConfigError."""
    for candidate in [port] if port else range(DEFAULT_PORT, DEFAULT_PORT + PORTS_TO_TRY):
        family = socket.AF_INET6 if ":" in bind else socket.AF_INET
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((bind.strip("[]"), candidate))
            listener.listen(2048)
            return listener
        except OSError as error:
            listener.close()
            if port is None and error.errno == errno.EADDRINUSE:
                continue
            why = {
                errno.EADDRINUSE: "已被别的程序占用：请换一个 --port，或先停掉那个程序",
                errno.EACCES: "需要管理员权限：请用 1024 以上的端口",
            }
            raise ConfigError(f"端口 {candidate} {why.get(error.errno or 0, error.strerror)}。") from error
    raise ConfigError(
        f"端口 {DEFAULT_PORT} 到 {DEFAULT_PORT + PORTS_TO_TRY - 1} 都被占用：请用 --port 指定一个空闲的。"
    )


def _address(config: Config, listener: socket.socket) -> str:
    if config.behind_https:
        return f"https://{config.trusted_hosts[0]}/"
    host = config.bind
    if config.insecure_lan:
        host = next(iter(_own_names()), socket.gethostname())
    return f"http://{host}:{listener.getsockname()[1]}/"


def _own_names() -> tuple[str, ...]:
    """This machine's address in its network, its name and its .local name. Nothing is sent."""
    names = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            names.append(str(probe.getsockname()[0]))
        except OSError:
            pass
    name = socket.gethostname()
    return (*names, name, f"{name}.local")


def _port(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= 65535:
        raise argparse.ArgumentTypeError(f"端口要在 1 到 65535 之间，收到的是 {word}")
    return int(word)
