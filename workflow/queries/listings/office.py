"""Lists of the office: approvals, monitoring, the library, people, extensions, stand-ins, mail, statements."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from workflow.clock import business_date
from workflow.documents.tables import Kind
from workflow.execution import LIGHT_COLOURS, LIGHT_LABELS, Light, rate
from workflow.indicators.skeleton import skeleton
from workflow.lifecycle.corrections import CORRECTION_STATES, KIND_LABELS
from workflow.lifecycle.moves import ROLE_LABELS, STATE_LABELS
from workflow.money import fen_from_wan
from workflow.notifications.messages import message_text
from workflow.permissions import READS_OVERALL, Actor
from workflow.queries import (
    batches,
    corrections,
    deliveries,
    extensions,
    inbox,
    library,
    monitoring,
    overall_statements,
    people,
    stand_ins,
)
from workflow.queries.listings.listing import Column, Given, Listing, Words, cut, whole
from workflow.queries.listings.roles import BUSINESS, EXTENDS, LETTERS
from workflow.queries.report_holders import holders_of
from workflow.queries.report_lights import lights
from workflow.queries.work_words import form_state, holder_words
from workflow.rules.overall.tables import columns
from workflow.types import LibraryState, ReportState

Rows = tuple[Sequence[Any], str | None]
NOTHING: Words = ("", "")
LOADED: Words = ("已导入", "Loaded")
NOT_LOADED: Words = ("未导入", "Not loaded")


# --- 批复 ------------------------------------------------------------------------------------------------------------


def _batches(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    before = int(cursor) if cursor else None
    return cut(batches.batches(session, actor, before=before, size=size), size, lambda line: line.id)


BATCHES = Listing(
    "approval_batches", ("批复批次", "Approval batches"), _batches,
    (
        Column("name", ("批次", "Batch"), lambda line: line.name),
        Column("year", ("年度", "Year"), lambda line: line.fiscal_year, Kind.number),
        Column("files", ("申报份数", "Files"), lambda line: line.files, Kind.number),
        Column("special", ("特批", "Specially approved"), lambda line: line.special, Kind.number),
        Column("budget", ("预算金额", "Budget"), lambda line: line.budget_fen, Kind.wan),
        Column("by", ("批复人", "Approved by"), lambda line: line.approved_by),
        Column("at", ("批复时间", "Approved at"), lambda line: line.created_at, Kind.moment),
    ),
    personal=True,
)  # fmt: skip


def _batch_files(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    found = batches.batch(session, actor, whole(given, "batch_id") or 0)
    names = {document.department_id: document.department for document in found.documents}
    order = list(names)
    files = sorted(found.files, key=lambda file: order.index(file.department_id) if file.department_id in names else -1)
    return [(names.get(file.department_id, ""), file) for file in files], None


def _approved_budget(row: tuple[str, Any]) -> int | None:
    file = row[1]
    budget: int | None = file.budget_total_fen if file.budget_year_fen is None else file.budget_year_fen
    return budget


BATCH_FILES = Listing(
    "batch_files", ("批复批次明细", "Files of an approval batch"), _batch_files,
    (
        Column("department", ("主管部门", "Department"), lambda row: row[0]),
        Column("name", ("项目", "Project"), lambda row: row[1].project_name),
        Column("code", ("项目代码", "Project code"), lambda row: row[1].project_code, Kind.code),
        Column("budget", ("预算金额", "Budget"), _approved_budget, Kind.wan),
        Column("state", ("状态", "State"), lambda row: STATE_LABELS[row[1].state]),
    ),
)  # fmt: skip


# --- 监控 ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CampaignRow:
    """A campaign with its lights."""

    line: monitoring.CampaignLine
    behind: int


def _campaigns(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    found = monitoring.campaigns(session, actor, whole(given, "current_year"))
    shown = lights(session, actor, [line.campaign.id for line in found])
    rows = [(line, Counter(shown.get(line.campaign.id, {}))) for line in found]
    return [CampaignRow(line, seen[Light.red] + seen[Light.yellow]) for line, seen in rows], None


def _campaign_state(row: CampaignRow) -> Words:
    campaign = row.line.campaign
    if campaign.closed_at:
        return "已关闭", "Closed"
    return ("已过截止日", "Past the deadline") if campaign.deadline < business_date() else ("进行中", "Running")


CAMPAIGNS = Listing(
    "campaigns", ("监控任务", "Monitoring campaigns"), _campaigns,
    (
        Column("name", ("监控任务", "Campaign"), lambda row: row.line.campaign.name),
        Column("state", ("状态", "State"), _campaign_state),
        Column("deadline", ("截止日期", "Deadline"), lambda row: row.line.campaign.deadline, Kind.day),
        Column("total", ("监控表", "Reports"), lambda row: row.line.total, Kind.number),
        Column("drafted", ("填报中", "Being filled in"),
               lambda row: row.line.by_state.get(ReportState.drafted, 0), Kind.number),
        Column("submitted", ("待财政审核", "At finance"),
               lambda row: row.line.by_state.get(ReportState.submitted, 0), Kind.number),
        Column("accepted", ("已确认", "Accepted"),
               lambda row: row.line.by_state.get(ReportState.accepted, 0), Kind.number),
        Column("behind", ("红黄灯", "Red or yellow light"), lambda row: row.behind, Kind.number),
    ),
    BUSINESS,
)  # fmt: skip


def report_filters(given: Given) -> monitoring.ReportFilters:
    """The reports of one campaign."""
    return monitoring.ReportFilters(
        campaign_id=whole(given, "campaign_id") or 0,
        state=given.get("state", ""),
        department_id=whole(given, "department"),
        text=given.get("q", ""),
        light=given.get("light", ""),
        goal_light=given.get("goal_light", ""),
        overdue_on=business_date() if given.get("overdue") else None,
    )


def _reports(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    monitoring.campaign(session, actor, whole(given, "campaign_id") or 0)
    page = monitoring.list_reports(session, actor, report_filters(given), cursor, min(size, 500))
    names = holders_of(session, "monitoring_report", [row.id for row in page.rows])
    return [(row, names.get(row.id, [])) for row in page.rows], page.after


REPORTS = Listing(
    "monitoring_reports", ("监控表", "Monitoring reports"), _reports,
    (
        Column("name", ("项目", "Project"), lambda row: row[0].project_name),
        Column("department", ("主管部门", "Department"), lambda row: row[0].department_name),
        Column("unit", ("预算单位", "Unit"), lambda row: row[0].unit_name),
        Column("state", ("状态", "State"),
               lambda row: form_state(row[0], came_back=row[0].first_submitted_at is not None)),
        Column("holder", ("经办环节", "With"), lambda row: holder_words(row[0].desk, row[1])),
        Column("adjusted", ("调整后预算", "Adjusted budget"), lambda row: row[0].adjusted_fen, Kind.wan),
        Column("executed", ("已支付", "Paid"), lambda row: row[0].executed_fen, Kind.wan),
        Column("rate", ("执行率", "Execution rate"),
               lambda row: rate(row[0].executed_fen, row[0].adjusted_fen), Kind.percent),
        Column("light", ("资金预警灯", "Light of the money"),
               lambda row: LIGHT_LABELS[row[0].light] if row[0].light else ("无预算", "No budget")),
        Column("goal_light", ("指标预警灯", "Light of the targets"),
               lambda row: LIGHT_COLOURS[row[0].goal_light] if row[0].goal_light else ("未判灯", "None")),
        Column("submitted", ("首次报送", "First submitted"), lambda row: row[0].first_submitted_at, Kind.moment),
    ),
    BUSINESS, personal=True,
)  # fmt: skip


def correction_filters(given: Given) -> corrections.CorrectionFilters:
    """Corrective actions of the year, or of one declaration."""
    declaration = whole(given, "declaration")
    year = None if declaration else whole(given, "current_year")
    return corrections.CorrectionFilters(year, given.get("state", ""), given.get("correction", ""), declaration)


def _corrections(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    after = int(cursor) if cursor else 0
    found = corrections.list_corrections(session, actor, correction_filters(given), after, size + 1)
    return cut(found, size, lambda line: line.row.id)


CORRECTIONS = Listing(
    "corrections", ("整改", "Corrections"), _corrections,
    (
        Column("name", ("项目", "Project"), lambda line: line.project_name),
        Column("unit", ("预算单位", "Unit"), lambda line: line.unit_name),
        Column("kind", ("类型", "Kind"), lambda line: KIND_LABELS[line.row.kind]),
        Column("state", ("状态", "State"), lambda line: CORRECTION_STATES[line.row.state]),
        Column("due", ("整改期限", "Due"), lambda line: line.row.due_on, Kind.day),
        Column("ordered", ("下达日期", "Ordered"), lambda line: line.row.created_at, Kind.moment),
        Column("problem", ("存在问题", "What is wrong"), lambda line: line.row.problem),
        Column("owner", ("责任人", "Responsible"), lambda line: line.row.owner),
        Column("measure", ("整改措施", "Measure"), lambda line: line.row.measure),
        Column("result", ("整改结果", "Result"), lambda line: line.row.result),
        Column("document", ("文号", "Document"), lambda line: line.row.document),
        Column("released", ("解除文号", "Released by"), lambda line: line.row.release_document),
    ),
    BUSINESS, personal=True,
)  # fmt: skip


# --- 指标库 ----------------------------------------------------------------------------------------------------------


def library_filters(given: Given) -> library.Filters:
    """What the filter bar asks for."""
    return library.Filters(*(given.get(name, "").strip() for name in ("name", "sector", "level1", "status")))


def _library(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    page = library.list_library(session, actor, library_filters(given), cursor, min(size, 1_000))
    return page.rows, page.after


def _target(entry: library.Entry) -> str:
    row = entry.row
    return skeleton(row.comparator, row.unit, row.wording) or str(row.wording)


LIBRARY = Listing(
    "library", ("指标库", "Indicator library"), _library,
    (
        Column("name", ("三级指标", "Indicator"), lambda entry: entry.row.name),
        Column("levels", ("一级指标", "Level 1"), lambda entry: entry.row.level1),
        Column("level2", ("二级指标", "Level 2"), lambda entry: entry.row.level2),
        Column("sector", ("领域", "Sector"), lambda entry: entry.row.sector),
        Column("target", ("指标值", "Target"), _target),
        Column("low", ("常见下限", "Usual, from"), lambda entry: entry.row.low),
        Column("high", ("常见上限", "Usual, to"), lambda entry: entry.row.high),
        Column("unit", ("单位", "Unit"), lambda entry: entry.row.unit),
        Column("basis", ("确定依据", "Basis"), lambda entry: entry.row.basis),
        Column("uses", ("批复次数", "Approved"), lambda entry: entry.row.uses, Kind.number),
        Column("status", ("状态", "State"), lambda entry: (
            ("在用", "In use") if entry.row.status == LibraryState.active else ("已停用", "Deprecated"))),
        Column("owner", ("维护单位", "Maintained by"), lambda entry: entry.owner),
    ),
    BUSINESS,
)  # fmt: skip


# --- 人员 ------------------------------------------------------------------------------------------------------------


def _people(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    """A line per person, and one for a place where nobody is."""
    places, after = people.directory(session, actor, given.get("name", "").strip()[:100], cursor, min(size, 500))
    return [(place.name, person) for place in places for person in place.people or [("", "", [])]], after


def _roles(row: tuple[str, tuple[str, str, list[str]]]) -> Words:
    labels = [ROLE_LABELS[role] for role in row[1][2]]
    return "、".join(zh for zh, _en in labels), ", ".join(en for _zh, en in labels)


PEOPLE = Listing(
    "people", ("单位人员", "People and organisations"), _people,
    (
        Column("place", ("机构", "Organisation"), lambda row: row[0]),
        Column("name", ("姓名", "Full name"), lambda row: row[1][0]),
        Column("roles", ("岗位", "Role"), _roles),
        Column("phone", ("电话", "Phone"), lambda row: row[1][1], Kind.code),
    ),
    personal=True,
)  # fmt: skip

EXTENSIONS = Listing(
    "extensions", ("延期报送", "Extensions"),
    lambda session, actor, _given, _cursor, _size: (extensions.granted(session, actor, 100_000), None),
    (
        Column("unit", ("预算单位", "Budget unit"), lambda row: row.unit),
        Column("task", ("申报任务", "Task"), lambda row: row.task),
        Column("closes_on", ("延期至", "To be submitted by"), lambda row: row.closes_on, Kind.day),
        Column("reason", ("理由", "Reason"), lambda row: row.reason),
        Column("by", ("批准人", "Granted by"), lambda row: row.by),
        Column("at", ("时间", "When"), lambda row: row.at, Kind.moment),
    ),
    EXTENDS, personal=True,
)  # fmt: skip

STAGES: dict[str, Words] = {
    "now": ("生效中", "holds now"), "coming": ("未开始", "not begun yet"), "over": ("已到期", "over"),
    "ended": ("提前结束", "ended early"),
}  # fmt: skip
STAND_INS = Listing(
    "stand_ins", ("AB角代办", "Stand-ins"),
    lambda session, actor, _given, _cursor, _size: (stand_ins.concerning(session, actor, 100_000), None),
    (
        Column("stand_in", ("代办人", "Stand-in"), lambda row: row.stand_in),
        Column("absent", ("被代办人", "For"), lambda row: row.absent),
        Column("from_on", ("开始", "First day"), lambda row: row.from_on, Kind.day),
        Column("until_on", ("结束", "Last day"), lambda row: row.until_on, Kind.day),
        Column("state", ("状态", "State"), lambda row: STAGES[row.stage]),
        Column("reason", ("事由", "Reason"), lambda row: row.reason),
        Column("named_by", ("指定人", "Named by"), lambda row: row.named_by),
    ),
    BUSINESS, personal=True,
)  # fmt: skip


# --- 消息、发送记录 --------------------------------------------------------------------------------------------------


def _deliveries(session: Session, actor: Actor, given: Given, cursor: str, size: int) -> Rows:
    before = int(cursor) if cursor else None
    found = deliveries.deliveries(session, actor, given.get("status", ""), before, size)
    return cut(found, size, lambda line: line.id)


def _letter(line: Any) -> Words:
    """For whoever keeps the machine only its kind."""
    if line.facts is None:
        return line.template, line.template
    return message_text(line.template, line.facts), message_text(line.template, line.facts, "en")


DELIVERIES = Listing(
    "deliveries", ("发送记录", "Delivery log"), _deliveries,
    (
        Column("what", ("内容", "Message"), _letter),
        Column("who", ("收件人", "Recipient"), lambda line: line.group or line.recipient),
        Column("address", ("邮箱或手机号", "Address"), deliveries.shown_address),
        Column("when", ("生成时间", "Written"), lambda line: line.created_at, Kind.moment),
        Column("state", ("状态", "State"), lambda line: deliveries.DELIVERY_LABELS[line.status]),
        Column("result", ("发送时间", "Sent at"), lambda line: line.sent_at, Kind.moment),
        Column("error", ("失败原因", "Error"), lambda line: deliveries.reason_words(line.last_error)),
        Column("attempts", ("尝试次数", "Attempts"), lambda line: line.attempts, Kind.number),
    ),
    frozenset(LETTERS), personal=True,
)  # fmt: skip


def _inbox(session: Session, actor: Actor, _given: Given, cursor: str, size: int) -> Rows:
    return cut(inbox.messages(session, actor, int(cursor) if cursor else None, size), size, lambda item: item.id)


INBOX = Listing(
    "inbox", ("消息", "Messages"), _inbox,
    (
        Column("text", ("消息", "Message"),
               lambda item: (message_text(item.template, item.facts), message_text(item.template, item.facts, "en"))),
        Column("when", ("时间", "When"), lambda item: item.created_at, Kind.moment),
        Column("read", ("已读", "Read"), lambda item: item.read_at, Kind.moment),
    ),
)  # fmt: skip


# --- 整体支出与预算表 ------------------------------------------------------------------------------------------------


def _overall(session: Session, actor: Actor, given: Given, _cursor: str, _size: int) -> Rows:
    return overall_statements.overall_lines(session, actor, whole(given, "money_year") or 0), None


def _total(table: str) -> Callable[[overall_statements.DepartmentLine], int | None]:
    """As printed; the sum of the lines where the table has no total."""

    def total(line: overall_statements.DepartmentLine) -> int | None:
        if line.overall is None:
            return None
        year = next(columns(line.overall, table))
        return fen_from_wan(str(year.sum if year.total is None else year.total)) if year.lines else None

    return total


OVERALL = Listing(
    "overall_statements", ("整体支出与预算表", "Overall statements and budget tables"), _overall,
    (
        Column("name", ("主管部门", "Department"), lambda line: line.name),
        Column("state", ("状态", "State"), lambda line: LOADED if line.overall else NOT_LOADED),
        Column("income", ("收入构成", "Income"), _total("income"), Kind.wan),
        Column("spent", ("支出构成", "Expenditure"), _total("expenditure"), Kind.wan),
        Column("projects", ("项目数", "Projects"),
               lambda line: len(line.overall.projects) if line.overall else None, Kind.number),
        Column("findings", ("预审问题", "Findings"),
               lambda line: len(line.findings) if line.overall else None, Kind.number),
        Column("when", ("最近导入", "Last loaded"),
               lambda line: line.loadings[0].at if line.loadings else None, Kind.moment),
        Column("who", ("导入人", "Loaded by"), lambda line: line.loadings[0].who if line.loadings else None),
    ),
    READS_OVERALL, personal=True,
)  # fmt: skip
