"""Form profiles (region × year × variant): which fields a form shows and asks for, its vocabulary and weights.

A profile is data (``profiles/*.json``), so forms of other years and regions live side by side. Where a field,
a funding source or a level-1 name of a form is added is one line in its JSON file.
"""

import json
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from workflow.canonical.document import HorizonName, NatureCode, SourceCode


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ProfileField(_Part):
    """One header field in the order of the paper form."""

    name: str
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""


class ProfileSection(_Part):
    """One part of the paper form; ``rows`` names the list it shows, else it shows header ``fields``."""

    name: str
    label: str
    fields: tuple[ProfileField, ...] = ()
    rows: str = ""
    required: bool = False
    horizon: HorizonName | None = None


class Labelled(_Part):
    """A funding source with the label this form prints."""

    code: SourceCode
    label: str


class DetailColumn(Labelled):
    """One amount column of the expenditure table and the funding sources whose money it shows."""

    covers: tuple[SourceCode, ...] = ()


class WeightScheme(_Part):
    """Level-3 weights of ``horizon`` add up to ``total`` percent points (Hubei: 80, the other 20 are execution)."""

    horizon: HorizonName
    total: Annotated[int, Field(gt=0, le=100)]
    source: str


class Profile(_Part):
    """Everything one form needs to be shown, checked and printed."""

    code: str
    title: str
    region: str = ""
    year: int | None = None
    kind: Literal["project", "overall"] = "project"
    sections: tuple[ProfileSection, ...]
    budget_field: Literal["budget_year", "budget_total"]
    natures: tuple[NatureCode, ...] = ()
    sources: tuple[Labelled, ...] = ()
    detail_sources: tuple[DetailColumn, ...] = ()
    levels: dict[str, tuple[str, ...]]
    output_levels: tuple[str, ...] = ("产出指标",)
    benefit_levels: tuple[str, ...] = ("效益指标",)
    horizons: tuple[HorizonName, ...]
    indicator_horizons: tuple[HorizonName, ...]
    prior_years: bool = False
    weights: WeightScheme | None = None
    bases: tuple[str, ...]
    words: dict[str, str] = {}
    """What this form prints in place of ``COLUMN_WORDS``."""

    def word(self, column: str) -> str:
        """The heading of a column as this form prints it."""
        return self.words.get(column, COLUMN_WORDS[column])

    def header_fields(self) -> tuple[ProfileField, ...]:
        """Header fields of all sections in paper order."""
        return tuple(field for section in self.sections for field in section.fields)

    def section_of(self, rows: str) -> ProfileSection | None:
        """The first section that shows the list ``rows``, if the form has it."""
        return next((section for section in self.sections if section.rows == rows), None)

    def label_of(self, field: str) -> str:
        """The Chinese label of a header field as this form prints it."""
        return next((item.label for item in self.header_fields() if item.name == field), field)

    def source_label(self, code: str) -> str:
        """来源项目 as printed, e.g. 财政拨款收入（区级安排数）."""
        return next((item.label for item in (*self.sources, *self.detail_sources) if item.code == code), code)


COLUMN_WORDS: dict[str, str] = {
    "goal": "目标名称",
    "block": "指标权重比例(%)",
    "level1": "一级指标",
    "level2": "二级指标",
    "level3": "三级指标",
    "value": "指标值",
    "prior0": "前年",
    "prior1": "上年",
    "target": "预计当年实现",
    "weight": "指标分值权重",
    "basis": "指标值确定依据",
    "item": "项目内容",
    "line_basis": "测算依据及说明",
}
"""Column of a table of the form → its heading where the profile has no word of its own."""

NATURE_LABELS: dict[str, str] = {
    "appropriation": "经费拨款",
    "non_tax": "非税收入",
    "government_fund": "政府性基金",
    "state_capital": "国有资本经营收入",
    "social_insurance": "社会保险基金",
}


@cache
def shipped() -> dict[str, Profile]:
    """The profiles that come with the product, by code."""
    folder = resources.files("workflow.canonical") / "profiles"
    loaded = (Profile.model_validate(json.loads(item.read_text("utf-8"))) for item in folder.iterdir())
    return {profile.code: profile for profile in sorted(loaded, key=lambda profile: profile.code)}
