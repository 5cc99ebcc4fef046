"""What the walk over the pages cannot find by links alone, as data: people, refused forms, false addresses."""

from dataclasses import dataclass, field

PEOPLE = (
    "jyzx.filer", "rsj.filer", "rsj.head", "rsj.dept", "czj.shebao", "czj.kezhang", "czj.jixiao", "czj.guoku",
    "czj.yusuan", "czj.juzhang", "sjj.auditor", "admin.system", "admin.security", "admin.audit", "dxh.jixiao",
    "jh.filer",
)  # fmt: skip
"""One account of every role; filers of three forms, and the performance section where a refusal was proposed."""

ENGLISH = ("rsj.filer", "czj.jixiao")
"""Who reads English, too: the two with the most pages."""

NAMES = {
    "draft": "劳务对接工作费用",
    "returned": "企业薪酬调查",
    "at_head": "事业单位人员管理",
    "reviewed": "法律服务",
    "second": "农民工工资清欠工作经费",
    "ready": "劳动能力鉴定、工伤认定经费",
    "approved": "业务运行保障",
    "refusing": "机关服务",
    "adjusting": "人力资源产业园管理经费",
}
"""Declarations of the example data by what is being done with them."""

NO_PAGES = {
    "static": "style sheets, scripts and pictures",
    "health.healthz": "one word for a machine",
    "execution.months_json": "numbers that the chart draws",
    "review_statistics.chart": "numbers that the chart draws",
    "review_statistics.letter": "a download",
    "campaign_course.notice_file": "a download",
    "campaign_course.department_file": "a download",
    "report_sheet.book": "a download",
    "report_evidence.download": "a download",
    "overview.weekly_report": "a download",
    "offline.marked": "a download",
    "overall.download": "a download",
    "payments.rows_csv": "a download",
    "outside.proof": "a download",
    "upper_transfers.scan": "a download",
    "attachments.download": "a download",
    "declarations.download": "a download",
    "reports.download": "a download",
    "evaluations.download": "a download",
    "letters.download": "a download",
    "letters.scan": "a download",
    "signed_pages.blank": "a download",
    "signed_pages.scan": "a download",
    "exports.download": "a download",
}
"""Routes that answer something else than a page."""

BESIDE = (
    ("", "/sign-in"),
    ("", "/sign-in?ended=1"),
    ("", "/verify"),
    ("", "/verify?code=000000000000"),
    ("jyzx.filer", "/declarations/{draft}/edit/explain?key={finding}"),
    ("rsj.filer", "/declarations/{returned}/edit/unlock?path=basics/-/budget_total"),
    ("czj.jixiao", "/declarations/many/approve?id={ready}&id={second}&id={reviewed}"),
    ("czj.shebao", "/declarations/many/pass_review?id={reviewed}&id={ready}"),
    ("jyzx.filer", "/declarations/{draft}/edit/library?place=indicators:annual::产出指标"),
    ("czj.jixiao", "/indicators/merge?id=1&id=2"),
    ("czj.jixiao", "/declarations/?q=不存在的项目"),
    ("czj.yusuan", "/ledger/projects/{funded}/new?year=2025"),
    ("czj.yusuan", "/ledger/projects/{funded}/transfer?year=2025"),
    ("czj.yusuan", "/ledger/entries/{entry}/take-back"),
    ("czj.yusuan", "/ledger/entries/{entry}/classes"),
    ("czj.shebao", "/target-tasks/{target}"),
    ("czj.guoku", "/payments/months/changes/1"),
    ("jh.jixiao", "/evaluation-tasks/1/close"),
    ("jh.jixiao", "/evaluation-tasks/1/choices"),
    ("jh.jixiao", "/evaluations/{evaluated}/exempt"),
    ("jh.jixiao", "/region-settings/rescoring/{rescoring}"),
    ("jh.shebao", "/evaluations/{evaluated}/moves/return"),
    ("jh.jixiao", "/evaluation-tasks/1/rechecks"),
    ("jh.jixiao", "/rechecks/1"),
    ("jh.jixiao", "/result-uses/1"),
    ("jh.jixiao", "/evaluations/{evaluated}/corrections/new"),
    ("jh.jixiao", "/evaluations/{scored}/uses/new"),
    ("czj.guoku", "/payments/files/{unknown}/columns"),
    ("rsj.filer", "/reports/{report}/parts"),
    ("rsj.filer", "/reports/{report}/evidence"),
)
"""Pages that lie behind a finding, a locked cell, a button, ticked rows or a search."""

FAILING = (
    ("", "/no/such/page", 404),
    ("jyzx.filer", "/declarations/999999", 404),
    ("jyzx.filer", "/payments/", 403),
    ("jyzx.filer", "/declarations/{draft}/moves/sign", 403),
    ("czj.shebao2", "/declarations/{reviewed}/moves/return", 409),
    ("admin.audit", "/declarations/new", 403),
)
"""Addresses that are refused."""


@dataclass(frozen=True)
class Attempt:
    """A form sent with the given fields over its own; ``None`` leaves a field out."""

    who: str
    page: str
    form: str
    status: int = 422
    fields: dict[str, str | None] = field(default_factory=dict)


