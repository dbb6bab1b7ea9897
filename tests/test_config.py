"""What the operator may set, and when the site refuses to start."""

import stat
from pathlib import Path

import pytest

from consumer_app.config import Config, ConfigError

PUBLIC = {
    "BEHIND_HTTPS": "1",
    "TRUSTED_HOSTS": "juli.example.org, www.juli.example.org",
    "OPERATOR_NAME": "某某消费者服务站",
    "OPERATOR_CONTACT": "010-00000000",
}


def test_with_nothing_set_the_site_is_for_this_machine_and_makes_what_it_needs(tmp_path: Path) -> None:
    config = Config.from_environ({"DATA_DIR": str(tmp_path / "new" / "data")})
    assert config.local
    assert config.refusals() == []
    ready = config.prepared()
    assert len(ready.secret_key) >= 32
    assert stat.S_IMODE(ready.data_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((ready.data_dir / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in ready.data_dir.iterdir()] == ["secret_key"]


def test_the_secret_key_is_made_once_and_never_shown(tmp_path: Path) -> None:
    first = Config(data_dir=tmp_path).prepared()
    assert Config(data_dir=tmp_path).prepared().secret_key == first.secret_key
    assert repr(first.secret_key) not in repr(first)


def test_a_cut_off_secret_key_is_refused_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_bytes(b"short")
    with pytest.raises(ConfigError, match="只有 5 字节"):
        Config(data_dir=tmp_path).prepared()
    assert (tmp_path / "secret_key").read_bytes() == b"short"


def test_a_data_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError, match=r"DATA_DIR=.*file/data 用不了.*请换"):
        Config(data_dir=tmp_path / "file" / "data").prepared()


def test_a_whole_public_configuration_may_start(tmp_path: Path) -> None:
    config = Config.from_environ({**PUBLIC, "DATA_DIR": str(tmp_path / "data"), "RETENTION_DAYS": "90"})
    assert config.refusals() == []
    assert not config.local
    assert config.proxy_hops == 1
    assert config.retention_days == 90
    assert config.trusted_hosts == ("juli.example.org", "www.juli.example.org")


@pytest.mark.parametrize("missing", ["OPERATOR_NAME", "OPERATOR_CONTACT", "TRUSTED_HOSTS"])
def test_a_public_site_without_its_operator_or_its_names_is_refused(tmp_path: Path, missing: str) -> None:
    environ = {**PUBLIC, "DATA_DIR": str(tmp_path / "data")}
    del environ[missing]
    (refusal,) = Config.from_environ(environ).refusals()
    assert f"缺少 {missing}" in refusal
    assert f"{missing}=" in refusal


def test_a_public_site_is_refused_with_an_open_data_folder_an_open_key_or_debugging(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_bytes(b"k" * 32)
    (tmp_path / "secret_key").chmod(0o644)
    tmp_path.chmod(0o755)
    refusals = Config.from_environ({**PUBLIC, "DATA_DIR": str(tmp_path), "FLASK_DEBUG": "1"}).refusals()
    assert ["FLASK_DEBUG" in refusals[0], "chmod 700" in refusals[1], "chmod 600" in refusals[2]] == [True] * 3


def test_plain_http_to_a_network_needs_the_word_insecure(tmp_path: Path) -> None:
    named = {"OPERATOR_NAME": "某某", "OPERATOR_CONTACT": "某处", "DATA_DIR": str(tmp_path / "data")}
    (refusal,) = Config.from_environ({**named, "BIND": "192.168.1.5"}).refusals()
    assert "HTTPS" in refusal
    open_to_all = Config.from_environ(named, insecure_lan=True, own_names=("192.168.1.5",))
    assert open_to_all.bind == "0.0.0.0"
    assert "192.168.1.5" in open_to_all.trusted_hosts
    assert open_to_all.refusals() == []
    assert not open_to_all.local


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.8.8.8", "::1", "localhost"])
def test_only_loopback_addresses_count_as_this_machine(bind: str, tmp_path: Path) -> None:
    assert Config(data_dir=tmp_path, bind=bind).local


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_any_other_address_is_held_to_the_strict_rules(bind: str, tmp_path: Path) -> None:
    assert not Config(data_dir=tmp_path, bind=bind).local
    assert Config(data_dir=tmp_path, bind=bind).refusals()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RETENTION_DAYS", "0"),
        ("RETENTION_DAYS", "half a year"),
        ("RETENTION_DAYS", "-3"),
        ("CONNECTIONS", "11"),
        ("PROXY_HOPS", "9"),
        ("BEHIND_HTTPS", "maybe"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"{name}={value}"):
        Config.from_environ({name: value})


def test_every_variable_is_explained_to_the_operator() -> None:
    root = Path(__file__).parents[1]
    explained = (root / "docs/operating.md").read_text(encoding="utf-8")
    for name in (
        "DATA_DIR",
        "BIND",
        "BEHIND_HTTPS",
        "PROXY_HOPS",
        "TRUSTED_HOSTS",
        "OPERATOR_NAME",
        "OPERATOR_CONTACT",
        "RETENTION_DAYS",
        "CONNECTIONS",
        "PYTHON",
        "CHROMIUM",
    ):
        assert f"`{name}`" in explained, name
