"""One cell: stored, left alone, kept raw, refused — and who may type at all."""

import pytest

from tests.domain.factories import File, declaration_at, make_declaration, move, refusal, rows_of
from tests.domain.hands import explain_all
from tests.domain.world import World
from tests.services.editing.hands import WEIGHTED, WIDE, put, raw, refused, send, text, trail
from workflow.models import FiledBy
from workflow.services.editing import Change, Outcome

BUDGET = "basics/-/budget_year"
EMOJI = "职业培训👩‍🏭📈"
LONG = "超" * 10_000


@pytest.fixture(scope="module")
def draft(world: World) -> File:
    return make_declaration(world, unit="hr_own", content=WIDE)


def test_a_typed_cell_is_stored_with_version_trail_and_author(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE, typed_by="filer_own_b")
    before = file.read().version
    result = put(file, "filer_own_a", "indicators/i001/target", "≥5%")
    assert (result.outcome, result.value) == (Outcome.applied, "≥5%")
    assert file.read().version == before + 1
    assert trail(file) == [("indicators/i001/target", "300-4000元", "≥5%")]
    assert world.people["filer_own_a"] in {item.user_id for item in rows_of(file, FiledBy)}


@pytest.mark.parametrize(
    ("path", "new"),
    [(BUDGET, "6,793.000"), (BUDGET, "６７９３"), ("indicators/i028/weight", "1%"), ("basics/-/phone", "027-5550104")],
)
def test_the_same_value_in_other_words_changes_nothing(world: World, path: str, new: str) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    before = file.read().version
    assert put(file, "filer_own_a", path, new).outcome is Outcome.same
    assert (file.read().version, trail(file)) == (before, [])


