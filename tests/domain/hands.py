"""What people and other parts of the product do between the moves: typing, commenting, answering, booking, issuing."""

import hashlib
from datetime import date
from itertools import count
from typing import Any

from sqlmodel import col, select

from tests.domain.factories import TARGET, File
from tests.domain.world import NO_ADDRESS
from workflow import clock, db, regional, rules
from workflow.documents.assemble import document_of
from workflow.documents.values import value_at
from workflow.models import (
    ApprovalDocument,
    Attachment,
    CarriedValue,
    Comment,
    Declaration,
    FileContent,
    LedgerEntry,
    MonitoringCampaign,
    MonitoringItem,
    MonitoringReport,
    RegionSetting,
    Signature,
    Snapshot,
    TaskExtension,
    UnparsedInput,
    Waiver,
)
from workflow.money_types import LedgerKind
from workflow.services import suggestions
from workflow.services.comments import add_comment
from workflow.services.editing import Change, Outcome, edit
from workflow.types import AnswerKind, LateCause

_numbers = count(1)


def type_in(file: File, who: str, path: str, new: str) -> Outcome:
    """One cell through the editor."""
    with db.unit_of_work(write=True) as session:
        raw = select(UnparsedInput.raw).where(UnparsedInput.declaration_id == file.id, UnparsedInput.path == path)
        stored = value_at(document_of(session, session.get_one(Declaration, file.id)), path)
        old = session.exec(raw).first() or stored
        _, [result], _ = edit(session, file.world.actor(who), file.id, [Change("set", path, old, new)])
    return result.outcome


def carry(file: File, path: str) -> None:
    """Mark a value as carried over from last year and not confirmed."""
    with db.unit_of_work(write=True) as session:
        session.add(CarriedValue(declaration_id=file.id, path=path))


def explain_all(file: File) -> None:
    """A waiver (情况说明) for every 必改 finding of the moment."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        open_waivers = select(Waiver.finding_key).where(
            Waiver.declaration_id == row.id, col(Waiver.withdrawn_at).is_(None)
        )
        explained = set(session.exec(open_waivers))
        context = rules.Context(regional.profile(session, row.form_profile))
        for finding in rules.check(document_of(session, row), context):
            if finding.severity == "error" and finding.key not in explained:
                session.add(
                    Waiver(
                        created_at=clock.now(),
                        declaration_id=row.id,
                        rule=finding.rule,
                        path=finding.path,
                        finding_key=finding.key,
                        statement=finding.zh,
                        reason="按公开文本填报",
                    )
                )


def comment(file: File, who: str, path: str = "form", *, text: str = "请核对", publish: bool = True) -> int:
    """A comment of the desk that holds the file, late or not; the same words again are no second one."""
    with db.unit_of_work(write=True) as session:
        return add_comment(
            session, file.world.actor(who), file.id, path, text, publish=publish, cause=LateCause.policy
        ).id


def answer_all(file: File, who: str, kind: str = AnswerKind.kept) -> int:
    """The same answer to everything that is not answered yet; how many that were."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(file.model, file.id)
        query = select(Comment).where(
            Comment.object_kind == file.kind,
            Comment.object_id == file.id,
            Comment.round == row.round,
            Comment.sent_with == "return",
            col(Comment.answer).is_(None),
        )
        found = session.exec(query).all()
        for item in found:
            item.answer, item.answer_text = kind, "已核对，无误"
            item.answered_by, item.answered_at = file.world.people[who], clock.now()
        return len(found)


def extend(file: File, until: date) -> None:
    """延期报送 for the unit of the file."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        session.add(
            TaskExtension(
                created_at=clock.now(), task_id=row.task_id, unit_id=row.unit_id, closes_on=until, reason="系统故障"
            )
        )


def issue(file: File) -> None:
    """The approval document of the file's batch and department gets its number."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        document = session.exec(
            select(ApprovalDocument).where(
                ApprovalDocument.batch_id == row.approval_batch_id, ApprovalDocument.department_id == row.department_id
            )
        ).one()
        document.number, document.issued_at = f"鄂州财绩〔2025〕{next(_numbers)}号", clock.now()


