"""What a rule says (finding 预审问题) and what a rule is."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, ParamSpec

from workflow.canonical import Declaration, Profile
from workflow.rules.beside import Corpus, Linked
from workflow.rules.settings import Settings, Threshold
from workflow.types import Scope, Severity

Given = ParamSpec("Given")
"""What a rule is given: a declaration with its context, or an overall declaration."""


@dataclass(frozen=True)
class Context:
    """Everything besides the document that a rule may look at; what is not known is empty, and rules then say nothing.

    ``linked`` and ``corpus`` are only filled where rules of that scope run.
    """

    profile: Profile
    settings: Settings = field(default_factory=Settings)
    linked: Linked = field(default_factory=Linked)
    corpus: Corpus = field(default_factory=Corpus)
    withdrawn: bool = False
    """收回: the money is taken back, a budget of zero is what the form has to say."""

    def value(self, threshold: Threshold) -> Decimal:
        """The region's number, or the rule's own."""
        return self.settings.thresholds.get(threshold.key, threshold.default)


@dataclass(frozen=True)
class Found:
    """One place where a rule is broken: the path, the sentence in both languages with the numbers that disagree."""

    path: str
    zh: str
    en: str
    excerpt: str = ""
    suggestion: str = ""
    is_value: bool = False
    """The suggestion is no advice: it can stand in the cell in place of all that the cell says."""
    advice_en: str = ""
    """Advice in English; what is to stand in the form is Chinese in every language and has none."""


@dataclass(frozen=True)
class RuleOf(Generic[Given]):
    """One review rule; ``check`` is deterministic, offline and never raises."""

    id: str
    severity: Severity
    title_zh: str
    title_en: str
    source: str
    check: Callable[Given, Iterable[Found]]
    scope: Scope = Scope.form
    thresholds: tuple[Threshold, ...] = ()
    yields_to: tuple[str, ...] = ()
    """Silent at a place where one of these rules has spoken: one cause is told once."""


Rule = RuleOf[[Declaration, Context]]
"""A rule about a project declaration; those about an overall declaration are in ``rules.overall``."""


@dataclass(frozen=True)
class Finding:
    """A ``Found`` with the rule that found it."""

    rule: str
    severity: Severity
    path: str
    zh: str
    en: str
    source: str
    excerpt: str = ""
    suggestion: str = ""
    is_value: bool = False
    advice_en: str = ""

    @property
    def key(self) -> str:
        """What a waiver (情况说明) is bound to: the rule, the place and the numbers."""
        return hashlib.sha256(f"{self.rule}\n{self.path}\n{self.zh}".encode()).hexdigest()


def finding_of(rule: RuleOf[Any], severity: Severity, hit: Found) -> Finding:
    """What the rule says about this hit, as bad as the region has it."""
    return Finding(
        rule.id, severity, hit.path, hit.zh, hit.en, rule.source,
        hit.excerpt, hit.suggestion, hit.is_value, hit.advice_en,
    )  # fmt: skip


_SEVERITIES = tuple(Severity)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, warnings, notes; inside each as they came."""
    return sorted(findings, key=lambda item: _SEVERITIES.index(item.severity))


def rule(
    *,
    severity: Severity,
    title_zh: str,
    title_en: str,
    source: str,
    scope: Scope = Scope.form,
    thresholds: tuple[Threshold, ...] = (),
    yields_to: tuple[str, ...] = (),
) -> Callable[[Callable[Given, Iterable[Found]]], RuleOf[Given]]:
    """Make a rule of a function; its id is the function's name, which is the file's name."""

    def make(check: Callable[Given, Iterable[Found]]) -> RuleOf[Given]:
        return RuleOf(check.__name__, severity, title_zh, title_en, source, check, scope, thresholds, yields_to)

    return make
