"""Undo: one's own batch, newest step first; for any patch, edit and undo give the same document."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from tests.domain.factories import File, bring, declaration_at, make_declaration, move
from tests.domain.world import World
from tests.services.editing.hands import WEIGHTED, WIDE, outcomes, put, raw, refused, send, text, trail, uids, undo
from workflow import db
from workflow.canonical.paths import ROW_FIELDS
from workflow.documents.assemble import SECTIONS
from workflow.models import DeclarationEdit
from workflow.services import editing
from workflow.services.editing import Change, Outcome

WHO, COLLEAGUE = "filer_own_a", "filer_own_b"


@pytest.fixture
def draft(world: World) -> File:
    return make_declaration(world, unit="hr_own", content=WIDE)


@pytest.mark.parametrize(
    "changes",
    [
        [Change("set", "indicators/i001/target", "300-4000元", "-")],
        [Change("set", "indicators/i027/prior_years.0", "300-4000元", "+")],
        [Change("set", "indicators/i001/target", "300-4000元", ">i002")],
        [Change("set", "basics/-/budget_year", "6793.00", "12,3x")],
        [Change("remove", "indicators/i003"), Change("remove", "indicators/i004"), Change("remove", "indicators/i040")],
        [Change("remove", "expenditure_lines/e1"), Change("remove", "block_weights/w1"), Change("remove", "goals/g1")],
        [Change("set", "expenditure_lines/e2/item", "职介补贴", ""), Change("remove", "expenditure_lines/e2")],
        [Change("add", "indicators/n1", values={"horizon": "long_term", "level2": "时效指标"}, after="i001")],
        [Change("move", "indicators/i005", after="^"), Change("move", "indicators/i001", after="i020")],
        [Change("set", "indicators/i006/level2", "数量指标", "社会效益指标")],
    ],
    ids=lambda changes: f"{changes[0].kind} {changes[0].path}",
)  # fmt: skip
def test_a_batch_is_taken_back_to_the_letter(draft: File, changes: list[Change]) -> None:
    before = draft.hash()
    results = send(draft, WHO, *changes)
    assert {item.outcome for item in results} <= {Outcome.applied, Outcome.unparsed}
    assert draft.hash() != before
    undo(draft, WHO)
    assert (draft.hash(), raw(draft)) == (before, {})


def test_unreadable_input_comes_back_as_it_was_typed(draft: File) -> None:
    put(draft, WHO, "basics/-/budget_year", "12,3x")
    put(draft, WHO, "basics/-/budget_year", "12.3")
    undo(draft, WHO)
    assert raw(draft) == {"basics/-/budget_year": "12,3x"}
    put(draft, WHO, "indicators/i028/weight", "一")
    send(draft, WHO, Change("remove", "indicators/i028"))
    undo(draft, WHO)
    assert raw(draft)["indicators/i028/weight"] == "一"


def test_what_somebody_changed_since_stays(draft: File) -> None:
    send(
        draft,
        WHO,
        Change("set", "basics/-/phone", "027-5550104", "1"),
        Change("set", "basics/-/responsible_person", "沈若兰", "B"),
    )
    put(draft, COLLEAGUE, "basics/-/phone", "2")
    done = undo(draft, WHO)
    assert outcomes(list(done.results)) == [Outcome.applied, Outcome.conflict]
    assert done.to_check == ("basics/-/phone",)
    assert (text(draft, "basics/-/phone"), text(draft, "basics/-/responsible_person")) == ("2", "沈若兰")


def test_an_own_row_somebody_typed_into_stays(draft: File) -> None:
    send(draft, WHO, Change("add", "indicators/n1", values={"level3": "新指标"}))
    put(draft, COLLEAGUE, "indicators/n1/target", "≥5")
    done = undo(draft, WHO)
    assert done.results[-1].code == "row_changed"
    assert "n1" in uids(draft, "indicators")


def test_a_row_somebody_removed_cannot_be_moved_back(draft: File) -> None:
    send(draft, WHO, Change("move", "indicators/i005", after="^"))
    send(draft, COLLEAGUE, Change("remove", "indicators/i005"))
    assert undo(draft, WHO).results[0].code == "row_gone"


def test_one_batch_after_the_other_and_never_the_undo_itself(draft: File) -> None:
    before = draft.hash()
    for number in range(3):
        put(draft, WHO, "basics/-/phone", str(number))
    put(draft, COLLEAGUE, "basics/-/responsible_person", "别人")
    for _ in range(3):
        undo(draft, WHO)
    found = refused(undo, draft, WHO)
    assert (found.status, found.code) == (422, "nothing_to_undo")
    undo(draft, COLLEAGUE)
    assert draft.hash() == before


def test_an_undo_sent_again_after_a_lost_answer_does_nothing_more(draft: File) -> None:
    put(draft, WHO, "basics/-/phone", "1")
    put(draft, WHO, "basics/-/phone", "2")
    assert not undo(draft, WHO, request="ab" * 16).again
    assert undo(draft, WHO, request="ab" * 16).again
    assert text(draft, "basics/-/phone") == "1"


def test_nobody_takes_back_the_work_of_others_or_of_before(world: World) -> None:
    file = make_declaration(world, unit="hr_own", content="ezhou-2025-approval/01-labour-matching")
    put(file, WHO, "basics/-/establishment_basis", "新")
    batch = _batches(file)[-1]
    assert refused(undo, file, COLLEAGUE, batch).code == "nothing_to_undo"
    bring(file, "drafted/head")
    move(file, WHO, "recall")
    assert refused(undo, file, WHO).code == "nothing_to_undo"


def test_undo_obeys_the_desk(world: World) -> None:
    assert refused(undo, declaration_at(world, "drafted/head"), "filer_a").status == 409


def _batches(file: File) -> list[str]:
    with db.unit_of_work() as session:
        return list(session.exec(select(DeclarationEdit.batch).where(DeclarationEdit.declaration_id == file.id)))


# --- for any patch ---------------------------------------------------------------------------------------------------

UIDS = ("i001", "i002", "i015", "g1", "g2", "e1", "e2", "f1", "b1", "w1", "n1", "n2")
WORDS = (
    "",
    "-",
    "+",
    ">i001",
    "12,3x",
    "5",
    "1,331.67",
    "6%",
    "annual",
    "long_term",
    "unit",
    "local",
    "数量指标",
    "👩‍🏭",
)
TEXTS = st.one_of(st.sampled_from(WORDS), st.text(max_size=12))
ROWS = st.builds("{}/{}".format, st.sampled_from(sorted(SECTIONS)), st.sampled_from(UIDS))
HEADER = ("project_name", "project_code", "phone", "budget_year", "budget_total", "main_content", "project_type")
AFTER = st.sampled_from(("", "^", *UIDS))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    kind = draw(st.sampled_from(("set", "set", "set", "header", "add", "remove", "move")))
    if kind == "header":
        return Change("set", f"basics/-/{draw(st.sampled_from(HEADER))}", new=draw(TEXTS))
    row = draw(ROWS)
    fields = ROW_FIELDS[row.partition("/")[0]]
    if kind == "set":
        return Change("set", f"{row}/{draw(st.sampled_from(fields))}", new=draw(TEXTS))
    values = draw(st.dictionaries(st.sampled_from(fields), TEXTS, max_size=4)) if kind == "add" else {}
    return Change(kind, row, values=values, after=draw(AFTER))


@pytest.fixture(scope="module")
def any_draft(sqlite_world: World) -> File:
    return make_declaration(sqlite_world, unit="hr_own", content=WEIGHTED)


@given(patch=st.lists(changes(), min_size=1, max_size=12))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_edit_and_undo_restore_the_document(any_draft: File, patch: list[Change]) -> None:
    before, stray = any_draft.hash(), raw(any_draft)
    with db.unit_of_work(write=True) as session:
        _, results, batch = editing.edit(session, any_draft.world.actor(WHO), any_draft.id, _as_seen(any_draft, patch))
    assert len(results) >= len(patch)
    if batch:
        undo(any_draft, WHO, batch)
    assert (any_draft.hash(), raw(any_draft)) == (before, stray)


def _as_seen(file: File, patch: list[Change]) -> list[Change]:
    """The typist saw what is there, so most changes apply; repeated ones of a path conflict, which is fine, too."""
    return [
        Change(
            item.kind, item.path, text(file, item.path) if item.kind == "set" else "", item.new, item.values, item.after
        )
        for item in patch
    ]


def test_the_trail_keeps_both_sides_of_an_undo(draft: File) -> None:
    put(draft, WHO, "basics/-/phone", "1")
    undo(draft, WHO)
    assert trail(draft) == [("basics/-/phone", "027-5550104", "1"), ("basics/-/phone", "1", "027-5550104")]
