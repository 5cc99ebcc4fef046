"""必填项: what the form profile asks for is there."""

from collections.abc import Iterable

from workflow.canonical import Declaration, english
from workflow.rules.finding import Context, Found, rule
from workflow.rules.sources import review_sheet
from workflow.types import Severity


@rule(
    severity=Severity.error,
    title_zh="必填项齐全",
    title_en="Required fields are filled",
    source=review_sheet("规范完整性"),
)
def required_fields(document: Declaration, context: Context) -> Iterable[Found]:
    """One finding per empty required header field and per empty required list of the profile."""
    values = document.model_dump()
    for section in context.profile.sections:
        for field in section.fields:
            if field.required and not str(values[field.name] or "").strip():
                yield Found(
                    f"basics/-/{field.name}",
                    f"「{field.label}」未填写",
                    f"“{english.FIELDS.get(field.name, field.label)}” is empty",
                )
        if section.required and section.rows and not _rows(document, section.rows, section.horizon):
            yield Found(
                section.rows,
                f"「{section.label}」没有任何一行",
                f"“{english.SECTIONS.get(section.name, section.label)}” has no row",
            )


def _rows(document: Declaration, name: str, horizon: str | None) -> bool:
    return any(horizon is None or row.horizon == horizon for row in getattr(document, name))
