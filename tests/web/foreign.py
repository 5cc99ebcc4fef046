"""One object of every kind that belongs to one unit: what people of other units must not reach."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from tests.domain.factories import TARGET, File, declaration_at, make_report, rows_of
from tests.domain.letters import batch, bring_letter
from tests.web.clicking import Web
from workflow import clock, db
from workflow.db import insert_once
from workflow.documents.intake.reading import FormRead, Reading
from workflow.lifecycle import Inputs
from workflow.lifecycle.intake_files import packed
from workflow.models import (
    Attachment,
    CampaignChoice,
    Comment,
    CorrectiveAction,
    EvaluationRecheck,
    EvaluationSample,
    FileContent,
    InboxMessage,
    IntakeFile,
    IntakeForm,
    LedgerEntry,
    ListExport,
    OfflineUpload,
    OutsidePayment,
    Phrase,
    ResultUse,
    SelfEvaluation,
    SpecialApproval,
    SpecialPoint,
    SuggestedEdit,
    TargetAdjustmentTask,
    UpperTransfer,
)
from workflow.services.evaluation_tasks import open_task
from workflow.services.pending_decisions import Decision, save
from workflow.services.rescoring import request_rescoring
from workflow.services.stand_ins import name_stand_in


def _evaluation(web: Web, declaration: File) -> int:
    """A task opens one for every project in force."""
    today = clock.business_date()
    with db.unit_of_work(write=True) as session:
        open_task(session, web.world.actor("performance_a"), web.world.regions["ezhou"], 2025, today, today)
    return int(rows_of(declaration, SelfEvaluation, "declaration_id")[0].id)


def results(evaluation_id: int) -> dict[str, int]:
    """An open re-check of a form, and a proposal of what follows from it."""
    with db.unit_of_work(write=True) as session:
        form = session.get_one(SelfEvaluation, evaluation_id)
        sample = EvaluationSample(
            created_at=clock.now(), task_id=form.task_id, seed="=1", share_percent=10, population=1, drawn=1
        )
        session.add(sample)
        session.flush()
        recheck = EvaluationRecheck(created_at=clock.now(), sample_id=sample.id, evaluation_id=form.id, why="share")
        use = ResultUse(
            created_at=clock.now(), evaluation_id=form.id, project_id=form.project_id or 0, region_id=form.region_id,
            fiscal_year=form.fiscal_year, applies_year=form.fiscal_year + 1, kind="cut", amount_fen=9, reason="=结余",
        )  # fmt: skip
        session.add_all([recheck, use])
        session.flush()
        return {"recheck_id": recheck.id, "use_id": use.id}


def foreign_things(web: Web) -> dict[str, Any]:
    """Something of every kind that belongs to 就业中心 (department 人社局, region Ezhou)."""
    file = declaration_at(web.world, "submitted/section")
    web.post("section_a", f"/declarations/{file.id}/comments", {"path": "form", "text": "意见"})
    edit = {"path": TARGET, "text": "≥8次", "reason": "偏低"}
    assert web.post("section_a", f"/declarations/{file.id}/suggestions", edit).status_code == 303
    approved = declaration_at(web.world, "approved")
    with db.unit_of_work(write=True) as session:
        content = FileContent(sha256="0" * 64, size=3, content=b"abc")
        session.add(content)
        session.flush()
        attachment = Attachment(
            created_at=clock.now(), owner_kind="declaration", owner_id=file.id, purpose="basis", name="依据.pdf",
            media_type="application/pdf", sha256="0" * 64, size=3,
        )  # fmt: skip
        phrase = Phrase(
            created_at=clock.now(), region_id=file.read().region_id, owner_id=web.world.people["section_a"], text="话"
        )
        upload = OfflineUpload(
            created_at=clock.now(), task_id=file.read().task_id, unit_id=file.read().unit_id, file_name="离线.xlsx",
            sha256="0" * 64, applied_at=None, report={"files": []}, desk="filer", expires_at=clock.now() + timedelta(9),
        )  # fmt: skip
        session.add_all((attachment, phrase, upload))
        session.flush()
    dropped, report = _dropped(web, file), make_report(approved)
    return {
        "file_id": dropped[0],
        "form_id": dropped[1],
        "declaration_id": file.id,
        "department_id": file.read().department_id,
        "comment_id": rows_of(file, Comment)[0].id,
        "suggestion_id": rows_of(file, SuggestedEdit, "declaration_id")[0].id,
        "attachment_id": attachment.id,
        "upload_id": upload.id,
        "point_id": _point(web, file),
        "message_id": message(web),
        "phrase_id": phrase.id,
        "decision_id": _decision(web, file),
        "approval_batch": approved.read().approval_batch_id,
        "project_id": approved.read().project_id,
        "entry_id": _entry(approved),
        "task_id": _target_task(approved),
        **_beside(web, approved),
        "evaluation_id": (evaluation := _evaluation(web, approved)),
        **results(evaluation),
        "report_id": report.id,
        "campaign_id": report.read().campaign_id,
        "choice_id": _choice(report),
        "job_id": _rescoring(web),
        "correction_id": _correction(report),
        "stand_in_id": _stand_in(web),
        "letter_id": _letter(web),
        "file_format": "docx",
        "export_id": _export(web),
        "action": "take_up",
        "file": file,
    }


def _entry(approved: File) -> int:
    """What the approval booked."""
    with db.unit_of_work() as session:
        return session.exec(select(LedgerEntry.id).where(LedgerEntry.declaration_id == approved.id)).one()


def _target_task(approved: File) -> int:
    row = approved.read()
    place = {"region_id": row.region_id, "department_id": row.department_id, "unit_id": row.unit_id}
    with db.unit_of_work(write=True) as session:
        task = TargetAdjustmentTask(
            created_at=clock.now(), project_id=row.project_id, fiscal_year=2025, change_fen=3, initial_fen=9,
            share_percent=20, **place,
        )  # fmt: skip
        session.add(task)
        session.flush()
        return task.id


def _beside(web: Web, approved: File) -> dict[str, int]:
    """Money beside the treasury's: a payment outside it with its proof, and a document from above with its scan."""
    row, now, today = approved.read(), clock.now(), clock.business_date()
    place = {name: getattr(row, name) for name in ("region_id", "department_id", "unit_id", "project_id")}
    with db.unit_of_work(write=True) as session:
        paid = OutsidePayment(
            created_at=now, fiscal_year=2025, paid_on=today, amount_fen=7, channel="unit_funds",
            entered_by=web.world.people["filer_a"], **place,
        )  # fmt: skip
        sent_down = UpperTransfer(
            created_at=now, region_id=row.region_id, fiscal_year=2025, number="=1+1", title="补助资金", kind="special",
            received_on=today, due_on=today, amount_fen=9,
        )  # fmt: skip
        session.add_all([paid, sent_down])
        session.flush()
        for owner, key in (("outside_payment", paid.id), ("upper_transfer", sent_down.id)):
            scan = Attachment(
                created_at=now, owner_kind=owner, owner_id=key, purpose="scan", name="扫描件.pdf",
                media_type="application/pdf", sha256="0" * 64, size=3,
            )  # fmt: skip
            session.add(scan)
        return {"payment_id": paid.id, "transfer_id": sent_down.id}


