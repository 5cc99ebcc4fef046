"""A form as read → the canonical document it becomes: uids, level names of the form profile, goals by uid.

Nothing is made up: what the document has no place for, or says in other words than the printed form, is a problem
for whoever confirms the draft. Pure: which department, unit and year are chosen by the caller.
"""

import re
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from workflow.canonical import Declaration, Overall, Profile
from workflow.canonical.document import (
    TEXT_FIELDS,
    AssetLine,
    BlockWeight,
    ExecutingBody,
    ExpenditureLine,
    FundingSource,
    Goal,
    HorizonName,
    Indicator,
    LineAmount,
    SourceCode,
)
from workflow.canonical.overall import Counts, MoneyLine, ProjectLine
from workflow.canonical.profile import shipped
from workflow.documents.intake.carrying import (
    bare_level,
    first_levels,
    goal_of,
    nearest_horizon,
    nearest_source,
    second_levels,
)
from workflow.documents.intake.reading import FormRead, IndicatorRead, Reading
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.source import Problem

_WEIGHT = re.compile(r"^\d{1,5}(?:\.\d{1,2})?$")
_YEAR = re.compile(r"^(?:19|20)\d\d年度?")
DECLARED = frozenset({"project_declaration", "project_approval", "self_evaluation", "monitoring"})
"""Forms of one project; a budget table or an overall form is none."""
_PLAIN = ("responsible_person", "phone", *TEXT_FIELDS)
_OPTIONAL = ("project_code", "project_type", "project_category", "budget_total", "budget_year")
_ONLY_READ = ("executed", "score", "actual", "deviation", "category")
"""What intake reads and a declaration has no place for."""


def profile_for(form: FormRead) -> Profile:
    """The shipped form profile that shows what this form prints; the general one where two fit equally."""
    return min(shipped().values(), key=lambda profile: (_unlike(form, profile), profile.region != "", profile.code))


def to_declaration(
    form: FormRead, profile: Profile, department: str, unit: str, fiscal_year: int, *, nameless: bool = False
) -> tuple[Declaration | None, list[Problem]]:
    """The draft of a project form and what it could not carry; None where the form declares no project.

    ``nameless``: a form without the project's name is drafted as well, for a person to name it.
    """
    if form.form_type not in DECLARED:
        return None, [problem("no_declaration", form.title)]
    if not form.project_name and not nameless:
        return None, [problem("no_declaration.name", form.title)]
    draft = _Draft(form, profile)
    said = {name: getattr(form, name) for name in _PLAIN} | {name: getattr(form, name) or None for name in _OPTIONAL}
    try:
        made = Declaration(
            form_profile=profile.code,
            kind="project",
            fiscal_year=fiscal_year,
            department=department,
            unit=unit,
            project_name=form.project_name,
            executing_bodies=tuple(
                ExecutingBody(uid=f"x{at}", name=name) for at, name in enumerate(form.executing_bodies, 1)
            ),
            goals=draft.goals(),
            indicators=draft.indicators(),
            block_weights=draft.block_weights(),
            funding_sources=draft.funding(),
            expenditure_lines=draft.lines(),
            asset_lines=tuple(
                AssetLine(uid=f"a{at}", **line.model_dump()) for at, line in enumerate(form.asset_lines, 1)
            ),
            **said,
        )
    except ValidationError as error:
        return None, [*draft.problems, _invalid(error, form.title)]
    return made, [*draft.problems, *_left_out(form)]


def drafts(reading: Reading) -> tuple[list[Declaration | Overall], list[Problem]]:
    """All drafts of a file under the profile, department, unit and year that each form prints itself."""
    made: list[Declaration | Overall] = []
    problems = [Problem(**said.model_dump()) for said in reading.problems]
    for form in reading.forms:
        if form.form_type == "budget_table":
            continue
        profile = profile_for(form)
        year = form.fiscal_year or profile.year
        if year is None:
            problems.append(problem("no_year", form.title))
            continue
        unit = form.unit or form.department
        draft: Declaration | Overall | None
        if form.form_type == "overall":
            draft, found = to_overall(form, year)
        else:
            draft, found = to_declaration(form, profile, form.department or unit, unit, year)
        problems.extend(found)
        made.extend([draft] if draft else [])
    return made, problems


