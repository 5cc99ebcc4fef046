"""`jixiao intake`: forms out of xlsx, xls, docx, pdf, html, md, txt and csv files, with evidence and problems.

With ``--out`` every file gives ``<full file name>.json``; of two files of the same name from different folders the
second gives ``<full file name>.2.json``, which stderr tells. A file that cannot be read gives its problem and no form.
"""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from webapp.cli.answers import answer_names, make_folder, write_answer
from workflow.documents.intake import child
from workflow.documents.intake.child import Outcome
from workflow.documents.intake.draft import DECLARED
from workflow.documents.intake.readers.found import MOST_BYTES
from workflow.documents.intake.readers.words import Unreadable
from workflow.documents.intake.reading import FORM_TYPES, Reading

_WORKERS = 2


def intake(
    files: Annotated[list[Path], typer.Argument(help="Files, also some that hold no form.")],
    out: Annotated[Path | None, typer.Option(help="A folder for one <full file name>.json each.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One object; of several files, with all their forms.")
    ] = False,
) -> None:
    """Read the forms of each file; goes on after a file that cannot be read and then exits with 1."""
    names, outcomes = answer_names(files), list[Outcome]()
    make_folder(out)
    for name, outcome in zip(names, child.read_files(map(_given, files), workers=_WORKERS), strict=True):
        outcomes.append(outcome)
        if outcome.trouble:
            sys.stderr.write(f"{outcome.reading.problems[0].message} {outcome.message_en}\n")
        if outcome.at:
            sys.stderr.write(f"{outcome.name}: {outcome.at}\n")
        if out is not None:
            text = json.dumps(outcome.reading.model_dump(mode="json"), ensure_ascii=False, indent=2)
            write_answer(out / name, text)
    if as_json:
        print(json.dumps(_together([one.reading for one in outcomes]).model_dump(mode="json"), ensure_ascii=False))
    elif out is None:
        _tell(outcomes)
    raise typer.Exit(1 if any(one.trouble for one in outcomes) else 0)


def _given(file: Path) -> tuple[str, bytes | Unreadable]:
    """The file, or why there is none; one that is too large is not loaded."""
    try:
        if not file.is_file():  # a pipe or a device may never end
            return file.name, Unreadable("file_missing", file.name)
        if file.stat().st_size > MOST_BYTES:
            return file.name, Unreadable("file_too_large", file.name, most=MOST_BYTES // 2**20)
        return file.name, file.read_bytes()
    except OSError:
        return file.name, Unreadable("file_missing", file.name)


def _together(readings: list[Reading]) -> Reading:
    """One reading of all forms; evidence goes with its form to its new number."""
    whole = Reading()
    for one in readings:
        offset = len(whole.forms)
        whole.forms += one.forms
        whole.problems += one.problems
        for path, evidence in one.evidence.items():
            forms, number, rest = path.split("/", 2)
            whole.evidence[f"{forms}/{int(number) + offset}/{rest}"] = evidence
    return whole


def _tell(outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        print(f"{outcome.name}  表 {len(outcome.reading.forms)}  问题 {len(outcome.reading.problems)}")
        for form in outcome.reading.forms:
            name = form.project_name or ("" if form.form_type in DECLARED else form.title or form.department)
            facts = [f"{form.fiscal_year}年" if form.fiscal_year else "未印年度", name or "（没有读出项目名称）"]
            if form.indicators:
                facts.append(f"指标 {len(form.indicators)} 条")
            print(f"  {FORM_TYPES[form.form_type][0]}  {'  '.join(facts)}")
        for problem in outcome.reading.problems:
            print(f"  ! {problem.where}  {problem.message}")