def _letter(web: Web) -> int:
    return bring_letter(web.world, batch(web.world)[1], "issued")


def _dropped(web: Web, file: File) -> tuple[int, int]:
    """A file that was dropped for the unit, and the form in it."""
    row = file.read()
    place = {"region_id": row.region_id, "department_id": row.department_id, "unit_id": row.unit_id}
    reading = Reading(forms=[FormRead(form_type="project_declaration", project_name="项目")])
    with db.unit_of_work(write=True) as session:
        dropped = IntakeFile(
            created_at=clock.now(), name="表.docx", sha256="1" * 64, size=3, reading=packed(reading),
            finished_at=clock.now(), **place,
        )  # fmt: skip
        session.add(dropped)
        session.flush()
        form = IntakeForm(file_id=dropped.id, number=0, form_type="project_declaration", project_name="项目", **place)
        session.add(form)
        session.flush()
        return dropped.id, form.id


def _decision(web: Web, file: File) -> int:
    decision = Decision("return", file.read().version, Inputs(reason="请补充"))
    with db.unit_of_work(write=True) as session:
        return save(session, web.world.actor("section_a"), file.id, decision).id


def message(web: Web) -> int:
    owner = web.world.people["filer_a"]
    values = {"template": "declaration.send_up", "facts": {}, "object_kind": "declaration", "object_id": 1}
    with db.unit_of_work(write=True) as session:
        insert_once(session, InboxMessage, created_at=clock.now(), recipient_id=owner, dedupe_key="x", **values)
        return session.exec(select(InboxMessage.id).where(InboxMessage.recipient_id == owner)).first() or 0


def _point(web: Web, file: File) -> int:
    """An open point of a special approval."""
    with db.unit_of_work(write=True) as session:
        granted = SpecialApproval(
            created_at=clock.now(), declaration_id=file.id, round=1, content_hash=file.hash(), leader="局长",
            document="3 号", granted_by=web.world.people["performance_a"],
        )  # fmt: skip
        session.add(granted)
        session.flush()
        point = SpecialPoint(
            created_at=clock.now(), special_approval_id=granted.id, declaration_id=file.id, position=0, text="补批文",
            due_on=clock.business_date(),
        )  # fmt: skip
        session.add(point)
        session.flush()
        return point.id or 0


def _rescoring(web: Web) -> int:
    """Scoring rules that the performance section of Ezhou tries out."""
    with db.unit_of_work(write=True) as session:
        typed = {"evaluation_overshoot_percent": "30"}
        actor, region = web.world.actor("performance_a"), web.world.regions["ezhou"]
        return request_rescoring(session, actor, region, 2025, typed, "x").id


def _choice(report: File) -> int:
    """What a campaign decided about a declaration."""
    row = report.read()
    with db.unit_of_work(write=True) as session:
        choice = CampaignChoice(
            created_at=clock.now(), campaign_id=row.campaign_id, declaration_id=row.declaration_id, outcome="wanted"
        )
        session.add(choice)
        session.flush()
        return choice.id


def _correction(report: File) -> int:
    """A corrective action on a report."""
    row = report.read()
    place = {key: getattr(row, key) for key in ("region_id", "fiscal_year", "department_id", "unit_id")}
    with db.unit_of_work(write=True) as session:
        action = CorrectiveAction(
            created_at=clock.now(), report_id=row.id, declaration_id=row.declaration_id, kind="rectify",
            problem="进度滞后", demand="年底完成", due_on=clock.business_date(), **place,
        )  # fmt: skip
        session.add(action)
        session.flush()
        return action.id


def _export(web: Web) -> int:
    with db.unit_of_work(write=True) as session:
        export = ListExport(
            created_at=clock.now(), owner_id=web.world.people["filer_a"], listing="declarations", format="csv",
            language="zh", title="申报列表",
        )  # fmt: skip
        session.add(export)
        session.flush()
        return export.id


def _stand_in(web: Web) -> int:
    people = web.world.people
    with db.unit_of_work(write=True) as session:
        actor, today = web.world.actor("filer_a"), clock.business_date()
        return name_stand_in(session, actor, people["filer_a"], people["filer_b"], today, today, "出差").id
