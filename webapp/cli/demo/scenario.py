"""The journey of one real declaration, as data: the demo, the HTTP tests and the browser journeys all act it out.

A step says who does what through ``Hands`` (pages over HTTP, a test client, a real browser), and where the file must
be afterwards. To lengthen the journey: one ``Step`` here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

PROJECT = "劳务对接工作费用"
"""A published declaration of 鄂州市人力资源和社会保障局, filed by a unit under it, so that every desk takes part."""

YEAR = "2025"
UNIT = "鄂州市公共就业和人才服务中心"
VOUCHERS = (
    "支付凭证号,支付日期,单位名称,项目名称,金额,用途,收款人全称,收款人账号\n"
    f"DEMO-0001,2025-03-18,{UNIT},{PROJECT},42000.00,外地招聘会场租金,武汉会展服务有限公司,6222000000001234\n"
    f"DEMO-0002,2025-05-21,{UNIT},{PROJECT},21000.00,招聘大巴租车费,鄂州客运有限公司,6222000000005678\n"
    f"DEMO-0003,2025-06-03,{UNIT},{PROJECT},-3000.00,退回多付租车费,鄂州客运有限公司,6222000000005678\n"
    ",,,,60000.00,合计,,\n"
)
"""Treasury's file: two payments, a refund and a total row, in 元: 6 of the 10 万元 by the end of June."""
PAID_FEN = 6_000_000

FILER, HEAD, DEPARTMENT = "jyzx.filer", "jyzx.head", "rsj.dept"
SECTION, PERFORMANCE, APPROVER, TREASURY = "czj.shebao", "czj.jixiao", "czj.jixiao2", "czj.guoku"

CELL = "indicators/i010/target"
ROW = "indicators/i011"


class Hands(Protocol):
    """What a person does in the product."""

    def move(self, who: str, action: str, **inputs: str) -> None:
        """Take a move of the declaration from its page."""

    def comment(self, who: str, path: str, text: str) -> None:
        """Write a comment and publish it."""

    def change(self, who: str, path: str, new: str) -> None:
        """Type a new value into a cell."""

    def answer(self, who: str, path: str, kind: str, text: str = "") -> None:
        """Answer the comment at a place."""

    def load_vouchers(self, who: str, name: str, content: bytes, year: str) -> None:
        """Upload a payment file."""

    def open_campaign(self, who: str, year: str, cutoff_month: str) -> None:
        """Open a monitoring campaign with the deadline the page proposes (today + 7)."""

    def fill_report(self, who: str, forecast: str) -> None:
        """Every target as reached and certain, and the year-end forecast in 万元."""

    def move_report(self, who: str, action: str, **inputs: str) -> None:
        """Take a move of the monitoring report."""


@dataclass(frozen=True)
class Step:
    """One thing a person does; ``place`` is the state/desk pair after it, ``facts`` more of ``queries.trail``."""

    say: str
    who: str
    do: Callable[[Hands], None]
    place: str
    facts: dict[str, Any] = field(default_factory=dict)


def move(say: str, who: str, action: str, place: str, **inputs: str) -> Step:
    """A move with what the person fills in."""
    return Step(say, who, lambda hands: hands.move(who, action, **inputs), place)


TO_REVIEW: tuple[Step, ...] = (
    move("填报人送审", FILER, "send_up", "drafted/head"),
    move("单位负责人审签", HEAD, "sign", "drafted/department"),
    move("主管部门审签并报送财政", DEPARTMENT, "sign", "submitted/section"),
    move("业务科受理", SECTION, "take_up", "submitted/section"),
)

RETURNED: tuple[Step, ...] = (
    Step(
        "业务科对指标值提出意见", SECTION,
        lambda hands: hands.comment(SECTION, CELL, "招聘次数较去年没有增加，请核实。"), "submitted/section",
        {"comments": 1},
    ),
    Step(
        "业务科对整行提出意见", SECTION,
        lambda hands: hands.comment(SECTION, ROW, "请说明引进人数的测算依据。"), "submitted/section",
        {"comments": 2},
    ),
    move("业务科退回修改", SECTION, "return", "drafted/department"),
    move("主管部门退给填报人", DEPARTMENT, "decline", "drafted/filer", reason="请就业中心按财政意见修改。"),
    Step("填报人修改指标值", FILER, lambda hands: hands.change(FILER, CELL, "≥6次"), "drafted/filer"),
    Step("填报人答复：已修改", FILER, lambda hands: hands.answer(FILER, CELL, "changed"), "drafted/filer",
         {"open_comments": 1}),
    Step(
        "填报人答复：保留并说明", FILER,
        lambda hands: hands.answer(FILER, ROW, "kept", "按近三年实际引进人数平均值测算。"), "drafted/filer",
        {"open_comments": 0},
    ),
    move("填报人再次送审", FILER, "send_up", "drafted/head"),
    move("单位负责人再次审签", HEAD, "sign", "drafted/department"),
    move("主管部门再次审签并报送", DEPARTMENT, "sign", "submitted/section"),
)  # fmt: skip

APPROVED: tuple[Step, ...] = (
    move(
        "业务科审核通过", SECTION, "pass_review", "finance_reviewed/performance",
        grade="good", opinion="目标明确，指标可考核，同意安排。",
        tick_completeness="met", tick_relevance="partly", tick_appropriateness="met", tick_feasibility="met",
    ),
    move("绩效科复审通过", PERFORMANCE, "clear", "finance_reviewed/batch"),
    move("绩效科批复", APPROVER, "approve", "approved"),
)  # fmt: skip


def report(say: str, who: str, action: str, place: str, ends: str = "approved") -> Step:
    """A move of the monitoring report; ``place`` is the report's, ``ends`` the declaration's."""
    return Step(say, who, lambda hands: hands.move_report(who, action), ends, {"report": place})


MONEY: tuple[Step, ...] = (
    Step(
        "国库科导入支付文件", TREASURY,
        lambda hands: hands.load_vouchers(TREASURY, "国库支付.csv", VOUCHERS.encode("gb18030"), YEAR), "approved",
        {"executed_fen": PAID_FEN, "quarantined": 1},
    ),
)  # fmt: skip

MONITORED: tuple[Step, ...] = (
    Step(
        "绩效科开展年中监控", PERFORMANCE, lambda hands: hands.open_campaign(PERFORMANCE, YEAR, "6"), "approved",
        {"report": "drafted/filer", "reminded": True, "mailed": True},
    ),
    Step(
        "填报人填写监控表", FILER, lambda hands: hands.fill_report(FILER, "10.00"), "approved",
        {"report": "drafted/filer", "report_filled": True},
    ),
    report("填报人送审监控表", FILER, "send_up", "drafted/head"),
    report("单位负责人审签监控表", HEAD, "sign", "drafted/department"),
    report("主管部门审签并报送监控表", DEPARTMENT, "sign", "submitted/section"),
    report("业务科审核确认，转入已监控", SECTION, "accept", "accepted", "monitored"),
)  # fmt: skip

STEPS: tuple[Step, ...] = TO_REVIEW + RETURNED + APPROVED + MONEY + MONITORED
