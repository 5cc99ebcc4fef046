"""The rules that look beyond the form: what they find of what was planted, and the time of a year of declarations."""

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from benchmarks import copied, planted
from benchmarks.measure import table
from workflow.canonical.profile import shipped
from workflow.copies import Library, prints
from workflow.rules import Context, check
from workflow.rules.beside import Linked
from workflow.rules.texts_own_work import COPIED_ELSEWHERE
from workflow.types import Scope


@dataclass
class Score:
    """By kind: how many were planted, how many of them found, and findings that nothing explains."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)

    @property
    def recall(self) -> float:
        """Found of planted."""
        return self.found.total() / max(1, self.planted.total())

    @property
    def precision(self) -> float:
        """Right of all that was said."""
        return self.found.total() / max(1, self.found.total() + self.false.total())

    def show(self, title: str) -> None:
        """As a table."""
        kinds = [*self.planted, *(kind for kind in self.false if kind not in self.planted)]
        rows: list[tuple[object, ...]] = [
            (kind, self.planted[kind], self.found[kind], self.false[kind]) for kind in kinds
        ]
        rows.append(("all", self.planted.total(), self.found.total(), self.false.total()))
        table(title, ("planted", "number", "found", "false alarms"), rows)
        print(f"\nrecall {self.recall:.3f}, precision {self.precision:.3f}")


def year_on_year(pairs: Iterable[planted.Pair]) -> Score:
    """Every finding of the linked rules besides the one expected is a false alarm, on the faulty forms as well."""
    score = Score()
    for pair in pairs:
        context = Context(shipped()[pair.now.form_profile], linked=Linked(last_year=pair.then))
        rules = [item.rule for item in check(pair.now, context, {Scope.linked})]
        score.planted[pair.kind] += bool(pair.rule)
        score.found[pair.kind] += pair.rule in rules
        score.false[pair.kind] += len(rules) - (pair.rule in rules)
    return score


@dataclass
class Times:
    """Seconds: fingerprints of all, shelving them, one look-up (mean), all look-ups."""

    prints: float
    shelving: float
    one: float
    all: float


def copies(forms: int, planted_copies: int) -> tuple[Score, Times]:
    """Copies found in a corpus in memory, told by the rule's own threshold."""
    declared, known = copied.year(forms, planted_copies)
    begin = time.perf_counter()
    for form in declared:
        list(prints(form))
    printed = time.perf_counter()
    library = Library()
    for number, form in enumerate(declared):
        library.add(number, form.department, form)
    shelved = time.perf_counter()
    found = [
        (number, item.path)
        for number in range(len(declared))
        for item in library.alike(number)
        if item.share >= COPIED_ELSEWHERE.default
    ]
    looked = time.perf_counter()
    score = Score()
    for copy in known:
        score.planted[copy.kind] += 1
        score.found[copy.kind] += (copy.number, copy.path) in found
    score.false["texts of their own"] = len(list(copied.told(found, known)))
    times = Times(printed - begin, shelved - printed, (looked - shelved) / len(declared), looked - shelved)
    return score, times


def run(*, forms: int, planted_copies: int, per_form: int) -> None:
    """Both tables and the time of a year."""
    year_on_year(planted.pairs(per_form)).show("planted year-on-year faults")
    score, times = copies(forms, planted_copies)
    score.show(f"planted copies among {forms} declarations of {copied.DEPARTMENTS} departments")
    row = (forms, times.prints, times.shelving, times.one * 1000, times.all)
    table(
        "time of the corpus",
        ("declarations", "fingerprints s", "shelving s", "one look-up ms", "all look-ups s"),
        [row],
    )
