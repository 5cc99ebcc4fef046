"""Moves of declarations, monitoring reports and self-evaluations: the table, the engine, its checks and effects."""

from workflow.lifecycle.case import Case, Inputs, pair_of
from workflow.lifecycle.machine import (
    DECLARATION_CYCLE,
    DOCUMENT_CYCLE,
    EVALUATION_CYCLE,
    LIFECYCLES,
    REPORT_CYCLE,
    OpenMove,
    open_moves,
    perform,
    rehearse,
)
from workflow.lifecycle.moves import EDITING_DESKS, Move

__all__ = [
    "DECLARATION_CYCLE",
    "DOCUMENT_CYCLE",
    "EDITING_DESKS",
    "EVALUATION_CYCLE",
    "LIFECYCLES",
    "REPORT_CYCLE",
    "Case",
    "Inputs",
    "Move",
    "OpenMove",
    "open_moves",
    "pair_of",
    "perform",
    "rehearse",
]
