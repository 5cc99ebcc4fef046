"""Words of one form said in another one's: level names, horizons, sources. Used where a reading becomes a draft."""

from collections.abc import Mapping, Sequence

from workflow.canonical import Profile
from workflow.canonical.document import Goal, HorizonName, SourceCode

_HORIZONS: Mapping[str, Sequence[HorizonName]] = {
    "overall": ("overall", "annual", "long_term"),
    "annual": ("annual", "overall", "long_term"),
    "long_term": ("long_term", "overall", "annual"),
}
_SOURCES: Mapping[str, Sequence[SourceCode]] = {
    "fiscal": ("fiscal", "local", "all"),
    "local": ("local", "fiscal", "all"),
    "all": ("all", "local", "fiscal"),
    "transfer": ("transfer", "fiscal", "all"),
    "special_account": ("special_account", "other", "all"),
    "other": ("other", "all"),
}
_SAME_LEVEL = {
    "服务对象": "服务对象满意度",
    "满意度": "服务对象满意度",
    "服务对象满意": "服务对象满意度",
    "社会公众满意度": "服务对象满意度",
    "公众满意度": "服务对象满意度",
    "受益对象满意度": "服务对象满意度",
    "群众满意度": "服务对象满意度",
    "社会公众或服务对象满意度": "服务对象满意度",
    "服务对象或受益人满意度": "服务对象满意度",
    "可持续发展": "可持续影响",
    "生态成本": "生态环境成本",
    "项目完成": "产出",
    "项目效益": "效益",
}


def bare_level(name: str) -> str:
    """A level's name without 指标, in the words of the present forms."""
    bare = name.removesuffix("指标")
    return _SAME_LEVEL.get(bare, bare)


def first_levels(profile: Profile) -> dict[str, str]:
    """Bare name → the first level this form prints."""
    return {bare_level(name): name for name in profile.levels}


def second_levels(profile: Profile) -> dict[str, str]:
    """Bare name → the second level this form prints."""
    return {bare_level(name): name for names in profile.levels.values() for name in names}


def nearest_horizon(printed: HorizonName, known: Sequence[HorizonName]) -> HorizonName:
    """The horizon itself where the form has it, else the nearest it has."""
    return next((name for name in _HORIZONS[printed] if name in known), printed)


def nearest_source(printed: SourceCode | None, known: Sequence[SourceCode]) -> SourceCode | None:
    """The source itself where the form has it, else the nearest; unchanged where the form lists none."""
    if printed is None or not known:
        return printed
    return next((code for code in _SOURCES[printed] if code in known), printed)


def goal_of(goals: Sequence[Goal], name: str, horizon: HorizonName) -> str:
    """The uid of the goal a row names, or of the only one of its horizon; empty where that is open."""
    near = [goal for goal in goals if goal.horizon == horizon] or list(goals)
    named = [goal for goal in near if goal.name == name]
    if named:
        return named[0].uid
    return near[0].uid if len(near) == 1 else ""
