"""THE tables of reminders: the events people can be reminded of, and the rules that come with the product. Pure.

To add a reminder: one row of ``SHIPPED`` and its sentence in ``notifications.messages``. To add an event: a row of
``EVENTS``, its reader in ``readers``. What a region changes about a rule is a row of ``reminder_setting``.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.notifications.messages import TEMPLATES
from workflow.types import Channel, Role

Words = tuple[str, str]
"""Chinese and English."""

MAIL = Channel.mail.value
CHANNELS: dict[str, Words] = {
    MAIL: ("电子邮件", "E-mail"),
    Channel.bot.value: ("部门工作群机器人", "bot of the department's work group"),
    Channel.sms.value: ("短信", "text message"),
}
"""Ways a reminder goes besides the inbox, which always has it."""

PROJECT: Words = ("项目名称", "name of the project")
UNIT: Words = ("单位名称", "name of the unit")
DUE: Words = ("到期日", "the day it is due")
CLOSING: Words = ("截止日", "the closing day")
BEGIN: Words = ("开始日", "the day it began")
LATE: Words = ("已过天数", "calendar days since that day")


@dataclass(frozen=True)
class Event:
    """What happens on day 0, what a sentence about it may name (``blanks``), and who can be told."""

    key: str
    title: Words
    day_zero: Words
    blanks: Mapping[str, Words]
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class ReminderRule:
    """One rule as it holds in a region and year. ``template`` is the kind of its messages, in inbox and log.

    ``days`` after day 0 (negative: before); with ``every`` it comes again so many days after the last of them, at most
    ``times`` (0: until it is done). Working days follow the calendar of the State Council (调休); a day 0 that is no
    working day stays the day 0.
    """

    code: str
    event: str
    template: str
    days: tuple[int, ...]
    roles: tuple[Role, ...]
    working: bool = False
    every: int = 0
    times: int = 0
    channels: tuple[str, ...] = (MAIL,)
    active: bool = True
    text: Words = ("", "")

    @property
    def sentence(self) -> Words:
        """What is said; the shipped sentence where nobody wrote another."""
        return self.text if self.text[0] else TEMPLATES[self.template]


OWN = "own."
"""How the codes of rules begin that a region has added itself; behind it the event and something of its own."""
OWN_TEMPLATE = "reminder.own"


def event_of(code: str) -> str:
    """The event of a rule by its code, also of one that is gone; "" for what is no rule."""
    if code.startswith(OWN):
        return code.removeprefix(OWN).partition(".")[0]
    return SHIPPED[code].event if code in SHIPPED else ""


NUDGE = "nudge"
"""催办 by hand: the name of its lines in the log."""
NUDGERS = frozenset({Role.department_reviewer, Role.section_reviewer, Role.section_head, Role.performance, Role.leader})
"""Who presses for what is not submitted, each as far as his role reaches."""

UNIT_ROLES = (Role.filer, Role.unit_head, Role.department_reviewer)
BUREAU_ROLES = (Role.section_reviewer, Role.section_head, Role.performance, Role.leader)
EVERYBODY = UNIT_ROLES + BUREAU_ROLES

_EVENTS = (
    Event("monitoring_due", ("监控表报送截止", "Monitoring report due"),
          ("监控任务的截止日，有延期的从延期；只催从未报送过的监控表",
           "the deadline of the campaign, or the unit's later one; only reports never submitted"),
          {"project_name": PROJECT, "unit_name": UNIT, "deadline": DUE, "days": LATE}, EVERYBODY),
    Event("declaration_due", ("申报截止", "Declaration due"),
          ("申报任务的截止日，有延期的从延期；只催还在单位的申报", "the closing date of the task or extension"),
          {"project_name": PROJECT, "unit_name": UNIT, "deadline": DUE, "days": LATE}, EVERYBODY),
    Event("return_due", ("退回修改到期", "Correction due"),
          ("退回修改的期限", "the deadline of the return"),
          {"project_name": PROJECT, "unit_name": UNIT, "deadline": DUE, "days": LATE}, EVERYBODY),
    Event("review_due", ("财政审核到期", "Review due"),
          ("财政审核的期限；只催待审核的申报", "the deadline of the bureau's review"),
          {"project_name": PROJECT, "unit_name": UNIT, "deadline": DUE, "days": LATE}, BUREAU_ROLES),
    Event("signing_waiting", ("审签停留", "Waiting for a signature"),
          ("送到单位负责人或主管部门之日", "the day the file came to the head or the department"),
          {"project_name": PROJECT, "unit_name": UNIT, "since": ("送到之日", "the day it came"), "days": LATE},
          UNIT_ROLES),
    Event("special_point_due", ("特批未了事项到期", "Open point due"),
          ("未了事项的到期日", "the day the open point is due"),
          {"project_name": PROJECT, "unit_name": UNIT, "text": ("未了事项", "the open point"), "due_on": DUE,
           "days": LATE}, EVERYBODY),
    Event("letter_forward_due", ("转批复到期", "Forwarding due"),
          ("批复印发后第 15 日（预算法第五十二条）", "15 days after the letter was issued (Budget Law, art. 52)"),
          {"project_name": ("批复标题", "title of the letter"), "due_on": DUE},
          (Role.department_reviewer, Role.performance)),
    Event("evaluation_due", ("自评表报送截止", "Self-evaluation due"),
          ("自评任务的截止日，有延期的从延期；只催从未报送过的自评表",
           "the deadline of the task, or the unit's later one; only forms never submitted"),
          {"project_name": PROJECT, "unit_name": UNIT, "deadline": DUE, "days": LATE}, EVERYBODY),
    Event("correction_due", ("整改到期", "Corrective action due"),
          ("整改的期限；只催单位还没有填报结果的", "the day a correction is due; only those not answered yet"),
          {"project_name": PROJECT, "unit_name": UNIT, "deadline": DUE, "days": LATE}, EVERYBODY),
    Event("task_opened", ("申报任务开始", "Declarations begin"),
          ("申报任务的开始日；本地区担任该岗位的人都通知到",
           "the first day of the task; everybody in the region with the role is told"),
          {"project_name": ("任务名称", "name of the task"), "deadline": CLOSING, "since": BEGIN}, UNIT_ROLES),
    Event("campaign_opened", ("监控任务开始", "Monitoring begins"),
          ("本单位第一份监控表生成之日；一个单位通知一次", "the day the unit's first report was opened; once a unit"),
          {"project_name": ("监控任务名称", "name of the campaign"), "unit_name": UNIT, "deadline": CLOSING,
           "since": BEGIN}, UNIT_ROLES),
    Event("evaluation_opened", ("绩效自评开始", "Self-evaluation begins"),
          ("本单位第一份自评表生成之日；一个单位通知一次", "the day the unit's first form was opened; once a unit"),
          {"project_name": ("自评任务名称", "name of the task"), "unit_name": UNIT, "deadline": CLOSING,
           "since": BEGIN}, UNIT_ROLES),
)  # fmt: skip
EVENTS: dict[str, Event] = {event.key: event for event in _EVENTS}


def _monitoring(days: int, role: Role, template: str) -> ReminderRule:
    return ReminderRule(f"monitoring_report{days:+d}", "monitoring_due", template, (days,), (role,))


_RULES = (
    _monitoring(-7, Role.filer, "monitoring_report.due_soon"),
    _monitoring(-3, Role.filer, "monitoring_report.due_soon"),
    _monitoring(0, Role.filer, "monitoring_report.due_today"),
    _monitoring(1, Role.unit_head, "monitoring_report.overdue"),
    _monitoring(3, Role.department_reviewer, "monitoring_report.overdue_of_unit"),
    _monitoring(5, Role.section_reviewer, "monitoring_report.overdue_of_unit"),
    ReminderRule("monitoring_report_leader", "monitoring_due", "monitoring_report.overdue_of_unit", (10,),
                 (Role.leader,), working=True, active=False),
    ReminderRule("declaration_due_soon", "declaration_due", "declaration.due_soon", (-3, -1), (Role.filer,),
                 working=True, active=False),
    ReminderRule("declaration_overdue", "declaration_due", "declaration.overdue", (1,),
                 (Role.unit_head, Role.department_reviewer), working=True, every=3, times=4, active=False),
    ReminderRule("declaration_overdue_section", "declaration_due", "declaration.overdue", (15,),
                 (Role.section_reviewer, Role.section_head), working=True, active=False),
    ReminderRule("return_due_soon", "return_due", "declaration.correction_due", (-1, 0), (Role.filer,),
                 working=True, active=False),
    ReminderRule("return_overdue", "return_due", "declaration.correction_overdue", (1,),
                 (Role.filer, Role.unit_head), working=True, every=3, times=4, active=False),
    ReminderRule("return_overdue_section", "return_due", "declaration.correction_overdue_of_unit", (15,),
                 (Role.department_reviewer, Role.section_reviewer), working=True, active=False),
    ReminderRule("review_due_soon", "review_due", "declaration.review_due", (-2, 0), (Role.section_reviewer,),
                 working=True, active=False),
    ReminderRule("review_overdue", "review_due", "declaration.review_overdue", (1,), (Role.section_head,),
                 working=True, every=5, times=2, active=False),
    ReminderRule("review_overdue_performance", "review_due", "declaration.review_overdue", (15,),
                 (Role.performance,), working=True, active=False),
    ReminderRule("signing_head", "signing_waiting", "declaration.signing_waiting", (2,), (Role.unit_head,),
                 working=True, every=2, times=5, active=False),
    ReminderRule("special_point_overdue", "special_point_due", "declaration.point_overdue", (1, 3, 7),
                 (Role.filer, Role.performance), every=7, times=4),
    ReminderRule("special_point_leader", "special_point_due", "declaration.point_overdue", (42,), (Role.leader,)),
    ReminderRule("letter_forward_due", "letter_forward_due", "approval_document.forward_due", (-3, 0, 1, 7),
                 (Role.department_reviewer,)),
    ReminderRule("evaluation_due_soon", "evaluation_due", "self_evaluation.due_soon", (-7, -3), (Role.filer,),
                 active=False),
    ReminderRule("evaluation_due_today", "evaluation_due", "self_evaluation.due_today", (0,), (Role.filer,),
                 active=False),
    ReminderRule("evaluation_overdue", "evaluation_due", "self_evaluation.overdue", (1,), (Role.unit_head,),
                 active=False),
    ReminderRule("evaluation_overdue_of_unit", "evaluation_due", "self_evaluation.overdue_of_unit", (3,),
                 (Role.department_reviewer,), working=True, every=5, times=2, active=False),
    ReminderRule("evaluation_overdue_section", "evaluation_due", "self_evaluation.overdue_of_unit", (15,),
                 (Role.section_reviewer,), working=True, active=False),
    ReminderRule("correction_due_soon", "correction_due", "corrective_action.due_soon", (-3, 0), (Role.filer,),
                 working=True, active=False),
    ReminderRule("correction_overdue", "correction_due", "corrective_action.overdue_of_unit", (1,),
                 (Role.unit_head, Role.section_reviewer), working=True, every=5, times=4, active=False),
    ReminderRule("task_opened", "task_opened", "declaration_task.opened", (0,), (Role.filer,), active=False),
    ReminderRule("campaign_opened", "campaign_opened", "monitoring_campaign.opened", (0,), (Role.filer,),
                 active=False),
    ReminderRule("evaluation_opened", "evaluation_opened", "self_evaluation.opened", (0,), (Role.filer,),
                 active=False),
)  # fmt: skip
SHIPPED: dict[str, ReminderRule] = {rule.code: rule for rule in _RULES}
"""By code. What is new in a release is off until the region switches it on: nobody is flooded by an upgrade.

What comes again ends after some times, and then somebody above is told once: a letter that comes every other day for
months is read by nobody. ``special_point_leader`` is on because what it follows always was, and used not to end.
"""