def to_overall(form: FormRead, fiscal_year: int | None = None) -> tuple[Overall | None, list[Problem]]:
    """The department's overall statement; None where the form is another one or names no department or year.

    ``fiscal_year`` is taken where it is given, whatever the form prints.
    """
    department = form.department or form.unit
    year = fiscal_year or form.fiscal_year
    if form.form_type != "overall" or not department or not year:
        return None, [problem("no_overall", form.title)]
    money = {
        part: tuple(
            MoneyLine(item=line.item, current=line.current, share=line.share, prior_years=_two(line.prior_years))
            for line in form.money
            if line.part == part
        )
        for part in ("income", "expenditure")
    }
    lines = (line.model_dump(exclude={"purpose"}) for line in form.projects)
    try:
        made = Overall(
            form_profile=f"overall-{year}",
            kind="overall",
            fiscal_year=year,
            department=department,
            prior_years=(year - 2, year - 1),
            income=money["income"],
            expenditure=money["expenditure"],
            projects=tuple(ProjectLine(**line) for line in lines),
            long_term_until=form.long_term_until,
            counts=_counts(form),
        )
    except ValidationError as error:
        return None, [_invalid(error, form.title)]
    return made, []


class _Draft:
    """The lists of one declaration; collects what cannot be carried."""

    def __init__(self, form: FormRead, profile: Profile) -> None:
        self.form, self.profile = form, profile
        self.problems: list[Problem] = []
        self._firsts, self._seconds = first_levels(profile), second_levels(profile)
        self._goals: list[Goal] = []

    def goals(self) -> tuple[Goal, ...]:
        """Goals under the horizons that this form knows."""
        for at, goal in enumerate(self.form.goals, 1):
            horizon = self._horizon(goal.horizon, self.profile.horizons, "goal", goal.name)
            self._goals.append(Goal(uid=f"g{at}", name=goal.name, horizon=horizon, text=goal.text))
        return tuple(self._goals)

    def indicators(self) -> tuple[Indicator, ...]:
        """Rows with the level names of this form and the uid of their goal."""
        return tuple(self._indicator(at, row) for at, row in enumerate(self.form.indicators, 1))

    def _indicator(self, at: int, row: IndicatorRead) -> Indicator:
        horizon = self._horizon(row.horizon, self.profile.indicator_horizons, "indicator", row.level3)
        level1 = self._level(row.level1, self._firsts, row.level3)
        level2 = self._level(row.level2, self._seconds, row.level3)
        older, last = [*row.prior_years, "", ""][:2]
        return Indicator(
            uid=f"i{at}",
            horizon=horizon,
            goal=goal_of(self._goals, row.goal, row.horizon),
            level1=level1,
            level2=level2,
            level3=row.level3,
            target=row.target,
            prior_years=(older, last),
            weight=self._weight(row.weight, row.level3),
            basis=row.basis,
        )

    def block_weights(self) -> tuple[BlockWeight, ...]:
        """指标权重比例 of the blocks; one that is no number is a problem."""
        made = []
        for at, block in enumerate(self.form.block_weights, 1):
            weight = self._weight(block.weight, "、".join(block.levels))
            if weight is not None:
                goal = goal_of(self._goals, block.goal, block.horizon)
                levels = tuple(self._firsts.get(bare_level(name), name) for name in block.levels)
                horizon = nearest_horizon(block.horizon, self.profile.indicator_horizons)
                made.append(BlockWeight(uid=f"b{at}", horizon=horizon, goal=goal, levels=levels, weight=weight))
        return tuple(made)

    def funding(self) -> tuple[FundingSource, ...]:
        """Funding rows under the sources of this form."""
        known = [item.code for item in self.profile.sources]
        return tuple(
            FundingSource(
                uid=f"f{at}",
                nature=line.nature,
                source=self._source(line.source, known, line.label),
                amount=line.amount,
            )
            for at, line in enumerate(self.form.funding_sources, 1)
        )

    def lines(self) -> tuple[ExpenditureLine, ...]:
        """Expenditure lines; each amount under the columns of this form."""
        known = [item.code for item in self.profile.detail_sources]
        return tuple(
            ExpenditureLine(
                uid=f"e{at}",
                item=line.item,
                basis=line.basis,
                amounts=tuple(
                    LineAmount(source=self._source(one.source, known, line.item) or one.source, amount=one.amount)
                    for one in line.amounts
                ),
            )
            for at, line in enumerate(self.form.expenditure_lines, 1)
        )

    def _horizon(self, printed: HorizonName, known: Sequence[HorizonName], what: str, name: str) -> HorizonName:
        found = nearest_horizon(printed, known)
        if found != printed:
            self.problems.append(problem(f"horizon_changed.{what}", name=name))
        return found

    def _level(self, printed: str, known: Mapping[str, str], name: str) -> str:
        found = known.get(bare_level(printed))
        if printed and found is None:
            self.problems.append(problem("level_unknown", name=name, printed=printed))
        return found or printed

    def _weight(self, printed: str, name: str) -> str | None:
        text = printed.rstrip("%％分")
        if text and not _WEIGHT.match(text):
            self.problems.append(problem("weight_unreadable", name=name, printed=printed))
            return None
        return text or None

    def _source(self, printed: SourceCode | None, known: Sequence[SourceCode], what: str) -> SourceCode | None:
        found = nearest_source(printed, known)
        if found != printed:
            self.problems.append(problem("source_changed", name=what))
        return found


