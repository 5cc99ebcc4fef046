"""`jixiao parse`: what an indicator value (指标值) says. Needs no database."""

import json
import sys
from typing import Annotated

import typer

from workflow import indicators
from workflow.indicators import WARNINGS, Value


def parse(
    value: Annotated[str, typer.Argument(help="The value, or - to read one a line from stdin.")],
    name: Annotated[str, typer.Option(help="The indicator's name: a rate that only rises lacks its baseline.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One object a value.")] = False,
) -> None:
    """Read values such as "≥95%", 1800元/人/月, 2020年底完成."""
    for raw in (line.rstrip("\r\n") for line in sys.stdin) if value == "-" else [value]:
        found = indicators.parse(raw, name)
        print(json.dumps(found.as_json(), ensure_ascii=False) if as_json else _words(found))


def _words(value: Value) -> str:
    """For people: class, numbers, warnings."""
    read = {key: item for key, item in value.as_json().items() if item is not None and item is not False and item != []}
    read.pop("warnings", None)
    said = "；".join(" ".join(WARNINGS[code]) for code in value.warnings)
    return "  ".join([*(f"{key}={item}" for key, item in read.items()), *([f"! {said}"] if said else [])])