@pytest.mark.parametrize(
    ("path", "typed", "code"),
    [
        (BUDGET, "12,3x", "not_an_amount"),
        (BUDGET, "2025-13-01", "not_an_amount"),
        (BUDGET, "-5", "negative_amount"),
        (BUDGET, "1.2345678", "too_many_decimals"),
        (BUDGET, "9" * 30, "amount_too_large"),
        ("funding_sources/f1/amount", "六千", "not_an_amount"),
        ("expenditure_lines/e1/amounts.transfer", "5元", "not_an_amount"),
        ("indicators/i030/weight", "101", "not_a_weight"),
        ("indicators/i030/weight", "1e1", "not_a_weight"),
        ("indicators/i030/weight", "-0", "not_a_weight"),
        ("block_weights/w1/weight", "很多", "not_a_weight"),
        ("basics/-/project_code", "42010322201T", "bad_project_code"),
        ("basics/-/project_code", EMOJI, "bad_project_code"),
        ("basics/-/phone", LONG, "too_long"),
        ("basics/-/project_name", LONG, "too_long"),
        ("basics/-/establishment_basis", "长" * 20_001, "too_long"),
        ("indicators/i001/level3", LONG, "too_long"),
        ("indicators/i001/basis", LONG, "too_long"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_kept_as_typed_and_marked(draft: File, path: str, typed: str, code: str) -> None:
    result = put(draft, "filer_own_a", path, typed)
    assert (result.outcome, result.code, result.value) == (Outcome.unparsed, code, typed)
    assert raw(draft)[path] == typed
    again = put(draft, "filer_own_a", path, typed + " ")
    assert (again.outcome, raw(draft)[path]) == (Outcome.unparsed, typed + " ")


def test_nothing_stale_stands_behind_unreadable_input(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    put(file, "filer_own_a", BUDGET, "12,3x")
    put(file, "filer_own_a", "expenditure_lines/e1/amounts.local", "x")
    put(file, "filer_own_a", "block_weights/w1/weight", "x")
    document = file.document()
    assert document.budget_year is None
    assert document.expenditure_lines[0].amounts == ()
    assert document.block_weights[0].weight == "0"


def test_unreadable_input_blocks_send_up_until_it_is_put_right(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    explain_all(file)
    put(file, "filer_own_a", "indicators/i028/weight", "二")
    explain_all(file)
    found = refusal(file, "filer_own_a", "send_up")
    assert (found.status, found.code) == (422, "unparsed_input")
    assert put(file, "filer_own_a", "indicators/i028/weight", "1%").outcome is Outcome.applied
    assert raw(file) == {}
    move(file, "filer_own_a", "send_up")


@pytest.mark.parametrize(
    "typed", [EMOJI, "2025-13-01", "=SUM(A1)", "<script>alert(1)</script>", "  two\nlines  ", LONG[:2_000]]
)
def test_text_is_text_whatever_it_looks_like(draft: File, typed: str) -> None:
    assert put(draft, "filer_own_a", "indicators/i002/target", typed).outcome is Outcome.applied
    assert text(draft, "indicators/i002/target") == typed


def test_characters_no_document_can_carry_are_left_out(draft: File) -> None:
    path = "indicators/i003/level3"
    assert put(draft, "filer_own_a", path, "a\x00b\r\nc\x1b\ud800d\u200b\u202e\tE").value == "ab\ncd\tE"
    assert text(draft, path) == "ab\ncd\tE"


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("indicators/i001/horizon", "soon"),
        ("indicators/i001/horizon", ""),
        ("executing_bodies/b1/kind", "x"),
        ("funding_sources/f1/source", "?"),
    ],
)
def test_a_choice_the_form_does_not_have_is_refused_and_nothing_changes(draft: File, path: str, typed: str) -> None:
    before = text(draft, path)
    assert put(draft, "filer_own_a", path, typed).outcome is Outcome.refused
    assert text(draft, path) == before


@pytest.mark.parametrize(
    "change",
    [
        Change("set", "nowhere/-/x", "", "1"),
        Change("set", "basics/-/state", "", "approved"),
        Change("set", "indicators/i001", "", "1"),
        Change("set", "attachments/f0/name", "", "x.pdf"),
        Change("set", "indicators/none/target", "", "1"),
        Change("add", "basics/-/project_name"),
        Change("add", "attachments/a1"),
        Change("move", "indicators/none", after="i001"),
        Change("remove", "form"),
        Change("drop", "indicators/i001"),
    ],
    ids=lambda change: f"{change.kind} {change.path}",
)
def test_a_place_that_is_not_there_is_answered_not_raised(draft: File, change: Change) -> None:
    before = draft.hash()
    [result] = send(draft, "filer_own_a", change)
    assert result.outcome is Outcome.unknown
    assert draft.hash() == before


def test_a_new_row_takes_no_cell_the_form_does_not_have(draft: File) -> None:
    values = {"item": "车辆", "amounts.evil": "5", "id": "1", "amounts.local": "5"}
    send(draft, "filer_own_a", Change("add", "expenditure_lines/x1", values=values))
    row = next(line for line in draft.document().expenditure_lines if line.uid == "x1")
    assert [(part.source, part.amount) for part in row.amounts] == [("local", "5.00")]


def test_a_level_2_of_the_form_brings_its_level_1_along(draft: File) -> None:
    results = send(draft, "filer_own_a", Change("set", "indicators/i004/level2", "经济成本指标", "时效指标"))
    assert [(item.path, item.value) for item in results] == [
        ("indicators/i004/level2", "时效指标"),
        ("indicators/i004/level1", "产出指标"),
    ]
    own = [
        Change("set", "indicators/i004/level2", "时效指标", "社会效益指标"),
        Change("set", "indicators/i004/level1", "产出指标", "其他"),
    ]
    send(draft, "filer_own_a", *own)
    assert text(draft, "indicators/i004/level1") == "其他"


def test_a_request_sent_again_changes_nothing_more(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WIDE)
    changes = [
        Change("set", "indicators/i001/target", "300-4000元", "A"),
        Change("add", "goals/n1", values={"name": "新"}),
        Change("remove", "expenditure_lines/e7"),
    ]
    send(file, "filer_own_a", *changes, batch="ab" * 16)
    after = file.hash(), file.read().version
    assert {item.outcome for item in send(file, "filer_own_a", *changes, batch="ab" * 16)} == {Outcome.same}
    assert (file.hash(), file.read().version) == after


# --- who may type ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("filer_other", 404),
        ("system_admin", 404),
        ("auditor", 403),
        ("section_a", 403),
        ("head_own_a", 403),
        ("reviewer_a", 409),
    ],
)
def test_only_the_filer_types_at_the_filers_desk(draft: File, who: str, status: int) -> None:
    assert refused(put, draft, who, "basics/-/phone", "1").status == status


@pytest.mark.parametrize("pair", ["drafted/head", "submitted/section", "approved", "terminated"])
def test_nobody_types_where_the_file_is_not_edited(world: World, pair: str) -> None:
    file = declaration_at(world, pair, unit="hr_own")
    found = refused(put, file, "filer_own_a", "basics/-/establishment_basis", "1")
    assert (found.status, found.code) == (409, "not_editable")
    assert found.facts["last_actor"]


def test_the_departments_corrections_are_traced_and_do_not_bar_it(world: World) -> None:
    file = declaration_at(world, "drafted/department")
    assert put(file, "reviewer_a", "basics/-/establishment_basis", "更正").outcome is Outcome.applied
    assert refused(put, file, "filer_a", "basics/-/establishment_basis", "1").status == 409
    [traced] = [item for item in rows_of(file, FiledBy) if item.user_id == world.people["reviewer_a"]]
    assert traced.department_trace
    move(file, "reviewer_a", "sign")


def test_who_typed_at_the_filers_desk_is_no_longer_only_a_corrector(world: World) -> None:
    file = declaration_at(world, "drafted/department")
    put(file, "filer_and_reviewer", "basics/-/establishment_basis", "更正")
    move(file, "filer_and_reviewer", "decline", reason="请补充")
    put(file, "filer_and_reviewer", "basics/-/establishment_basis", "作为填报人修改")
    [typed] = [item for item in rows_of(file, FiledBy) if item.user_id == world.people["filer_and_reviewer"]]
    assert not typed.department_trace


def test_weighted_forms_read_weights_with_and_without_percent(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content=WEIGHTED)
    uid = next(row.uid for row in file.document().indicators if row.weight)
    assert put(file, "filer_own_a", f"indicators/{uid}/weight", "６.25％").value == "6.25"