def _unlike(form: FormRead, profile: Profile) -> float:
    """How much the form prints that the profile does not show, and the other way round."""
    fields = {field.name: field.required for field in profile.header_fields()}
    lists = {section.rows for section in profile.sections if section.rows}
    printed = {name for name in (*_PLAIN, *_OPTIONAL) if getattr(form, name)}
    rows = {name for name in ("executing_bodies", "funding_sources", "expenditure_lines") if getattr(form, name)}
    missing = sum(1 for name, required in fields.items() if required and name not in printed)
    horizons = {goal.horizon for goal in form.goals} - set(profile.horizons)
    known = second_levels(profile)
    strange = sum(1 for row in form.indicators if bare_level(row.level2) not in known or row.basis not in profile.bases)
    sources = {line.source for line in form.funding_sources if line.source} - {item.code for item in profile.sources}
    title, printed_title = (_YEAR.sub("", text) for text in (profile.title, form.title))
    titled = -4.0 if title == printed_title else -2.0 if printed_title and printed_title in title else 0.0
    year = 0.0 if profile.year == form.fiscal_year else 0.5
    return (
        len(printed - fields.keys())
        + len(rows - lists)
        + 0.5 * missing
        + len(horizons)
        + len(sources)
        + 3 * strange / max(len(form.indicators), 1)
        + titled
        + year
    )


def _left_out(form: FormRead) -> list[Problem]:
    """One problem for each kind of content that a declaration has no place for."""
    rows = [form, *form.indicators, *form.funding_sources]
    return [
        problem(f"not_carried.{name}", form.title)
        for name in _ONLY_READ
        if any(getattr(row, name, None) for row in rows)
    ]


def _invalid(error: ValidationError, where: str) -> Problem:
    places = "、".join(sorted({"/".join(map(str, item["loc"])) for item in error.errors()}))
    return problem("draft_invalid", where, places=places)


def _counts(form: FormRead) -> Counts:
    def count(rows: Sequence[object], horizon: str) -> int:
        return sum(getattr(row, "horizon", "") == horizon for row in rows)

    return Counts(
        long_term_goals=count(form.goals, "long_term"),
        annual_goals=count(form.goals, "annual"),
        long_term_indicators=count(form.indicators, "long_term"),
        annual_indicators=count(form.indicators, "annual"),
    )


def _two(years: Sequence[str | None]) -> tuple[str | None, str | None]:
    older, last = [*years, None, None][:2]
    return older, last
