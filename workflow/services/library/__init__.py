"""指标库: built every night from what was approved, governed by the performance section, chosen from in the editor."""

from workflow.services.library.build import build_region, indicator_library
from workflow.services.library.govern import Given, add, deprecate, edit, merge, restore
from workflow.services.library.requests import request_library

__all__ = [
    "Given",
    "add",
    "build_region",
    "deprecate",
    "edit",
    "indicator_library",
    "merge",
    "request_library",
    "restore",
]
