"""Entries, transfers, counter-entries, files, refunds, matches, closed months and rebuilds in any order: after every
step the board, its groups, the project's page, the ledger, the reconciliation and the overview say the same to the fen.

What they should say is added up here from what was done, in plain Python.
"""

import random
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import YEAR, csv_of, load, row, work_off
from workflow import db
from workflow.errors import Conflict, RuleFailed
from workflow.execution import Money
from workflow.execution.ledger import ENTRY_KINDS, TYPED, signed
from workflow.models import LedgerEntry, Payment
from workflow.money_types import LedgerKind
from workflow.queries import execution, reconciliation
from workflow.queries.dashboard.figures import overview
from workflow.queries.dashboard.measures import Asked
from workflow.queries.payment_lines import PaymentFilters, payments
from workflow.queries.project_money import project_rows
from workflow.services import ledger
from workflow.services.payments import by_hand, closing, totals
from workflow.services.rates import compute_rates

pytestmark = pytest.mark.usefixtures("calendar")
TODAY, END = date(2025, 8, 1), date(2025, 12, 31)
UNITS = {"甲": "centre", "乙": "centre", "丙": "inspection", "丁": "justice_own"}
SEEDS, STEPS = 1, 14
"""Short enough for every run; seeds 0 to 2 with 25 steps each have been run, too."""


@dataclass
class Books:
    """What was done: entries by id, payments by voucher number."""

    world: World
    chance: random.Random
    projects: dict[str, int]
    entries: dict[int, tuple[int, LedgerKind, int, date]] = field(default_factory=dict)
    paid: dict[str, tuple[str, int, date]] = field(default_factory=dict)
    owner: dict[str, int | None] = field(default_factory=dict)
    closed: int = 0

    def day(self) -> date:
        return date(YEAR, 1, 1) + timedelta(days=self.chance.randrange(213))

    def fen(self) -> int:
        return self.chance.choice((1, 99, 100, 123_457, 10_000_000, self.chance.randrange(1, 10**12)))

    def some(self) -> int:
        return self.chance.choice(list(self.projects.values()))

    def typed(self) -> ledger.Typed:
        return ledger.Typed(YEAR, self.fen(), self.day(), f"文{self.chance.randrange(10**9)}", "随机")

    def money(self, as_of: date, *among: int) -> Money:
        """Of the projects as of the day."""
        columns: dict[str, int] = defaultdict(int)
        for project, kind, fen, day in self.entries.values():
            if project in among and day <= as_of:
                columns[ENTRY_KINDS[kind].column] += fen
        for voucher, (_name, fen, day) in self.paid.items():
            if self.owner[self.paid[voucher][0]] in among and day <= as_of:
                columns["executed_fen"] += fen
        return Money(**columns)

    def loose(self, as_of: date) -> int:
        """Of no project."""
        return sum(fen for name, fen, day in self.paid.values() if self.owner[name] is None and day <= as_of)


# --- what may be done -----------------------------------------------------------------------------------------------


def enter(books: Books) -> None:
    project, kind, typed = books.some(), books.chance.choice(TYPED), books.typed()
    with suppress(RuleFailed), db.unit_of_work(write=True) as session:
        made = ledger.enter(session, books.world.actor("budget"), project, kind, typed)
        books.entries[made.id] = (project, kind, signed(kind, typed.amount_fen), typed.effective_on)


def transfer(books: Books) -> None:
    giver, receiver, typed = books.some(), books.some(), books.typed()
    with suppress(RuleFailed), db.unit_of_work(write=True) as session:
        for made in ledger.transfer(session, books.world.actor("budget"), giver, receiver, typed):
            books.entries[made.id] = (made.project_id, LedgerKind(made.kind), made.amount_fen, typed.effective_on)


def take_back(books: Books) -> None:
    if not books.entries:
        return
    entry = books.chance.choice(list(books.entries))
    with suppress(RuleFailed, Conflict), db.unit_of_work(write=True) as session:
        for made in ledger.take_back(session, books.world.actor("budget"), entry, "登错"):
            assert made.effective_on
            books.entries[made.id] = (made.project_id, LedgerKind(made.kind), made.amount_fen, made.effective_on)


def pay(books: Books) -> None:
    """A file of payments, refunds, lines of no project, and one that was loaded before."""
    rows = []
    for _ in range(books.chance.randrange(1, 6)):
        voucher, name = f"V{len(books.paid)}", books.chance.choice([*books.projects, "无主", "另一无主"])
        fen, day = books.fen() * books.chance.choice((1, 1, 1, -1)), books.day()
        books.paid[voucher] = (name, fen, day)
        rows.append(_line(voucher, name, fen, day))
    again = books.chance.choice(list(books.paid))
    rows.append(_line(again, *books.paid[again]))
    batch = load(books.world, csv_of(rows))
    assert (batch.rows_conflict, batch.rows_quarantined) == (0, 0)


