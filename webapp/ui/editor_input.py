"""What the editor's script sends, checked at the door: changes, a paste, a button; and the key of the request."""

import re
from typing import Annotated, Any, Literal, TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from werkzeug.exceptions import BadRequest, Unauthorized, UnsupportedMediaType

from webapp.access import actor
from workflow.errors import RuleFailed
from workflow.services.editing import Change

MOST_CHANGES = 2_000
MOST_BYTES = 4 * 1024 * 1024
_KEY = re.compile(r"[0-9a-f]{32}")

Text = Annotated[str, Field(max_length=1_000_000)]
Name = Annotated[str, Field(max_length=200)]
Given = TypeVar("Given")


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class ChangeIn(_Part):
    """One step of a patch; a bare {path, old, new} is a typed cell."""

    kind: Literal["set", "add", "remove", "move"] = "set"
    path: Name
    old: Text = ""
    new: Text = ""
    values: dict[Name, Text] = {}
    after: Name = ""


class PasteIn(_Part):
    """Text of the clipboard and where the cursor stood."""

    section: Name
    horizon: Name = ""
    row: Name = ""
    column: Name = ""
    text: Text


class DeedIn(_Part):
    """A button of the form: one of those in ``editor_deeds.DEEDS`` with what it is about, e.g. ``remove:goals/g1``."""

    do: Name


class FormulaIn(_Part):
    """The text of an amount cell."""

    text: Name


_CHANGES = TypeAdapter(Annotated[list[ChangeIn], Field(max_length=MOST_CHANGES)])
_PASTE, _DEED, _FORMULA = TypeAdapter(PasteIn), TypeAdapter(DeedIn), TypeAdapter(FormulaIn)


def read_changes() -> list[Change]:
    """The patch: a list, or ``{"changes": […]}``; raises ``RuleFailed('bad_change')``."""
    data = _json()
    items = _checked(_CHANGES, data.get("changes") if isinstance(data, dict) else data)
    return [Change(**item.model_dump()) for item in items]


def read_paste() -> PasteIn:
    """The paste; raises ``RuleFailed('bad_change')``."""
    return _checked(_PASTE, _json())


def read_button() -> str:
    """The value of the pressed button; raises ``RuleFailed('bad_change')``."""
    return _checked(_DEED, _json()).do


def read_formula() -> str:
    """A formula as it is being typed; raises ``RuleFailed('bad_change')``."""
    return _checked(_FORMULA, _json()).text


def request_key() -> str:
    """Names this request: sending it again after a lost answer does nothing twice; "" = the client gave none."""
    key = request.headers.get("Idempotency-Key", "")
    return key if _KEY.fullmatch(key) else ""


def _json() -> Any:
    page_of = request.headers.get("X-Editor", "").partition(":")[0]
    if page_of and page_of != str(actor().user_id):
        raise Unauthorized  # somebody else has signed in in another tab: this is not his typing
    request.max_content_length = MOST_BYTES
    try:
        return request.get_json()
    except (BadRequest, UnsupportedMediaType):
        raise RuleFailed("bad_change") from None
    except RecursionError:
        raise BadRequest from None  # brackets without end: no page of ours sent this


def _checked(adapter: TypeAdapter[Given], data: Any) -> Given:
    try:
        return adapter.validate_python(data)
    except ValidationError:
        raise RuleFailed("bad_change") from None
