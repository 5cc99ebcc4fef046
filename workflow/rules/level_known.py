"""Level-1 and level-2 names are those of the form: 一级、二级指标使用规定名称."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache

from workflow.canonical import Declaration
from workflow.canonical.document import Indicator
from workflow.rules.finding import Context, Found, rule
from workflow.rules.readings import quoted
from workflow.types import Severity

_NEAR = 0.5
_LONGEST = 40  # signs of a name that is compared with the standard names
_ALIASES: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile("满意"), "服务对象满意度指标", "满意度指标"),
    (re.compile("完成|产出|投入"), "", "产出指标"),
    (re.compile("效益|效果|效应"), "", "效益指标"),
    (re.compile("环境|生态"), "生态效益指标", ""),
    (re.compile("进度|时间"), "时效指标", ""),
    (re.compile("可持续"), "可持续影响指标", "效益指标"),
)


@rule(
    severity=Severity.warning,
    title_zh="一级、二级指标使用规定名称",
    title_en="Level-1 and level-2 names are those of the form",
    source="项目支出（绩效目标）申报表填报要求：一级、二级指标使用表内规定名称",
)
def level_known(document: Declaration, context: Context) -> Iterable[Found]:
    """One finding per pair of names; a level-2 name under another level-1 is told with the right one."""
    levels = context.profile.levels
    groups: dict[tuple[str, str], list[Indicator]] = {}
    for row in document.indicators:
        if any((row.level1, row.level2, row.level3, row.target)):
            groups.setdefault((row.level1.strip(), row.level2.strip()), []).append(row)
    for (level1, level2), rows in groups.items():
        if level1 not in levels:
            yield _found(rows, "level1", level1, _nearest(level1, tuple(levels), 1), "一级指标")
        elif level2 not in levels[level1]:
            yield _misplaced(rows, level2, levels) or _found(
                rows, "level2", level2, _nearest(level2, levels[level1], 0), "二级指标"
            )


def _misplaced(rows: list[Indicator], level2: str, levels: Mapping[str, tuple[str, ...]]) -> Found | None:
    """None if the name belongs to no other level 1 either."""
    right = next((name for name, under in levels.items() if level2 in under), None)
    if right is None:
        return None
    level1, (zh, en) = rows[0].level1, _places(rows)
    return Found(
        f"indicators/{rows[0].uid}/level1",
        f"二级指标「{level2}」属于「{right}」，不属于「{level1}」{zh}",
        f"“{level2}” belongs under “{right}”, not under “{level1}”{en}",
        level1,
        right,
        is_value=True,
    )


def _found(rows: list[Indicator], field: str, name: str, suggestion: str, kind: str) -> Found:
    zh, en = _places(rows)
    said = f"level {field[-1]}"
    said_zh = f"{kind}「{quoted(name)}」不是本表规定的名称" if name else f"没有填写{kind}"
    said_en = f"“{quoted(name)}” is no name of this form for {said}" if name else f"{said.capitalize()} is empty"
    place = f"indicators/{rows[0].uid}/{field}"
    return Found(place, f"{said_zh}{zh}", f"{said_en}{en}", name, suggestion, is_value=bool(suggestion))


def _places(rows: list[Indicator]) -> tuple[str, str]:
    many = len(rows)
    return (f"（共 {many} 处）", f" ({many} places)") if many > 1 else ("", "")


@lru_cache(maxsize=1024)
def _nearest(name: str, standard: tuple[str, ...], column: int) -> str:
    """The standard name that is meant; empty if that cannot be told."""
    if not name or len(name) > _LONGEST:
        return ""
    near = get_close_matches(f"{name.removesuffix('指标')}指标", standard, 1, _NEAR)
    if near:
        return near[0]
    meant = ((level2, level1)[column] for word, level2, level1 in _ALIASES if word.search(name))
    return next((word for word in meant if word in standard), "")
