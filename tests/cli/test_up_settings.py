"""Settings: complete for the children, and refused where they would be unsafe."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.settings import Settings, SettingsError, load_settings

SECRET = "a-secret-of-more-than-32-characters-0123456789"
SERVER = {"JIXIAO_DATABASE_URL": "postgresql://db/jixiao", "JIXIAO_SECRET_KEY": SECRET}


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def load(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def test_defaults_are_the_embedded_topology(own_home: Path) -> None:
    settings = load_settings()
    assert settings.home == own_home / ".local/share/jixiao"
    assert settings.database_url == f"sqlite:///{settings.home}/jixiao.db"
    assert (settings.address, settings.demo, settings.redis_url) == ("http://127.0.0.1:8000", True, None)


@pytest.mark.parametrize("home", ["", "/nonexistent"])
def test_an_account_without_a_home_uses_the_current_folder(
    home: str, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", home)
    monkeypatch.chdir(own_home)
    assert load_settings().home == own_home / ".jixiao"


def test_options_win_over_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_PORT", "8100")
    assert load_settings(port=None).port == 8100
    assert load_settings(port=8200, home=tmp_path / "x").port == 8200


def test_the_key_is_made_once_and_is_private(own_home: Path) -> None:
    first = load_settings()
    assert first.secret_key == load_settings().secret_key
    file = first.home / "secret_key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first.secret_key.get_secret_value() == file.read_text()
    assert first.secret_key.get_secret_value() not in repr(first)


def test_a_damaged_key_is_not_used(own_home: Path) -> None:
    file = load_settings().home / "secret_key"
    file.write_text("")
    with pytest.raises(SettingsError, match=str(file)):
        load_settings()


def test_processes_that_start_together_get_one_key(own_home: Path) -> None:
    program = "from webapp.settings import load_settings; print(load_settings().secret_key.get_secret_value())"
    running = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert len({process.communicate()[0] for process in running}) == 1


def test_the_environment_of_a_child_gives_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = load(monkeypatch, JIXIAO_SMTP_URL="smtp://mail.example:25", JIXIAO_TRUSTED_PROXIES="2")
    child = settings.as_environment()
    assert set(child) == {"JIXIAO_" + name.upper() for name in Settings.model_fields}
    again = load(monkeypatch, **child)
    assert again == settings.model_copy(update={"public_url": settings.address})


@pytest.mark.parametrize(
    ("address", "check_at"),
    [
        ("", ""),
        ("http://127.0.0.1:8000", ""),
        ("http://localhost:8000", ""),
        ("https://jixiao.example/", "https://jixiao.example/verify?code="),
        ("http://10.1.2.3:8000", "http://10.1.2.3:8000/verify?code="),
    ],
)
def test_documents_name_the_site_only_by_an_address_that_others_reach(
    monkeypatch: pytest.MonkeyPatch, address: str, check_at: str
) -> None:
    assert load(monkeypatch, JIXIAO_PUBLIC_URL=address).check_at == check_at


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"JIXIAO_PORT": "70000"}, "JIXIAO_PORT"),
        ({"JIXIAO_PORT": "http"}, "JIXIAO_PORT"),
        ({"JIXIAO_REGION_ZONE": "Ezhou"}, "JIXIAO_REGION_ZONE"),
        ({"JIXIAO_SMTP_URL": "mail.example"}, "JIXIAO_SMTP_URL"),
        ({"JIXIAO_REDIS_URL": "amqp://x"}, "JIXIAO_REDIS_URL"),
        ({"JIXIAO_DATABASE_URL": "mysql://x/y"}, "JIXIAO_DATABASE_URL"),
        ({"JIXIAO_SESSION_IDLE_MINUTES": "0"}, "JIXIAO_SESSION_IDLE_MINUTES"),
        ({"JIXIAO_SECRET_KEY": "short"}, "JIXIAO_SECRET_KEY"),
        ({"JIXIAO_SECRET_KEY": "x" * 64}, "JIXIAO_SECRET_KEY"),
        ({"JIXIAO_DATABASE_URL": "postgresql://db/jixiao"}, "JIXIAO_SECRET_KEY"),
        ({"JIXIAO_HOST": "0.0.0.0"}, "JIXIAO_ALLOW_DEMO_ON_NETWORK"),
        ({"JIXIAO_HOST": "jixiao.example"}, "JIXIAO_ALLOW_DEMO_ON_NETWORK"),
        ({"JIXIAO_HOME": "/proc/jixiao"}, "JIXIAO_HOME"),
    ],
)
def test_unusable_settings_are_refused_by_name(
    environment: dict[str, str], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match=named):
        load(monkeypatch, **environment)


@pytest.mark.parametrize(
    "environment",
    [
        {"JIXIAO_HOST": "::1"},
        {"JIXIAO_HOST": "0.0.0.0", "JIXIAO_DEMO": "0"},
        {"JIXIAO_HOST": "0.0.0.0", "JIXIAO_ALLOW_DEMO_ON_NETWORK": "1"},
        SERVER | {"JIXIAO_HOST": "0.0.0.0"},
    ],
)
def test_safe_settings_are_taken(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, **environment).host == environment["JIXIAO_HOST"]


def test_bad_settings_end_a_command_with_2(own_home: Path) -> None:
    program = [sys.executable, "-m", "webapp.cli.main", "up"]
    done = subprocess.run(program, env=os.environ | {"JIXIAO_PORT": "x"}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("JIXIAO_PORT: ")
