"""The product and the model of the design act on the same project, click by click, and must agree after each.

All choices of an example come from one random number: choice by choice, Hypothesis tries little that is new.
"""

import os
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.domain import hands, invariants, model
from tests.domain.applying import perform
from tests.domain.comparing import columns_of, expected
from tests.domain.factories import PLAIN, WEIGHTED, File, make_declaration, make_report, move, people_of
from tests.domain.model import BLANKS, GOOD
from tests.domain.predicting import OK, predict, roles_over
from tests.domain.ticking import Ticking
from tests.domain.world import PEOPLE, World
from workflow import db
from workflow.documents.values import value_at
from workflow.errors import Refusal
from workflow.models import Declaration
from workflow.money_types import LedgerKind
from workflow.services.editing import Outcome

SHRINK = bool(os.environ.get("JX_MODEL_SHRINK"))
PATHS = {
    PLAIN: {
        "target": "indicators/i002/target",
        "budget": "basics/-/budget_total",
        "text": "basics/-/establishment_basis",
    },
    WEIGHTED: {
        "target": "indicators/i013/target",
        "weight": "indicators/i013/weight",
        "text": "basics/-/establishment_basis",
    },
}
OTHER_VALUES = {"target": "≥7次", "budget": "12.50", "text": "市政府专题会议纪要", "weight": ""}
ACTIONS = sorted({*model.DECLARATION, *model.REPORT, "publish", "", "evaluate"})
MODES = [*["allowed"] * 5, "spoiled", "spoiled", "spoiled", "near", "near", "any"]
FORWARD = {"sign", "pass_review", "clear", "approve", "accept"}
CLICKS_AT_ONCE = 3
Pair = tuple[model.File, File]
Event = Callable[[], None]
ROADS: dict[str, list[tuple[str, str]]] = {
    "drafted": [],
    "submitted": [("filer", "send_up"), ("head", "sign"), ("department", "sign")],
    "returned": [("section", "return")],
    "reviewed": [("section", "pass_review"), ("performance", "clear")],
    "approved": [("batch", "approve")],
}
STARTS = {
    "drafted": ["drafted"],
    "submitted": ["submitted"],
    "returned": ["submitted", "returned"],
    "reviewed": ["submitted", "reviewed"],
    "approved": ["submitted", "reviewed", "approved"],
}


