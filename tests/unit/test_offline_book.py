"""Out and in again: what the workbook holds is read back as it was, for every published form and for made-up texts."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.factories import EXAMPLES, example
from workflow.canonical import Declaration, Profile
from workflow.canonical.document import ExpenditureLine, Goal, Indicator, LineAmount
from workflow.canonical.paths import BASICS
from workflow.canonical.profile import shipped
from workflow.documents.offline.filled import fill
from workflow.documents.offline.layout import sheets_of
from workflow.documents.offline.reading import read_book
from workflow.documents.offline.stamp import Exported, Stamp, form_mark, key_of, seal, unseal
from workflow.documents.offline.writing import Content, write_workbook
from workflow.documents.values import flat
from workflow.services.offline.planning import BookPlan, plan
from workflow.services.offline.templates import rows_by_section

KEY = key_of("k" * 40)
NAMES = sorted(path.relative_to(EXAMPLES).with_suffix("").as_posix() for path in EXAMPLES.glob("*/*.json"))


def as_exported(number: int, document: Declaration, profile: Profile) -> Exported:
    """What the sheets show of a document; names are told apart, as the unit's projects are."""
    found, cells = Exported(f"{document.project_name}{number}"), flat(document)
    cells["basics/-/project_name"] = found.name
    for sheet in sheets_of(profile):
        uids = ["-"] if sheet.section == BASICS else [row.uid for row in getattr(document, sheet.section)]
        if sheet.section != BASICS:
            found.rows[sheet.section] = uids
        paths = (f"{sheet.section}/{uid}/{column.field}" for uid in uids for column in sheet.columns)
        found.cells |= {path: cells[path] for path in paths if cells.get(path)}
    return found


def exported_workbook(documents: Sequence[Declaration], profile: Profile) -> bytes:
    """A unit's workbook with these forms."""
    files = {number: as_exported(number, one, profile) for number, one in enumerate(documents, 1)}
    stamp = Stamp(1, "单位", 2, 2025, profile.code, form_mark(profile), files)
    rows = {sheet.section: rows_by_section(sheet, files) for sheet in sheets_of(profile)}
    content = Content(stamp, seal(stamp, KEY), profile, "任务", datetime(2025, 3, 3, 9), rows)
    return write_workbook(content)


def round_trip(documents: Sequence[Declaration], profile: Profile) -> tuple[Stamp, BookPlan, Mapping[str, object]]:
    book = read_book(exported_workbook(documents, profile))
    filled = fill(book, sheets_of(profile))
    stamp = unseal(book.stamp, KEY)
    return stamp, plan(filled, stamp, profile), filled


@pytest.mark.parametrize("code", sorted({example(name).form_profile for name in NAMES}))
def test_every_published_form_comes_back_unchanged(code: str) -> None:
    documents = [one for name in NAMES if (one := example(name)).form_profile == code]
    stamp, made, filled = round_trip(documents, shipped()[code])
    assert (len(made.files), made.marks, made.left_out) == (len(documents), [], [])
    assert [(one.name, one.steps, one.marks) for one in made.files if one.steps or one.marks] == []
    assert set(filled) == {sheet.section for sheet in sheets_of(shipped()[code])}
    assert [len(one.cells) for one in stamp.files.values()] == [len(one.base.cells) for one in made.files]


TEXTS = st.sampled_from(
    ["", "=1+1", "≥95%", "１２３", "_x0041_", "a\nb", "'0012", "1e5", "2025-06-30", "#REF!", " 缩进", "合计"]
)
AMOUNTS = st.integers(0, 10**15 - 1).map(lambda fen: f"{fen // 10**6}.{fen % 10**6:06d}")


@st.composite
def forms(draw: st.DrawFn) -> Declaration:
    """A form whose rows say what spreadsheets like to turn into something else."""
    goals = (Goal(uid="g1", horizon="annual", name="目标"), Goal(uid="g2", horizon="annual", name="目标"))
    rows = tuple(
        Indicator(uid=f"i{number}", horizon="annual", goal=draw(st.sampled_from(["g1", "g2", ""])), level1="产出指标",
                  level3=draw(TEXTS), target=draw(TEXTS), prior_years=(draw(TEXTS), draw(TEXTS)),
                  weight=draw(st.sampled_from([None, "6.5", "10"])))
        for number in range(draw(st.integers(1, 4)))
    )  # fmt: skip
    line = ExpenditureLine(uid="e1", item="项目", basis=draw(TEXTS),
                           amounts=(LineAmount(source="local", amount=draw(AMOUNTS)),))  # fmt: skip
    plain = example("jianghan-2024/02-labour-inspection")
    changed = {"goals": goals, "indicators": rows, "expenditure_lines": (line,), "main_content": draw(TEXTS),
               "budget_year": draw(AMOUNTS), "implementation_plan": draw(TEXTS)}  # fmt: skip
    return plain.model_copy(update=changed)


@settings(max_examples=4, deadline=None)
@given(st.lists(forms(), min_size=3, max_size=3))
def test_what_spreadsheets_like_to_change_comes_back_unchanged(documents: list[Declaration]) -> None:
    _, made, _ = round_trip(documents, shipped()["jianghan-2024"])
    assert [(step.change, one.marks) for one in made.files for step in one.steps] == []
    assert [one.marks for one in made.files if one.marks] == []
