"""What lies beside a form: its own past, its department's tables (scope linked), other departments' texts (corpus)."""

from dataclasses import dataclass

from workflow.canonical import Declaration, Overall


@dataclass(frozen=True)
class Linked:
    """Documents of the same department that the form must agree with; None where there is none.

    ``last_year``: what was approved for the same project the year before (last year's snapshot). ``overall``: the
    department's overall declaration (部门整体支出绩效目标) of the same year. ``siblings``: the other project
    declarations of the department and year. ``departments``: names of the other departments of the region.
    """

    last_year: Declaration | None = None
    overall: Overall | None = None
    siblings: tuple[Declaration, ...] = ()
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alike:
    """A text of this form that stands, nearly word for word, in the form of another department."""

    path: str
    share: float
    department: str
    project_name: str
    text: str


@dataclass(frozen=True)
class Corpus:
    """What a search through all declarations of region and year has brought up about this form."""

    alike: tuple[Alike, ...] = ()
