"""More than the example data show: something of every kind that a page can hold."""

from pathlib import Path

import pytest
from sqlmodel import col, select

from tests.pages.places import NAMES
from tests.pages.walk import Walker
from tests.services.intake.samples import document, form
from tests.services.offline.books import at, typed
from tests.web.acting import Stage, work
from webapp.cli.demo.hands import PageHands, Refused
from webapp.cli.demo.scenario import VOUCHERS
from workflow import db
from workflow.documents.intake.reading import FormRead, GoalRead, IndicatorRead, Reading
from workflow.documents.offline.reading import read_book
from workflow.models import (
    Comment,
    Declaration,
    MonitoringCampaign,
    MonitoringReport,
    Payment,
    PaymentBatch,
    PaymentQuarantine,
    SelfEvaluation,
    TargetAdjustmentTask,
    UserAccount,
)
from workflow.permissions import load_actor
from workflow.queries.intake import units
from workflow.queries.trail import find_by_name, newest_report
from workflow.services import offline
from workflow.services.accounts import find_username
from workflow.services.evaluation_file import FileRead
from workflow.services.evaluation_file import receive as take_file
from workflow.services.intake.receive import dropped, receive
from workflow.services.rescoring import request_rescoring

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "examples/seed/payments/2025-09-gbk.csv"
LATE = "支付凭证号,支付日期,支付金额,项目名称,单位名称\nBJ1,2025-03-09,1200.00,就业补助,鄂州市公共就业和人才服务中心\n"
UNKNOWN = "流水,发生日,借方,事项,机构\nL1,2025-12-02,1250.50,就业补助,就业中心\n"
TARGET, EMPTY = "indicators/i010/target", "indicators/i011/target"


def dress(stage: Stage, walker: Walker) -> dict[str, str]:
    """More than the example data show: findings, unsent comments, a report to check, rows to settle, a file on its way.

    Returns ids by the words that ``places`` uses.
    """
    with db.unit_of_work() as session:
        found = {key: find_by_name(session, name) for key, name in NAMES.items()}
    acting = {key: PageHands(number, walker.person) for key, number in found.items()}
    acting["draft"].change("jyzx.filer", EMPTY, "")
    with pytest.raises(Refused, match="unparsed"):
        acting["draft"].change("jyzx.filer", "basics/-/budget_total", "12,3x")
    acting["reviewed"].comment("czj.shebao", TARGET, "请写明依据。")
    _comment_unsent(walker, found["reviewed"])
    acting["approved"].fill_report("rsj.filer", "10.00")
    _explain_money(walker, found["approved"])
    bring_workbook(str(stage.app.secret_key), found["returned"])
    acting["approved"].move_report("rsj.filer", "send_up")
    acting["approved"].move_report("rsj.head", "sign")
    found["adjusting"] = _adjusting(walker, found["adjusting"])
    file_id = _dropped()
    acting["draft"].load_vouchers("czj.guoku", SAMPLE.name, SAMPLE.read_bytes(), "2025")
    acting["draft"].load_vouchers("czj.guoku", "补记.csv", LATE.encode(), "2025")
    acting["draft"].load_vouchers("czj.guoku", "流水.csv", UNKNOWN.encode(), "2025")
    work(str(stage.app.secret_key))
    acting["draft"].load_vouchers("czj.guoku", "未开始.csv", VOUCHERS.encode(), "2025")
    found["dropped"], found["rescoring"] = file_id, _self_evaluations()
    return {key: str(number) for key, number in (found | _others(found)).items()} | {"finding": _finding(walker, found)}


