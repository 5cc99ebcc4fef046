"""What a form says, free of any layout: from the published examples and from invented projects of other sectors."""

import json
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from benchmarks.intake_layouts.invented import PROJECTS
from benchmarks.intake_layouts.invented_harder import HARDER_PROJECTS
from benchmarks.intake_layouts.invented_other import OTHER_DEPARTMENTS, OTHER_PROJECTS
from benchmarks.intake_layouts.invented_overall import DEPARTMENTS

EXAMPLES = Path(__file__).parents[2] / "examples" / "declarations"
Horizon = Literal["long_term", "annual"]
HORIZONS: tuple[Horizon, Horizon] = ("long_term", "annual")

LEVELS = {
    "成经": ("成本指标", "经济成本指标"),
    "成社": ("成本指标", "社会成本指标"),
    "成生": ("成本指标", "生态环境成本指标"),
    "旧成": ("产出指标", "成本指标"),
    "数": ("产出指标", "数量指标"),
    "质": ("产出指标", "质量指标"),
    "时": ("产出指标", "时效指标"),
    "经": ("效益指标", "经济效益指标"),
    "社": ("效益指标", "社会效益指标"),
    "生": ("效益指标", "生态效益指标"),
    "续": ("效益指标", "可持续影响指标"),
    "满": ("满意度指标", "服务对象满意度指标"),
}
"""Short keys of the invented projects: words of 财预〔2021〕101号, and 成本指标 under 产出指标 of the older one."""


@dataclass(frozen=True)
class Row:
    """One indicator; ``goal`` counts the goals of its horizon from 1, ``weight`` and ``actual`` as printed."""

    horizon: Horizon
    level1: str
    level2: str
    name: str
    target: str
    basis: str = ""
    prior_years: tuple[str, str] = ("", "")
    goal: int = 1
    weight: str = ""
    actual: str = ""
    score: str = ""


@dataclass(frozen=True)
class Content:
    """One form's content; amounts are decimal strings in 万元, ``whole_department`` tells an overall form's."""

    department: str
    unit: str
    project_name: str
    fiscal_year: int
    budget_total: str
    budget_year: str
    project_type: str
    establishment_basis: str
    long_term: tuple[str, ...]
    annual: tuple[str, ...]
    rows: tuple[Row, ...]
    whole_department: bool = False

    def of(self, horizon: Horizon) -> list[Row]:
        """The rows of one horizon in their order."""
        return [row for row in self.rows if row.horizon == horizon]

    def goals(self, horizon: Horizon) -> tuple[str, ...]:
        """The goals' texts of one horizon."""
        return self.long_term if horizon == "long_term" else self.annual

    def only(self, keep: Callable[[Row], bool]) -> "Content":
        """Without the rows that a layout cannot say unambiguously."""
        return replace(self, rows=tuple(row for row in self.rows if keep(row)))


# --- the notation of the invented ones -------------------------------------------------------------------------------


def parse_projects(text: str, *, whole_department: bool = False) -> list[Content]:
    """Read the notation described in ``invented.py``."""
    return [_parsed(block.strip().splitlines(), whole_department) for block in text.strip().split("\n@")]


def _parsed(lines: list[str], whole_department: bool) -> Content:
    head = [part.strip() for part in lines[0].removeprefix("@").split("|")]
    said: dict[str, list[str]] = {"依据": [], "长期": [], "年度": []}
    rows: list[Row] = []
    for line in lines[1:]:
        key, _, rest = line.partition(" ")
        if key in said:
            said[key].append(rest)
        else:
            rows += _rows(line)
    return Content(
        department=head[1],
        unit=head[2],
        project_name=head[0],
        fiscal_year=int(head[3]),
        budget_total=head[4],
        budget_year=head[5],
        project_type=head[6],
        establishment_basis=said["依据"][0],
        long_term=tuple(said["长期"]),
        annual=tuple(said["年度"]),
        rows=tuple(sorted(rows, key=lambda row: (HORIZONS.index(row.horizon), row.goal))),
        whole_department=whole_department,
    )


def _rows(line: str) -> list[Row]:
    head, name, target, basis, *prior = (part.strip() for part in line.split("|"))
    *goal, level = head.split()
    level1, level2 = LEVELS[level] if level in LEVELS else level.split("/")
    long_term, _, annual = (part.strip() for part in target.partition("=>"))
    years = (prior[0], prior[1]) if prior else ("", "")
    number = int(goal[0]) if goal else 1
    return [
        Row("long_term", level1, level2, name, long_term, basis, goal=number),
        Row("annual", level1, level2, name, annual or long_term, basis, years, number),
    ]


