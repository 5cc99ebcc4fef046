"""抽样复核: which self-evaluations finance checks again. By rule and by a seed, so that anybody can repeat the draw.

The share is drawn by rank: SHA-256 of ``<seed>:<number of the form>`` in hexadecimal, smallest first. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from workflow.types import Grade, SampleReason


@dataclass(frozen=True)
class Candidate:
    """An accepted form that was not drawn before; ``red``: a red light in its last accepted monitoring report."""

    id: int
    adjusted_fen: int
    grade: str | None
    red: bool


@dataclass(frozen=True)
class SampleRule:
    """What is taken whatever the draw says, and the share (percent) drawn of all others, rounded up."""

    share_percent: int
    every_poor: bool
    every_red: bool
    amount_from_fen: int | None = None


@dataclass(frozen=True)
class Drawn:
    """One form of the sample and the first reason for it."""

    id: int
    why: SampleReason


def rank_of(seed: str, form_id: int) -> str:
    """The lot of a form: the same seed gives the same lot for ever."""
    return sha256(f"{seed}:{form_id}".encode()).hexdigest()


def draw(candidates: Sequence[Candidate], rule: SampleRule, seed: str) -> list[Drawn]:
    """The sample in the order of the forms' numbers."""
    named = {one.id: why for one in candidates if (why := _named(one, rule))}
    others = sorted((one.id for one in candidates if one.id not in named), key=lambda key: rank_of(seed, key))
    count = -(-len(others) * rule.share_percent // 100)
    named |= dict.fromkeys(others[:count], SampleReason.share)
    return [Drawn(key, why) for key, why in sorted(named.items())]


def _named(one: Candidate, rule: SampleRule) -> SampleReason | None:
    if rule.every_poor and one.grade == Grade.poor:
        return SampleReason.poor
    if rule.every_red and one.red:
        return SampleReason.red
    if rule.amount_from_fen is not None and one.adjusted_fen >= rule.amount_from_fen:
        return SampleReason.amount
    return None
