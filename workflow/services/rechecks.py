"""抽样复核: the performance section draws a sample of accepted self-evaluations and gives points of its own.

A draw only adds to the sample: what was drawn once stays drawn. Nothing on the unit's form changes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from secrets import token_hex

from sqlalchemy import exists, or_
from sqlmodel import Session, col, select

from workflow import clock
from workflow.documents.evaluation_content import items_of
from workflow.errors import Conflict, NotAllowed, RuleFailed, WrongState
from workflow.lifecycle.checks import Problem
from workflow.lifecycle.evaluations.finance import CHECKS, accepted_by, end_recheck, find_recheck
from workflow.lifecycle.evaluations.results import (
    MONEY_PLACE,
    item_place,
    lines_of,
    rechecked_points,
    rechecked_total,
)
from workflow.lifecycle.evaluations.scores import HUNDRED, hundredths, points_of
from workflow.lifecycle.facts import file_kind
from workflow.lifecycle.record import append_audit
from workflow.models import (
    Declaration,
    EvaluationRecheck,
    EvaluationSample,
    EvaluationTask,
    MonitoringReport,
    RecheckLine,
    SelfEvaluation,
)
from workflow.notifications.outbox import notify
from workflow.permissions import Actor, people_at
from workflow.scoring.sampling import Candidate, SampleRule, draw
from workflow.scoring.trace import figure
from workflow.services.evaluation_tasks import find_task
from workflow.services.evaluations import read_points
from workflow.texts import said
from workflow.types import RecheckState, ReportState, Role

TOLD = (Role.filer, Role.unit_head, Role.section_reviewer)
LONGEST = 1_000
Changes = list[dict[str, object]]


@dataclass(frozen=True)
class Rechecked:
    """What became of a save: problems of single places, each with its path."""

    row: EvaluationRecheck
    problems: list[Problem]


def draw_sample(session: Session, actor: Actor, task_id: int, rule: SampleRule, seed: str = "") -> EvaluationSample:
    """Draw among the accepted forms that were not drawn before; without a seed one is made.

    Raises ``NotFound``, ``NotAllowed`` or ``RuleFailed``.
    """
    task = find_task(session, actor, task_id, lock=True)
    if not any(grant.role is Role.performance and grant.region_id == task.region_id for grant in actor.grants):
        raise NotAllowed("no_role")
    if not 0 <= rule.share_percent <= 100:
        raise RuleFailed("sample_share_outside")
    if rule.amount_from_fen is not None and rule.amount_from_fen < 0:
        raise RuleFailed("sample_amount_outside")
    candidates = _candidates(session, task)
    if not candidates:
        raise RuleFailed("sample_nothing_left")
    seed = said(seed)[:64] or token_hex(8)
    drawn = draw(candidates, rule, seed)
    if not drawn:
        raise RuleFailed("sample_empty", count=len(candidates))
    sample = EvaluationSample(
        created_at=clock.now(), task_id=task.id, seed=seed, share_percent=rule.share_percent,
        every_poor=rule.every_poor, every_red=rule.every_red, amount_from_fen=rule.amount_from_fen,
        population=len(candidates), drawn=len(drawn), drawn_by=actor.user_id or None,
    )  # fmt: skip
    session.add(sample)
    session.flush()  # its re-checks point to it
    session.add_all(
        EvaluationRecheck(created_at=clock.now(), sample_id=sample.id, evaluation_id=one.id, why=one.why.value)
        for one in drawn
    )
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting(CHECKS).name,
        action="draw_evaluation_sample",
        object_kind="evaluation_task",
        object_id=task.id,
        details={"seed": seed, "share_percent": rule.share_percent, "every_poor": rule.every_poor,
                 "every_red": rule.every_red, "amount_from_fen": rule.amount_from_fen or 0,
                 "population": len(candidates), "drawn": [one.id for one in drawn]},
    )  # fmt: skip
    return sample


def _candidates(session: Session, task: EvaluationTask) -> list[Candidate]:
    """Accepted forms of the task that no draw has taken yet."""
    reports = select(MonitoringReport.id).where(
        MonitoringReport.project_id == SelfEvaluation.project_id,
        MonitoringReport.fiscal_year == SelfEvaluation.fiscal_year,
        MonitoringReport.state == ReportState.accepted,
    )
    last = reports.order_by(col(MonitoringReport.id).desc()).limit(1).correlate(SelfEvaluation).scalar_subquery()
    red = exists().where(
        col(MonitoringReport.id) == last,
        or_(*(column == "red" for column in (col(MonitoringReport.money_light), col(MonitoringReport.forecast_light),
                                             col(MonitoringReport.target_light)))),
    )  # fmt: skip
    query = select(SelfEvaluation.id, SelfEvaluation.adjusted_fen, SelfEvaluation.grade, red).where(
        SelfEvaluation.task_id == task.id,
        SelfEvaluation.state == ReportState.accepted,
        ~exists().where(col(EvaluationRecheck.evaluation_id) == SelfEvaluation.id),
    )
    return [Candidate(*line) for line in session.exec(query.order_by(col(SelfEvaluation.id)))]


def save_recheck(
    session: Session, actor: Actor, recheck_id: int, version: int, values: Mapping[str, str], *, finish: bool = False
) -> Rechecked:
    """Keep what was typed; ``finish`` ends the re-check and tells the unit, unless a place has a problem.

    Raises ``NotFound``, ``NotAllowed``, ``WrongState`` or ``Conflict``. Points that are left empty are the unit's.
    """
    row, form = find_recheck(session, actor, recheck_id, lock=True)
    _require_checker(session, actor, row, form, version)
    items, lines = items_of(session, form.id), lines_of(session, row.id)
    places = {MONEY_PLACE: form.weight_hundredths}
    places |= {item_place(item.indicator_uid): item.weight_hundredths for item in items}
    changes = _keep(session, row, places, lines, values)
    points = rechecked_points(form, items, lines)
    total = rechecked_total(session, form, points)
    row.total_hundredths, row.grade = hundredths(total.points), total.grade
    problems = [*_problems(row, places, lines, finish=finish), *_endless(values)]
    if changes or (finish and not problems):
        row.version += 1
        row.checked_by = actor.user_id or None
    if changes:
        _note(session, actor, row, form, changes)
    if finish and not problems:
        _finish(session, actor, row, form)
    return Rechecked(row, problems)


def _require_checker(
    session: Session, actor: Actor, row: EvaluationRecheck, form: SelfEvaluation, version: int
) -> None:
    if not actor.holds_any(CHECKS, form):
        raise NotAllowed("no_role")
    if accepted_by(session, actor, form):
        raise NotAllowed("recheck_by_acceptor")
    if row.state != RecheckState.open:
        raise WrongState("recheck_finished")
    if version != row.version:
        raise Conflict("version_changed")


def _keep(
    session: Session,
    row: EvaluationRecheck,
    places: Mapping[str, int],
    lines: dict[str, RecheckLine],
    values: Mapping[str, str],
) -> Changes:
    """Write what differs; a path that is not on this form cannot come from its page."""
    changes: Changes = []
    for path, raw in values.items():
        place, _, name = path.rpartition("/")
        if path == "form/-/opinion":
            target: EvaluationRecheck | RecheckLine = row
            told: dict[str, object] = {"opinion": said(raw)[:LONGEST]}
        elif place in places and name in ("points", "reason"):
            if place not in lines:
                lines[place] = RecheckLine(recheck_id=row.id, place=place)
            target = lines[place]
            told = _points(raw) if name == "points" else {"reason": said(raw)[:LONGEST]}
        else:
            raise RuleFailed("bad_path", path=path)
        before = {key: getattr(target, key) for key in told}
        if before != told:
            target.sqlmodel_update(told)
            session.add(target)
            changes.append({"path": path, "old": before, "new": told})
    return changes


def _points(raw: str) -> dict[str, object]:
    read = read_points(raw)
    return {"points_hundredths": read["hand_hundredths"], "points_raw": read["hand_raw"]}


def _problems(
    row: EvaluationRecheck, places: Mapping[str, int], lines: Mapping[str, RecheckLine], *, finish: bool
) -> Iterator[Problem]:
    """What cannot be read or is too much; to finish also what is missing."""
    for place, weight in places.items():
        line = lines.get(place)
        if line is None:
            continue
        if line.points_raw:
            yield Problem("points_unreadable", {"raw": line.points_raw}, f"{place}/points")
        elif line.points_hundredths is None:
            continue
        elif line.points_hundredths > weight:
            high = figure(Decimal(weight) / HUNDRED)
            yield Problem("points_out_of_range", {"low": "0", "high": high}, f"{place}/points")
        elif finish and not line.reason:
            yield Problem("recheck_reason_missing", {}, f"{place}/reason")
    if finish and not row.opinion:
        yield Problem("recheck_opinion_missing", {}, "form/-/opinion")


def _endless(values: Mapping[str, str]) -> Iterator[Problem]:
    """What was kept in part only."""
    for path, raw in values.items():
        if path.endswith(("/opinion", "/reason")) and (count := len(said(raw))) > LONGEST:
            yield Problem("text_too_long", {"most": LONGEST, "count": count}, path)


def _finish(session: Session, actor: Actor, row: EvaluationRecheck, form: SelfEvaluation) -> None:
    end_recheck(row)
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting(CHECKS, form).name,
        action="finish_recheck",
        object_kind=file_kind(form),
        object_id=form.id,
        reason=row.opinion,
        details={"recheck_id": row.id, "total_hundredths": row.total_hundredths or 0},
    )
    name = session.get_one(Declaration, form.declaration_id).project_name
    notify(
        session,
        people_at(session, TOLD, form) - {actor.user_id},
        template="self_evaluation.rechecked",
        key=f"recheck:{row.id}",
        object_kind=file_kind(form),
        object_id=form.id,
        facts={"project_name": name, "points": _shown(row.total_hundredths), "own": _shown(form.total_hundredths)},
    )


def _shown(number: int | None) -> str:
    return figure(points_of(number) or 0)


def _note(session: Session, actor: Actor, row: EvaluationRecheck, form: SelfEvaluation, changes: Changes) -> None:
    """In the trail of the re-check alone: the unit hears of its end, not of every keystroke."""
    append_audit(
        session,
        actor_id=actor.user_id,
        actor_name=actor.acting(CHECKS, form).name,
        action="recheck_evaluation",
        object_kind="evaluation_recheck",
        object_id=row.id,
        details={"evaluation_id": form.id, "changes": changes, "version": row.version},
    )
