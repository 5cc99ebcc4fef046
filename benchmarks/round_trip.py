"""Write → read: what the readers and the recogniser find in a rendered form, against the document it was made of.

``python -m benchmarks.round_trip [--count 2000]`` takes all published examples and as many invented documents through
docx, xlsx and pdf and lists every difference; every second invented document has awkward content (``awkward.py``).
The other papers (批复, 整体, 监控表, 自评表) follow (``round_trip_papers.py``). Compared is what the form prints;
blanks do not count, and neither do the ends of paragraphs: in a pdf a line's end may be the cell's.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from benchmarks import round_trip_papers as papers
from benchmarks.awkward import awkward
from benchmarks.invented import invented
from workflow.canonical import Declaration
from workflow.canonical.profile import Profile, shipped
from workflow.documents.intake.readers import read
from workflow.documents.intake.reading import FormRead
from workflow.documents.intake.recognise import recognise
from workflow.documents.intake.texts import squeeze
from workflow.documents.render import Format, FormPaper, Paper, render

FORMATS: tuple[Format, ...] = ("docx", "xlsx", "pdf")
EXAMPLES = Path(__file__).parents[1] / "examples" / "declarations"
Normal = dict[str, Any]
P = TypeVar("P", bound=Paper)


def examples() -> Iterator[tuple[str, Declaration]]:
    """The published declarations by the name of their file."""
    for path in sorted(EXAMPLES.glob("*/*.json")):
        document = Declaration.model_validate(json.loads(path.read_text("utf-8")))
        yield f"{path.parent.name}/{path.stem}", document


def differences(document: Declaration, profile: Profile, file_format: Format) -> list[str]:
    """What came back otherwise, one line a field; nothing if all came back."""
    raw = render(FormPaper(document, profile, code="0123456789ab"), file_format)
    reading = recognise(read(f"form.{file_format}", raw))
    if len(reading.forms) != 1:
        return [f"{len(reading.forms)} forms"]
    return list(compare("", printed(document, profile), came_back(reading.forms[0], profile)))


def printed(document: Declaration, profile: Profile) -> Normal:
    """What the form shows of the document."""
    rows = {section.rows for section in profile.sections if section.rows}
    names = {goal.uid: goal.name for goal in document.goals}
    normal: Normal = {"department": document.department, "unit": document.unit, "fiscal_year": document.fiscal_year}
    for item in profile.header_fields():
        value = getattr(document, item.name)
        normal[item.name] = _money(value) if item.name.startswith("budget_") else _text(value)
    if "executing_bodies" in rows:
        normal["executing_bodies"] = "、".join(body.name for body in document.executing_bodies)
    overall = profile.horizons == ("overall",) and len(document.goals) == 1
    names = {} if overall else names
    normal["goals"] = [{"name": "" if overall else _text(g.name), "horizon": g.horizon, "text": _text(g.text)}
                       for g in document.goals]  # fmt: skip
    normal["indicators"] = [_indicator(row.model_dump() | {"goal": names.get(row.goal, "")}, profile)
                            for row in document.indicators]  # fmt: skip
    normal["block_weights"] = [{"levels": list(b.levels), "weight": b.weight} for b in document.block_weights]
    if "funding_sources" in rows:
        normal["funding"] = [_funding(row.model_dump(), profile) for row in document.funding_sources]
    if "expenditure_lines" in rows:
        normal["lines"] = [_line(line.model_dump()) for line in document.expenditure_lines]
    if "asset_lines" in rows:
        normal["assets"] = [_asset(line.model_dump()) for line in document.asset_lines]
    return {key: squeezed(value) for key, value in normal.items()}


def came_back(form: FormRead, profile: Profile) -> Normal:
    """The same of what was read."""
    rows = {section.rows for section in profile.sections if section.rows}
    normal: Normal = {"department": form.department, "unit": form.unit, "fiscal_year": form.fiscal_year}
    for item in profile.header_fields():
        value = getattr(form, item.name)
        normal[item.name] = _money(value) if item.name.startswith("budget_") else _text(value)
    if "executing_bodies" in rows:
        normal["executing_bodies"] = "、".join(form.executing_bodies)
    overall = profile.horizons == ("overall",) and len(form.goals) == 1
    normal["goals"] = [{"name": "" if overall else _text(g.name), "horizon": g.horizon, "text": _text(g.text)}
                       for g in form.goals]  # fmt: skip
    normal["indicators"] = [
        _indicator(row.model_dump() | ({"goal": ""} if overall and row.goal == "项目绩效总目标" else {}), profile)
        for row in form.indicators
    ]
    normal["block_weights"] = [{"levels": list(b.levels), "weight": b.weight} for b in form.block_weights]
    if "funding_sources" in rows:
        normal["funding"] = [_funding(row.model_dump(), profile) for row in form.funding_sources
                             if row.amount or not profile.sources]  # fmt: skip
    if "expenditure_lines" in rows:
        normal["lines"] = [_line(line.model_dump()) for line in form.expenditure_lines]
    if "asset_lines" in rows:
        normal["assets"] = [_asset(line.model_dump()) for line in form.asset_lines]
    return {key: squeezed(value) for key, value in normal.items()}


def _indicator(row: Mapping[str, Any], profile: Profile) -> Normal:
    weight = str(row["weight"] or "").rstrip("%")
    priors = [*row["prior_years"], "", ""][:2] if profile.prior_years and row["horizon"] == "annual" else ["", ""]
    weighted = profile.weights is not None and profile.weights.horizon == row["horizon"]
    names = ("horizon", "goal", "level1", "level2", "level3", "target", "basis")
    return {**{name: row[name] for name in names}, "priors": priors, "weight": weight if weighted else ""}


def _funding(row: Mapping[str, Any], profile: Profile) -> Normal:
    normal: Normal = {"nature": row["nature"]} if profile.natures else {}
    if profile.sources:
        normal |= {"source": row["source"], "amount": _money(row["amount"])}
    return normal


def _line(line: Mapping[str, Any]) -> Normal:
    amounts = {part["source"]: _money(part["amount"]) for part in line["amounts"]}
    return {"item": line["item"], "basis": line["basis"], "amounts": amounts}


def _asset(line: Mapping[str, Any]) -> Normal:
    return {"item": line["item"], "quantity": line["quantity"], "amount": _money(line["amount"])}


def _money(value: str | None) -> str:
    return "" if value is None else str(Decimal(value).normalize())


def _text(value: str | None) -> str:
    return value or ""


def squeezed(value: Any) -> Any:
    """Every text of a structure without blanks and line ends, signs in half width."""
    if isinstance(value, str):
        return squeeze(value)
    if isinstance(value, dict):
        return {key: squeezed(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [squeezed(part) for part in value]
    return value


def compare(path: str, one: Any, other: Any) -> Iterator[str]:
    """A line for every place at which two structures differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from compare(f"{path}/{key}", one.get(key), other.get(key))
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield f"{path}: {len(one)} rows ≠ {len(other)} rows"
        for at, (a, b) in enumerate(zip(one, other, strict=False)):
            yield from compare(f"{path}/{at}", a, b)
    elif one != other:
        yield f"{path}: {one!r} ≠ {other!r}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the differences of all examples and of ``--count`` invented documents, and how long both ways took."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--count", type=int, default=60, help="invented documents")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--formats", nargs="*", choices=FORMATS, help="all where none is named")
    options = asked.parse_args(arguments)
    chance = random.Random(options.seed)
    made = ((awkward if n % 2 else invented)(chance) for n in range(options.count))
    documents = [*examples(), *((f"invented/{n}", document) for n, document in enumerate(made))]
    for file_format in options.formats or FORMATS:
        _report(documents, file_format)
        for name, found in papers_differences(file_format):
            print(f"{file_format} {name}: {len(found)} differences", *found[:5], sep="\n  ")


