"""What the background processes read from the environment: the names of ``webapp.settings``, which they may not import.

``jixiao up``, ``worker`` and ``beat`` fill in every one of them.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from workflow.services.lines import Lines, read_lines
from workflow.services.mail import MailServer


@dataclass(frozen=True)
class Environment:
    """The settings of one process."""

    database_url: str
    redis_url: str
    smtp_url: str
    mail_from: str
    public_url: str
    region_zone: str
    secret_key: str
    channels_file: str

    @property
    def embedded(self) -> bool:
        """Everything on one machine: it may look for work more often."""
        return self.database_url.startswith("sqlite")

    @property
    def zone(self) -> ZoneInfo:
        """In which days are counted."""
        return ZoneInfo(self.region_zone)

    @property
    def mail_server(self) -> MailServer | None:
        """None: nothing is mailed, the inbox works all the same."""
        return MailServer(self.smtp_url, self.mail_from) if self.smtp_url else None

    @property
    def lines(self) -> Lines:
        """Bots and the gateway for text messages, read anew each time: a changed file needs no restart."""
        return read_lines(Path(self.channels_file) if self.channels_file else None)


def environment() -> Environment:
    """As it is now; an empty variable counts as not given."""
    return Environment(
        database_url=_read("DATABASE_URL"),
        redis_url=_read("REDIS_URL", "redis://127.0.0.1:6379/0"),
        smtp_url=_read("SMTP_URL"),
        mail_from=_read("MAIL_FROM", "jixiao@localhost"),
        public_url=_read("PUBLIC_URL", "http://127.0.0.1:8000"),
        region_zone=_read("REGION_ZONE", "Asia/Shanghai"),
        secret_key=_read("SECRET_KEY"),
        channels_file=_read("CHANNELS_FILE"),
    )


def _read(name: str, default: str = "") -> str:
    return os.environ.get(f"JIXIAO_{name}", "") or default
