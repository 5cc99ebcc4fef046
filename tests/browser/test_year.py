"""The half-year after the approval in real browsers: money is paid, a campaign finds a target behind, the unit
corrects it, the second round is met, the year is evaluated, and next year's draft says what became of it.
"""

from datetime import date

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import select

from tests.browser.year_hands import YearHands
from tests.web.acting import Stage, work
from webapp.cli.demo.scenario import (
    APPROVED,
    DEPARTMENT,
    FILER,
    HEAD,
    MONEY,
    PERFORMANCE,
    SECTION,
    TO_REVIEW,
    YEAR,
)
from workflow import db
from workflow.models import Declaration
from workflow.queries.trail import Trail, trail
from workflow.services.tasks_admin import open_task

pytestmark = [pytest.mark.long, pytest.mark.browser, pytest.mark.timeout(400)]
BEHIND = "i010"
"""组织去外地招聘次数, ≥5次."""
EVALUATION = "2025年度绩效自评"
UNMET = {f"items/{BEHIND}/actual": "3次", f"items/{BEHIND}/cause": "两场招聘会因展馆改造取消",
         f"items/{BEHIND}/measure": "来年改在高校举办"}  # fmt: skip


def stored(stage: Stage) -> Trail:
    """What a worker would do next is done; then the file as it is in the database."""
    work(str(stage.app.secret_key))
    with db.unit_of_work() as session:
        return trail(session, stage.declaration_id)


def send_on(stage: Stage, hands: YearHands) -> Trail:
    """A report from its filer to its acceptance."""
    for who, action in ((FILER, "send_up"), (HEAD, "sign"), (DEPARTMENT, "sign"), (SECTION, "accept")):
        hands.move_report(who, action)
    return stored(stage)


def test_from_a_red_light_over_the_correction_to_next_years_draft(stage: Stage, browser: Browser) -> None:
    stage.act(stage.page_hands(), TO_REVIEW + APPROVED)
    with YearHands.before(stage, browser) as hands:
        stage.act(hands, MONEY)
        monitor_twice(stage, hands)
        evaluate(stage, hands)
        declare_again(stage, hands)


def monitor_twice(stage: Stage, hands: YearHands) -> None:
    """First round with a target that will not be met, ordered and corrected; the second as promised."""
    hands.begin_round(PERFORMANCE, "2025年上半年监控", YEAR, "6")
    stored(stage)
    hands.fill_report(FILER, "10.00")
    hands.report_behind(FILER, BEHIND, "1次", "3次", "展馆改造，两场招聘会取消", "下半年补办")
    assert send_on(stage, hands).place == "monitored"
    hands.order_correction(SECTION, "外地招聘仅组织1次", "9月底前补办招聘会", "2026-04-20")
    hands.correction(FILER, "限期整改", "answer", owner="办公室主任", measure="已与高校签约", result="补办招聘会4次")
    hands.correction(SECTION, "限期整改", "confirm")
    hands.correction(PERFORMANCE, "限期整改", "close", remark="整改到位")
    hands.begin_round(PERFORMANCE, "2025年三季度监控", YEAR, "9")
    stored(stage)
    hands.fill_report(FILER, "10.00")
    found = send_on(stage, hands)
    assert (found.place, found.report) == ("monitored", "accepted")


def evaluate(stage: Stage, hands: YearHands) -> None:
    """The form comes filled with the last round; one target is corrected downwards and costs points."""
    hands.open_evaluation(PERFORMANCE, EVALUATION)
    stored(stage)
    texts = {**UNMET, "form/-/reached": "招聘服务基本完成", "money/-/cause": "尾款次年支付"}
    assert hands.fill_evaluation(FILER, EVALUATION, texts) == "92 优"
    for who, action in ((FILER, "send_up"), (HEAD, "sign"), (DEPARTMENT, "sign"), (SECTION, "accept")):
        hands.move_evaluation(who, EVALUATION, action)
    hands.confirm_result(PERFORMANCE, EVALUATION)
    assert stored(stage).place == "evaluated"


def declare_again(stage: Stage, hands: YearHands) -> None:
    """The draft of 2026 names the points, the target that was missed, and what was reached before."""
    with db.unit_of_work(write=True) as session:
        region = session.exec(select(Declaration.region_id).where(Declaration.id == stage.declaration_id)).one()
        open_task(session, region, 2026, "hubei-2025", date(2026, 12, 31))
    page = hands.copy_to_next_year(FILER)
    told = page.locator("[name='basics/-/prior_evaluation']")
    expect(told).to_contain_text("2025年度绩效自评得分")
    expect(told).to_contain_text("组织去外地招聘次数实际3次（目标≥5次），改进措施：来年改在高校举办")
