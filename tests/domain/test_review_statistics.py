"""How the review of a year went: rounds, days at the desks, findings; and the letter about what was returned."""

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from docx.shared import Mm
from sqlmodel import select

from tests.domain import hands
from tests.domain.factories import WEIGHTED, File, bring, declaration_at, make_declaration, move, rows_of
from tests.domain.ticking import Ticking
from tests.domain.world import World
from workflow import clock, db
from workflow.documents.assemble import document_of
from workflow.documents.opinion import LetterFile, OpinionLetter
from workflow.documents.opinion_letter import chinese_number, write_letter
from workflow.errors import NotFound, RuleFailed
from workflow.models import Declaration, SubmittedFinding
from workflow.queries.opinion_letters import Returned, returned
from workflow.queries.review_statistics import MEASURES, Asked, Statistics, measured, sections, statistics
from workflow.review import check_row
from workflow.services.waivers import explain
from workflow.workdays import workdays_held

YEAR = 2025


def asked(world: World, **more: object) -> Asked:
    return Asked(world.regions["ezhou"], YEAR, **more)  # type: ignore[arg-type]


def counted(world: World, who: str = "performance_a", **more: object) -> Statistics:
    with db.unit_of_work() as session:
        return statistics(session, world.actor(who), asked(world, **more))


def behind(world: World, measure: str, value: str = "", who: str = "performance_a", **more: object) -> int:
    """How many files a number opens."""
    where = measured(world.actor(who), asked(world, **more), measure, value)
    with db.unit_of_work() as session:
        return len(session.exec(select(Declaration.id).where(*where)).all())


def returned_once(world: World) -> File:
    """Comes back from the section with two comments, and is submitted again."""
    file = declaration_at(world, "submitted/section")
    hands.comment(file, "section_a", "indicators/i001/target", text="请按<b>上年</b>完成数核对")
    move(file, "section_a", "return", reason="请补充测算依据")
    hands.answer_all(file, "reviewer_a")
    return bring(file, "submitted/section")


