"""Form profiles (region × year × variant): which fields a form shows and asks for, its vocabulary and weights.

A profile is data (``profiles/*.json``), so forms of other years and regions live side by side. Where a field,
a funding source or a level-1 name of a form is added is one line in its JSON file.
"""

import json
from functools import cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from workflow.canonical import english
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

    def title_of(self, fiscal_year: int) -> str:
        """The heading of the paper; where it names a year, that of the declaration and not the form's."""
        own = f"{self.year}年"
        return f"{fiscal_year}年{self.title.removeprefix(own)}" if self.title.startswith(own) else self.title

    def in_english(self) -> "Profile":
        """The same form with English labels; choices and level names are what is stored and stay."""
        return _in_english(self.model_dump_json())


@cache
def _in_english(form: str) -> Profile:
    profile = Profile.model_validate_json(form)
    sections = tuple(
        section.model_copy(
            update={
                "label": english.SECTIONS.get(section.name, section.label),
                "fields": tuple(
                    item.model_copy(
                        update={
                            "label": english.FIELDS.get(item.name, item.label),
                            "hint": english.HINTS.get(item.name, "") if item.hint else "",
                        }
                    )
                    for item in section.fields
                ),
            }
        )
        for section in profile.sections
    )
    sources, columns = (
        tuple(item.model_copy(update={"label": english.SOURCES.get(item.code, item.label)}) for item in items)
        for items in (profile.sources, profile.detail_sources)
    )
    return profile.model_copy(update={"sections": sections, "sources": sources, "detail_sources": columns})


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
