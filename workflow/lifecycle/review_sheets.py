"""The review sheet of a file: which one it needs, whether it is filled in, and how ``pass_review`` keeps it.

A key project (重点项目) needs the scored sheet: its budget of the year reaches ``key_project_wan``, or its type or
category holds one of ``key_project_words`` (新增, 政策 …). A reviewer may demand it for any other project, never the
reverse. Ordinary projects need four ticks; what states no ticks at all (a bulk pass, the API) judges them as a whole
by one opinion, which a key project does not allow. The page always states its ticks, so no click can leave them out.
"""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, select

from workflow import clock, regional
from workflow.lifecycle.case import Case
from workflow.lifecycle.checks import Problem, check
from workflow.models import Declaration, ReviewSheet
from workflow.money import fen_from_wan
from workflow.regional.table import GRADE_BANDS, KEY_PROJECT_WAN, KEY_PROJECT_WORDS
from workflow.scoring.review_sheet import SCORED, TICKS, Criterion, unanswered
from workflow.types import SheetKind

CRITERIA: dict[str, tuple[Criterion, ...]] = {SheetKind.ticks: TICKS, SheetKind.scored: SCORED, SheetKind.whole: ()}


def sheet_of(session: Session, row: Declaration) -> ReviewSheet | None:
    """The sheet of the present round."""
    query = select(ReviewSheet).where(ReviewSheet.declaration_id == row.id, ReviewSheet.round == row.round)
    return session.exec(query).first()


def is_key_project(session: Session, row: Declaration) -> bool:
    """Whether the region wants the scored sheet for it."""
    budget = row.budget_year_fen if row.budget_year_fen is not None else row.budget_total_fen
    least = regional.setting(session, row.region_id, KEY_PROJECT_WAN, row.fiscal_year)
    words = regional.setting(session, row.region_id, KEY_PROJECT_WORDS, row.fiscal_year)
    named = f"{row.project_type or ''} {row.project_category or ''}"
    return (budget or 0) >= fen_from_wan(str(least)) or any(word in named for word in words)


def needed_kind(session: Session, row: Declaration, sheet: ReviewSheet | None) -> SheetKind:
    """The sheet to fill in now."""
    raised = sheet is not None and sheet.raised
    return SheetKind.scored if raised or is_key_project(session, row) else SheetKind.ticks


def grade_bands(session: Session, row: Declaration) -> Sequence[int]:
    """From which score on a sheet is 优, 良, 中."""
    bands: Sequence[int] = regional.setting(session, row.region_id, GRADE_BANDS, row.fiscal_year)
    return bands


@check(422)
def review_sheet_complete(case: Case) -> Problem | None:
    """pass_review: the scored sheet of a key project is complete; the four ticks of another one are."""
    sheet = sheet_of(case.session, case.row)
    kind = needed_kind(case.session, case.row, sheet)
    if kind is SheetKind.scored:
        answers: Mapping[str, str] = sheet.answers if sheet and sheet.kind == kind else {}
    elif case.inputs.ticks is None:
        return None
    else:
        answers = case.inputs.ticks
    missing = unanswered(CRITERIA[kind], answers)
    if not missing:
        return None
    code = "review_sheet_incomplete" if kind is SheetKind.scored else "ticks_missing"
    return Problem(code, {"count": len(missing)})


def keep_sheet(case: Case) -> None:
    """pass_review: the sheet as it was decided, with grade and opinion."""
    now, row = clock.now(), case.row
    sheet = sheet_of(case.session, row)
    kind = needed_kind(case.session, row, sheet)
    if sheet is None:
        sheet = ReviewSheet(
            created_at=now, declaration_id=row.id, round=row.round, kind=kind, author_id=case.actor.user_id,
            updated_at=now,
        )  # fmt: skip
    if kind is SheetKind.ticks:
        sheet.kind = SheetKind.whole if case.inputs.ticks is None else SheetKind.ticks
        sheet.answers = {**sheet.answers, **_told(case.inputs.ticks or {})}
    sheet.sqlmodel_update(
        {
            "grade": case.inputs.grade, "opinion": case.inputs.opinion, "author_id": case.actor.user_id,
            "updated_at": now, "decided_at": now,
        }
    )  # fmt: skip
    case.session.add(sheet)


def _told(ticks: Mapping[str, str]) -> dict[str, str]:
    return {item.key: ticks[item.key] for item in TICKS if item.key in ticks}
