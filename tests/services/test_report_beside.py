"""Beside a monitoring report: executing bodies that add up, evidence, answers that cannot be judged."""

import pytest

from tests.domain.factories import File, refusal, rows_of
from tests.domain.world import World
from tests.services.editing.test_attachments import PNG
from tests.services.test_reports import DONE, MONEY, a_report, fill, lacks
from tests.tasks.monitoring import items, opened, report_of
from workflow import db
from workflow.documents.report_content import evidence_of, report_hash
from workflow.errors import Conflict, NotAllowed, NotFound, RuleFailed, WrongState
from workflow.lifecycle.report_parts import parts_of
from workflow.models import AuditEntry, FiledBy, MonitoringReport
from workflow.queries.report_beside import parts_view
from workflow.regional.table import RED_NEEDS_EVIDENCE
from workflow.services.attachments import bring_in
from workflow.services.campaigns import close_campaign
from workflow.services.region_settings import keep_settings
from workflow.services.report_evidence import add_evidence, read_evidence, remove_evidence
from workflow.services.report_parts import TypedPart, save_parts
from workflow.services.reports import Filled

pytestmark = pytest.mark.usefixtures("calendar")
PARTS = [
    TypedPart("樊口街道", "30", "10", {"i001": "2次", "i003": "3次"}),
    TypedPart(),
    TypedPart("西山街道", "70", "20", {"i001": "3次"}),
]


def put(report: File, lines: list[TypedPart], who: str = "filer_a", *, over: bool = False, ago: int = 0) -> Filled:
    with db.unit_of_work(write=True) as session:
        version = report.read().version - ago
        return save_parts(session, report.world.actor(who), report.id, version, lines, take_over=over)


def hashed(report: File) -> str:
    with db.unit_of_work() as session:
        return report_hash(session, session.get_one(MonitoringReport, report.id))


def test_parts_are_kept_added_up_and_taken_over(world: World) -> None:
    report = a_report(world)
    before = hashed(report)
    assert put(report, PARTS).problems == []
    with db.unit_of_work() as session:
        found = parts_view(session, world.actor("head_a"), report.id)
    assert [(row.name, row.budget_fen, row.position) for row in found.parts] == [
        ("樊口街道", 30_000_000, 0), ("西山街道", 70_000_000, 2),
    ]  # fmt: skip
    assert (found.sums["i001"].text, found.sums["i003"].why_not) == ("5次", "waiting")
    assert items(report.id)[0].actual == "", "only asked for do sums go into the report"
    assert hashed(report) != before, "what is signed holds the parts"
    assert put(report, PARTS, over=True).changed == ["items/i001/actual"]
    assert [item.actual for item in items(report.id)] == ["5次", ""]
    assert put(report, PARTS).version == report.read().version, "nothing changed, nothing written"
    assert {row.user_id for row in rows_of(report, FiledBy)} == {world.people["filer_a"]}
    assert '"fill_parts"' in "".join(row.canonical for row in rows_of(report, AuditEntry))
    put(report, [])
    with db.unit_of_work() as session:
        assert parts_of(session, report.id) == []


def test_parts_that_cannot_be_read_and_people_who_may_not(small_world: World) -> None:
    report = a_report(small_world)
    found = put(report, [TypedPart("", "30", "", {}), TypedPart("西山街道", "12,3x", "", {"strange": "1"})])
    assert [(one.code, one.path) for one in found.problems] == [
        ("part_name_missing", "parts/0/name"), ("not_an_amount", "parts/1/budget"),
    ]  # fmt: skip
    with db.unit_of_work() as session:
        rows = parts_of(session, report.id)
    assert [(row.budget_raw, row.budget_fen, row.actuals) for row in rows] == [
        ("", 30_000_000, {}),
        ("12,3x", None, {}),
    ]
    for who, error in (("reviewer_a", WrongState), ("section_a", NotAllowed), ("filer_other", NotFound)):
        with pytest.raises(error):
            put(report, PARTS, who)
    with pytest.raises(Conflict):
        put(report, PARTS, ago=1)
    with pytest.raises(RuleFailed):
        put(report, [TypedPart("x")] * 201)


def test_evidence_belongs_to_what_is_signed_and_may_be_asked_for(world: World) -> None:
    report, file = a_report(world), bring_in("名册.png", PNG)
    fill(report, DONE | MONEY | {"items/i001/actual": "0次", "items/i001/cause": "未开班", "items/i001/measure": "补"})
    assert lacks(report) == []
    with db.unit_of_work(write=True) as session:
        keep_settings(session, world.regions["ezhou"], 2025, {RED_NEEDS_EVIDENCE: True})
    assert lacks(report) == [("report_evidence_missing", "items/i001/actual")]
    before = hashed(report)
    with db.unit_of_work(write=True) as session:
        kept = add_evidence(session, world.actor("filer_a"), report.id, "i001", file).id
    assert lacks(report) == [] and hashed(report) != before
    with db.unit_of_work(write=True) as session:
        with pytest.raises(RuleFailed, match="attachment_twice"):
            add_evidence(session, world.actor("filer_a"), report.id, "i001", file)
        with pytest.raises(RuleFailed, match="evidence_without_indicator"):
            add_evidence(session, world.actor("filer_a"), report.id, "i002", file)
    with db.unit_of_work(write=True) as session:
        assert read_evidence(session, world.actor("section_a"), report.id, kept).name == "名册.png"
        with pytest.raises(NotFound):
            read_evidence(session, world.actor("filer_other"), report.id, kept)
        remove_evidence(session, world.actor("filer_a"), report.id, kept)
        assert evidence_of(session, report.id) == []


@pytest.mark.parametrize(
    ("actual", "lacking"),
    [
        ("约5", []),
        ("≥5次", []),
        ("完成", ["report_actual_unjudged"]),
        ("大部分已开展", ["report_actual_unjudged"]),
        ("5公里", []),
    ],
)
def test_an_answer_that_cannot_be_judged_is_explained_or_written_anew(
    small_world: World, actual: str, lacking: list[str]
) -> None:
    report = a_report(small_world)
    fill(report, DONE | MONEY | {"items/i001/actual": actual})
    assert [code for code, _path in lacks(report)] == lacking
    if lacking:
        assert refusal(report, "filer_a", "send_up").code == lacking[0]
    fill(report, {"items/i001/cause": "按批次统计，年底给出数量"})
    assert lacks(report) == []


def test_who_the_bodies_are_goes_over_to_the_next_round(small_world: World) -> None:
    report = a_report(small_world)
    put(report, PARTS, over=True)
    with db.unit_of_work(write=True) as session:
        campaign = report.read().campaign_id
        close_campaign(session, small_world.actor("performance_a"), campaign, "半途取消")
    assert report.read().state == "cancelled", "half filled, it ends with its campaign"
    with pytest.raises(WrongState):
        put(report, PARTS)
    declaration = File(small_world, type(report.read()), report.read().declaration_id, "centre")
    later = report_of(opened(small_world, cutoff_month=8).id, declaration)
    with db.unit_of_work() as session:
        rows = parts_of(session, later.id)
    assert [(row.name, row.budget_fen, row.executed_fen, row.actuals) for row in rows] == [
        ("樊口街道", 30_000_000, None, {}), ("西山街道", 70_000_000, None, {}),
    ]  # fmt: skip
    assert items(later.id)[0].actual == "5次", "what was typed before the campaign was closed is not lost"
