"""Blocks → forms. Rows are walked once; each belongs to the part of the form its last heading or label opened."""

import itertools
from collections.abc import Iterator, Sequence

from workflow.documents.intake import lists, tables
from workflow.documents.intake.decode import Effort
from workflow.documents.intake.forms import Found, form_of
from workflow.documents.intake.letters import is_code, letters
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.reading import Evidence, ProblemRead, Reading
from workflow.documents.intake.segments import segments
from workflow.documents.intake.sentences import problem
from workflow.documents.intake.source import Source
from workflow.documents.intake.tokens import Row, rows_of

_LONGEST_SNIPPET = 200
_HANDED_DOWN = 0.6
"""How sure it is that a form without title belongs under the one before: a person looks at it."""


def recognise(source: Source) -> Reading:
    """Everything the file says that the vocabulary knows; what was not understood is a problem.

    Raises ``Unreadable`` alone, for a file that would take minutes.
    """
    rows = rows_of(source.blocks)
    reading = Reading(problems=[ProblemRead.of(said) for said in source.problems])
    reading.letters.extend(letters(rows))
    try:
        found, strange = _forms(rows)
    except Unreadable as refusal:
        raise refusal.named(source.name) from None
    for form, evidence, problems in found:
        number = len(reading.forms)
        reading.forms.append(form)
        reading.evidence.update({f"forms/{number}/{path}": found for path, found in evidence.items()})
        reading.problems.extend(problems)
    if not reading.forms:
        reading.problems.append(_nothing(rows, source.name))
    reading.problems.extend(_strange(strange))
    return reading


def _forms(rows: Sequence[Row]) -> tuple[list[Found], list[Row]]:
    """Budget tables and forms in the order of the file, and the table rows that belong to none of them."""
    budget = list(tables.find(rows))
    listed = [found for found in lists.find(rows) if not any(b.start <= found.start < b.end for b in budget)]
    spans = [(found.start, found.end) for found in budget] + [(found.start, found.end) for found in listed]
    taken = {at for start, end in spans for at in range(start, end)}
    left = [row for at, row in enumerate(rows) if at not in taken]
    parts, effort = segments(left), Effort()
    read = [(id(part.rows[0]), form_of(part, effort)) for part in parts]
    _said_once([found for _, found in read])
    place = {id(row): at for at, row in enumerate(rows)}
    ordered = [(place[first], found) for first, found in read] + [(found.start, _table(found)) for found in budget]
    ordered += [(found.start, form_of(segment, effort)) for found in listed for segment in found.segments]
    inside = {id(row) for part in parts for row in part.rows}
    strange = [row for row in left if row.table >= 0 and id(row) not in inside]
    return [found for _, found in sorted(ordered, key=lambda item: item[0])], strange


def _said_once(forms: Sequence[Found]) -> None:
    """Projects that follow under one title and one unit: what the first one says holds for those without a title."""
    for (before, seen, _), (form, evidence, _) in itertools.pairwise(forms):
        if form.title or (not before.title and not seen.get("title")):
            continue
        form.form_type, form.fiscal_year = before.form_type, form.fiscal_year or before.fiscal_year
        evidence["title"] = Evidence(confidence=_HANDED_DOWN, snippet=before.title)
        for name in ("department", "unit") if not (form.department or form.unit) else ():
            if said := getattr(before, name):
                setattr(form, name, said)
                evidence[name] = seen[name].model_copy(update={"confidence": _HANDED_DOWN})


def _strange(rows: Sequence[Row]) -> Iterator[ProblemRead]:
    """A problem for each table that is no part of any form; prose between forms is none."""
    for _, table in itertools.groupby(rows, key=lambda row: row.table):
        lines = list(table)
        if is_code(lines):
            continue
        text = " / ".join(" | ".join(token.text for token in row.tokens) for row in lines)[:_LONGEST_SNIPPET]
        yield ProblemRead.of(problem("not_understood.table", lines[0].where, text=text))


def _table(found: tables.Found) -> Found:
    said = found.form.table
    evidence = Evidence(confidence=1.0, snippet=said.title if said else "", where=found.where)
    return found.form, {"table": evidence}, []


def _nothing(rows: Sequence[Row], name: str) -> ProblemRead:
    return ProblemRead.of(problem("no_form", rows[0].where if rows else "", name=name))
