"""What a letter says: gathered from the batch while drafted, frozen when numbered, rendered from what was frozen.

A frozen letter is canonical JSON with the hashes of the approved contents and the form profiles of that day: nothing
that can change later goes into its bytes.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from workflow import clock, site
from workflow.canonical import Profile, unpack
from workflow.documents.approval_letter import Figures, amended
from workflow.documents.render import DRAFT, Annex, Letter
from workflow.lifecycle.letters.facts import files_in_batch, files_of, left_out
from workflow.models import (
    ApprovalBatch,
    ApprovalDocument,
    ApprovalDocumentVersion,
    Declaration,
    DocumentFile,
    FileContent,
    FormProfile,
    Organisation,
    Snapshot,
)
from workflow.types import DocumentState, OrganisationKind

SCHEMA = 1
VOIDED = "已作废"
Inputs = dict[str, Any]


def bureau_of(session: Session, region_id: int) -> str:
    """Who issues: the finance bureau of the region."""
    query = select(Organisation.name).where(
        Organisation.region_id == region_id, Organisation.kind == OrganisationKind.bureau
    )
    return session.exec(query.order_by(col(Organisation.id)).limit(1)).first() or ""


def figures_of(session: Session, document: ApprovalDocument) -> Figures:
    """What the template of title and body counts."""
    files, without = files_of(session, document), left_out(session, document.id)
    return Figures(
        bureau=bureau_of(session, document.region_id),
        year=_year(session, document),
        projects=len(files),
        units=len({row.unit_id for row in files}),
        budget_fen=sum(budget_of(row) for row in files),
        below=_below(session, {row.unit_id for row in files}),
        replaces=replaced_number(session, document),
        taken_back=[row.project_name for row in files_in_batch(session, document) if row.id in without],
    )


def _below(session: Session, unit_ids: set[int]) -> bool:
    query = select(Organisation.id).where(col(Organisation.id).in_(unit_ids), col(Organisation.own_level).is_(False))
    return session.exec(query.limit(1)).first() is not None


def budget_of(row: Declaration) -> int:
    """The current year's money; the total where the form has no such amount. Fen."""
    return row.budget_year_fen or row.budget_total_fen or 0


def replaced_number(session: Session, document: ApprovalDocument) -> str:
    """文号 of the letter that this one voids."""
    old = session.get(ApprovalDocument, document.voids_id) if document.voids_id else None
    return (old.number or "") if old else ""


def inputs_of(session: Session, document: ApprovalDocument) -> Inputs:
    """The letter as it stands now."""
    files = files_of(session, document)
    issuer, signed = bureau_of(session, document.region_id), document.signed_at
    day = clock.local(signed).date() if signed else clock.business_date()
    paragraphs = [line.strip() for line in document.body.splitlines() if line.strip()]
    return {
        "schema": SCHEMA,
        "issuer": issuer,
        "number": document.number or "",
        "title": document.title,
        "addressee": session.get_one(Organisation, document.department_id).name,
        "paragraphs": paragraphs + _amendments(session, files),
        "day": day.isoformat(),
        "voids": replaced_number(session, document),
        "check_at": site.check_at(),
        "files": _files(session, files),
        "profiles": _profiles(session, {row.form_profile for row in files}),
    }


def freeze(session: Session, document: ApprovalDocument, user_id: int) -> ApprovalDocumentVersion:
    """The next version with a row per declaration, flushed; the caller has numbered the letter."""
    inputs = inputs_of(session, document)
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    last = latest_version(session, document.id)
    version = ApprovalDocumentVersion(
        created_at=clock.now(),
        document_id=document.id,
        version=last.version + 1 if last else 1,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        inputs=text,
        created_by=user_id or None,
    )
    session.add(version)
    session.flush()  # its files point to its id
    session.add_all(
        DocumentFile(
            version_id=version.id,
            document_id=document.id,
            declaration_id=item["declaration_id"],
            unit_id=item["unit_id"],
            content_hash=item["content_hash"],
        )
        for item in inputs["files"]
    )
    return version


def latest_version(session: Session, document_id: int) -> ApprovalDocumentVersion | None:
    """The frozen letter, if it was numbered."""
    query = select(ApprovalDocumentVersion).where(ApprovalDocumentVersion.document_id == document_id)
    return session.exec(query.order_by(col(ApprovalDocumentVersion.version).desc()).limit(1)).first()


