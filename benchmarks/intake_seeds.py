"""What people found in the published documents: the expected forms by the number a document's file name begins with.

Project forms of the first, second and fifth document are the examples of this repository; their goals' texts were
shortened there, so only rows, names, years and amounts count. Two forms of whole departments were read row by row for
this benchmark (``intake_truth``). A folder with checked content, where given, tells the second and fourth document.
"""

import json
from pathlib import Path

from benchmarks.intake_layouts.contents import EXAMPLES
from benchmarks.intake_score import Form

TRUTH = Path(__file__).parent / "intake_truth"
PRINTED_YEAR = ("000", "003", "004")
"""Documents that print the year; where it is not printed it is not compared."""


def seeds(checked: Path | None) -> dict[str, list[Form]]:
    """Expected forms of every published document, in the order of the file."""
    found = {
        "000": _examples("ezhou-2025-approval", "000", "project_approval"),
        "001": _examples("ezhou-2025-approval-table", "001", "project_approval"),
        "002": [_read(TRUTH / "002.json")],
        "003": _examples("jianghan-2024", "003", "project_declaration"),
        "004": [*_examples("dongxihu-2020", "004", "project_declaration"), _read(TRUTH / "004-D.json")],
    }
    if checked is not None:
        for number in ("001", "003"):
            projects = [_checked(path) for path in sorted(checked.glob(f"{number}-[0-9]*.json"))]
            overall = [_checked(path) for path in sorted(checked.glob(f"{number}-D.json"))]
            found[number] = overall + projects
    return found


def _read(path: Path) -> Form:
    form: Form = json.loads(path.read_text(encoding="utf-8"))
    return form


def _examples(profile: str, number: str, form_type: str) -> list[Form]:
    return [_example(_read(path), number, form_type) for path in sorted((EXAMPLES / profile).glob("*.json"))]


def _example(document: Form, number: str, form_type: str) -> Form:
    said = ("project_name", *(("fiscal_year",) if number in PRINTED_YEAR else ()))
    form: Form = {"form_type": form_type, **{name: document[name] for name in said}}
    form |= {name: document[name] for name in ("budget_total", "budget_year") if document[name] is not None}
    form["indicators"] = [
        {name: row[name] for name in ("horizon", "level1", "level2", "level3", "target", "basis")}
        for row in document["indicators"]
    ]
    form["goals"] = [{"horizon": goal["horizon"]} for goal in document["goals"]]
    return form


def _checked(path: Path) -> Form:
    """A checked file: printed texts, null for blank cells; ``*_norm`` without white space and LaTeX."""
    data = _read(path)
    kind = data["form_type"]
    overall = kind.startswith("department_overall")
    form: Form = {"form_type": "overall" if overall else _type(kind)}
    if overall:
        form["department"] = data["department"]
        form["budget_year"] = f"{data['budget_total']}"
    else:
        form["project_name"] = data["project_name"]
        amounts = {name: data[name] for name in ("budget_total", "budget_year")}
        form |= {name: f"{amount}" for name, amount in amounts.items() if amount is not None}
    if data["fiscal_year"] is not None:
        form["fiscal_year"] = data["fiscal_year"]
    form["goals"] = [{"horizon": goal["horizon"], "text": goal["text"]} for goal in data["goals"]]
    form["indicators"] = [_checked_row(row) for row in data["indicators"]]
    return form


def _type(kind: str) -> str:
    return "project_approval" if "approval" in kind else "project_declaration"


def _checked_row(row: Form) -> Form:
    told: Form = {name: row[name] for name in ("horizon", "level1", "level2")}
    told |= {"level3": row["level3"], "target": row["target_norm"] or "", "basis": row["basis"] or ""}
    if row.get("level2_alternatives"):
        told["level2"] = [row["level2"], *row["level2_alternatives"]]
    prior = [row["prior_year_before_last_raw"], row["prior_year_raw"]]
    if any(prior):
        told["prior_years"] = [value or "" for value in prior]
    if row["weight_raw"] is not None:
        told["weight"] = row["weight_raw"]
    return told
