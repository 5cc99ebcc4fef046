"""Monitoring campaigns of the examples: opened by the performance section, reports filled, signed and accepted."""

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from sqlmodel import select

from workflow.documents.report_content import items_of, report_hash
from workflow.documents.report_money import money_lines
from workflow.documents.tables import Head, Kind, Table, write_xlsx
from workflow.lifecycle import Inputs, perform
from workflow.models import CorrectiveAction, Declaration, Indicator, MonitoringReport
from workflow.money import wan
from workflow.permissions import Actor
from workflow.services import campaigns, corrections
from workflow.services.attachments import bring_in
from workflow.services.examples import reading
from workflow.services.examples.world import Event, World
from workflow.services.report_evidence import add_evidence
from workflow.services.report_parts import TypedPart, save_parts
from workflow.services.reports import fill_report
from workflow.types import CorrectionKind, Role

Told = dict[str, Any]
_NUMBER = re.compile(r"\d+(\.\d+)?")
RATES = ("%", "元/")
LIKELY = {"forecast": "可完成", "likelihood": "certain"}
DOUBTFUL = {"forecast": "可能低于目标", "likelihood": "possible", "cause_kind": "staff"}


def events(world: World) -> list[Event]:
    """Opening, the steps of each report, closing."""
    found = []
    more = reading.seed("full/campaigns")["more"] if world.full else {}
    for data in reading.told("campaigns", "campaigns", full=world.full):
        found.append(Event(world.instant(data["opened"], 20), partial(_open, world, data)))
        for name, steps in (data["reports"] | more.get(data["name"], {})).items():
            found += [
                Event(world.instant(day, 20 + number), partial(_step, world, data, name, action, *inputs))
                for number, (day, action, *inputs) in enumerate(steps)
            ]
        if "closed" in data:
            found.append(Event(world.instant(data["closed"], 30), partial(_close, world, data)))
    return found


def _open(world: World, data: Told) -> None:
    campaign = campaigns.open_campaign(
        world.session,
        _performer(world, data["region"]),
        world.regions[data["region"]].id,
        campaigns.Opening(data["year"], data["cutoff_month"], world.day(data["deadline"]), data["name"]),
    )
    world.campaigns[data["name"]] = campaign.id


def _close(world: World, data: Told) -> None:
    performer = _performer(world, data["region"])
    campaigns.close_campaign(world.session, performer, world.campaigns[data["name"]], data["reason"])


def _performer(world: World, region: str) -> Actor:
    """Who opens campaigns in the region: a declaration of it tells the place."""
    here = select(Declaration).where(Declaration.region_id == world.regions[region].id).limit(1)
    return world.first((Role.performance,), world.session.exec(here).one())


def _step(world: World, data: Told, name: str, action: str, told: Told | None = None) -> None:
    told = told or {}
    declared = world.session.get_one(Declaration, world.files[name])  # by now perhaps another revision
    report = world.session.exec(
        select(MonitoringReport).where(
            MonitoringReport.campaign_id == world.campaigns[data["name"]],
            MonitoringReport.project_id == declared.project_id,
        )
    ).one()
    if action in BESIDE:
        BESIDE[action](world, report, told)
        return
    if action == "fill":
        _fill(world, report, data["cutoff_month"], told)
        return
    actor = world.mover(report, action, told.get("by"))
    seen = report_hash(world.session, report) if action == "sign" else ""
    inputs = Inputs(reason=told.get("reason", ""), content_hash=seen)
    perform(world.session, report, actor, action, expected_version=report.version, inputs=inputs)


