"""Which target of a revision asks for less than the one in force."""

import pytest

from tests.domain.factories import PLAIN, example
from workflow.canonical import Declaration
from workflow.rules.loosening import loosened, targets_differ

OLD = example(PLAIN)


def with_rows(*rows: dict[str, str]) -> Declaration:
    """The example with these indicators alone, in a table of 数量 unless they say otherwise."""
    first = OLD.indicators[1]
    made = [first.model_copy(update={"uid": f"i{number:03}", **row}) for number, row in enumerate(rows)]
    return OLD.model_copy(update={"indicators": type(OLD.indicators)(made)})


@pytest.mark.parametrize(
    ("then", "now", "looser"),
    [
        ("≥95%", "≥95%", False),
        ("≥95%", "≥ 95%", False),
        ("≥95%", "≥96%", False),
        ("≥95%", "≥94%", True),
        ("≥95%", "95%", False),
        ("≥95%", "≤95%", True),
        ("≥95%", "约95%", True),
        ("≥95%", "有所提高", True),
        ("≥95%", "", True),
        (">5次", "≥5次", True),
        ("≤3起", "≤2起", False),
        ("≤3起", "≤4起", True),
        ("100人", "120人", False),
        ("100人", "80人", True),
        ("≥5次", "≥5人", True),
        ("5-10次", "≥8次", True),
        ("逐步提高", "显著提高", True),
    ],
)
def test_a_target_asks_for_less_or_not(then: str, now: str, looser: bool) -> None:
    before, after = with_rows({"level3": "培训次数", "target": then}), with_rows({"level3": "培训次数", "target": now})
    assert [(item.then, item.now) for item in loosened(before, after)] == ([(then, now)] if looser else [])


def test_a_cost_that_rises_and_complaints_that_rise_are_looser() -> None:
    for name in ("培训成本", "投诉数"):
        before, after = with_rows({"level3": name, "target": "5件"}), with_rows({"level3": name, "target": "6件"})
        assert len(loosened(before, after)) == 1
        assert loosened(after, before) == []


def test_a_removed_or_renamed_indicator_is_looser_a_moved_or_retyped_one_is_not() -> None:
    one, two = {"level3": "培训次数", "target": "≥5次"}, {"level3": "培训人数", "target": "≥50人"}
    before = with_rows(one, two)
    assert [item.name for item in loosened(before, with_rows(one))] == ["培训人数"]
    assert [item.name for item in loosened(before, with_rows(one, two | {"level3": "印发册数"}))] == ["培训人数"]
    assert loosened(before, with_rows(two, one)) == []
    assert loosened(before, with_rows(one, two, {"level3": "新增", "target": "≥1次"})) == []


def test_whether_goals_or_indicators_say_something_else() -> None:
    one, two = {"level3": "培训次数", "target": "≥5次"}, {"level3": "培训人数", "target": "≥50人"}
    assert not targets_differ(with_rows(one, two), with_rows(two, one))
    assert targets_differ(with_rows(one, two), with_rows(one))
    goal = OLD.goals[0].model_copy(update={"text": "另一个目标"})
    goals = [goal, *OLD.goals[1:]]
    assert targets_differ(OLD, OLD.model_copy(update={"goals": type(OLD.goals)(goals)}))
