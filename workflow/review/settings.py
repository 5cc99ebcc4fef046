"""The setting ``review_rules`` of a region (JSON) ↔ ``rules.settings.Settings``.

``{"rules": {"<rule id>": {"severity": "info", "off": false, "info_until": "2026-03-31"}},
"thresholds": {"<key>": "0.9"}}``
Only what differs from the rule as it was written is stored.
"""

import hashlib
import json
from datetime import date
from decimal import Decimal
from typing import Any

from workflow.rules.settings import RuleSetting, Settings
from workflow.types import Severity

RULES_SET = "set_rules"
"""The action in the audit log when somebody changes the setting; its object is the region."""
SETTINGS_SET = "set_settings"
"""The same for the other settings of the region (地区设置)."""


def stand_of(stored: dict[str, Any]) -> str:
    """Names what is stored, for telling whether it is still what a page showed."""
    return hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()[:16]


def read_settings(stored: dict[str, Any], today: date) -> Settings:
    """As they hold on that day; what is said about rules that are gone does no harm."""
    return Settings(
        rules={rule: _rule_setting(said) for rule, said in stored.get("rules", {}).items()},
        thresholds={key: Decimal(number) for key, number in stored.get("thresholds", {}).items()},
        today=today,
    )


def _rule_setting(said: dict[str, Any]) -> RuleSetting:
    severity, until = said.get("severity"), said.get("info_until")
    return RuleSetting(
        Severity(severity) if severity else None, said.get("off", False), date.fromisoformat(until) if until else None
    )


def write_settings(settings: Settings) -> dict[str, Any]:
    """The JSON again."""
    return {
        "rules": {rule: _stored(said) for rule, said in sorted(settings.rules.items()) if said != RuleSetting()},
        "thresholds": {key: str(number) for key, number in sorted(settings.thresholds.items())},
    }


def _stored(said: RuleSetting) -> dict[str, Any]:
    values = {
        "severity": said.severity and said.severity.value,
        "off": said.off,
        "info_until": said.info_until and said.info_until.isoformat(),
    }
    return {key: value for key, value in values.items() if value}
