"""Blocks → forms. Rows are walked once; each belongs to the part of the form its last heading or label opened."""

from collections.abc import Sequence

from workflow.documents.intake.forms import form_of
from workflow.documents.intake.reading import ProblemRead, Reading
from workflow.documents.intake.segments import segments
from workflow.documents.intake.source import Source
from workflow.documents.intake.tokens import Row, rows_of


def recognise(source: Source) -> Reading:
    """Everything the file says that the vocabulary knows. Never raises; what was not understood is a problem."""
    rows = rows_of(source.blocks)
    reading = Reading(problems=[ProblemRead(code=p.code, message=p.message, where=p.where) for p in source.problems])
    parts = segments(rows)
    for segment in parts:
        form, evidence, problems = form_of(segment)
        number = len(reading.forms)
        reading.forms.append(form)
        reading.evidence.update({f"forms/{number}/{path}": found for path, found in evidence.items()})
        reading.problems.extend(problems)
    if not parts:
        reading.problems.append(_nothing(rows, source.name))
    return reading


def _nothing(rows: Sequence[Row], name: str) -> ProblemRead:
    return ProblemRead(
        code="no_form",
        message=f"《{name}》里没有找到绩效目标表：没有“项目名称”“一级指标”一类的栏目。请确认是申报表、批复表或自评表。",
        where=rows[0].where if rows else "",
    )
