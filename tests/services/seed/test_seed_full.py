"""The full demo: a year before and a full queue, each figure printed somewhere or marked, every step a real move."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from tests.domain.world import create_schema
from tests.examples.reading import EXAMPLES, FILES, load, name_of
from tests.services.seed.filled import NOW
from workflow import canonical, clock, db
from workflow.canonical import profile as profiles
from workflow.documents.report_content import EVIDENCE
from workflow.lifecycle import pair_of
from workflow.lifecycle.facts import open_suggestions
from workflow.models import (
    ApprovalBatch,
    Attachment,
    AuditEntry,
    Comment,
    Declaration,
    LibraryIndicator,
    MonitoringPart,
    OutboxMessage,
    PendingDecision,
    Region,
    ReviewCard,
    Signature,
    SpecialPoint,
    StandIn,
    TaskExtension,
    UserAccount,
)
from workflow.permissions import load_actor
from workflow.queries.campaign_course import course
from workflow.queries.comparison import compare
from workflow.queries.dashboard.figures import overview
from workflow.queries.dashboard.measures import Asked
from workflow.queries.review_statistics import Asked as Statistics
from workflow.queries.review_statistics import statistics
from workflow.review.weight import risk_level
from workflow.services import examples
from workflow.services.accounts import find_username
from workflow.services.examples import derived
from workflow.services.examples.reading import document

DESKS = {
    "submitted/section": 9,
    "submitted/performance": 1,
    "finance_reviewed/performance": 3,
    "finance_reviewed/batch": 2,
}
"""Ezhou 2025; without the full demo there are four of them."""


@pytest.fixture(scope="module")
def full_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('full') / 'full.db'}"
    create_schema(url)
    with clock.fixed(NOW), db.unit_of_work(write=True) as session:
        examples.load_examples(session, full=True)
    db.dispose()
    return url


@pytest.fixture
def session(full_url: str) -> Iterator[Session]:
    db.configure(full_url)
    with clock.fixed(NOW), db.unit_of_work() as session:
        yield session
    db.dispose()


def of_ezhou(session: Session, year: int) -> list[Declaration]:
    here = select(Declaration).join(Region, col(Region.id) == Declaration.region_id)
    return list(session.exec(here.where(Region.code == "420700", Declaration.fiscal_year == year)))


def test_the_desks_of_finance_are_full_and_every_file_came_there_by_moves(session: Session) -> None:
    now = of_ezhou(session, 2025)
    places = Counter(pair_of(row) for row in now)
    assert {place: places[place] for place in DESKS} == DESKS
    assert len({row.department_id for row in now}) == 5
    cards = [
        session.exec(select(ReviewCard).where(ReviewCard.declaration_id == row.id)).one()
        for row in now
        if pair_of(row) in DESKS
    ]
    assert {risk_level(card.risk) for card in cards} == {"low", "medium", "high"}
    assert {card.amount_part for card in cards} >= {1, 4, 5}
    assert len({card.due_on for card in cards}) >= 3
    assert [card for card in cards if card.unchanged and not card.warnings and not card.returns]  # 与上年一致、低风险
    for row in now:
        where = "drafted/filer" if row.revision > 1 else ""
        entries = select(AuditEntry).where(AuditEntry.object_kind == "declaration", AuditEntry.object_id == row.id)
        for entry in session.exec(entries.order_by(col(AuditEntry.id))):
            assert not entry.state_to or entry.state_from == where
            where = entry.state_to or where
        assert where == pair_of(row)


def test_one_head_signed_on_paper(session: Session) -> None:
    query = select(Declaration.project_name, Attachment.name, UserAccount.username).where(
        Signature.object_id == Declaration.id,
        col(Signature.scan_id) == Attachment.id,
        Signature.user_id == UserAccount.id,
    )
    assert session.exec(query).all() == [("就业补助资金", "审签页扫描件（演示）-就业补助资金.pdf", "ldgx.head")]


def test_last_year_is_approved_and_says_that_it_is_derived(session: Session) -> None:
    before = of_ezhou(session, 2024)
    assert len(before) == 9
    assert {pair_of(row) for row in before} == {"approved"}
    batches = {row.id: row.name for row in session.exec(select(ApprovalBatch))}
    assert {derived.FROM_PRINTED, derived.NOT_PRINTED} == {
        re.sub(r".*（(.*)）", r"\1", batches[row.approval_batch_id or 0]) for row in before
    }
    undeclared = {row.project_id for row in before} - {row.project_id for row in of_ezhou(session, 2025)}
    assert undeclared  # something to begin this year's declaration with


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_figure_of_last_year_is_printed_or_the_same(path: Path) -> None:
    printed = canonical.Declaration.model_validate(load(path))
    before = derived.last_year(printed)
    for now, was in zip(printed.indicators, before.indicators, strict=True):
        assert was.target == (now.prior_years[1] or now.target)
        assert was.prior_years == ("", now.prior_years[0])
    for told in (before.budget_year, before.budget_total):
        text = f"{Decimal(told):f}".rstrip("0").rstrip(".") if told else ""
        assert told in (printed.budget_year, printed.budget_total, None) or text in printed.prior_budget
    if before.budget_year != printed.budget_year:
        whole = sum(Decimal(row.amount) for row in before.funding_sources if row.amount)
        lines = [amount for line in before.expenditure_lines for amount in line.amounts]
        assert whole == sum(Decimal(item.amount) for item in lines) == Decimal(before.budget_year or 0)


def test_a_form_that_moves_keeps_its_name_its_money_and_its_targets() -> None:
    printed = document("jianghan-2024/02-labour-inspection")
    home = derived.Home("演示局", "演示局本级", profiles.shipped()["hubei-2025"], derived.source_of(printed))
    moved = derived.rehomed(printed, home, 2025)
    assert (moved.project_name, moved.budget_year, moved.department) == (printed.project_name, "28.40", "演示局")
    assert [row.target for row in moved.indicators] == [row.target for row in printed.indicators]
    assert moved.prior_budget.startswith("2023年年初43.2万元，执行43.2万元；2024年年初48.35万元")
    assert "武汉市江汉区人力资源局2024年公开的申报表" in moved.prior_evaluation
    assert moved.establishment_basis == printed.establishment_basis  # 2011年 is the date of a decree


def test_the_returned_file_shows_what_changed(session: Session) -> None:
    [row] = [
        item for item in of_ezhou(session, 2025) if item.round == 2 and item.project_name == "劳动监察执法工作经费"
    ]
    asked = session.exec(select(Comment).where(Comment.object_id == row.id, Comment.sent_with == "return")).all()
    assert Counter(item.answer for item in asked) == {"changed": 2, "kept": 1}
    assert pair_of(row) == "submitted/section"


def test_something_of_everything_waits(session: Session) -> None:
    [granted] = {row.declaration_id for row in session.exec(select(SpecialPoint)) if row.closed_at is None}
    assert session.get_one(Declaration, granted).project_name == "支农返汉帮扶资金"
    assert [row.action for row in session.exec(select(PendingDecision))] == ["pass_review"]
    negotiated = [row for row in of_ezhou(session, 2025) if open_suggestions(session, row)]
    assert [row.project_name for row in negotiated] == ["劳动人事争议仲裁办案工作经费"]
    assert len(session.exec(select(StandIn)).all()) == 1
    assert len(session.exec(select(TaskExtension)).all()) == 2
    assert session.exec(select(AuditEntry).where(AuditEntry.action == "transfer")).one().reason
    assert session.exec(select(OutboxMessage)).first() is None


def test_pages_have_something_to_compare_and_to_count(session: Session) -> None:
    performer = load_actor(session, find_username(session, "czj.jixiao").id)
    assert performer
    [row] = [item for item in of_ezhou(session, 2025) if item.project_name == "劳动监察执法工作经费"]
    found = compare(session, performer, row)
    assert found.years == (2023, 2024)
    assert all(2024 in line.earlier and line.earlier[2024].declaration_id for line in found.lines if line.earlier)
    assert found.costs
    told = statistics(session, performer, Statistics(row.region_id, 2025))
    assert told.total.rounds > told.total.files
    library = session.exec(select(LibraryIndicator.id).where(LibraryIndicator.region_id == row.region_id)).all()
    assert len(library) > 100


def test_a_county_in_autumn(session: Session) -> None:
    """Departments pay at different paces, one far behind; the second round has something of everything to look at."""
    leader = load_actor(session, find_username(session, "czj.juzhang").id)
    assert leader
    region = leader.grants[0].region_id
    found = overview(session, leader, Asked(region, 2025, clock.business_date()))
    rates = sorted(line.money.execution_rate for line in found.lines if line.money.execution_rate is not None)
    assert len(rates) == 5
    assert 0.4 < rates[0] < 0.5 < 0.75 < rates[1] < rates[-1] < 1
    assert found.without_targets == 1
    second = course(session, leader, found.campaign[0] if found.campaign else 0)
    assert second.before and second.stuck_count >= 3
    assert second.targets[1] and second.targets[-1]
    assert len({row.desk for row, _days in second.stuck}) == 3
    assert len(session.exec(select(MonitoringPart)).all()) == 3
    assert len(session.exec(select(Attachment.id).where(Attachment.owner_kind == EVIDENCE)).all()) == 2


def test_the_people_of_the_full_demo_are_invented(shared: Path) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt")))
    text = (EXAMPLES / "seed/full/organisations.json").read_text(encoding="utf-8")
    people = re.findall(r'"username": "[^"]+", "role": "[^"]+", "name": "([^"]+)"', text)
    assert len(people) == len(set(people)) == 13
    assert not {name for name in people if name in sources}
    assert all(re.fullmatch(r"0711-55502\d{2}", phone) for phone in re.findall(r'"phone": "([^"]+)"', text))