def bring_workbook(secret: str, declaration_id: int) -> None:
    """An offline workbook that came back with a change and an error."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, declaration_id)
        actor = load_actor(session, find_username(session, "rsj.filer").id)
        assert actor
        made = offline.export(session, actor, row.task_id, row.unit_id, secret, row.form_profile)
        raw = typed(made.content, at("目标", "目标内容", 0, "改过的目标"), at("指标", "项目名称", 300, "没有的项目"))
        offline.receive(session, actor, offline.Checked("离线填报表.xlsx", raw, read_book(raw)), secret)


def _self_evaluations() -> int:
    """A form filled in elsewhere beside an open one, and other scoring rules that a job is to try out."""
    with db.unit_of_work(write=True) as session:
        filer, performance = (load_actor(session, find_username(session, who).id) for who in ("jh.filer", "jh.jixiao"))
        assert filer and performance
        row = session.exec(select(SelfEvaluation).where(SelfEvaluation.desk == "filer")).first()
        assert row
        read = FormRead(
            form_type="self_evaluation", project_name="别的项目", score="90",
            goals=[GoalRead(horizon="annual", actual="全年目标基本完成")],
            indicators=[IndicatorRead(horizon="annual", level3="没有的指标", target="≥3次", actual="约2次")],
        )  # fmt: skip
        take_file(session, filer, row.id, FileRead("自评表.docx", "0" * 64, Reading(forms=[read])))
        typed = {"evaluation_overshoot_percent": "30"}
        return request_rescoring(session, performance, row.region_id, row.fiscal_year, typed, "x").id


def _dropped() -> int:
    """A file with two forms, one of them with an amount that cannot be read, and a file that is refused."""
    content = document(form("劳务对接工作费用"), form("窗口导办服务", "1,5O0"))
    with db.unit_of_work(write=True) as session:
        user = session.exec(select(UserAccount).where(UserAccount.username == "jyzx.filer")).one()
        actor = load_actor(session, user.id)
        assert actor
        [unit] = units(session, actor)
        for name, raw in (("空.docx", b""), ("两张表.docx", content)):
            row, _fresh = receive(session, actor, unit.id, dropped(name, raw))
        return row.id


def _adjusting(walker: Walker, approved: int) -> int:
    """The revision of an approved declaration, in the editor."""
    reason = {
        "reason": "追加预算",
        "adjustment_type": "addition",
        "document": "江财预〔2025〕9号",
        "document_date": "2025-06-18",
        "document_issuer": "江汉区财政局",
    }
    PageHands(approved, walker.person).move("jh.filer", "open_adjustment", **reason)
    with db.unit_of_work() as session:
        return find_by_name(session, NAMES["adjusting"])


def _comment_unsent(walker: Walker, declaration_id: int) -> None:
    person = walker.person("czj.shebao")
    page = person.get(f"/declarations/{declaration_id}?tab=comments")
    person.send(page, page.form("/comments"), path="form", text="内部看法：金额偏高。")


def _explain_money(walker: Walker, declaration_id: int) -> None:
    with db.unit_of_work() as session:
        path = f"/reports/{newest_report(session, declaration_id)}"
    person = walker.person("rsj.filer")
    page = person.get(path)
    words = {"money/-/cause": "招标流标一次，付款顺延。", "money/-/measure": "三季度完成验收并付款。"}
    person.send(page, page.form(path), **words)


def _others(found: dict[str, int]) -> dict[str, int]:
    with db.unit_of_work() as session:
        sent = select(Comment.id).where(Comment.object_kind == "declaration", Comment.sent_with == "return")
        reports = session.exec(select(MonitoringReport).order_by(col(MonitoringReport.id).desc())).all()
        evaluations = session.exec(select(SelfEvaluation).order_by(col(SelfEvaluation.id))).all()
        waiting = select(PaymentQuarantine.id).where(col(PaymentQuarantine.resolved_at).is_(None))
        unmatched = select(Payment.id).where(Payment.fiscal_year == 2025, col(Payment.project_id).is_(None))
        opened = select(MonitoringCampaign.id).where(col(MonitoringCampaign.closed_at).is_(None))
        target = session.exec(select(TargetAdjustmentTask)).one()
        return {
            "target": target.id,
            "funded": target.project_id,
            "entry": target.cause_ids[-1],
            "own": max(session.exec(select(Comment.id).where(Comment.object_id == found["reviewed"]))),
            "remark": max(session.exec(sent.where(Comment.object_id == found["returned"]))),
            "report": next(item.id for item in reports if item.desk == "filer"),
            "checked": next(item.id for item in reports if item.desk == "section"),
            "evaluated": next(item.id for item in evaluations if item.desk == "section"),
            "scored": next(item.id for item in evaluations if item.state == "accepted"),
            "unknown": session.exec(select(PaymentBatch.id).where(PaymentBatch.file_name == "流水.csv")).one(),
            "row": max(session.exec(waiting)),
            "line": session.exec(unmatched).first() or 0,
            "campaign": session.exec(opened).one(),
        }


def _finding(walker: Walker, found: dict[str, int]) -> str:
    """The key of a finding of the draft, from the link beside it."""
    page = walker.open("jyzx.filer", f"/declarations/{found['draft']}/edit")
    assert page
    return page.html.partition("/edit/explain?key=")[2].partition('"')[0]
