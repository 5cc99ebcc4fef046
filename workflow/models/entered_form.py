"""Forms that were entered: what makes the second press of one button do nothing."""

from sqlmodel import Field

from workflow.models.base import Stamped


class EnteredForm(Stamped, table=True):
    """One form as somebody sent it, by its digest; kept for some days (``services.entered_forms``)."""

    digest: str = Field(max_length=64, unique=True)
