"""`jixiao review`: what the rules find in declarations. Files need no database; a number is a declaration of it.

Files given together are held against each other: last year's form of the same project, the department's overall
declaration, its other projects, the other departments' texts.
"""

import json
import re
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from webapp.cli.answers import answer_names, make_folder, write_answer
from workflow.canonical import Declaration, Overall
from workflow.canonical.profile import shipped
from workflow.documents.intake import child
from workflow.documents.intake.draft import drafts
from workflow.documents.intake.readers.found import MOST_BYTES
from workflow.rules import Finding
from workflow.rules.linking import Together
from workflow.rules.overall import check_overall
from workflow.types import Severity

_Form = Declaration | Overall
_SEVERITY_WORDS = {Severity.error: "必改", Severity.warning: "建议改", Severity.info: "提示"}
_SEVERITIES = list(_SEVERITY_WORDS)
_NUMBER = re.compile(r"[0-9]{1,18}")


class _Failed(Exception):
    """One input that cannot be reviewed, in words for the person at the terminal."""


def review(
    inputs: Annotated[
        list[str],
        typer.Argument(help="Canonical JSON, office documents, or numbers of stored declarations."),
    ],
    out: Annotated[Path | None, typer.Option(help="A folder for one <full file name>.json each.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object with all findings.")] = False,
) -> None:
    """Check declarations by the review rules; goes on after an input that cannot be read and then exits with 1."""
    make_folder(out)
    stored, files, failed = dict[str, list[dict[str, Any]]](), dict[str, list[_Form]](), False
    for given in inputs:
        try:
            if _NUMBER.fullmatch(given) and not Path(given).exists():
                stored[given] = _stored(int(given))
            else:
                files[given] = _from_file(Path(given))
        except _Failed as problem:
            sys.stderr.write(f"{given}: {problem}\n")
            failed = True
    found = stored | _together(files)
    _tell({given: found[given] for given in dict.fromkeys(inputs) if given in found}, out, as_json=as_json)
    raise typer.Exit(1 if failed else 0)


def _tell(found: dict[str, list[dict[str, Any]]], out: Path | None, *, as_json: bool) -> None:
    if out is not None:
        for name, findings in zip(answer_names(map(Path, found)), found.values(), strict=True):
            write_answer(out / name, json.dumps({"findings": findings}, ensure_ascii=False, indent=2))
    everything = [item for findings in found.values() for item in findings]
    if as_json:
        print(json.dumps({"findings": everything}, ensure_ascii=False))
    elif out is None:
        for given, findings in found.items():
            _tell_one(given, findings)


def _tell_one(given: str, findings: list[dict[str, Any]]) -> None:
    """For people: form by form, what must be changed first; the sentences name their places."""
    print(f"{given}  问题 {len(findings)}" if findings else f"{given}  没有发现问题")
    for name, several in groupby(findings, key=itemgetter("project_name")):
        print(f"  {name}")
        for item in sorted(several, key=lambda item: _SEVERITIES.index(item["severity"])):
            print(f"    {_SEVERITY_WORDS[item['severity']]}  {item['message']}")
            if item["suggestion"]:
                print(f"      建议写法：{item['suggestion']}")


def _together(files: dict[str, list[_Form]]) -> dict[str, list[dict[str, Any]]]:
    forms = [(given, form) for given, several in files.items() for form in several]
    declarations = [(given, form) for given, form in forms if isinstance(form, Declaration)]
    overalls = [(given, form) for given, form in forms if isinstance(form, Overall)]
    together = Together([form for _, form in declarations], [form for _, form in overalls])
    found: dict[str, list[dict[str, Any]]] = {given: [] for given in files}
    for (given, form), findings in zip(declarations, together.findings(), strict=True):
        found[given].extend(_views(form, findings))
    for given, overall in overalls:
        found[given].extend(_views(overall, check_overall(overall)))
    return found


def _stored(declaration_id: int) -> list[dict[str, Any]]:
    from webapp.cli.domain_cli import database  # only for numbers: it pulls in the database
    from workflow.queries.documents import reviewed

    with database() as session:
        return _views(*reviewed(session, declaration_id))


def _from_file(path: Path) -> list[_Form]:
    """The canonical JSON of one form, or all forms of a document of any office format."""
    try:
        if path.exists() and not path.is_file():  # a pipe or a device may never end
            raise _Failed("is no file 不是文件")
        if path.stat().st_size > MOST_BYTES:
            raise _Failed(f"is larger than {MOST_BYTES // 2**20} MB 文件过大")
        raw = path.read_bytes()
    except OSError as error:
        raise _Failed(f"cannot be read: {error.strerror} 无法读取") from None
    if path.suffix.lower() == ".json" or raw.lstrip().startswith(b"{"):
        return [_canonical(raw)]
    return _from_document(path.name, raw)


def _canonical(content: bytes) -> _Form:
    try:
        raw = json.loads(content.decode("utf-8-sig"))  # an editor of Windows puts a mark before it
        if isinstance(raw, dict) and raw.get("kind") == "overall" and "project_name" not in raw:
            return Overall.model_validate(raw)
        document = Declaration.model_validate(raw)
    except (ValueError, ValidationError, RecursionError) as error:
        raise _Failed(f"is no canonical declaration: {str(error).splitlines()[0]} 不是规范格式的申报") from None
    if document.form_profile not in shipped():
        raise _Failed(f"unknown form {document.form_profile} 未知的表式")
    return document


def _from_document(name: str, raw: bytes) -> list[_Form]:
    outcome = child.read_file(name, raw)
    if outcome.trouble:
        raise _Failed(f"{outcome.message_en} {outcome.reading.problems[0].message}")
    forms, problems = drafts(outcome.reading)
    for problem in problems:
        sys.stderr.write(f"{name}: {' '.join(filter(None, (problem.where, problem.message)))}\n")
    if not forms:
        raise _Failed("holds no form that could be reviewed 没有可以预审的申报表")
    return forms


def _views(form: _Form, findings: list[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "rule": item.rule,
            "severity": item.severity.value,
            "form": form.kind,
            "project_name": form.project_name if isinstance(form, Declaration) else form.department,
            "field": item.path,
            "excerpt": item.excerpt,
            "message": item.zh,
            "message_en": item.en,
            "suggestion": item.suggestion,
            "source": item.source,
        }
        for item in findings
    ]
