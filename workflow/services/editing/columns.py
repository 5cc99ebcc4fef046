"""The columns of each table of rows on a form, in the order people see, type and paste them."""

from collections.abc import Iterable
from typing import Any

from workflow.canonical import Profile
from workflow.types import Horizon

PLAIN: dict[str, tuple[str, ...]] = {
    "executing_bodies": ("kind", "name"),
    "goals": ("name", "text"),
    "block_weights": ("levels", "weight"),
    "asset_lines": ("item", "quantity", "amount"),
}


def columns_of(section: str, profile: Profile, horizon: str = "") -> tuple[str, ...]:
    """Field names; ``horizon`` tells the indicator tables apart."""
    if section == "expenditure_lines":
        return ("item", "basis", *(f"amounts.{column.code}" for column in profile.detail_sources))
    if section != "indicators":
        return PLAIN[section]
    priors = ("prior_years.0", "prior_years.1") if profile.prior_years and horizon == Horizon.annual else ()
    weight = ("weight",) if profile.weights and profile.weights.horizon == horizon else ()
    return ("level1", "level2", "level3", *priors, "target", *weight, "basis")


def goals_of(goals: Iterable[Any], horizon: str) -> list[Any]:
    """The goals an indicator table hangs on: those of its horizon, or the one goal of a form that does not split."""
    found = list(goals)
    own = [goal for goal in found if goal.horizon == horizon]
    return own or [goal for goal in found if goal.horizon == Horizon.overall]
