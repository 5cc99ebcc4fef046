"""The fields that say what money belongs to (支出功能分类、部门预算支出经济分类、资金性质), and the words of it."""

from collections.abc import Mapping
from typing import Any, Protocol

from webapp.i18n import _
from webapp.present.labels import pick
from workflow.execution.class_codes import CODE_FIELDS, ClassCodes, CodeLists
from workflow.execution.class_lists import NATURE

View = dict[str, Any]


class Classed(Protocol):
    """Whatever has the codes: an entry, a transfer, what was typed."""

    @property
    def function_code(self) -> str: ...
    @property
    def economic_code(self) -> str: ...
    @property
    def nature(self) -> str: ...


def read_classes(form: Mapping[str, str]) -> ClassCodes:
    """As typed; what is no code is refused where it is entered."""
    return ClassCodes(*(form.get(name, "").strip() for name in CODE_FIELDS))


def class_fields(lists: CodeLists, given: Mapping[str, str], standing: Classed | None = None) -> View:
    """Variables of ``ledger/_classes.html``; ``standing``: what is there before anything is typed."""
    values = {name: given.get(name, getattr(standing, name, "")) for name in CODE_FIELDS}
    suggested = {
        name: [{"value": code, "label": pick(words)} for code, words in lists.options(list_name)]
        for name, list_name in CODE_FIELDS.items()
    }
    none = {"value": "", "label": _("not stated")}
    return {"values": values, "suggested": suggested, "natures": [none, *suggested["nature"]]}


def class_words(lists: CodeLists, row: Classed) -> str:
    """``2080705 · 30309 · 一般公共预算资金``; empty if nothing is said."""
    nature = pick(lists.words(NATURE, row.nature) or (row.nature, row.nature))
    return " · ".join(filter(None, (row.function_code, row.economic_code, nature)))
