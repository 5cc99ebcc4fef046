"""wider rule check"""

import sqlalchemy as sa
from alembic import op

revision: str = "0003_wider_rule_check"
down_revision: str | None = "0002_carried_values_and_library"


def upgrade() -> None:
    op.create_table(
        "overall_statement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_overall_statement_department_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overall_statement")),
        sa.UniqueConstraint(
            "department_id", "fiscal_year", name=op.f("uq_overall_statement_department_id_fiscal_year")
        ),
    )
    op.create_table(
        "fingerprint",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("piece", sa.BigInteger(), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_fingerprint_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_fingerprint_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_fingerprint_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fingerprint")),
    )
    with op.batch_alter_table("fingerprint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fingerprint_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(
            "ix_fingerprint_piece",
            ["region_id", "fiscal_year", "piece", "department_id", "declaration_id"],
            unique=False,
        )

    op.create_table(
        "review_due",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_review_due_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_due")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_review_due_declaration_id")),
    )
    with op.batch_alter_table("review_due", schema=None) as batch_op:
        batch_op.create_index("ix_review_due_next", ["due_at", "id"], unique=False)

    op.create_table(
        "review_result",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("inputs_hash", sa.String(length=64), nullable=False),
        sa.Column("outline_hash", sa.String(length=64), nullable=False),
        sa.Column("rules_version", sa.String(length=64), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope IN ('form', 'linked', 'corpus')", name=op.f("ck_review_result_scope_known")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_review_result_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_result")),
        sa.UniqueConstraint("declaration_id", "scope", name=op.f("uq_review_result_declaration_id_scope")),
    )
    with op.batch_alter_table("review_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_result_rules_version"), ["rules_version"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("review_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_result_rules_version"))

    op.drop_table("review_result")
    with op.batch_alter_table("review_due", schema=None) as batch_op:
        batch_op.drop_index("ix_review_due_next")

    op.drop_table("review_due")
    with op.batch_alter_table("fingerprint", schema=None) as batch_op:
        batch_op.drop_index("ix_fingerprint_piece")
        batch_op.drop_index(batch_op.f("ix_fingerprint_declaration_id"))

    op.drop_table("fingerprint")
    op.drop_table("overall_statement")