def _move(who: str, name: str, action: str, status: int = 422, kind: str = "declarations", **fields: str) -> Attempt:
    return Attempt(who, f"/{kind}/{{{name}}}/moves/{action}", f"/moves/{action}", status, dict(fields))


ATTEMPTS = (
    Attempt("", "/sign-in", "/sign-in", 422, {"username": "jyzx.filer", "password": "x"}),
    Attempt("rsj.filer", "/declarations/new", "/declarations/"),
    Attempt("czj.jixiao", "/region-settings/", "/region-settings/", 422, {"review_working_days": "二十"}),
    Attempt("rsj.filer", "/declarations/new", "/declarations/", 400, {"csrf_token": None}),
    _move("jyzx.filer", "draft", "send_up"),
    _move("rsj.head", "at_head", "decline"),
    _move("rsj.head", "at_head", "sign", 409, expected_version="0"),
    _move("rsj.head", "at_head", "sign", 409, content_hash="0" * 64),
    _move("rsj.filer", "at_head", "sign_on_paper"),
    _move("rsj.head", "reviewed", "request_return"),
    _move("rsj.filer", "approved", "open_adjustment"),
    _move("czj.shebao", "reviewed", "return", due_on="2025-13-01"),
    _move("czj.shebao", "reviewed", "pass_review"),
    _move("czj.shebao", "reviewed", "propose_refusal"),
    _move("czj.jixiao", "second", "return"),
    _move("czj.jixiao", "second", "send_to_review"),
    _move("czj.jixiao", "approved", "terminate"),
    _move("dxh.jixiao", "refusing", "reject_refusal"),
    Attempt("czj.shebao", "/declarations/{reviewed}?tab=comments", "/comments"),
    Attempt("czj.shebao", "/declarations/{reviewed}?tab=comments", "/comments/{own}", 422, {"text": ""}),
    Attempt("czj.jixiao", "/declarations/many/approve?id={ready}", "/many/approve", 422, {"item": None}),
    Attempt("czj.jixiao", "/declarations/many/clear?id={second}", "/many/clear", 200),
    Attempt("rsj.filer", "/declarations/{returned}/edit/unlock?path=form", "/unlock"),
    Attempt("rsj.filer", "/declarations/{returned}/edit", "/answers/{remark}", 422, {"kind": "kept", "text": ""}),
    Attempt("jyzx.filer", "/declarations/{draft}/edit/explain?key={finding}", "/explain"),
    Attempt("jh.filer", "/declarations/{adjusting}/edit", "/attachments"),
    Attempt("jyzx.filer", "/intake/", "/intake/"),
    Attempt("jyzx.filer", "/intake/files/{dropped}", "/intake/create", 200, {"id": "1"}),
    Attempt("jyzx.filer", "/intake/forms/2", "/intake/forms/2", 422,
            {"c:basics/-/budget_total": "12,3x", "do": "create"}),
    Attempt("czj.jixiao", "/monitoring/new", "/monitoring/", 422,
            {"year": "20x5", "cutoff_month": "13", "deadline": "2025-13-01"}),
    Attempt("czj.jixiao", "/monitoring/{campaign}/close", "/close"),
    Attempt("czj.guoku", "/payments/new", "/payments/", 422, {"year": "今年"}),
    Attempt("czj.guoku", "/payments/rows/{row}", "/rows/{row}", 422, {"amount": "一万"}),
    Attempt("czj.guoku", "/payments/rows/{row}", "/aside", 422, {"reason": ""}),
    Attempt("czj.guoku", "/payments/lines/{line}/match", "/match"),
    Attempt("czj.yusuan", "/upper-transfers/new", "/upper-transfers/new"),
    Attempt("czj.yusuan", "/upper-transfers/1", "/split"),
    Attempt("jyzx.filer", "/outside-payments/projects/{funded}/new", "/new"),
    Attempt("czj.guoku", "/payments/months/changes/1", "/changes/1"),
    Attempt("czj.yusuan", "/ledger/projects/{funded}/new?year=2025", "/new", 422, {"amount": "一万"}),
    Attempt("czj.yusuan", "/ledger/projects/{funded}/transfer?year=2025", "/transfer"),
    Attempt("czj.yusuan", "/ledger/entries/{entry}/take-back", "/take-back"),
    Attempt("czj.yusuan", "/ledger/entries/{entry}/classes", "/classes", 422, {"function_code": "12"}),
    Attempt("rsj.filer", "/reports/{report}", "/reports/{report}", 422, {"money/-/forecast": "12,3x"}),
    Attempt("rsj.filer", "/reports/{report}", "/reports/{report}", 409,
            {"expected_version": "0", "money/-/measure": "下半年补上"}),
    _move("rsj.filer", "report", "send_up", kind="reports"),
    _move("czj.shebao", "checked", "return", kind="reports"),
    _move("jh.shebao", "evaluated", "return", kind="evaluations"),
)  # fmt: skip
"""Every form with something wrong, the pages of a conflict, and the result of many at once."""
