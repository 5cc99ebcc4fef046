"""Every setting of the product, read from the environment (`JIXIAO_…`) in one place.

Web code gets the `Settings` object. Celery processes must not import `webapp`, so they read the same names from the
environment; `Settings.as_environment()` fills in every one of them before a child is started.
"""

import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "JIXIAO_"
SHORTEST_SECRET = 32
DATABASES = ("sqlite:///", "postgresql://", "postgresql+psycopg://")
BROKERS = ("redis://", "rediss://", "redis+socket://")


class SettingsError(Exception):
    """The settings cannot be used; the message names the variable and what to write instead."""


class Settings(BaseSettings):
    """Valid and complete once built: no caller has to guess a default."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    home: Path
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)  # 0: `up` picks a free one
    public_url: str = ""  # how links in mails begin; empty: http://host:port
    database_url: str
    redis_url: str | None = None  # none: `up` starts its own broker
    secret_key: SecretStr = SecretStr("")
    region_zone: str = "Asia/Shanghai"
    smtp_url: str | None = None
    mail_from: str = "jixiao@localhost"
    channels_file: Path | None = None  # bots of work groups and text messages: workflow/services/lines.py
    session_idle_minutes: int = Field(default=30, ge=1)
    session_absolute_minutes: int = Field(default=600, ge=1)
    demo: bool
    demo_size: Literal["full", "minimal"] = "full"  # minimal: the published declarations alone, for tests
    allow_demo_on_network: bool = False
    trusted_proxies: int = Field(default=0, ge=0, le=10)

    @model_validator(mode="before")
    @classmethod
    def fill_in_what_depends_on_others(cls, given: dict[str, Any]) -> dict[str, Any]:
        home = Path(given.get("home") or default_home()).expanduser().resolve()
        database_url = given.get("database_url") or f"sqlite:///{home / 'jixiao.db'}"
        return {"demo": database_url.startswith("sqlite"), **given, "home": home, "database_url": database_url}

    @field_validator("database_url")
    @classmethod
    def known_database(cls, url: str) -> str:
        return _starting_with(url, DATABASES)

    @field_validator("redis_url")
    @classmethod
    def known_broker(cls, url: str | None) -> str | None:
        return url and _starting_with(url, BROKERS)

    @field_validator("smtp_url")
    @classmethod
    def known_mail_server(cls, url: str | None) -> str | None:
        if url and not re.fullmatch(r"smtps?://([^@/\s]+@)?[^@/:\s]+:\d{1,5}", url):
            raise ValueError("must look like smtp://host:port")
        return url

    @field_validator("region_zone")
    @classmethod
    def known_zone(cls, zone: str) -> str:
        try:
            return ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError("is not a time zone; write for example Asia/Shanghai") from None

    @property
    def is_server(self) -> bool:
        """The server topology: several hosts share one PostgreSQL, so nothing may live in one host's files."""
        return not self.database_url.startswith("sqlite")

    @property
    def is_loopback(self) -> bool:
        return _is_loopback(self.host)

    @property
    def address(self) -> str:
        """Where a browser on this machine finds the site."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host and host[0] != '[' else host}:{self.port}"

    @property
    def check_at(self) -> str:
        """Where a code on a document is checked; blank where the site has no address beyond this computer."""
        host = urlsplit(self.public_url).hostname or ""
        return f"{self.public_url.rstrip('/')}/verify?code=" if host and not _is_loopback(host) else ""

    def as_environment(self) -> dict[str, str]:
        """Every setting as a variable, defaults included: what a child process reads is what this process decided."""
        values = self.model_dump() | {
            "secret_key": self.secret_key.get_secret_value(),
            "public_url": self.public_url or self.address,
        }
        return {PREFIX + name.upper(): _as_text(value) for name, value in values.items()}


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load_settings(**overrides: object) -> Settings:
    """Environment first, overrides (command-line options, None = not given) on top; refuses what would be unsafe."""
    try:
        settings = Settings(**{name: value for name, value in overrides.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_one_line(dict(fault)) for fault in error.errors())) from None
    settings = settings.model_copy(update={"secret_key": SecretStr(_secret_key(settings))})
    if settings.demo:
        refuse_demo_on_network(settings)
    return settings


def default_home() -> Path:
    """~/.local/share/jixiao; below the current folder where the account has no usable home (containers, services)."""
    home = os.environ.get("HOME", "")
    if home and os.access(home, os.W_OK | os.X_OK):
        return Path(home) / ".local/share/jixiao"
    return Path.cwd() / ".jixiao"


def refuse_demo_on_network(settings: Settings) -> None:
    if not settings.is_loopback and not settings.allow_demo_on_network:
        raise SettingsError(
            f"JIXIAO_HOST={settings.host} would show the demo accounts, whose passwords are public, to the network. "
            "Set JIXIAO_DEMO=0 and start on a new home, or JIXIAO_ALLOW_DEMO_ON_NETWORK=1 if that is what you want.\n"
            f"JIXIAO_HOST={settings.host} 会把密码公开的演示账号暴露到网络上。请设 JIXIAO_DEMO=0 并换用新的数据目录；"
            "确需如此请设 JIXIAO_ALLOW_DEMO_ON_NETWORK=1。"
        )


def _secret_key(settings: Settings) -> str:
    """The given key; else, on one machine, a key made once and kept in the home folder."""
    key, source = settings.secret_key.get_secret_value(), "JIXIAO_SECRET_KEY"
    if not key and not settings.is_server:
        key, source = _kept_secret(settings.home), str(settings.home / "secret_key")
    if len(key) < SHORTEST_SECRET or len(set(key)) < 8:
        raise SettingsError(
            f"{source}: must hold at least {SHORTEST_SECRET} random characters, the same on every host "
            '(python3 -c "import secrets; print(secrets.token_urlsafe(48))")'
        )
    return key


def _kept_secret(home: Path) -> str:
    """Two processes may start at once: the first to link its file wins and both read the winner's."""
    path = home / "secret_key"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            draft = home / f".secret_key.{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
            _publish(draft, path)
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise SettingsError(f"JIXIAO_HOME: {home} cannot be used: {error.strerror or error}") from None


def _publish(draft: Path, path: Path) -> None:
    """Give `path` its content in one step and never replace a key that is already there."""
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)


def _starting_with(url: str, schemes: tuple[str, ...]) -> str:
    if not url.startswith(schemes):
        raise ValueError(f"must begin with one of {', '.join(schemes)}")
    return url


def _one_line(fault: dict[str, Any]) -> str:
    name = ".".join(str(part) for part in fault["loc"])
    return f"{PREFIX}{name.upper()}: {fault['msg'].removeprefix('Value error, ')}"


def _as_text(value: object) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value)