def explain_one(file: File, who: str) -> None:
    """A reason for one finding of the draft, which goes along with it."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        finding = check_row(session, row, document_of(session, row))[0]
        explain(session, file.world.actor(who), file.id, finding.key, "按实际工作填报")


def test_every_number_counts_the_files_it_opens(world: World) -> None:
    assert counted(world).total.files == 0
    make_declaration(world)  # never submitted
    declaration_at(world, "finance_reviewed/performance")
    bring(returned_once(world), "approved")
    waiting = make_declaration(world, unit="inspection", content=WEIGHTED)
    explain_one(waiting, "filer_other")
    bring(waiting, "submitted/section")
    hands.comment(returned_once(world), "section_a", "basics/-/budget_total", text="新意见")
    found = counted(world)
    total = found.total
    assert (total.files, total.rounds, total.by_rounds, total.passed, total.first) == (4, 6, (2, 2, 0), 2, 1)
    assert [line.name for line in found.lines] == ["鄂州市人力资源和社会保障局"]
    assert [line.name for line in counted(world, by="section").lines] == ["社会保障科"]
    for measure, value, number in (
        ("submitted", "", total.files), ("rounds", "1", 2), ("rounds", "2", 2), ("rounds", "3", 0),
        ("passed", "", total.passed), ("first", "", total.first), ("late", "", 1), ("late", "policy", 1),
        ("present", "section", 2), ("present", "performance", 1), ("held", "batch", 1), ("held", "section", 4),
    ):  # fmt: skip
        assert behind(world, measure, value) == number, (measure, value)
    desks = {line.desk: line for line in found.desks}
    assert (desks["section"].stays, desks["section"].present, desks["head"].stays) == (6, 2, 4)
    assert total.late == 1
    kept = [row.explained for row in rows_of(waiting, SubmittedFinding, "declaration_id")]
    assert (total.explained, sum(kept), len(kept) > 1) == (1, 1, True)
    for line in found.rules:
        assert behind(world, "rule", line.rule) == line.files <= line.findings
        assert behind(world, "explained", line.rule) == line.explained_files <= line.explained
    assert sum(line.findings for line in found.rules) == total.findings
    for who, files in (("section_a", 4), ("section_other", 0), ("performance_other", 0), ("auditor", 4)):
        assert (counted(world, who).total.files, behind(world, "submitted", who=who)) == (files, files), who
    assert counted(world, department_id=world.organisations["justice"]).total.files == 0
    assert counted(world, section_id=world.organisations["social"]).total.files == 4
    with db.unit_of_work() as session:
        names = [name for _, name in sections(session, world.actor("leader"), asked(world))]
    assert names == ["社会保障科"]


@pytest.mark.parametrize(("measure", "value"), [("money", ""), ("rounds", "x"), ("rounds", ""), ("held", "%")])
def test_what_is_measured_nowhere(sqlite_world: World, measure: str, value: str) -> None:
    with pytest.raises(KeyError):
        behind(sqlite_world, measure, value)
    assert all(condition is not None for condition in MEASURES.values())


def test_days_at_a_desk_are_working_days_until_the_file_leaves(sqlite_world: World, ticking: Ticking) -> None:
    before = {line.desk: line.days for line in counted(sqlite_world).desks}
    file = declaration_at(sqlite_world, "submitted/section")  # Monday, 3 March
    with clock.fixed(clock.now() + timedelta(days=7)):
        move(file, "section_a", "take_up")
        move(file, "section_a", "pass_review", opinion="可行", grade="good")
    with clock.fixed(clock.now() + timedelta(days=9)):
        after = {line.desk: line for line in counted(sqlite_world).desks}
        assert after["section"].days - before["section"] == 5
        assert after["performance"].days - before["performance"] == 2
        assert (after["section"].longest, after["section"].longest_id) == (5, file.id)
    assert workdays_held(date(2025, 4, 30), date(2025, 5, 6)) == 1, "Labour Day: only the 6th is worked"
    assert workdays_held(date(2025, 3, 3), date(2025, 3, 3)) == 0


# --- the letter -----------------------------------------------------------------------------------------------------


def read(world: World, who: str, department: str, first: date, last: date) -> Returned:
    with db.unit_of_work() as session:
        return returned(session, world.actor(who), world.organisations[department], first, last)


def test_a_letter_is_about_the_returns_of_the_department_and_the_days(world: World) -> None:
    file, today = returned_once(world), clock.business_date()
    found = read(world, "section_a", "hr", today, today)
    [mine] = [item for item in found.files if item.row.id == file.id]
    assert (found.department, found.bureau) == ("鄂州市人力资源和社会保障局", "鄂州市财政局")
    assert [text for _, text in mine.comments] == ["请按<b>上年</b>完成数核对", "请补充测算依据"]
    assert (mine.returned_on, mine.due_on > today, mine.unit_name) == (today, True, "鄂州市公共就业和人才服务中心")
    day = timedelta(days=1)
    for who, department, first, last, code in (
        ("section_a", "hr", today + day, today + day, "no_returns_then"),
        ("section_a", "hr", today, today - day, "days_turned"),
        ("section_other", "hr", today, today, "no_such_department"),
        ("performance_other", "hr", today, today, "no_such_department"),
        ("performance_a", "centre", today, today, "no_such_department"),
        ("performance_a", "justice", today, today, "no_returns_then"),
    ):
        with pytest.raises((RuleFailed, NotFound)) as refused:
            read(world, who, department, first, last)
        assert refused.value.code == code, (who, department)


def test_the_word_file_holds_the_letter_on_the_official_page() -> None:
    day = date(2025, 3, 3)
    comments = [("年度绩效指标「次数」指标值", "请核对<w:p/>\n& 依据\x00"), ("整份申报表", "请补充")]
    file = LetterFile("劳务对接<项目>", "服务中心", day, date(2025, 3, 6), comments)
    letter = OpinionLetter("鄂州财绩函〔2025〕12号", "人社局", "鄂州市财政局", [2025], day, day, [file, file], day)
    word = docx.Document(BytesIO(write_letter(letter)))
    texts = [paragraph.text for paragraph in word.paragraphs]
    assert texts[:3] == ["鄂州财绩函〔2025〕12号", "鄂州市财政局关于2025年度项目支出绩效目标审核意见的函", "人社局："]
    assert "2025年3月3日退回修改2份" in texts[3]
    assert texts[4:8] == [
        "一、劳务对接<项目>（服务中心）",
        "2025年3月3日退回，请于2025年3月6日前修改并重新报送。",
        "1．【年度绩效指标「次数」指标值】请核对<w:p/> & 依据",
        "2．【整份申报表】请补充",
    ]
    assert texts[8].startswith("二、")
    assert texts[-2:] == ["鄂州市财政局", "2025年3月3日"]
    page = word.sections[0]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(given / Mm(1)) for given in margins if given] == [37, 35, 28, 26]
    assert "PAGE" in page.footer._element.xml
    assert [chinese_number(number) for number in (10, 11, 20, 99, 100)] == ["十", "十一", "二十", "九十九", "100"]