def book(file: File, kind: LedgerKind, fen: int, document: str = "") -> None:
    """Treasury enters it by hand."""
    with db.unit_of_work(write=True) as session:
        row = session.get_one(Declaration, file.id)
        assert row.project_id is not None
        session.add(
            LedgerEntry(
                created_at=clock.now(),
                project_id=row.project_id,
                fiscal_year=row.fiscal_year,
                kind=kind,
                amount_fen=fen,
                document=document,
                origin="treasury",
            )
        )


def ledger(file: File, origin: str = "approval") -> list[tuple[str, int]]:
    """Kind and fen of the entries of the project and year, oldest first."""
    with db.unit_of_work() as session:
        row = session.get_one(Declaration, file.id)
        query = select(LedgerEntry).where(
            LedgerEntry.project_id == row.project_id,
            LedgerEntry.fiscal_year == row.fiscal_year,
            LedgerEntry.origin == origin,
        )
        return [(item.kind, item.amount_fen) for item in session.exec(query.order_by(col(LedgerEntry.id)))]


def fill(report: File, **values: str) -> None:
    """Every indicator of the report says the same."""
    with db.unit_of_work(write=True) as session:
        query = select(MonitoringItem).where(MonitoringItem.report_id == report.id)
        for item in session.exec(query):
            item.sqlmodel_update(values)
        session.get_one(MonitoringReport, report.id).version += 1


def close_campaign(report: File) -> None:
    """The campaign of the report is over."""
    with db.unit_of_work(write=True) as session:
        campaign = session.get_one(MonitoringCampaign, session.get_one(MonitoringReport, report.id).campaign_id)
        campaign.closed_at = clock.now()


def snapshot(snapshot_id: int) -> Snapshot:
    """A frozen document."""
    with db.unit_of_work() as session:
        return session.get_one(Snapshot, snapshot_id)


def void_signatures(file: File) -> None:
    """No move leaves the department without a unit signature; this does."""
    with db.unit_of_work(write=True) as session:
        for item in session.exec(select(Signature).filter_by(object_kind=file.kind, object_id=file.id)):
            item.voided_at = clock.now()


def declaration_of(report: File) -> File:
    """The declaration a report is about."""
    return File(report.world, Declaration, report.read().declaration_id, report.unit)


def attach(file: File, name: str) -> None:
    """A file on the declaration; straight into the tables, because nobody attaches to an approved one."""
    content = f"{name} {next(_numbers)}".encode()
    digest = hashlib.sha256(content).hexdigest()
    with db.unit_of_work(write=True) as session:
        session.add(FileContent(sha256=digest, size=len(content), content=content))
        session.flush()
        session.add(
            Attachment(
                created_at=clock.now(),
                owner_kind=file.kind,
                owner_id=file.id,
                purpose="basis",
                name=name,
                media_type="application/pdf",
                sha256=digest,
                size=len(content),
            )
        )


def has_address(name: str) -> bool:
    """Whether e-mail reaches a person of the world."""
    return name not in NO_ADDRESS


def take_extensions_back(file: File) -> None:
    """As if none had been given."""
    with db.unit_of_work(write=True) as session:
        for item in session.exec(
            select(TaskExtension).filter_by(task_id=session.get_one(Declaration, file.id).task_id)
        ):
            session.delete(item)


def take_waivers_back(file: File) -> None:
    """The unit withdraws its explanations."""
    with db.unit_of_work(write=True) as session:
        for item in session.exec(select(Waiver).filter_by(declaration_id=file.id)):
            item.withdrawn_at = clock.now()


def set_money(report: File, **columns: Any) -> None:
    """What the treasury's payments and the unit's forecast say."""
    with db.unit_of_work(write=True) as session:
        session.get_one(MonitoringReport, report.id).sqlmodel_update(columns)


def set_region(file: File, key: str, value: Any) -> None:
    """The region of the file has this setting from its year on."""
    row = file.read()
    with db.unit_of_work(write=True) as session:
        session.add(
            RegionSetting(region_id=row.region_id, key=key, year=row.fiscal_year, value=value, changed_at=clock.now())
        )


def suggested(file: File) -> int:
    """The section suggests another target."""
    why = "与往年完成数相比偏低"
    with db.unit_of_work(write=True) as session:
        return suggestions.suggest(session, file.world.actor("section_a"), file.id, TARGET, "≥8次", why).id


def negotiated(file: File) -> None:
    """The same, and the filer accepted it; the head has not signed yet."""
    item = suggested(file)
    with db.unit_of_work(write=True) as session:
        suggestions.accept(session, file.world.actor("filer_a"), file.id, item)