def _fill(world: World, report: MonitoringReport, month: int, told: Told) -> None:
    """What the filer types: where each indicator stands, and why one may be missed."""
    filer = world.mover(report, "send_up", told.get("by"))
    indicators = select(Indicator).where(Indicator.declaration_id == report.declaration_id)
    targets = {row.uid: row.target for row in world.session.exec(indicators)}
    values = {line.path: wan(line.adjusted_fen) for line in money_lines(report)} | dict(
        zip(("money/-/cause", "money/-/measure"), told.get("money", ()), strict=False)
    )
    for item in items_of(world.session, report.id):
        reached = told.get("actual", {}).get(item.indicator_uid)
        cells = {"actual": reached or _reached(targets[item.indicator_uid], month)}
        if doubt := told.get("doubtful", {}).get(item.indicator_uid):
            cells |= DOUBTFUL | dict(zip(("cause", "measure"), doubt, strict=True))
        else:
            cells |= LIKELY
        values |= {f"items/{item.indicator_uid}/{name}": text for name, text in cells.items()}
    filled = fill_report(world.session, filer, report.id, report.version, values)
    if filled.problems:
        raise ValueError(f"report {report.id}: {filled.problems}")
    world.session.flush()  # the hash that is signed is read from the database


def _reached(target: str, month: int) -> str:
    """Counts grow with the year, rates stand where they are asked for, words say that work goes on."""
    number = _NUMBER.search(target)
    if number is None:
        return "按计划推进"
    value = float(number.group())
    if not any(mark in target for mark in RATES) and value > 1:
        value = round(value * month / 12, 1)
    return f"{value:g}{target[number.end() :]}"


def _order(world: World, report: MonitoringReport, told: Told) -> None:
    """整改, ordered by the section that has the report."""
    actor = world.first((Role.section_reviewer,), report)
    what = corrections.Order(CorrectionKind(told["kind"]), told["problem"], told["demand"], world.day(told["due"]))
    corrections.order(world.session, actor, report.id, what)


def _answer(world: World, report: MonitoringReport, told: Told) -> None:
    """What the unit did about it."""
    query = select(CorrectiveAction).where(CorrectiveAction.report_id == report.id)
    row = world.session.exec(query).one()
    said = corrections.Told(told["owner"], told["measure"], told["result"])
    corrections.take_step(world.session, world.first((Role.filer,), report), row.id, "answer", row.version, said)


def _confirm(world: World, report: MonitoringReport, told: Told) -> None:
    _finish(world, report, "confirm", Role.section_reviewer, told)


def _close_order(world: World, report: MonitoringReport, told: Told) -> None:
    _finish(world, report, "close", Role.performance, told)


def _finish(world: World, report: MonitoringReport, action: str, role: Role, told: Told) -> None:
    """What finance says to an answer: confirmed by the section, closed (销号) by the performance section."""
    row = world.session.exec(select(CorrectiveAction).where(CorrectiveAction.report_id == report.id)).one()
    said = corrections.Told(remark=told.get("remark", ""))
    corrections.take_step(world.session, world.first((role,), report), row.id, action, row.version, said)


def _parts(world: World, report: MonitoringReport, told: Told) -> None:
    """What the executing bodies reported, as the filer typed it."""
    lines = [TypedPart(*line) for line in told["bodies"]]
    saved = save_parts(world.session, world.mover(report, "send_up"), report.id, report.version, lines)
    if saved.problems:
        raise ValueError(f"report {report.id}: {saved.problems}")
    world.session.flush()  # the hash that is signed is read from the database


def _prove(world: World, report: MonitoringReport, told: Told) -> None:
    """A small table as evidence of one indicator."""
    first, *others = told["heads"]
    heads = [Head(first), *(Head(label, Kind.number) for label in others)]
    made = BytesIO()
    write_xlsx(Table(told["title"], f"{told['title']}（演示数据）", heads, told["rows"]), made)
    file = bring_in(f"{told['title']}.xlsx", made.getvalue())
    add_evidence(world.session, world.mover(report, "send_up"), report.id, told["uid"], file)


BESIDE: dict[str, Callable[[World, MonitoringReport, Told], None]] = {
    "order": _order, "answer": _answer, "confirm": _confirm, "close": _close_order, "parts": _parts, "prove": _prove,
}  # fmt: skip
"""What people do besides filling in and the moves."""
