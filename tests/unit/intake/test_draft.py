"""A form as read becomes a draft: its profile, its words, and a problem for whatever cannot be carried."""

from collections.abc import Callable

import pytest

from workflow.canonical.profile import shipped
from workflow.documents.intake.draft import drafts, profile_for, to_declaration, to_overall
from workflow.documents.intake.reading import (
    FormRead,
    FundingRead,
    GoalRead,
    IndicatorRead,
    MoneyRead,
    ProjectRead,
    Reading,
)

APPROVAL = shipped()["ezhou-2025-approval"]
DECLARED = shipped()["hubei-2025"]
OLD = shipped()["dongxihu-2020"]


def read() -> FormRead:
    return FormRead(
        form_type="project_approval",
        title="2025年项目支出绩效目标批复",
        fiscal_year=2025,
        project_name="就业补助",
        budget_total="2299.08",
        goals=[GoalRead(name="年度绩效目标1", horizon="annual", text="稳定就业")],
        indicators=[
            IndicatorRead(
                horizon="annual",
                goal="年度绩效目标1",
                level1="满意度指标",
                level2="服务对象",
                level3="群众满意度",
                target="≥90%",
                prior_years=["88%", "89%"],
                weight="10%",
                basis="计划标准",
            )
        ],
    )


def test_a_draft_has_uids_the_words_of_its_form_and_everything_that_was_read() -> None:
    made, problems = to_declaration(read(), APPROVAL, "人社局", "就业中心", 2025)
    assert made is not None
    assert problems == []
    assert (made.department, made.unit, made.form_profile) == ("人社局", "就业中心", "ezhou-2025-approval")
    (row,) = made.indicators
    assert (row.level1, row.level2, row.goal) == ("满意度指标", "服务对象满意度指标", made.goals[0].uid)
    assert (row.prior_years, row.weight) == (("88%", "89%"), "10")


CHANGES: dict[str, tuple[Callable[[FormRead], object], str]] = {
    "a weight in words": (lambda form: setattr(form.indicators[0], "weight", "一成"), "weight_unreadable"),
    "a level of another form": (lambda form: setattr(form.indicators[0], "level2", "预算执行"), "level_unknown"),
    "an actual value": (lambda form: setattr(form.indicators[0], "actual", "91%"), "not_carried"),
    "a goal of no horizon": (lambda form: setattr(form.goals[0], "horizon", "overall"), "horizon_changed"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_cannot_be_carried_is_a_problem_and_the_rest_is_drafted(change: str) -> None:
    changed, code = CHANGES[change]
    form = read()
    changed(form)
    made, problems = to_declaration(form, APPROVAL, "人社局", "就业中心", 2025)
    assert made is not None
    assert [problem.code for problem in problems] == [code]


def test_sources_under_the_names_of_the_form() -> None:
    form = read()
    form.funding_sources = [FundingRead(label="财政拨款", source="fiscal", amount="5.00")]
    made, problems = to_declaration(form, DECLARED, "人社局", "就业中心", 2025)
    assert made is not None
    assert made.funding_sources[0].source == "local"
    assert "source_changed" in {problem.code for problem in problems}


def test_the_profile_is_the_one_that_shows_what_the_form_prints() -> None:
    assert profile_for(read()) == APPROVAL
    old = FormRead(
        form_type="project_declaration",
        title="机关服务绩效目标申报表",
        fiscal_year=2020,
        project_name="机关服务",
        application_reason="需要",
        main_content="内容",
        budget_year="47.00",
        goals=[GoalRead(name="项目绩效总目标", horizon="overall", text="好")],
    )
    assert profile_for(old) == OLD


@pytest.mark.parametrize("form", [FormRead(form_type="budget_table"), FormRead(form_type="project_declaration")])
def test_a_form_without_a_project_is_no_declaration(form: FormRead) -> None:
    made, problems = to_declaration(form, APPROVAL, "人社局", "就业中心", 2025)
    assert made is None
    assert [problem.code for problem in problems] == ["no_declaration"]


def test_an_overall_statement_with_its_money_projects_and_counts() -> None:
    form = FormRead(
        form_type="overall",
        department="人社局",
        goals=[GoalRead(name="长期目标", horizon="long_term")],
        indicators=read().indicators,
        money=[MoneyRead(part="income", item="财政拨款", current="80.00", share="100%", prior_years=["70.00", None])],
        projects=[ProjectRead(name="就业补助", budget_year="5.00", purpose="补贴")],
        long_term_until=2027,
    )
    made, problems = to_overall(form, 2025)
    assert made is not None
    assert problems == []
    assert made.income[0].prior_years == ("70.00", None)
    assert made.projects[0].budget_year == "5.00"
    assert (made.counts.long_term_goals, made.counts.annual_indicators, made.prior_years) == (1, 1, (2023, 2024))


def test_a_year_no_form_can_have_makes_no_draft() -> None:
    form = FormRead(form_type="overall", department="人社局")
    for made, problems in (to_overall(form, 1999), to_declaration(read(), APPROVAL, "人社局", "就业中心", 1999)):
        assert made is None
        assert [problem.code for problem in problems] == ["draft_invalid"]


def test_drafts_of_a_file_leave_tables_out_and_need_a_year() -> None:
    nameless = read().model_copy(update={"project_name": ""})
    made, problems = drafts(Reading(forms=[FormRead(form_type="budget_table"), read(), nameless]))
    assert [draft.fiscal_year for draft in made] == [2025]
    assert [problem.code for problem in problems] == ["no_declaration"]
