"""What a region may set about the rules (规则设置): severity, off, a note only until a day, their numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from workflow.types import Severity


@dataclass(frozen=True)
class Threshold:
    """A number a rule works with; ``key`` is unique over all rules, e.g. ``copied_text_share``."""

    key: str
    default: Decimal
    title_zh: str
    title_en: str
    lowest: Decimal = Decimal(0)
    highest: Decimal = Decimal(1)


@dataclass(frozen=True)
class RuleSetting:
    """What a region says about one rule; a rule without one is as it was written."""

    severity: Severity | None = None
    off: bool = False
    info_until: date | None = None
    """Up to and including this day the rule only gives a note (提示): time to get used to it."""


@dataclass(frozen=True)
class Settings:
    """All of a region on one business day."""

    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    thresholds: Mapping[str, Decimal] = field(default_factory=dict)
    today: date | None = None

    def severity(self, rule_id: str, own: Severity) -> Severity | None:
        """How bad a finding of the rule is here and today; None: the rule is off."""
        said = self.rules.get(rule_id)
        if said is None:
            return own
        if said.off:
            return None
        if said.info_until and self.today and self.today <= said.info_until:
            return Severity.info
        return said.severity or own