# --- the published ones ----------------------------------------------------------------------------------------------


def _from_example(document: dict[str, object]) -> Content:
    """A published declaration. Where it has no long-term rows the annual ones stand for both horizons."""
    data = json.loads(json.dumps(document))
    numbers = {goal["uid"]: _number(goal["name"]) for goal in data["goals"]}
    rows = [
        Row(
            "long_term" if item["horizon"] == "long_term" else "annual",
            item["level1"],
            item["level2"],
            item["level3"],
            item["target"],
            item["basis"],
            (item["prior_years"][0], item["prior_years"][1]),
            numbers.get(item["goal"], 1),
            item["weight"] or "",
        )
        for item in data["indicators"]
    ]
    if not any(row.horizon == "long_term" for row in rows):
        rows = [replace(row, horizon="long_term", prior_years=("", ""), weight="") for row in rows] + rows
    texts = {name: tuple(goal["text"] for goal in data["goals"] if goal["horizon"] == name) for name in HORIZONS}
    overall = tuple(goal["text"] for goal in data["goals"] if goal["horizon"] == "overall")
    total, year = data["budget_total"], data["budget_year"]
    return Content(
        department=data["department"],
        unit=data["unit"] or data["department"],
        project_name=data["project_name"],
        fiscal_year=data["fiscal_year"],
        budget_total=total or year,
        budget_year=year or total,
        project_type=data["project_type"] or "常年性项目",
        establishment_basis=data["establishment_basis"] or data["application_reason"] or "按上级文件执行。",
        long_term=texts["long_term"] or overall,
        annual=texts["annual"] or overall,
        rows=tuple(rows),
    )


def _number(name: str) -> int:
    found = re.search(r"\d+$", name)
    return int(found[0]) if found else 1


@cache
def projects() -> tuple[Content, ...]:
    """All projects: the 27 published declarations and the invented ones."""
    files = sorted(EXAMPLES.glob("*/*.json"))
    published = [_from_example(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    return (*parse_projects(PROJECTS), *published)


@cache
def departments() -> tuple[Content, ...]:
    """Whole departments, all invented."""
    return tuple(parse_projects(DEPARTMENTS, whole_department=True))


@cache
def other_projects() -> tuple[Content, ...]:
    """Projects of other fields in other words: nothing of the recogniser was made for them."""
    return (*parse_projects(OTHER_PROJECTS), *parse_projects(HARDER_PROJECTS))


@cache
def other_departments() -> tuple[Content, ...]:
    """Whole departments of the same kind."""
    return tuple(parse_projects(OTHER_DEPARTMENTS, whole_department=True))


# --- what a layout adds when a content lacks it -----------------------------------------------------------------------


def weighted(rows: Iterable[Row], total: int = 90) -> list[Row]:
    """Rows with whole weights that add up to ``total``; the last one takes the rest."""
    listed = list(rows)
    share = max(total // max(len(listed), 1), 1)
    weights = [share] * (len(listed) - 1) + [total - share * (len(listed) - 1)]
    return [replace(row, weight=str(weight)) for row, weight in zip(listed, weights, strict=True)]


def evaluated(rows: Iterable[Row]) -> list[Row]:
    """Rows with what was reached, a little more than a lower bound asks for, and full points for it."""
    return [replace(row, actual=_reached(row.target), score=row.weight) for row in rows]


def _reached(target: str) -> str:
    found = re.fullmatch(r"([≥≤=]?)(\d+(?:\.\d+)?)(.*)", target)
    if found is None:
        return "达成预期指标"
    sign, number, unit = found.groups()
    places = len(number.partition(".")[2])
    reached = float(number) * (1.02 if sign == "≥" else 1)
    return f"{min(reached, 100) if unit == '%' else reached:.{places}f}{unit}"


def with_short_goals(content: Content) -> Content:
    """At most one goal per horizon, for layouts that have one cell for each; rows of the others go with it."""
    return replace(
        content,
        long_term=("".join(content.long_term),),
        annual=("".join(content.annual),),
        rows=tuple(replace(row, goal=1) for row in content.rows),
    )


def choose(pool: Iterable[Content], fits: Callable[[Row], bool], count: int, dice: random.Random) -> list[Content]:
    """``count`` different contents with the rows a layout can say; those with fewer than three left a year are out."""
    fitting = [content.only(fits) for content in pool]
    return dice.sample([content for content in fitting if len(content.of("annual")) >= 3], count)
