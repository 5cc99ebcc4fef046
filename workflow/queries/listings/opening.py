"""Opening a list as a table: who may, its first line, its rows as cells."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from workflow import clock
from workflow.documents.tables import Table
from workflow.errors import NotAllowed, NotFound
from workflow.execution import LIGHT_COLOURS, LIGHT_LABELS
from workflow.execution.expected import AGAINST, FORECASTS
from workflow.execution.ledger import ENTRY_KINDS
from workflow.lifecycle.corrections import CORRECTION_STATES, KIND_LABELS
from workflow.lifecycle.moves import DESK_LABELS, REPORT_STATE_LABELS, STATE_LABELS
from workflow.models import Organisation
from workflow.permissions import Actor
from workflow.queries.dashboard.measures import MEASURES
from workflow.queries.listings import LISTINGS
from workflow.queries.listings.evaluations import GRADES
from workflow.queries.listings.listing import Given, Listing, Words, whole
from workflow.queries.listings.outside import OUTSIDE_STATES
from workflow.queries.listings.rechecks import USE_STATES
from workflow.queries.listings.target_tasks import STAGES
from workflow.rate_facts import CLASSES, SCOPES


def listing_of(actor: Actor, key: str) -> Listing:
    """The list of that name; raises ``NotFound``, and ``NotAllowed`` for who may not open its page."""
    listing = LISTINGS.get(key)
    if listing is None:
        raise NotFound("no_such_list")
    if listing.who is not None and actor.roles.isdisjoint(listing.who):
        raise NotAllowed("no_role")
    return listing


def open_list(session: Session, actor: Actor, key: str, given: Given, language: str) -> Table:
    """The list with exactly the rows its page shows to this person, in its order; they are read as they are taken.

    Raises like ``listing_of``, and while rows are taken what the page raises.
    """
    listing, zone = listing_of(actor, key), ZoneInfo(given.get("zone") or clock.DEFAULT_ZONE.key)
    at = clock.local(clock.now(), zone)
    title, asked = listing.title[language == "en"], filter_words(session, actor, given, language)
    about = (
        f"{title} | {asked or 'all'} | exported {at:%Y-%m-%d %H:%M} by {actor.name}"
        if language == "en"
        else f"{title}｜条件：{asked or '全部'}｜{at:%Y-%m-%d %H:%M} 由{actor.name}导出"
    )
    return Table(
        title,
        about,
        [column.head(language) for column in listing.columns],
        (
            [column.cell(row, language, zone) for column in listing.columns]
            for row in listing.rows(session, actor, given)
        ),
        listing.personal,
    )


def filter_words(session: Session, actor: Actor, given: Given, language: str) -> str:
    """What the list was narrowed to and ordered by, as the filter bar says it."""
    english = language == "en"
    places = dict(_places(session, actor, given))
    told = []
    for key, (label, values) in _ASKED.items():
        if text := given.get(key, "").strip()[:100]:
            words = values.get(text, (text, text)) if values is not None else places.get(text)
            if words is not None:
                told.append(": ".join((label[1], words[1])) if english else "：".join((label[0], words[0])))
    return (", " if english else "，").join(told)


def _places(session: Session, actor: Actor, given: Given) -> list[tuple[str, Words]]:
    """Names of the organisations of the filters, as far as they lie in the actor's regions."""
    wanted = [key for key in (whole(given, name) for name in ("department", "unit", "section")) if key]
    query = select(Organisation.id, Organisation.name).where(
        col(Organisation.id).in_(wanted),
        col(Organisation.region_id).in_(sorted({grant.region_id for grant in actor.grants})),
    )
    return [(str(key), (name, name)) for key, name in session.exec(query)] if wanted else []


