"""Self-evaluation: scope, exemptions and deadlines of a task, files read beside a form, rules tried by a job"""

import sqlalchemy as sa
from alembic import op

revision: str = "0030_evaluation_scope"
down_revision: str | None = "0029_ledger_links_closed_year"

JOBS = (
    "kind IN ('payment_import', 'execution_rates', 'indicator_library', 'intake', 'list_export', 'letter_files',"
    " 'payment_totals', 'rescoring')"
)


def upgrade() -> None:
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_job_run_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_job_run_kind_known"), JOBS)

    op.create_table(
        "evaluation_extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_evaluation_extension_granted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["evaluation_task.id"], name=op.f("fk_evaluation_extension_task_id_evaluation_task")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_evaluation_extension_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_extension")),
    )
    with op.batch_alter_table("evaluation_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_extension_granted_by"), ["granted_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_extension_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_extension_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "evaluation_choice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('outside', 'exempt', 'wanted')", name=op.f("ck_evaluation_choice_outcome_known")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_evaluation_choice_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_evaluation_choice_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["evaluation_task.id"], name=op.f("fk_evaluation_choice_task_id_evaluation_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_choice")),
        sa.UniqueConstraint("task_id", "declaration_id", name=op.f("uq_evaluation_choice_task_id_declaration_id")),
    )
    with op.batch_alter_table("evaluation_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_choice_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_choice_declaration_id"), ["declaration_id"], unique=False)

    op.create_table(
        "evaluation_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["self_evaluation.id"], name=op.f("fk_evaluation_file_evaluation_id_self_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name=op.f("fk_evaluation_file_uploaded_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_file")),
        sa.UniqueConstraint("evaluation_id", name=op.f("uq_evaluation_file_evaluation_id")),
    )
    with op.batch_alter_table("evaluation_file", schema=None) as batch_op:
        batch_op.create_index("ix_evaluation_file_expires_at", ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_file_uploaded_by"), ["uploaded_by"], unique=False)

    with op.batch_alter_table("evaluation_task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("evaluation_task", schema=None) as batch_op:
        batch_op.alter_column("scope", server_default=None)

    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extended_to", sa.Date(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM job_run WHERE kind = 'rescoring'")  # the wider list of kinds stays, as in 0002
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.drop_column("extended_to")

    with op.batch_alter_table("evaluation_task", schema=None) as batch_op:
        batch_op.drop_column("scope")

    with op.batch_alter_table("evaluation_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_file_uploaded_by"))
        batch_op.drop_index("ix_evaluation_file_expires_at")

    op.drop_table("evaluation_file")
    with op.batch_alter_table("evaluation_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_choice_declaration_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_choice_decided_by"))

    op.drop_table("evaluation_choice")
    with op.batch_alter_table("evaluation_extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_extension_unit_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_extension_task_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_extension_granted_by"))

    op.drop_table("evaluation_extension")
