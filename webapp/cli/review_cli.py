"""`jixiao review`: what the rules find in declarations. Files need no database; a number is a declaration of it."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from workflow.canonical import Declaration, Profile
from workflow.canonical.profile import shipped
from workflow.rules import Context, check


class _Failed(Exception):
    """One input that cannot be reviewed, in words for the person at the terminal."""


def review(
    inputs: Annotated[list[str], typer.Argument(help="Canonical JSON files, or numbers of stored declarations.")],
    out: Annotated[Path | None, typer.Option(help="A folder for one <input name>.json each.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One object with all findings.")] = False,
) -> None:
    """Check declarations by the review rules; goes on after an input that cannot be read and then exits with 1."""
    found, failed = list[dict[str, Any]](), False
    for given in inputs:
        try:
            findings = _findings(*_load(given))
        except _Failed as problem:
            sys.stderr.write(f"{given}: {problem}\n")
            failed = True
            continue
        found += findings
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            text = json.dumps({"findings": findings}, ensure_ascii=False, indent=2)
            (out / f"{Path(given).stem}.json").write_text(f"{text}\n", encoding="utf-8")
    if as_json:
        print(json.dumps({"findings": found}, ensure_ascii=False))
    elif out is None:
        for item in found:
            print(f"{item['severity']}  {item['project_name']}  {item['field']}  {item['message']}")
    raise typer.Exit(1 if failed else 0)


def _load(given: str) -> tuple[Declaration, Profile]:
    path = Path(given)
    if path.exists() or not given.isdecimal():
        return _from_file(path)
    from webapp.cli.domain_cli import database  # only for numbers: it pulls in the database
    from workflow.queries.documents import stored_document

    with database() as session:
        return stored_document(session, int(given))


def _from_file(path: Path) -> tuple[Declaration, Profile]:
    try:
        document = Declaration.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise _Failed(f"cannot be read: {error.strerror} 无法读取") from None
    except (ValueError, ValidationError) as error:
        raise _Failed(f"is no canonical declaration: {str(error).splitlines()[0]} 不是规范格式的申报") from None
    profile = shipped().get(document.form_profile)
    if profile is None:
        raise _Failed(f"unknown form {document.form_profile} 未知的表式")
    return document, profile


def _findings(document: Declaration, profile: Profile) -> list[dict[str, Any]]:
    return [
        {
            "rule": item.rule,
            "severity": item.severity.value,
            "form": document.kind,
            "project_name": document.project_name,
            "field": item.path,
            "excerpt": item.excerpt,
            "message": item.zh,
            "message_en": item.en,
            "suggestion": item.suggestion,
            "source": item.source,
        }
        for item in check(document, Context(profile))
    ]
