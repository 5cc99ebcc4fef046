"""Round beside round, what is stuck, and the letters of a campaign: a report late, a light red, an indicator gone."""

import io
import threading
from datetime import date

import docx
import pytest
from sqlmodel import select

from tests.domain.factories import File, move
from tests.domain.world import World
from tests.services.test_reports import DONE, MONEY, a_report, fill
from tests.tasks.fixtures import Calendar
from tests.tasks.monitoring import in_force, items, opened, pay, report_of
from workflow import db
from workflow.documents.monitoring_letter_file import write_monitoring_letter
from workflow.documents.monitoring_letters import MonitoringLetter
from workflow.errors import Conflict, NotFound
from workflow.models import Indicator
from workflow.queries.campaign_course import SHOWN, Course, change, course
from workflow.queries.campaign_letters import department_report, notice
from workflow.queries.listings.campaign_course import NEW, change_words
from workflow.services.reports import fill_report


def told(world: World, who: str, campaign_id: int, size: int = SHOWN) -> Course:
    with db.unit_of_work() as session:
        return course(session, world.actor(who), campaign_id, size)


def words_of(letter: MonitoringLetter) -> str:
    """Everything the Word file says."""
    book = docx.Document(io.BytesIO(write_monitoring_letter(letter)))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in book.paragraphs), *cells])


def drop(file: File, uid: str) -> None:
    """The declaration in force has lost an indicator, as after an adjustment."""
    with db.unit_of_work(write=True) as session:
        query = select(Indicator).where(Indicator.declaration_id == file.id, Indicator.uid == uid)
        session.delete(session.exec(query).one())


@pytest.mark.parametrize(
    ("before", "now", "step"),
    [("red", "green", 1), ("green", "yellow", -1), ("blue", "blue", 0), ("", "red", 0), ("red", "", 0)],
)
def test_a_light_becomes_better_or_worse(before: str, now: str, step: int) -> None:
    assert change(before, now) == step


def test_this_round_beside_the_one_before_and_what_does_not_move(small_world: World, calendar: Calendar) -> None:
    world, file = small_world, in_force(small_world)
    first = opened(world)
    report = report_of(first.id, file)
    fill(report, {"items/i001/actual": "5次", "items/i003/actual": "0次"})
    assert told(world, "performance_a", first.id).before is None
    pay(file, 60_000_000, date(2025, 8, 1))
    drop(file, "i003")
    newcomer = in_force(world)
    second = opened(world, cutoff_month=8)
    assert [item.indicator_uid for item in items(report_of(second.id, file).id)] == ["i001"]
    found = told(world, "performance_a", second.id)
    mine, other = sorted(found.compared, key=lambda one: one.report.declaration_id)
    assert found.before and found.before.id == first.id
    before = mine.pair.before
    assert before and (before.id, before.money_light, mine.report.money_light) == (report.id, "red", "green")
    assert (before.target_light, mine.report.target_light) == ("red", "blue")
    assert (found.money, found.targets, found.new) == ({1: 1, 0: 1}, {1: 1, 0: 1}, 1)
    assert (len(mine.removed), mine.added) == (1, ())
    assert (other.pair.before, other.report.declaration_id) == (None, newcomer.id)
    assert found.stuck == [] and told(world, "filer_other", second.id).compared == []
    calendar.today = date(2025, 8, 11)
    late = told(world, "performance_a", second.id, size=1)
    assert [days for _row, days in late.stuck] == [6] and (late.stuck_count, late.compared_count) == (2, 2)
    assert [row.desk for row, _days in late.stuck] == ["filer"] and all(row.holders for row, _days in late.stuck)
    assert [change_words(one) for one in late.compared] == [NEW], "what became worse or nothing stands first"


def test_the_letters_say_who_is_late_what_is_red_and_how_departments_stand(
    small_world: World, calendar: Calendar
) -> None:
    world = small_world
    file, forgotten = in_force(world), in_force(world, "justice_own")
    campaign = opened(world).id
    report = report_of(campaign, file)
    bad = {"items/i001/actual": "0次", "items/i001/cause_kind": "staff", "items/i001/cause": "缺人"}
    calendar.today = date(2025, 9, 3)
    fill(report, DONE | MONEY | bad | {"items/i001/measure": "九月补招"})
    for who, action in (("filer_a", "send_up"), ("head_a", "sign"), ("reviewer_a", "sign")):
        move(report, who, action)
    with db.unit_of_work() as session:
        text = words_of(notice(session, world.actor("performance_a"), campaign))
        own = words_of(department_report(session, world.actor("reviewer_a"), campaign, report.read().department_id))
        with pytest.raises(NotFound):
            department_report(session, world.actor("reviewer_a"), campaign, forgotten.read().department_id)
    for words in (
        "关于2025年1—7月绩效运行监控情况的通报", "应报送监控表2份，已报送1份，报送率50.00%；其中逾期报送1份",
        "逾期未报送1份",
        "调整后预算200.00万元", "序时进度58.33%", "资金预警：红灯2个", "指标预警：红灯1个", "未报送", "逾期报送",
        "已填报的1个项目全年预计执行100.00万元，预计执行率100.00%",
    ):  # fmt: skip
        assert words in text, words
    for words in (
        "对1个项目",
        "人员保障1个",
        "缺人",
        "（1）",
        "九月补招",
        "。全年预计执行100.00万元",
        "全年预计执行数（万元）",
    ):
        assert words in own, words
    assert forgotten.read().project_name in text and forgotten.read().project_name not in own


def test_two_people_at_once_one_is_told(world: World, calendar: Calendar) -> None:
    """Two real connections with the version both have seen: one saves, the other is told; nothing is mixed."""
    report = a_report(world)
    seen, start, ends = report.read().version, threading.Barrier(2), list[str]()

    def save(who: str, text: str) -> None:
        start.wait()
        try:
            with db.unit_of_work(write=True) as session:
                fill_report(session, world.actor(who), report.id, seen, {"items/i001/actual": text})
            ends.append("saved")
        except Conflict:
            ends.append("told")

    pairs = (("filer_a", "5次"), ("filer_b", "6次"))
    threads = [threading.Thread(target=save, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ends) == ["saved", "told"]
    assert items(report.id)[0].actual in ("5次", "6次") and report.read().version == seen + 1
