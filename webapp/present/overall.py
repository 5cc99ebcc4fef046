"""整体支出与预算表: the list of departments, and the tables of one with the findings at their cells."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import url_for

from webapp.i18n import _, language, plural
from webapp.present.labels import pick
from webapp.present.refusals import problems_of
from webapp.present.times import moment
from workflow.canonical import Overall
from workflow.documents.overall_file import MOST_MB
from workflow.errors import Conflict, Refusal, RuleFailed
from workflow.money import fen_from_wan, wan_grouped
from workflow.notifications.refusals import refusal_text
from workflow.queries.overall_statements import DepartmentLine, Loading
from workflow.rules import Finding
from workflow.rules.overall.tables import TOTAL, columns
from workflow.services.overall_statements import Kept

View = dict[str, Any]


def index_view(lines: Sequence[DepartmentLine], year: int, refused: RuleFailed | None) -> View:
    """Variables of ``overall/index.html``."""
    loaded = sum(line.overall is not None for line in lines)
    return {
        "year": year,
        "loaded": _("%(n)s of %(all)s departments are loaded.", n=loaded, all=len(lines)),
        "columns": [
            {"key": "name", "label": _("Department"), "kind": "link"},
            {"key": "state", "label": _("State"), "kind": "chip"},
            {"key": "income", "label": _("Income"), "kind": "num"},
            {"key": "spent", "label": _("Expenditure"), "kind": "num"},
            {"key": "projects", "label": _("Projects"), "kind": "num"},
            {"key": "findings", "label": _("Findings"), "kind": "custom"},
            {"key": "when", "label": _("Last loaded"), "kind": "lines"},
        ],
        "rows": [_line(line, year) for line in lines],
        "may_load": any(line.may_keep for line in lines),
        "hint": _hint(),
        "errors": _errors(refused),
    }


def _line(line: DepartmentLine, year: int) -> View:
    cells: View = {"name": line.name, "state": _state(line)}
    if line.overall:
        last = line.loadings[0] if line.loadings else None
        cells |= {
            "income": _total(line.overall, "income"),
            "spent": _total(line.overall, "expenditure"),
            "projects": str(len(line.overall.projects)),
            "findings": Counter(item.severity.value for item in line.findings),
            "when": {"text": moment(last.at), "sub": last.who} if last else "",
        }
    href = url_for("overall.show", department_id=line.id, year=year)
    return {"cells": cells, "href": href, "tone": "" if line.overall else "muted"}


def _state(line: DepartmentLine) -> View:
    return {"key": "accepted", "label": _("Loaded")} if line.overall else {"key": "waiting", "label": _("Not loaded")}


def _total(overall: Overall, table: str) -> str:
    """As printed; the sum of the lines where the table has no total."""
    year = next(columns(overall, table))
    return _wan(str(year.sum if year.total is None else year.total)) if year.lines or year.total is not None else ""


def _wan(amount: str | None) -> str:
    return wan_grouped(fen_from_wan(amount)) if amount is not None else ""


def _hint() -> str:
    return _("JSON in the format of docs/overall.schema.json, at most %(most)s MB each.", most=MOST_MB)


def _errors(refused: Refusal | None) -> list[View]:
    problems: Iterable[Any] = problems_of(refused) if isinstance(refused, RuleFailed) else filter(None, [refused])
    return [{"text": refusal_text(item.code, item.facts, language()), "href": "#f-file"} for item in problems]


def kept_words(kept: Sequence[Kept]) -> str:
    """The quiet line after loading."""
    counts = Counter(item.outcome for item in kept)
    parts = (
        ("new", plural("%(num)s statement was loaded", "%(num)s statements were loaded", counts["new"])),
        ("replaced", plural("%(num)s was replaced", "%(num)s were replaced", counts["replaced"])),
        ("same", plural("%(num)s stood so already", "%(num)s stood so already", counts["same"])),
    )
    years = sorted({item.overall.fiscal_year for item in kept})
    said = _(", ").join(words for key, words in parts if counts[key])
    return _("%(what)s (fiscal year %(years)s).", what=said, years=_(", ").join(map(str, years)))


# --- one department ---------------------------------------------------------------------------------------------------


def show_view(line: DepartmentLine, year: int, refused: RuleFailed | Conflict | None) -> View:
    """Variables of ``overall/show.html``."""
    overall = line.overall
    return {
        "department": line.name,
        "year": year,
        "state": _state(line),
        "may_keep": line.may_keep,
        "stand": line.stand,
        "loaded": overall is not None,
        "facts": _facts(overall, line.loadings) if overall else [],
        "findings": [_finding(item, overall) for item in line.findings] if overall else [],
        "tables": _tables(overall, line.findings) if overall else [],
        "loadings": [_loading(item, line.id, year) for item in line.loadings],
        "action": url_for("overall.replace", department_id=line.id, year=year),
        "file_href": url_for("overall.download", department_id=line.id, year=year),
        "hint": _hint(),
        "errors": _errors(refused),
    }


def _facts(overall: Overall, loadings: Sequence[Loading]) -> list[View]:
    counts = overall.counts
    annual = _("goals: %(goals)s, indicators: %(n)s", goals=counts.annual_goals, n=counts.annual_indicators)
    long_term = _("goals: %(goals)s, indicators: %(n)s", goals=counts.long_term_goals, n=counts.long_term_indicators)
    until = _("until %(year)s: ", year=overall.long_term_until) if overall.long_term_until else ""
    last = loadings[0] if loadings else None
    return [
        {"label": _("Annual goals"), "value": annual},
        {"label": _("Long-term goals"), "value": f"{until}{long_term}"},
        {"label": _("Last loaded"), "value": f"{moment(last.at)} {last.who}" if last else ""},
    ]


def _loading(item: Loading, department_id: int, year: int) -> View:
    earlier = url_for("overall.download", department_id=department_id, year=year, before=item.id)
    return {
        "when": moment(item.at), "who": item.who, "file": item.file, "earlier": earlier if item.earlier else "",
    }  # fmt: skip


def _titles() -> dict[str, str]:
    return {
        "income": _("Income"),
        "expenditure": _("Expenditure"),
        "projects": _("Project expenditure"),
        "goals": _("Goals and indicators"),
    }


def _heads(overall: Overall, table: str) -> dict[str, str]:
    """The columns of a table by the names that findings use."""
    if table == "projects":
        return {
            "name": _("Project"),
            "project_type": _("Project type"),
            "budget_total": _("Total budget"),
            "budget_year": _("Budget of %(year)s", year=overall.fiscal_year),
        }
    older, newer = overall.prior_years
    return {
        "item": _("Line of the table"),
        "current": str(overall.fiscal_year),
        "share": _("Share"),
        "prior_years.0": str(older),
        "prior_years.1": str(newer),
    }


def _anchor(path: str) -> str:
    return "o-" + path.replace("/", "-").replace(".", "-")


def _finding(item: Finding, overall: Overall | None) -> View:
    return {
        "severity": item.severity.value,
        "text": pick((item.zh, item.en)),
        "target": _where(item.path, overall) if overall else "",
        "href": f"#{_anchor(item.path)}",
        "suggestion": pick((item.suggestion, item.advice_en or item.suggestion)),
        "source": item.source,
    }


def _where(path: str, overall: Overall) -> str:
    """``income/4/current`` → 收入构成 · 合计 · 2025."""
    table, *rest = path.split("/")
    words = [_titles().get(table, table)]
    if table in ("income", "expenditure", "projects") and rest:
        rows: Sequence[Any] = getattr(overall, table)
        at = int(rest[0]) - 1
        words.append((rows[at].name if table == "projects" else rows[at].item) if at < len(rows) else _("Total"))
        words += [_heads(overall, table)[field] for field in rest[1:]]
    return " · ".join(words)


def _tables(overall: Overall, findings: Sequence[Finding]) -> list[View]:
    marks = {item.path: item for item in reversed(findings)}  # the worst one of a cell stays
    return [
        {
            "id": f"o-{table}",
            "title": _titles()[table],
            "caption": _caption(overall, table),  # landmarks of a page need different names
            "columns": [
                {"key": key, "label": label, "kind": "custom", "num": key not in TEXTS, "wide": key in ("item", "name")}
                for key, label in _heads(overall, table).items()
            ],
            "rows": [
                _row(table, number, row, _heads(overall, table), marks)
                for number, row in enumerate(getattr(overall, table), 1)
            ],
        }
        for table in ("income", "expenditure", "projects")
    ]


def _caption(overall: Overall, table: str) -> str:
    lines = plural("%(num)s line", "%(num)s lines", len(getattr(overall, table)))
    return f"{_titles()[table]} · {lines}"


TEXTS = ("item", "name", "project_type")
_MONEY = ("current", "prior_years.0", "prior_years.1", "budget_total", "budget_year")
MARKS = {"error": ("bad", "error"), "warning": ("warn", "warn"), "info": ("neutral", "info")}


def _row(table: str, number: int, row: Any, heads: Mapping[str, str], marks: Mapping[str, Finding]) -> View:
    cells = {key: _cell(f"{table}/{number}/{key}", key, row, marks) for key in heads}
    total = getattr(row, "item", "").strip() == TOTAL
    return {"cells": cells, "tone": "total" if total else ""}


def _cell(path: str, key: str, row: Any, marks: Mapping[str, Finding]) -> View:
    name, _dot, element = key.partition(".")
    value = getattr(row, name)[int(element)] if element else getattr(row, name)
    found = marks.get(path)
    tone, icon = MARKS[found.severity.value] if found else ("", "")
    return {
        "id": _anchor(path),
        "text": _wan(value) if key in _MONEY else value,
        "tone": tone,
        "icon": icon,
        "said": pick((found.zh, found.en)) if found else "",
    }
