"""What the operator decides, read once from the environment. `docs/operating.md` explains every variable."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from ipaddress import ip_address
from pathlib import Path

LOOPBACK_HOSTS = ("localhost", "127.0.0.1", "[::1]")
LIBRARIES_AT_LEAST = {"weasyprint": (70,), "jinja2": (3, 1, 6), "pillow-heif": (1, 8), "werkzeug": (3, 1, 9)}
"""Older ones have known holes that hostile uploads or templates could use."""


class ConfigError(Exception):
    """A variable holds something that cannot be used. The message is Chinese, names the variable, what was found and what would be right."""


@dataclass(frozen=True)
class Config:
    """One installation's settings.

    data_dir: database, sealed files, fonts, secret key. bind: the address to listen on. behind_https: a proxy in front speaks HTTPS;
    proxy_hops: how many proxies add X-Forwarded-* headers. insecure_lan: plain HTTP to the local network, with a warning on each page.
    trusted_hosts: host names the site answers to. retention_days: how long a case is kept after its last use.
    connections: how many clients may be connected at a time; two thirds of them from one address.
    bench_wait: how many seconds a page waits for heavy work before it answers with a page that waits. print_ahead: whether a paper that is
    looked at is printed before it is asked for.
    secret_key: at least 32 bytes; empty until `prepared()`.
    """

    data_dir: Path
    bind: str = "127.0.0.1"
    behind_https: bool = False
    proxy_hops: int = 0
    insecure_lan: bool = False
    trusted_hosts: tuple[str, ...] = LOOPBACK_HOSTS
    operator_name: str = ""
    operator_contact: str = ""
    retention_days: int = 180
    connections: int = 900
    bench_wait: float = 0.1
    print_ahead: bool = True
    debug: bool = False
    secret_key: bytes = field(default=b"", repr=False)

    @classmethod
    def from_environ(
        cls, environ: Mapping[str, str], *, insecure_lan: bool = False, own_names: tuple[str, ...] = ()
    ) -> "Config":
        """The configuration that these variables describe; nothing is read from disk and nothing is made.

        own_names: the machine's names and addresses in its network, trusted as hosts with `insecure_lan`. Raises ConfigError.
        """
        behind_https = _yes_no(environ, "BEHIND_HTTPS")
        named = tuple(host.strip() for host in environ.get("TRUSTED_HOSTS", "").split(",") if host.strip())
        bind = environ.get("BIND", "0.0.0.0" if insecure_lan else "127.0.0.1")  # noqa: S104  only with --insecure-lan
        return cls(
            data_dir=Path(environ.get("DATA_DIR") or "instance").absolute(),
            bind=bind,
            behind_https=behind_https,
            proxy_hops=_whole(environ, "PROXY_HOPS", 1 if behind_https else 0, 0, 5),
            insecure_lan=insecure_lan,
            trusted_hosts=named + (() if behind_https else LOOPBACK_HOSTS) + (own_names if insecure_lan else ()),
            operator_name=environ.get("OPERATOR_NAME", "").strip(),
            operator_contact=environ.get("OPERATOR_CONTACT", "").strip(),
            retention_days=_whole(environ, "RETENTION_DAYS", 180, 1, 3650),
            connections=_whole(environ, "CONNECTIONS", 900, 12, 20_000),
            debug=environ.get("FLASK_DEBUG", "0") not in ("", "0"),
        )

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the site: then `prepared()` makes what is missing and the footer says so."""
        return not self.behind_https and _is_loopback(self.bind)

    def refusals(self) -> list[str]:
        """Why the site must not start like this, each with what to do, in Chinese; empty when it may."""
        found = [
            f"{name} {version(name)} 太旧：至少需要 {'.'.join(map(str, least))}。请重新运行 bin/serve 安装。"
            for name, least in LIBRARIES_AT_LEAST.items()
            if _older(version(name), least)
        ]
        if (self.data_dir / "restoring").exists():
            found.append("上一次恢复没有做完：请再运行一次同样的 consumer-app restore。")
        if self.local:
            return found
        if self.debug:
            found.append("FLASK_DEBUG 已打开：对外提供服务时请去掉这个变量，否则出错页面会显示案件内容。")
        if not self.behind_https and not self.insecure_lan:
            found.append(
                f"BIND={self.bind} 会把网站开放到网络，但没有 HTTPS。请在前面放一个 HTTPS 代理并设置 BEHIND_HTTPS=1；只在可信的局域网里试用时，加 --insecure-lan。"
            )
        if not self.operator_name:
            found.append(
                "缺少 OPERATOR_NAME：请写明由谁运营（个人信息处理者的名称），例如 OPERATOR_NAME=某某消费者服务站。"
            )
        if not self.operator_contact:
            found.append("缺少 OPERATOR_CONTACT：请写明联系方式，例如 OPERATOR_CONTACT=010-00000000。")
        if not self.trusted_hosts:
            found.append("缺少 TRUSTED_HOSTS：请写明网站的域名，多个用逗号隔开，例如 TRUSTED_HOSTS=juli.example.org。")
        if self.data_dir.is_dir() and self.data_dir.stat().st_mode & 0o077:
            found.append(f"数据文件夹 {self.data_dir} 别人也能读：请运行 chmod 700 {self.data_dir}。")
        key = self.data_dir / "secret_key"
        if key.exists() and key.stat().st_mode & 0o077:
            found.append(f"密钥文件 {key} 别人也能读：请运行 chmod 600 {key}。")
        return found

    def prepared(self) -> "Config":
        """Make the data folder (0700) and the secret key (0600) where they are missing; the same configuration with its key.

        Nothing that is there is changed, but for the mode of a folder that only this machine serves. Raises ConfigError.
        """
        try:
            self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.local:
                self.data_dir.chmod(0o700)
            return replace(self, secret_key=_secret_key(self.data_dir / "secret_key"))
        except OSError as error:
            raise ConfigError(
                f"数据文件夹 DATA_DIR={self.data_dir} 用不了（{error.strerror}）：请换一个可写的文件夹，或改它的权限。"
            ) from error


def _secret_key(path: Path) -> bytes:
    if not path.exists():
        part = path.with_name(f".secret_key.{os.getpid()}")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # never replaces a key that another process made meanwhile
        except FileExistsError:
            pass
        finally:
            part.unlink()
    key = path.read_bytes()
    if len(key) < 32:
        raise ConfigError(
            f"密钥文件 {path} 只有 {len(key)} 字节，至少要 32 字节：如果它是空的，删掉它，启动时会重新生成。"
        )
    return key


def _is_loopback(bind: str) -> bool:
    try:
        return ip_address(bind.strip("[]")).is_loopback
    except ValueError:
        return bind == "localhost"


def _yes_no(environ: Mapping[str, str], name: str) -> bool:
    found = environ.get(name, "").strip().lower()
    if found in ("", "0", "no", "false"):
        return False
    if found in ("1", "yes", "true"):
        return True
    raise ConfigError(f"{name}={environ[name]} 看不懂：请写 1 或 0。")


def _whole(environ: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    found = environ.get(name, "").strip()
    if not found:
        return default
    if not found.isdecimal() or not least <= int(found) <= most:
        raise ConfigError(f"{name}={found} 不对：请写 {least} 到 {most} 之间的整数。")
    return int(found)


def _older(found: str, least: tuple[int, ...]) -> bool:
    return tuple(int(part) for part in found.split(".") if part.isdecimal())[: len(least)] < least