class SideBySide(RuleBasedStateMachine):
    """One project with its revisions and reports per example."""

    def __init__(self, world: World, ticking: Ticking) -> None:
        super().__init__()
        self.world, self.ticking, self.random = world, ticking, Random(0)
        self.story: list[str] = []
        self.pairs: list[Pair] = []
        self.proved: dict[tuple[str, int], int] = {}  # the version at which the invariants were looked at

    @initialize(random=st.randoms(use_true_random=not SHRINK))
    def begin(self, random: Random) -> None:
        """A file that came along the main road to some place."""
        self.random = random
        self.ticking.restart()
        unit, content = random.choice(["centre", "hr_own"]), random.choice([PLAIN, PLAIN, WEIGHTED])
        year, closes_on = random.choice([2025, 2025, 2026]), random.choice([date(2025, 12, 31), date(2025, 3, 7)])
        start = random.choice([*STARTS, "adjusted", "adjusted twice", "reported", "reported", "monitored", "monitored"])
        self.start_project(unit, year, content, closes_on, start)

    def teardown(self) -> None:
        """The whole history of every file, once."""
        with db.unit_of_work() as session:
            for _, file in self.pairs:
                invariants.hold(session, file)

    def start_project(self, unit: str, year: int, content: str, closes_on: date, start: str) -> None:
        self.teardown()
        self.pairs.clear()
        self.story = [f"{content} of {unit}, {year}, closes {closes_on}: {start}"]
        self.content = content
        file = make_declaration(self.world, unit=unit, content=content, fiscal_year=year, closes_on=closes_on)
        self.original = {cell: value_at(file.document(), path) for cell, path in PATHS[content].items()}
        cells = {"budget": "-", "weight": "-", **self.original}
        if content == WEIGHTED:
            cells["budget"] = value_at(file.document(), "basics/-/budget_year")
        known = model.Declaration(unit, unit == "centre", year, cells=cells, closes_on=closes_on)
        known.typed[people_of(unit)["filer"]] = False
        self.project = model.Project([known])
        self.pairs.append((known, file))
        for part in STARTS.get(start, STARTS["approved"]):
            self.go_along(ROADS[part])
        if start.startswith("adjusted"):
            self.go_along([("filer", "open_adjustment")])
            self.change_target()
        if start == "adjusted twice":
            for part in STARTS["approved"]:
                self.go_along(ROADS[part])
        if start in ("reported", "monitored"):
            self.open_report(filled=True)
            self.go_along(ROADS["submitted"])
        if start == "monitored":
            self.go_along([("section", "accept")])

    def go_along(self, road: list[tuple[str, str]]) -> None:
        """The next steps of the newest file by the people who usually do them."""
        known, file = self.pairs[-1]
        for who, action in road:
            if who == "department" and not known.under_department:
                continue
            assert self.click_on(known, file, people_of(known.unit)[who], action, known.version, GOOD) == OK

    # --- clicks -----------------------------------------------------------------------------------------------------

    @rule()
    def day(self) -> None:
        """Something happens, then some people click. One rule only: Hypothesis switches rules off at random."""
        events = [happen for happen, possible in self.events() if possible]
        self.random.choice([self.nothing, *events])()
        for _ in range(CLICKS_AT_ONCE):
            self.click()
        if all(item.state == "terminated" for item in self.project.revisions):
            first = self.project.revisions[0]
            self.start_project(first.unit, first.year, self.content, self.today, "submitted")

    def nothing(self) -> None:
        """A quiet day."""

    def events(self) -> list[tuple[Event, bool]]:
        """What may happen between clicks, and whether it may now."""
        newest, file = self.newest
        editing = newest.place in ("drafted/filer", "drafted/department")
        report = isinstance(self.pairs[-1][0], model.Report)
        return [
            (self.type_in, editing),
            (self.type_in, editing),
            (self.answer, editing),
            (self.explain, newest.state == "drafted"),
            *[(self.put_right, editing)] * 4,
            (self.comment, newest.desk not in ("", "filer")),
            (self.comment, newest.desk not in ("", "filer")),
            (self.time_passes, True),
            (self.issue, newest.in_force and not newest.issued and bool(file.read().approval_batch_id)),
            (self.treasury_books, newest.place == "finance_reviewed/batch"),
            *[(self.campaign, any(item.in_force for item in self.project.revisions) and len(self.pairs) < 6)] * 2,
            *[(self.work_on_report, report)] * 2,
        ]

    def click(self) -> None:
        """Somebody tries something: often what is allowed, sometimes nearly, sometimes anything at all."""
        mode = self.random.choice(MODES)
        possible = self.possible(mode == "allowed") if mode in ("allowed", "spoiled") else {}
        if possible:
            likely = [option for option in possible for _ in range(4 if option[1] in FORWARD else 1)]
            place, action = self.random.choice(likely)
            person = self.random.choice(possible[place, action])
        else:
            place = self.random.randrange(len(self.pairs))
            action = self.random.choice(ACTIONS)
            seeing = [name for name in PEOPLE if roles_over(name, self.pairs[place][0].unit) or mode == "any"]
            person = self.random.choice(seeing)
        known, file = self.pairs[place]
        sent = GOOD if mode == "allowed" else self.draw_sent()
        stale = mode != "allowed" and self.random.randrange(10) == 0
        self.click_on(known, file, person, action, known.version - stale, sent)

    def possible(self, only_allowed: bool) -> dict[tuple[int, str], list[str]]:
        """Who holds a role for which action on which file where it lies; or only where it would happen."""
        found: dict[tuple[int, str], list[str]] = {}
        for number, (known, _) in enumerate(self.pairs):
            table = model.DECLARATION if isinstance(known, model.Declaration) else model.REPORT
            for action in [name for name, places in table.items() if known.place in places]:
                for person in PEOPLE:
                    if roles_over(person, known.unit) & table[action][known.place] and (
                        not only_allowed or self.predicted(known, person, action, known.version, GOOD) == OK
                    ):
                        found.setdefault((number, action), []).append(person)
        return found

    def draw_sent(self) -> model.Sent:
        """Complete, with one or two things left out or wrong."""
        spoiled = self.random.sample(sorted(BLANKS), self.random.randrange(3))
        values = {name: self.random.choice(BLANKS[name]) for name in spoiled}
        return model.Sent(**{**vars(GOOD), **values})

    def predicted(self, known: model.File, person: str, action: str, version: int, sent: model.Sent) -> int:
        return predict(self.project, known, person, action, version, sent, self.today)

    @property
    def today(self) -> date:
        return (self.ticking() + timedelta(hours=8)).date()

    def click_on(self, known: model.File, file: File, person: str, action: str, version: int, sent: model.Sent) -> int:
        """Both act; they must agree on whether it happens and on what the project looks like afterwards."""
        before, expected_status = known.place, self.predicted(known, person, action, version, sent)
        inputs = {key: value for key, value in vars(sent).items() if key != "hash_seen"}
        if not sent.hash_seen:
            inputs["content_hash"] = "0" * 64  # else it is the present one
        try:
            case = move(file, person, action, version=version, **inputs)
            status, why = OK, ""
        except Refusal as refusal:
            status, why = refusal.status, refusal.code
        self.tell(f"{action} by {person} at {before} with {sent}: design {expected_status}, product {status} {why}")
        assert status == expected_status, self.told
        if status == OK:
            perform(self.project, known, person, action, sent, self.today)
            if action == "open_adjustment":
                new = File(self.world, Declaration, case.made["revision"].id, file.unit)
                self.pairs.append((self.project.revisions[-1], new))
        self.compare(None if status == OK else (known, file))
        return status

    def tell(self, event: str) -> None:
        self.story.append(event)

    @property
    def told(self) -> str:
        """What happened to the project so far."""
        return "\n".join(self.story)

    def compare(self, refused: Pair | None = None) -> None:
        """Every file of the project (of a refusal: the file alone), column by column, and what must always hold."""
        with db.unit_of_work() as session:
            for known, file in [refused] if refused else self.pairs:
                assert columns_of(session, file) == expected(known), self.told
                if self.proved.get((file.kind, file.id)) != known.version:
                    invariants.hold_now(session, file)
                    self.proved[file.kind, file.id] = known.version
        assert refused or hands.ledger(self.pairs[0][1]) == self.project.ledger, self.told

    # --- what happens between the clicks ----------------------------------------------------------------------------

    @property
    def newest(self) -> tuple[model.Declaration, File]:
        return next((k, f) for k, f in reversed(self.pairs) if isinstance(k, model.Declaration))

    def type_in(self) -> None:
        """A holder of an editing desk types something, readable or not."""
        known, file = self.newest
        role = "filer" if known.desk == "filer" else "department_reviewer"
        person = self.random.choice([name for name in PEOPLE if role in roles_over(name, known.unit)])
        cell = self.random.choice(sorted(PATHS[self.content]))
        values = [self.original[cell], OTHER_VALUES[cell], *([""] if cell != "weight" else [])]
        value = self.random.choice([*values, "12,3x"] if cell == "budget" else values)
        self.type_value(known, file, person, cell, value)

    def type_value(self, known: model.Declaration, file: File, person: str, cell: str, value: str) -> None:
        outcome = hands.type_in(file, person, PATHS[self.content][cell], value)
        if outcome in (Outcome.applied, Outcome.unparsed):
            known.cells[cell] = "" if outcome is Outcome.unparsed else value
            (known.unreadable.add if outcome is Outcome.unparsed else known.unreadable.discard)(cell)
            known.typed[person] = known.typed.get(person, True) and known.desk == "department"
            known.touched = True
            known.version += 1
        self.tell(f"typed {value} into {cell}: {outcome}")
        self.compare()

    def put_right(self) -> None:
        """Whatever stands in the way of the next signature: wrong cells, open comments, a closed window."""
        known, file = self.newest
        role = "filer" if known.desk == "filer" else "department_reviewer"
        person = self.random.choice([name for name in PEOPLE if role in roles_over(name, known.unit)])
        for cell, value in self.original.items():
            if known.cells[cell] == "":
                self.type_value(known, file, person, cell, value)
        if known.type == "policy" and known.misfits() and known.desk == "filer":
            self.change_target()
        self.answer_as(known, file, "kept")
        if known.late(self.today):
            self.extend_by(10)

    def change_target(self) -> None:
        """What an adjustment after a change of policy is opened for."""
        known, file = self.newest
        assert known.supersedes is not None
        values = (self.original["target"], OTHER_VALUES["target"])
        other = next(value for value in values if value != known.supersedes.cells["target"])
        self.type_value(known, file, people_of(known.unit)["filer"], "target", other)

    def explain(self) -> None:
        """Waivers for everything that is wrong now."""
        known, file = self.newest
        hands.explain_all(file)
        known.explained |= {cell for cell, value in known.cells.items() if value == ""}

    def comment(self) -> None:
        """The desk that holds the file writes a comment; the first one in the section takes the file up."""
        known, file = self.newest
        table = {"head": "unit_head", "department": "department_reviewer", "section": "section_reviewer"}
        role = table.get(known.desk, "performance")
        holders = [name for name in PEOPLE if role in roles_over(name, known.unit)]
        cell = self.random.choice(["target", "text", "form"])
        publish = self.random.choice([True, True, False])
        taken = known.desk == "section" and known.taken_by
        person = known.taken_by if taken else self.random.choice(holders)
        text = f"请核对（{len(known.remarks) + 1}）"  # a new one each time: the same words again are no second comment
        hands.comment(file, person, PATHS[self.content].get(cell, "form"), text=text, publish=publish)
        if known.desk == "section" and not known.taken_by:
            known.taken_by = person
            known.version += 1
        known.remarks.append(model.Remark(known.desk, known.round, cell, known.says(cell), publish))
        known.touched = True
        self.tell(f"comment by {person}")
        self.compare()

    def answer(self) -> None:
        """The unit or the department answers what is open."""
        known, file = self.newest
        self.answer_as(known, file, self.random.choice(["kept", "kept", "changed"]))

    def answer_as(self, known: model.Declaration, file: File, kind: str) -> None:
        hands.answer_all(file, people_of(known.unit)["filer"], kind)
        for remark in known.remarks:
            if remark.sent_with == "return" and remark.round == known.round and not remark.answer:
                remark.answer = kind

    def time_passes(self) -> None:
        """Days go by; sometimes the unit gets an extension (延期报送)."""
        self.ticking.forward(self.random.choice([0, 1, 1, 4, 40]))
        extension = self.random.choice([None, None, 0, 10])
        if extension is not None:
            self.extend_by(extension)

    def extend_by(self, extension: int) -> None:
        known, file = self.newest
        until = self.today + timedelta(days=extension)
        hands.extend(file, until)
        given = known.round if known.round in known.due_on else -1
        for revision in self.project.revisions:  # they share task and unit
            revision.extensions.append((until, given if revision is known else -1))

    def issue(self) -> None:
        """The approval document gets its number."""
        hands.issue(self.newest[1])
        self.newest[0].issued = True

    def treasury_books(self) -> None:
        """Treasury enters the initial budget, or an adjustment of a document."""
        document = self.random.choice(["", GOOD.document])
        kind = LedgerKind.adjustment if document else LedgerKind.initial
        hands.book(self.pairs[0][1], kind, 12_000_000, document)
        if document:
            self.project.treasury_documents.add(document)
        else:
            self.project.treasury_gave_initial = True

    # --- monitoring -------------------------------------------------------------------------------------------------

    def open_report(self, filled: bool) -> None:
        known, file = next((k, f) for k, f in self.pairs if isinstance(k, model.Declaration) and k.in_force)
        report = model.Report(known.unit, known.under_department, known.year, declaration=known, complete=filled)
        if filled:
            report.typed[people_of(known.unit)["filer"]] = False
        known.reports.append(report)
        self.pairs.append((report, make_report(file, filled=filled)))

    def campaign(self) -> None:
        """A campaign opens a report on the declaration in force."""
        self.open_report(self.random.choice([True, False]))
        self.tell("campaign")
        self.compare()

    def work_on_report(self) -> None:
        """The report is filled in or emptied; sometimes its campaign is closed."""
        complete = self.random.choice([True, True, False])
        over = self.random.choice([False, False, False, True])
        report, file = self.pairs[-1]
        assert isinstance(report, model.Report)
        if over:
            hands.close_campaign(file)
            report.campaign_open = False
        elif report.place in ("drafted/filer", "drafted/department"):
            hands.fill(file, actual="5次" if complete else "", likelihood="certain" if complete else "")
            report.complete = complete
            report.version += 1
