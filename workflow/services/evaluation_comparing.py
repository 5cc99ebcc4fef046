"""A file's 自评表 beside the open form, place by place: what is the same, what would be taken over, what is doubtful.

What is taken is proposed here and chosen by a person. Points follow the rules with every save; those of a file are
only proposed where no formula gives any. Nothing is written.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlmodel import Session

from workflow.documents.evaluation_content import deviation_of, items_of
from workflow.documents.evaluation_file import Pairing, Promised, pair
from workflow.documents.evaluation_texts import LABELS, note_text, split_deviation, split_note
from workflow.documents.intake.reading import FormRead, IndicatorRead, ProblemRead, Reading
from workflow.documents.intake.texts import squeeze
from workflow.execution import percent, rate
from workflow.indicators import ValueKind, parse
from workflow.lifecycle.evaluations.scores import indicators_of, points_of, scores_of, stamp, traces_of
from workflow.models import EvaluationFile, Organisation, SelfEvaluation, SelfEvaluationItem
from workflow.money import wan
from workflow.scoring.trace import Trace, figure
from workflow.services.evaluations import read_points

SURE = 0.7
"""As intake: a place read with less confidence is to be looked at by a person."""
DOUBTS = ("unsure", "guessed", "other_target", "by_formula")
"""Why a place is not proposed: the reading is not sure, the row is only alike, its target is another, a formula gives
the points."""
Cells = dict[str, str]


@dataclass(frozen=True)
class FileCell:
    """A place of the form: ``now`` as stored, ``said`` in the file; ``reckoned``: the points the rules would give."""

    path: str
    now: str
    said: str
    same: bool
    doubts: tuple[str, ...] = ()
    reckoned: str = ""

    @property
    def proposed(self) -> bool:
        """Differs, and nothing about it is doubtful."""
        return not self.same and not self.doubts


@dataclass(frozen=True)
class FileRow:
    """One indicator: its cells, how what the file says would be scored, and where it was read."""

    item: SelfEvaluationItem
    name: str
    target: str
    cells: list[FileCell] = field(default_factory=list)
    found: bool = True
    read_target: str = ""
    snippet: str = ""
    where: str = ""
    traces: list[Trace] = field(default_factory=list)


@dataclass(frozen=True)
class Fact:
    """A figure that is never taken from a file, see ``FACTS`` of the page: ours and the file's."""

    key: str
    now: str
    said: str
    same: bool


@dataclass(frozen=True)
class Comparison:
    """Everything the page shows. ``other``: the file names another project, unit or year (code → as printed)."""

    file: EvaluationFile
    read: FormRead
    other: Cells
    form: list[FileCell]
    rows: list[FileRow]
    facts: list[Fact]
    left: list[IndicatorRead]
    problems: list[ProblemRead]

    @property
    def cells(self) -> list[FileCell]:
        """All places that the file says something about."""
        return [*self.form, *(cell for row in self.rows for cell in row.cells)]


def compare(session: Session, row: SelfEvaluation, project_name: str, file: EvaluationFile) -> Comparison:
    """With the form as it is now, however long ago the file was read."""
    reading = Reading.model_validate_json(zlib.decompress(file.reading))
    read = reading.forms[0]
    items, indicators = items_of(session, row.id), indicators_of(session, row)
    promised = [
        Promised(item.indicator_uid, one.level3 if one else "", one.target if one else "")
        for item in items
        for one in (indicators.get(item.indicator_uid),)
    ]
    pairing = pair(promised, read.indicators)
    form = list(_form_cells(row, read))
    texts = {item.indicator_uid: list(_texts(item, one, pairing, reading))
             for item, one in zip(items, promised, strict=True)}  # fmt: skip
    proposed = {cell.path: cell.said for cells in [form, *texts.values()] for cell in cells if cell.proposed}
    tried = {item.indicator_uid: item for item in _tried(session, row, proposed)}
    rows = [
        _row(item, one, pairing, reading, texts[item.indicator_uid], tried[item.indicator_uid])
        for item, one in zip(items, promised, strict=True)
    ]
    unit = session.get_one(Organisation, row.unit_id).name
    return Comparison(
        file, read, _other(row, read, project_name, unit), form, rows, list(_facts(row, read)),
        [read.indicators[at] for at in pairing.left], reading.problems,
    )  # fmt: skip


def _other(row: SelfEvaluation, read: FormRead, project_name: str, unit: str) -> Cells:
    name = project_name if row.project_id else ""  # a unit as a whole has no project to name
    said = {"project": (read.project_name, name), "unit": (read.unit, unit),
            "year": (str(read.fiscal_year or ""), str(row.fiscal_year))}  # fmt: skip
    return {code: printed for code, (printed, own) in said.items() if printed and squeeze(printed) != squeeze(own)}


def _form_cells(row: SelfEvaluation, read: FormRead) -> Iterator[FileCell]:
    """The texts beside the indicators."""
    reached = "\n".join(goal.actual for goal in read.goals if goal.actual)
    cause, note = split_note(read.note)
    same = squeeze(read.note) == squeeze(note_text(row.money_cause, row.note))
    told = [("form/-/reached", row.reached, reached, squeeze(reached) == squeeze(row.reached))]
    told += [("money/-/cause", row.money_cause, read.money_cause or cause, same and not read.money_cause)]
    told += [("form/-/note", row.note, note, same)]
    for path, now, said, alike in told:
        if said:
            yield FileCell(path, now, now if alike else said, alike or squeeze(said) == squeeze(now))