def papers_differences(file_format: Format) -> Iterator[tuple[str, list[str]]]:
    """Every other paper with what came back otherwise. A letter leaves as pdf and docx alone."""
    chance, documents = random.Random(7), dict(examples())
    for name, overall in papers.overall_papers():
        yield f"overall {name}", one_form(overall, file_format, papers.overall_printed, papers.overall_read)
    for name, document in documents.items():
        halfway = papers.monitoring_of(document, chance)
        yield f"monitoring {name}", one_form(halfway, file_format, papers.monitoring_printed, papers.monitoring_read)
        ended = papers.evaluation_of(document, chance)
        yield f"evaluation {name}", one_form(ended, file_format, papers.evaluation_printed, papers.evaluation_read)
    for folder in sorted({name.partition("/")[0] for name in documents} if file_format != "xlsx" else ()):
        behind = [document for name, document in documents.items() if name.startswith(f"{folder}/")]
        yield f"letter {folder}", letter_differences(behind, file_format)


def one_form(
    paper: P, file_format: Format, written: Callable[[P], Normal], found: Callable[[FormRead], Normal]
) -> list[str]:
    """What one form brought back otherwise."""
    forms = papers.read_back(paper, file_format).forms
    if len(forms) != 1:
        return [f"{len(forms)} forms"]
    return list(compare("", squeezed(written(paper)), squeezed(found(forms[0]))))


def letter_differences(behind: Sequence[Declaration], file_format: Format) -> list[str]:
    """What a letter with these annexes brought back otherwise: its head and every form."""
    letter = papers.letter_of(list(behind))
    reading = papers.read_back(letter, file_format)
    if len(reading.letters) != 1 or len(reading.forms) != len(behind):
        return [f"{len(reading.letters)} letters, {len(reading.forms)} of {len(behind)} forms"]
    lines = list(compare("letter", squeezed(papers.letter_head(letter)), squeezed(reading.letters[0].model_dump())))
    for number, (document, form) in enumerate(zip(behind, reading.forms, strict=True), 1):
        profile = shipped()[document.form_profile]
        lines += compare(f"annex {number}", printed(document, profile), came_back(form, profile))
    return lines + [f"problem: {problem.message}" for problem in reading.problems]


def _report(documents: Iterable[tuple[str, Declaration]], file_format: Format) -> None:
    whole, kinds, began, count = 0, Counter[str](), time.perf_counter(), 0
    for name, document in documents:
        count += 1
        found = differences(document, shipped()[document.form_profile], file_format)
        whole += not found
        kinds.update("/".join(part for part in line.split(":")[0].split("/") if not part.isdigit()) for line in found)
        for line in found[:5]:
            print(f"{file_format} {name} {line}")
    each = (time.perf_counter() - began) / max(count, 1)
    print(f"{file_format}: {whole} of {count} without a difference, {each:.2f} s each; {dict(kinds.most_common())}")


if __name__ == "__main__":
    main()
