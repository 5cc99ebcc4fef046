"""Which project a payment belongs to: code, then memory, then unit and name; and matching by hand."""

import pytest
from sqlmodel import select

from tests.domain.world import World
from tests.services.payments import files
from tests.services.payments.files import PROJECT_CODE, csv_of, load, payments, row
from workflow import db
from workflow.errors import NotAllowed, NotFound, RuleFailed
from workflow.models import AuditEntry, PaymentMatch
from workflow.services.payments.by_hand import match_by_hand, match_payment

pytestmark = pytest.mark.usefixtures("calendar")

Found = list[tuple[str, int | None, str]]


def found() -> Found:
    return [(one.voucher_no, one.project_id, one.matched_by) for one in payments()]


def test_by_code_then_by_unit_and_name(world: World) -> None:
    coded = files.project(world, "稳就业资金", code=PROJECT_CODE)
    named = files.project(world, "就业见习（补贴）")
    elsewhere = files.project(world, "就业见习（补贴）", unit="inspection")
    own = files.project(world, "局机关运行", unit="hr_own")
    load(
        world,
        csv_of(
            [
                row("V1", 项目代码=PROJECT_CODE, 项目名称="别的名称", 单位代码="inspection"),
                row("V2", 项目代码=f" {PROJECT_CODE.lower()} "),
                row("V3", 项目名称="就业见习 (补贴)"),
                row("V4", 项目名称="就业见习补贴", 单位代码="inspection"),
                row("V5", 项目名称="局机关运行", 单位代码="hr"),  # the department's code stands for its own level
                row("V6", 项目名称="局机关运行", 单位代码="", 单位名称="鄂州市人力资源和社会保障局（本级）"),
                row("V7", 项目名称="局机关运行", 单位代码="centre"),
                row("V8", 项目代码="42070025T000000009999", 项目名称="就业见习补贴"),
                row("V9", 项目代码="", 项目名称=""),
            ]
        ),
    )
    assert found() == [
        ("V1", coded, "code"),
        ("V2", coded, "code"),
        ("V3", named, "name"),
        ("V4", elsewhere, "name"),
        ("V5", own, "name"),
        ("V6", own, "name"),
        ("V7", None, ""),
        ("V8", named, "name"),
        ("V9", None, ""),
    ]


def test_two_projects_of_one_normalised_name_are_for_a_person(world: World) -> None:
    files.project(world, "就业见习补贴")
    files.project(world, "就业见习（补贴）")
    load(world, csv_of([row("V1")]))
    assert found() == [("V1", None, "")]


def test_projects_of_other_regions_are_never_found(world: World) -> None:
    with db.unit_of_work(write=True) as session:
        other = files.add_project(session, world, "就业见习补贴", code=PROJECT_CODE)
        other.region_id = world.regions["jianghan"]
        other.unit_id = world.organisations["other_bureau"]
    load(world, csv_of([row("V1", 项目代码=PROJECT_CODE)]))
    assert found() == [("V1", None, "")]
    with pytest.raises(NotFound), db.unit_of_work(write=True) as session:
        match_payment(session, world.actor("treasury"), payments()[0].id, other.id)


def test_a_match_by_hand_holds_for_all_the_same_and_for_the_next_file(world: World) -> None:
    right, wrong = files.project(world, "就业补助资金"), files.project(world, "别的项目")
    load(world, csv_of([row("V1"), row("V2", 项目名称="就业见习 补贴"), row("V3", 单位代码="inspection")]))
    for project_id, changed in ((wrong, 2), (right, 2), (right, 0)):
        with db.unit_of_work(write=True) as session:
            assert match_payment(session, world.actor("treasury"), payments()[1].id, project_id) == changed
    load(world, csv_of([row("V4"), row("V5", 项目名称="另一个")]), "下月.csv")
    assert found() == [
        ("V1", right, "hand"),
        ("V2", right, "hand"),
        ("V3", None, ""),
        ("V4", right, "hand"),
        ("V5", None, ""),
    ]
    with db.unit_of_work() as session:
        [match] = session.exec(select(PaymentMatch))
        assert (match.unit_key, match.project_key, match.fiscal_year) == ("centre", "就业见习补贴", 2025)
        entry = session.exec(
            select(AuditEntry).where(AuditEntry.object_kind == "payment_match", AuditEntry.object_id == match.id)
        ).all()[1]
        assert '"project":"就业补助资金"' in entry.canonical
        assert entry.actor_id == world.people["treasury"]


def test_a_code_in_print_is_not_overruled(world: World) -> None:
    coded, other = files.project(world, "就业见习补贴", code=PROJECT_CODE), files.project(world, "就业补助资金")
    load(world, csv_of([row("V1", 项目代码=PROJECT_CODE), row("V2")]))
    with db.unit_of_work(write=True) as session:
        assert match_payment(session, world.actor("treasury"), payments()[1].id, other) == 1
    assert found() == [("V1", coded, "code"), ("V2", other, "hand")]


def test_payments_that_name_no_project_are_matched_one_by_one(world: World) -> None:
    project = files.project(world)
    load(world, csv_of([row("V1", 项目名称=""), row("V2", 项目名称="")]))
    with db.unit_of_work(write=True) as session:
        assert match_payment(session, world.actor("treasury"), payments()[0].id, project) == 1
    load(world, csv_of([row("V3", 项目名称="")]), "下月.csv")
    assert found() == [("V1", project, "hand"), ("V2", None, ""), ("V3", None, "")]
    assert files.rows_in(PaymentMatch) == 0
    with pytest.raises(RuleFailed) as refusal, db.unit_of_work(write=True) as session:
        match_by_hand(session, world.actor("treasury"), world.regions["ezhou"], 2025, "centre", "", project)
    assert refusal.value.code == "payment_names_no_project"


def test_a_project_that_comes_later_is_found_with_the_next_file(world: World) -> None:
    load(world, csv_of([row("V1"), row("V2", 项目代码=PROJECT_CODE, 项目名称="未知")]))
    named, coded = files.project(world), files.project(world, "稳就业资金", code=PROJECT_CODE)
    assert [project for _, project, _ in found()] == [None, None]
    load(world, csv_of([row("V3")]), "下月.csv")
    assert found() == [("V1", named, "name"), ("V2", coded, "code"), ("V3", named, "name")]
    assert files.jobs("payment_import")[-1].result["matched_again"] == 2


@pytest.mark.parametrize("who", ["filer_a", "performance_a", "auditor", "leader", "system_admin", "section_a"])
def test_only_the_treasury_section_receives_and_matches(world: World, who: str) -> None:
    project = files.project(world)
    load(world, csv_of([row("V1", 项目名称="其他")]))
    with pytest.raises((NotAllowed, NotFound)), db.unit_of_work(write=True) as session:
        match_payment(session, world.actor(who), payments()[0].id, project)
    with pytest.raises(NotAllowed):
        files.send(world, csv_of([row("V2")]), who=who)
    assert found() == [("V1", None, "")]


def test_new_rates_are_asked_for_once(world: World) -> None:
    project = files.project(world)
    load(world, csv_of([row("V1", 项目名称="其他"), row("V2", 项目名称="另外")]))
    before = len(files.jobs("execution_rates"))
    for payment in payments():
        with db.unit_of_work(write=True) as session:
            match_payment(session, world.actor("treasury"), payment.id, project)
    assert len(files.jobs("execution_rates")) == before + 1, "a job that still waits is enough"