_SORTS: dict[str, Words] = {
    "name": ("名称", "name"), "budget": ("预算金额", "budget"), "since": ("停留", "held"),
    "state": ("状态", "state"), "rate": ("执行率", "execution rate"),
    "initial_rate": ("执行率（年初）", "initial rate"),
    "executed": ("已支付", "paid"), "unspent": ("预计结余", "unspent"),
    "priority": ("风险×金额×期限", "risk × amount × deadline"),
    "left": ("未支出", "unspent"), "share": ("报送率", "share submitted"), "passed": ("审核通过率", "share passed"),
    "unsubmitted": ("未报", "not submitted"), "late": ("未报且逾期", "overdue"),
    "money_red": ("资金红灯", "red: money"), "target_red": ("指标红灯", "red: targets"),
    "risk": ("风险", "risk"), "amount": ("预算金额", "budget"), "due": ("审核期限", "review deadline"),
}  # fmt: skip
_SPECIAL: dict[str, Words] = {"any": ("特批", "specially approved"), "open": ("有未了事项", "with open points")}
_STATUS: dict[str, Words] = {
    "quarantined": ("待核对", "to check"), "conflict": ("冲突", "in conflict"), "active": ("在用", "in use"),
    "deprecated": ("已停用", "deprecated"),
}  # fmt: skip
_ASKED: dict[str, tuple[Words, dict[str, Words] | None]] = {
    "year": (("年度", "Year"), {}),
    "money_year": (("当前年度", "Current year"), {}),
    "q": (("查找", "Search"), {}),
    "name": (("名称", "Name"), {}),
    "state": (("状态", "State"), {**STATE_LABELS, **REPORT_STATE_LABELS, **CORRECTION_STATES}),
    "correction": (("类型", "Kind"), dict(KIND_LABELS)),
    "use": (("状态", "State"), dict(USE_STATES)),
    "declaration": (("申报", "Declaration"), {}),
    "desk": (("经办环节", "With"), dict(DESK_LABELS)),
    "special": (("特批", "Special approval"), _SPECIAL),
    "department": (("部门", "Department"), None),
    "section": (("科室", "Section"), None),
    "unit": (("单位", "Unit"), None),
    "grade": (("自评等级", "Grade"), dict(GRADES)),
    "light": (("资金预警灯", "Light of the money"), {light.value: words for light, words in LIGHT_LABELS.items()}),
    "goal_light": (("指标预警灯", "Light of the targets"), {key.value: words for key, words in LIGHT_COLOURS.items()}),
    "overdue": (("逾期", "Overdue"), {"1": ("是", "yes")}),
    "stage": (("状态", "State"), STAGES),
    "outside": (("状态", "State"), OUTSIDE_STATES),
    "status": (("状态", "State"), _STATUS),
    "sector": (("领域", "Sector"), {}),
    "level1": (("一级指标", "Level 1"), {}),
    "group": (("分组", "Part"), {"low": ("与上年一致、低风险", "unchanged, low risk")}),
    "measure": (("统计项", "Number"), {key: row.words for key, row in MEASURES.items()}),
    "value": (("统计值", "Value"), {**DESK_LABELS, **{key.value: words for key, words in LIGHT_COLOURS.items()}}),
    "by": (("按", "Lines"), {"project": ("项目", "project"), "unit": ("单位", "unit"),
                             "department": ("部门", "department"), "section": ("科室", "section"),
                             **{key: SCOPES[key].words for key in CLASSES}}),
    "as_of": (("截至", "As of"), {}),
    "facts": (("口径", "Counting"), {"known": ("只计当日已登记的", "what was known that day")}),
    "against": (("对照", "Held against"), dict(AGAINST)),
    "forecast": (("全年预计", "Forecast"), dict(FORECASTS)),
    "class": (("分类", "Class"), {}),
    "key": (("类别", "Class"), {}),
    "all": (("范围", "Part"), {"1": ("全部", "all")}),
    "kind": (("类型", "Kind"), {kind.value: row.words for kind, row in ENTRY_KINDS.items()}),
    "tab": (("页签", "Tab"), {"settled": ("已处理", "settled"), "rows": ("待核对", "to check"),
                              "payments": ("已导入", "loaded"), "unmatched": ("未归到项目", "of no project"),
                              "history": ("办理经过", "course")}),
    "unit_key": (("文件所列单位", "Unit as printed"), {}),
    "project_key": (("文件所列项目", "Project as printed"), {}),
    "sort": (("排序", "Order"), _SORTS),
    "dir": (("方向", "Direction"), {"asc": ("升序", "rising"), "desc": ("降序", "falling")}),
}  # fmt: skip
"""Word of the address → its label, and its values in words (None: an organisation by its number)."""

OpenList = Callable[[Session, Actor, str, Given, str], Table]