def _line(voucher: str, name: str, fen: int, day: date) -> list[str]:
    yuan = f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
    return row(voucher, 项目名称=name, 单位代码=UNITS.get(name, "centre"), 支付日期=day.isoformat(), 金额=yuan)


def match(books: Books) -> None:
    _by_hand(books, books.some())


def unmatch(books: Books) -> None:
    _by_hand(books, None)


def _by_hand(books: Books, project: int | None) -> None:
    name = books.chance.choice(("无主", "另一无主"))
    voucher = next((key for key, line in books.paid.items() if line[0] == name), None)
    if voucher is None or (project is None and books.owner[name] is None):
        return
    with db.unit_of_work(write=True) as session:
        line = session.exec(select(Payment.id).where(Payment.voucher_no == voucher)).one()
        who = books.world.actor("treasury")
        if project is None:
            by_hand.unmatch(session, who, line, "认错了")
        else:
            by_hand.match_payment(session, who, line, project)
    books.owner[name] = project


def close(books: Books) -> None:
    """What comes afterwards still counts; the month keeps what it closed with."""
    if books.closed < 7:
        books.closed += 1
        with db.unit_of_work(write=True) as session:
            closing.close_month(
                session, books.world.actor("treasury"), books.world.regions["ezhou"], YEAR, books.closed
            )


def rebuild(books: Books) -> None:
    with db.unit_of_work(write=True) as session:
        totals.rebuild(session, books.world.regions["ezhou"], YEAR)


def store(books: Books) -> None:
    """The rates of some day: a month's end is kept, and forgotten again by what changes it."""
    day = books.chance.choice((date(YEAR, 3, 31), date(YEAR, 6, 30), TODAY))
    with db.unit_of_work(write=True) as session:
        compute_rates(session, books.world.regions["ezhou"], YEAR, day)


DEEDS: tuple[Callable[[Books], None], ...] = (
    enter, enter, enter, transfer, take_back, pay, pay, match, unmatch, close, rebuild, store
)  # fmt: skip


# --- what must agree ------------------------------------------------------------------------------------------------


def agree(books: Books, as_of: date | None) -> None:
    """All places that say something about money, as of the day (None: of the newest that is stored)."""
    region, everything = books.world.regions["ezhou"], tuple(books.projects.values())
    with db.unit_of_work() as session:
        leader, treasury = books.world.actor("leader"), books.world.actor("treasury")
        board = execution.board(session, leader, region, YEAR, as_of)
        day = board.as_of
        expected = books.money(day, *everything)
        assert (board.total, board.unmatched_fen) == (expected, books.loose(day))
        assert sum((line.money for line in board.lines), Money()) == expected, "parts = total"
        for grouping in ("unit", "department", "section"):
            parts = execution.board(session, leader, region, YEAR, as_of, grouping=grouping)
            assert (parts.total, sum((line.money for line in parts.lines), Money())) == (expected, expected), grouping
        shown = overview(session, leader, Asked(region, YEAR, TODAY), as_of)
        assert shown.total.money == expected == sum((line.money for line in shown.lines), Money())
        for name, project in books.projects.items():
            one = project_rows(session, leader, project, YEAR, day)
            money = books.money(day, project)
            assert one.money == money, name
            assert (one.ledger[-1].adjusted_fen if one.ledger else 0) == money.adjusted_fen, "the ledger's last line"
            behind = payments(session, treasury, PaymentFilters(year=YEAR, project_id=project, until=day))
            assert behind.after or sum(line.amount_fen for line in behind.rows) == money.executed_fen, "its list"
        _reconciled(books, [(line.month, line.net_fen, line.unmatched_fen)
                            for line in reconciliation.months(session, treasury, region, YEAR)])  # fmt: skip
        found = {line.id for line in reconciliation.misfits(session, treasury, region, YEAR).rows}
        yearly = {project: books.money(END, project) for project in everything}
        assert found == {key for key, one in yearly.items()
                         if one.executed_fen < 0 or one.executed_fen > max(one.adjusted_fen, 0)}  # fmt: skip
        assert totals.differences(session, region, YEAR) == {}, "kept = added up anew"
        assert len(session.exec(select(LedgerEntry.id)).all()) == len(books.entries)


def _reconciled(books: Books, months: list[tuple[int, int, int]]) -> None:
    net: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for name, fen, day in books.paid.values():
        net[day.month][0] += fen
        net[day.month][1] += fen if books.owner[name] is None else 0
    assert [month for month in months if any(month[1:])] == [
        (month, *sums) for month, sums in sorted(net.items()) if any(sums)
    ]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_order_of_deeds_leaves_one_truth(world: World, seed: int) -> None:
    projects = {name: files.project(world, name, unit) for name, unit in UNITS.items()}
    owner: dict[str, int | None] = {**projects, "无主": None, "另一无主": None}
    books = Books(world, random.Random(seed), projects, owner=owner)
    for step in range(STEPS):
        deed = books.chance.choice(DEEDS)
        deed(books)
        if step % 4 == 3:
            work_off()
        agree(books, None)
        agree(books, books.day())