def kept_hash(version: ApprovalDocumentVersion, file_format: str) -> str:
    """SHA-256 of the file that was made of the whole letter; "" before it was."""
    return {"pdf": version.pdf_sha256, "docx": version.docx_sha256}.get(file_format, "")


def kept_formats(session: Session, version: ApprovalDocumentVersion | None) -> frozenset[str]:
    """Formats in which the whole letter is kept as it was issued."""
    if version is None:
        return frozenset()
    hashes = {"pdf": version.pdf_sha256, "docx": version.docx_sha256}
    kept = set(session.exec(select(FileContent.sha256).where(col(FileContent.sha256).in_(hashes.values()))))
    return frozenset(name for name, sha256 in hashes.items() if sha256 in kept)


def frozen_letter(
    session: Session, version: ApprovalDocumentVersion, units: frozenset[int] | None = None, mark: str = ""
) -> Letter:
    """The letter of a version; ``units`` leaves out the annexes of all others."""
    return _letter(session, json.loads(version.inputs), version.content_hash, units, mark)


def draft_letter(session: Session, document: ApprovalDocument) -> Letter:
    """The letter as it would be issued now, marked as a draft."""
    return _letter(session, inputs_of(session, document), "", None, DRAFT)


def mark_of(document: ApprovalDocument) -> str:
    """What stands across a letter that holds no longer."""
    return VOIDED if document.state == DocumentState.voided else ""


def _letter(session: Session, inputs: Inputs, code: str, units: frozenset[int] | None, mark: str) -> Letter:
    files = [item for item in inputs["files"] if units is None or item["unit_id"] in units]
    hashes = {item["content_hash"] for item in files}
    found = session.exec(select(Snapshot).where(col(Snapshot.content_hash).in_(hashes)))
    packed = {(row.content_hash, row.schema_version): row.packed for row in found}
    profiles = {key: Profile.model_validate_json(json.dumps(value)) for key, value in inputs["profiles"].items()}
    return Letter(
        issuer=inputs["issuer"],
        number=inputs["number"],
        title=inputs["title"],
        addressee=inputs["addressee"],
        paragraphs=tuple(inputs["paragraphs"]),
        signed_by=inputs["issuer"],
        day=date.fromisoformat(inputs["day"]),
        annexes=tuple(
            Annex(unpack(packed[item["content_hash"], item["schema_version"]]), profiles[item["profile"]])
            for item in files
        ),
        code=code,
        voids=inputs["voids"],
        check_at=inputs.get("check_at", ""),
        mark=mark,
    )


def _year(session: Session, document: ApprovalDocument) -> int:
    return session.get_one(ApprovalBatch, document.batch_id).fiscal_year


def _files(session: Session, files: Sequence[Declaration]) -> list[Inputs]:
    snapshots = {
        row.id: row
        for row in session.exec(
            select(Snapshot).where(col(Snapshot.id).in_({row.approved_snapshot_id for row in files}))
        )
    }
    return [
        {
            "declaration_id": row.id,
            "unit_id": row.unit_id,
            "content_hash": snapshots[row.approved_snapshot_id or 0].content_hash,
            "schema_version": snapshots[row.approved_snapshot_id or 0].schema_version,
            "profile": row.form_profile,
        }
        for row in files
    ]


def _profiles(session: Session, codes: set[str]) -> Inputs:
    found = session.exec(select(FormProfile).where(col(FormProfile.code).in_(codes)))
    return {row.code: row.definition for row in found}


def _amendments(session: Session, files: Sequence[Declaration]) -> list[str]:
    """Adjusted goals: which letters approved them before. One sentence a letter."""
    query = (
        select(ApprovalDocument.number, DocumentFile.declaration_id)
        .join(DocumentFile, col(DocumentFile.document_id) == ApprovalDocument.id)
        .where(
            col(DocumentFile.declaration_id).in_({row.supersedes_id for row in files if row.supersedes_id}),
            ApprovalDocument.state != DocumentState.voided,
        )
        .order_by(col(ApprovalDocument.id))
    )
    names = {row.supersedes_id: row.project_name for row in files}
    told: dict[str, list[str]] = {}
    for number, declaration_id in session.exec(query):
        told.setdefault(number or "", []).append(names[declaration_id])
    return [amended([number], projects) for number, projects in told.items()]
