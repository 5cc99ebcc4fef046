"""Interleaved rounds and medians: absolute times move with the neighbours' load, ratios hold."""

import statistics
import time
from collections.abc import Callable, Mapping


def seconds(action: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def interleaved(variants: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Each variant once per round, after one round that does not count."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    for number in range(rounds + 1):
        for name, action in variants.items():
            taken = seconds(action)
            if number:
                times[name].append(taken)
    return times


def ratio(times: Mapping[str, list[float]], of: str, to: str) -> float:
    """Median of the ratios round by round."""
    return statistics.median(a / b for a, b in zip(times[of], times[to], strict=True))


def milliseconds(values: list[float]) -> float:
    """The median in ms."""
    return statistics.median(values) * 1000


def table(title: str, head: tuple[str, ...], rows: list[tuple[object, ...]]) -> None:
    """Markdown, so that a result can be pasted into a note."""
    print(f"\n## {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row) + " |")
