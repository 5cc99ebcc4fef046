"""Serial numbers of the grids of monitoring and self-evaluation follow the rows as they are shown."""

from typing import Any

from webapp.present.report_grid import numbered


def test_rows_are_counted_through_the_groups() -> None:
    groups: dict[str, list[dict[str, Any]]] = {"产出指标": [{"uid": "a"}, {"uid": "c"}], "效益指标": [{"uid": "b"}]}
    shown = numbered(groups)
    assert [(one["label"], [(row["uid"], row["number"]) for row in one["rows"]]) for one in shown] == [
        ("产出指标", [("a", 1), ("c", 2)]),
        ("效益指标", [("b", 3)]),
    ]