def _texts(item: SelfEvaluationItem, one: Promised, pairing: Pairing, reading: Reading) -> Iterator[FileCell]:
    """What was reached, and why not all of it; points come after, when these are known."""
    if one.uid not in pairing.rows:
        return
    at = pairing.rows[one.uid]
    read, doubts = reading.forms[0].indicators[at], _doubts(one, pairing, reading, at)
    said = {"actual": "" if parse(read.actual).kind is ValueKind.blank else read.actual}
    stored = {"actual": item.actual, "reason": item.hand_reason, "cause": item.cause, "measure": item.measure}
    if squeeze(read.deviation) == squeeze(deviation_of(item)) and not read.measure:
        said |= {name: stored[name] for name in LABELS} if read.deviation else {}
    else:
        said |= split_deviation(read.deviation) | ({"measure": read.measure} if read.measure else {})
    for name, text in said.items():
        if text:
            same = squeeze(text) == squeeze(stored[name])
            yield FileCell(f"items/{one.uid}/{name}", stored[name], text, same, () if same else doubts)


def _doubts(one: Promised, pairing: Pairing, reading: Reading, at: int) -> tuple[str, ...]:
    read, told = reading.forms[0].indicators[at], reading.evidence.get(f"indicators/{at}")
    holds = {
        "unsure": told is not None and told.confidence < SURE,
        "guessed": one.uid in pairing.guessed,
        "other_target": bool(read.target) and squeeze(read.target) != squeeze(one.target),
    }
    return tuple(code for code in DOUBTS if holds.get(code))


def _row(
    item: SelfEvaluationItem, one: Promised, pairing: Pairing, reading: Reading, cells: list[FileCell],
    tried: SelfEvaluationItem,
) -> FileRow:  # fmt: skip
    at = pairing.rows.get(one.uid)
    if at is None:
        return FileRow(item, one.name, one.target, found=False)
    told = reading.evidence.get(f"indicators/{at}")
    read = reading.forms[0].indicators[at]
    cells = [*cells, *_points(item, read, tried, _doubts(one, pairing, reading, at))]
    return FileRow(
        item, one.name, one.target, cells,
        read_target=read.target if squeeze(read.target) != squeeze(one.target) else "",
        snippet=told.snippet if told else "", where=told.where if told else "",
        traces=traces_of(tried) if any(cell.proposed for cell in cells) else [],
    )  # fmt: skip


def _points(
    item: SelfEvaluationItem, read: IndicatorRead, tried: SelfEvaluationItem, doubts: tuple[str, ...]
) -> Iterator[FileCell]:
    """Points as typed by hand; where a formula gives others they are shown and not proposed."""
    given = read_points(read.score).get("hand_hundredths")
    if given is None:
        return
    now = points_of(item.hand_hundredths)
    same = given == tried.points_hundredths
    if tried.hand_hundredths is None and tried.points_hundredths is not None and not same:
        doubts = (*doubts, "by_formula")
    reckoned = points_of(tried.points_hundredths)
    yield FileCell(
        f"items/{item.indicator_uid}/points", "" if now is None else figure(now), read.score, same,
        () if same else doubts, "" if reckoned is None else figure(reckoned),
    )  # fmt: skip


def _tried(session: Session, row: SelfEvaluation, values: Cells) -> list[SelfEvaluationItem]:
    """Copies of the items with what is proposed and the points of that."""
    form = SelfEvaluation(**row.model_dump())
    items = [SelfEvaluationItem(**item.model_dump()) for item in items_of(session, row.id)]
    for item in items:
        item.actual = values.get(f"items/{item.indicator_uid}/actual", item.actual)
    stamp(form, scores_of(session, form, items=items))
    return items


def _facts(row: SelfEvaluation, read: FormRead) -> Iterator[Fact]:
    """Money comes from the ledger and the payments, the total from the rules."""
    spent, own, total = rate(row.executed_fen, row.adjusted_fen), points_of(row.points_hundredths), points_of(
        row.total_hundredths
    )  # fmt: skip
    whole = read.funding_sources[0] if read.funding_sources else None
    told = {
        "initial": (wan(row.initial_fen), read.budget_initial or (whole.initial if whole else "")),
        "adjusted": (wan(row.adjusted_fen), read.budget_year or read.budget_total or ""),
        "executed": (wan(row.executed_fen), read.executed or ""),
        "rate": ("—" if spent is None else f"{percent(spent)}%", read.execution_rate),
        "points": ("" if own is None else figure(own), read.execution_score),
        "total": ("" if total is None else figure(total), read.score),
    }
    for key, (now, said) in told.items():
        if said:
            yield Fact(key, now, said, _figure(now) == _figure(said))


def _figure(text: str) -> str:
    """``1,331.70`` and ``1331.7`` are the same figure."""
    bare = squeeze(text).replace(",", "")
    whole, point, rest = bare.rstrip("%").partition(".")
    return f"{whole}{point}{rest}".rstrip("0").rstrip(".") if point else bare.rstrip("%")
