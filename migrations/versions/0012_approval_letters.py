"""approval letters"""

import sqlalchemy as sa
from alembic import op

revision: str = "0012_approval_letters"
down_revision: str | None = "0011_both_names"
STATES = "'drafting', 'cosigning', 'signing', 'numbering', 'sealing', 'issued', 'voided', 'discarded'"
ADDED = {
    "approval_document": (
        "state", "version", "title", "body", "files_hash", "number_code", "number_year", "number_place", "reason",
    ),
    "approval_document_version": ("inputs", "pdf_sha256", "docx_sha256"),
}  # fmt: skip
"""What may not be NULL: rows that are there get a value, new ones bring theirs."""


def upgrade() -> None:
    op.create_table(
        "document_cosigner",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_for", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreed_for"], ["user_account.id"], name=op.f("fk_document_cosigner_agreed_for_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["approval_document.id"], name=op.f("fk_document_cosigner_document_id_approval_document")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_document_cosigner_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_cosigner")),
        sa.UniqueConstraint("document_id", "user_id", name=op.f("uq_document_cosigner_document_id_user_id")),
    )
    with op.batch_alter_table("document_cosigner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_cosigner_user_id"), ["user_id"], unique=False)

    op.create_table(
        "document_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_document_file_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["approval_document.id"], name=op.f("fk_document_file_document_id_approval_document")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_document_file_unit_id_organisation")),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["approval_document_version.id"],
            name=op.f("fk_document_file_version_id_approval_document_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_file")),
        sa.UniqueConstraint("version_id", "declaration_id", name=op.f("uq_document_file_version_id_declaration_id")),
    )
    with op.batch_alter_table("document_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_file_content_hash"), ["content_hash"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_file_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_file_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_file_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "document_left_out",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_document_left_out_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["approval_document.id"], name=op.f("fk_document_left_out_document_id_approval_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_left_out")),
        sa.UniqueConstraint(
            "document_id", "declaration_id", name=op.f("uq_document_left_out_document_id_declaration_id")
        ),
    )
    with op.batch_alter_table("document_left_out", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_left_out_declaration_id"), ["declaration_id"], unique=False)

    with op.batch_alter_table("approval_document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("state", sa.String(length=16), nullable=False, server_default="drafting"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("held_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("title", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("body", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("leader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("drafter_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("files_hash", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("signed_for", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("number_code", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("number_year", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("number_place", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("sealed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("forward_number", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("forwarded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("forwarded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.drop_constraint(batch_op.f("uq_approval_document_batch_id_department_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix_approval_document_batch_id"), ["batch_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_document_drafter_id"), ["drafter_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_document_forwarded_by"), ["forwarded_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_document_leader_id"), ["leader_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_document_sealed_by"), ["sealed_by"], unique=False)
        batch_op.create_index("ix_approval_document_series", ["region_id", "number_code", "number_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_document_signed_by"), ["signed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_approval_document_state"), ["state"], unique=False)
        batch_op.create_index(
            "uq_approval_document_forward",
            ["department_id", "forward_number"],
            unique=True,
            sqlite_where=sa.text("forward_number IS NOT NULL"),
            postgresql_where=sa.text("forward_number IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_approval_document_original",
            ["batch_id", "department_id"],
            unique=True,
            sqlite_where=sa.text("voids_id IS NULL"),
            postgresql_where=sa.text("voids_id IS NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_approval_document_sealed_by_user_account"), "user_account", ["sealed_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_approval_document_signed_for_user_account"), "user_account", ["signed_for"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_approval_document_drafter_id_user_account"), "user_account", ["drafter_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_approval_document_forwarded_by_user_account"), "user_account", ["forwarded_by"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_approval_document_leader_id_user_account"), "user_account", ["leader_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_approval_document_signed_by_user_account"), "user_account", ["signed_by"], ["id"]
        )

    with op.batch_alter_table("approval_document_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("inputs", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("pdf_sha256", sa.String(length=64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("docx_sha256", sa.String(length=64), nullable=False, server_default=""))

    for name, columns in ADDED.items():
        with op.batch_alter_table(name, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)
    with op.batch_alter_table("approval_document", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_approval_document_state_known"), f"state IN ({STATES})")
        batch_op.create_check_constraint(
            batch_op.f("ck_approval_document_issued_by_state"),
            "state NOT IN ('sealing', 'issued', 'voided') OR issued_at IS NOT NULL",
        )
    _purposes("'basis', 'plan', 'estimate', 'scan', 'other'")


def _purposes(known: str) -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_attachment_purpose_known"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_attachment_purpose_known"), f"purpose IN ({known})")


def downgrade() -> None:
    op.execute("DELETE FROM attachment WHERE purpose = 'scan'")
    _purposes("'basis', 'plan', 'estimate', 'other'")
    with op.batch_alter_table("document_left_out", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_left_out_declaration_id"))

    op.drop_table("document_left_out")
    with op.batch_alter_table("document_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_file_unit_id"))
        batch_op.drop_index(batch_op.f("ix_document_file_document_id"))
        batch_op.drop_index(batch_op.f("ix_document_file_declaration_id"))
        batch_op.drop_index(batch_op.f("ix_document_file_content_hash"))

    op.drop_table("document_file")
    with op.batch_alter_table("document_cosigner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_cosigner_user_id"))

    op.drop_table("document_cosigner")

    op.execute("DELETE FROM approval_document_version")  # nothing wrote or read them before
    op.execute("DELETE FROM approval_document WHERE voids_id IS NOT NULL")
    with op.batch_alter_table("approval_document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_approval_document_issued_by_state"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_approval_document_state_known"), type_="check")
    with op.batch_alter_table("approval_document_version", schema=None) as batch_op:
        batch_op.drop_column("docx_sha256")
        batch_op.drop_column("pdf_sha256")
        batch_op.drop_column("inputs")

    with op.batch_alter_table("approval_document", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_approval_document_signed_by_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_approval_document_leader_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_approval_document_forwarded_by_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_approval_document_drafter_id_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_approval_document_signed_for_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_approval_document_sealed_by_user_account"), type_="foreignkey")
        batch_op.drop_index(
            "uq_approval_document_original",
            sqlite_where=sa.text("voids_id IS NULL"),
            postgresql_where=sa.text("voids_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_approval_document_forward",
            sqlite_where=sa.text("forward_number IS NOT NULL"),
            postgresql_where=sa.text("forward_number IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_approval_document_state"))
        batch_op.drop_index(batch_op.f("ix_approval_document_signed_by"))
        batch_op.drop_index("ix_approval_document_series")
        batch_op.drop_index(batch_op.f("ix_approval_document_sealed_by"))
        batch_op.drop_index(batch_op.f("ix_approval_document_leader_id"))
        batch_op.drop_index(batch_op.f("ix_approval_document_forwarded_by"))
        batch_op.drop_index(batch_op.f("ix_approval_document_drafter_id"))
        batch_op.drop_index(batch_op.f("ix_approval_document_batch_id"))
        batch_op.create_unique_constraint(
            batch_op.f("uq_approval_document_batch_id_department_id"), ["batch_id", "department_id"]
        )
        batch_op.drop_column("forwarded_by")
        batch_op.drop_column("forwarded_at")
        batch_op.drop_column("forward_number")
        batch_op.drop_column("reason")
        batch_op.drop_column("sealed_by")
        batch_op.drop_column("sealed_at")
        batch_op.drop_column("number_place")
        batch_op.drop_column("number_year")
        batch_op.drop_column("number_code")
        batch_op.drop_column("signed_for")
        batch_op.drop_column("signed_by")
        batch_op.drop_column("signed_at")
        batch_op.drop_column("files_hash")
        batch_op.drop_column("drafter_id")
        batch_op.drop_column("leader_id")
        batch_op.drop_column("body")
        batch_op.drop_column("title")
        batch_op.drop_column("updated_at")
        batch_op.drop_column("held_since")
        batch_op.drop_column("version")
        batch_op.drop_column("state")
