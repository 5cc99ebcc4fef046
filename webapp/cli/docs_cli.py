"""`jixiao docs`: the generated pages of docs/. Needs no database."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

import webapp
from webapp.cli.rules_page import review_rules
from workflow.canonical import Declaration, Overall
from workflow.lifecycle import export

FOLDER = Path(next(iter(webapp.__path__))).parent / "docs"


def declaration_schema() -> str:
    """The JSON Schema of the one document format."""
    schema = Declaration.model_json_schema() | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Jixiao declaration 申报, version 1",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def overall_schema() -> str:
    """The same of a department's overall statement."""
    schema = Overall.model_json_schema() | {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Jixiao overall statement 部门整体支出绩效目标, version 1",
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "lifecycle.md": export.markdown,
    "declaration.schema.json": declaration_schema,
    "overall.schema.json": overall_schema,
    "review-rules.md": review_rules,
}
"""Every generated page and who writes it; a new one is one line here."""


def docs(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if a page is stale.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the pages are.")] = FOLDER,
) -> None:
    """Write the generated pages anew, or check that they are fresh."""
    stale = [name for name, made in PAGES.items() if _on_disk(folder / name) != made()]
    for name in stale:
        if check:
            sys.stderr.write(f"{name} is stale: run `jixiao docs`\n")
        else:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(PAGES[name](), encoding="utf-8")
    print(json.dumps({"stale" if check else "written": stale}))
    raise typer.Exit(1 if check and stale else 0)


def _on_disk(page: Path) -> str | None:
    return page.read_text(encoding="utf-8") if page.exists() else None
