"""Where group messages and text messages go: a file of the machine, so that no page ever shows a secret.

```toml
allowed_hosts = ["im.czj.internal"]          # may be plain http, may lie inside the house
[[bots]]
organisation = "rsj"                         # code of the department whose work group it is
style = "dingtalk"                           # or "wecom"
url = "https://oapi.dingtalk.com/robot/send?access_token=…"
secret = "SEC…"
[sms]
url = "https://sms.czj.internal/send"
secret = "…"
```
"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workflow.services.posting import BOT_STYLES, Line


class LinesUnreadable(Exception):
    """The file cannot be used; says where, never with a secret."""


@dataclass(frozen=True)
class Lines:
    """Bots by the code of their organisation, and the gateway for text messages."""

    bots: dict[str, Line] = field(default_factory=dict)
    sms: Line | None = None


def read_lines(path: Path | None) -> Lines:
    """Nothing is set where there is no file; raises ``LinesUnreadable``."""
    if path is None or not path.is_file():
        return Lines()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LinesUnreadable(f"{path.name}: {type(error).__name__}") from None
    inside = frozenset(str(host).lower().rstrip(".") for host in given.get("allowed_hosts", ()))
    bots = {
        str(bot.get("organisation", "")): _line(f"bots[{number}]", bot, str(bot.get("style", "")), inside)
        for number, bot in enumerate(given.get("bots", ()))
    }
    return Lines(bots, _line("sms", given["sms"], "sms", inside) if "sms" in given else None)


def _line(name: str, given: dict[str, Any], style: str, inside: frozenset[str]) -> Line:
    if style not in (*BOT_STYLES, "sms") or not given.get("url"):
        raise LinesUnreadable(f"{name}: a style of {', '.join(BOT_STYLES)} and a url are needed")
    return Line(style, str(given["url"]), str(given.get("secret", "")), inside)
