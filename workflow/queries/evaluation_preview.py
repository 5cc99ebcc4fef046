"""Which self-evaluations other scoring rules would change, and by how much: shown before the rules are saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from workflow.lifecycle.evaluations.scores import points_of, scores_of
from workflow.models import Declaration, RegionSetting, SelfEvaluation
from workflow.regional.evaluation import evaluation_scheme
from workflow.regional.table import SCORING
from workflow.scoring.scheme import Scheme
from workflow.types import Desk, Kind, ReportState

MOST = 300
"""Forms of a chunk, and so many are reckoned while a person waits; where there are more a job reckons them."""


@dataclass(frozen=True)
class Rescored:
    """One form whose total would be another; None = a part would have no points."""

    id: int
    project_name: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class Preview:
    """What would change among the ``looked_at`` oldest of all ``open`` forms that still follow the rules.

    ``last`` is the newest form that was looked at; the next chunk comes after it.
    """

    rescored: list[Rescored]
    looked_at: int
    open: int
    last: int = 0

    @property
    def whole(self) -> bool:
        """Every form was looked at."""
        return self.looked_at >= self.open


def preview(session: Session, region_id: int, year: int, wanted: Mapping[str, Any], after: int = 0) -> Preview:
    """Forms at the filer's desk of this and later years; what was sent up keeps its points whatever is set."""
    here = (
        SelfEvaluation.region_id == region_id,
        SelfEvaluation.fiscal_year >= year,
        SelfEvaluation.state == ReportState.drafted,
        SelfEvaluation.desk == Desk.filer,
    )
    whole = col(SelfEvaluation.project_id).is_(None)
    years = session.exec(select(SelfEvaluation.fiscal_year, whole).where(*here).distinct()).all()
    kinds = [(other, Kind.overall if of_unit else Kind.project) for other, of_unit in years]
    others = {(other, kind): _other_scheme(session, region_id, year, other, kind, wanted) for other, kind in kinds}
    if not any(others.values()):
        return Preview([], 0, 0, after)  # the same rules: whatever else was typed, no form is looked at
    count = session.exec(select(func.count()).select_from(SelfEvaluation).where(*here)).one()
    query = select(SelfEvaluation, Declaration.project_name).join(
        Declaration, col(Declaration.id) == SelfEvaluation.declaration_id
    )
    found = session.exec(
        query.where(*here, SelfEvaluation.id > after).order_by(col(SelfEvaluation.id)).limit(MOST)
    ).all()
    rescored = []
    for row, name in found:
        if scheme := others[row.fiscal_year, row.kind]:
            before, then = points_of(row.total_hundredths), scores_of(session, row, scheme).total.points
            if before != then:
                rescored.append(Rescored(row.id, name, before, then))
    return Preview(rescored, len(found), count, found[-1][0].id if found else after)


def _other_scheme(
    session: Session, region_id: int, year: int, form_year: int, kind: Kind, wanted: Mapping[str, Any]
) -> Scheme | None:
    """The rules of the form's year with what is wanted from ``year`` on, unless a later year has values of its own.

    None where they would be the same rules.
    """
    query = select(RegionSetting.key).where(
        RegionSetting.region_id == region_id, RegionSetting.year > year, RegionSetting.year <= form_year
    )
    own = set(session.exec(query))
    instead = {key: value for key, value in wanted.items() if key in SCORING and key not in own}
    then = evaluation_scheme(session, region_id, form_year, kind, instead)
    return None if then == evaluation_scheme(session, region_id, form_year, kind) else then
