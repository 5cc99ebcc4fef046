"""dropped files"""

import sqlalchemy as sa
from alembic import op

revision: str = "0014_dropped_files"
down_revision: str | None = "0013_offline_uploads"

JOBS = "kind IN ('payment_import', 'execution_rates', 'indicator_library', 'intake')"


def upgrade() -> None:
    op.create_table(
        "intake_file",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("uploaded_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=True),
        sa.Column("trouble", sa.String(length=40), nullable=False),
        sa.Column("message_zh", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_intake_file_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job_run.id"], name=op.f("fk_intake_file_job_id_job_run")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_intake_file_region_id_region")),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_intake_file_unit_id_organisation")),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name=op.f("fk_intake_file_uploaded_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_file")),
        sa.UniqueConstraint("unit_id", "sha256", name=op.f("uq_intake_file_unit_id_sha256")),
    )
    with op.batch_alter_table("intake_file", schema=None) as batch_op:
        batch_op.create_index("ix_intake_file_department", ["department_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_file_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_file_uploaded_by"), ["uploaded_by"], unique=False)

    op.create_table(
        "intake_form",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form_type", sa.String(length=32), nullable=False),
        sa.Column("project_name", sa.String(length=200), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("settled", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("status IN ('open', 'created', 'aside', 'other')", name=op.f("ck_intake_form_status_known")),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_intake_form_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_intake_form_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["intake_file.id"], name=op.f("fk_intake_form_file_id_intake_file")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_intake_form_region_id_region")),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["user_account.id"], name=op.f("fk_intake_form_settled_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["declaration_task.id"], name=op.f("fk_intake_form_task_id_declaration_task")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_intake_form_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_form")),
        sa.UniqueConstraint("file_id", "number", name=op.f("uq_intake_form_file_id_number")),
    )
    with op.batch_alter_table("intake_form", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intake_form_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_form_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_intake_form_open", ["status", "unit_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_form_settled_by"), ["settled_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_form_task_id"), ["task_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intake_form_unit_id"), ["unit_id"], unique=False)

    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_job_run_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_job_run_kind_known"), JOBS)


def downgrade() -> None:
    # the wider list of kinds stays: SQLite would have to make the table anew while others point to it
    with op.batch_alter_table("intake_form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_form_unit_id"))
        batch_op.drop_index(batch_op.f("ix_intake_form_task_id"))
        batch_op.drop_index(batch_op.f("ix_intake_form_settled_by"))
        batch_op.drop_index("ix_intake_form_open")
        batch_op.drop_index(batch_op.f("ix_intake_form_department_id"))
        batch_op.drop_index(batch_op.f("ix_intake_form_declaration_id"))

    op.drop_table("intake_form")
    with op.batch_alter_table("intake_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intake_file_uploaded_by"))
        batch_op.drop_index(batch_op.f("ix_intake_file_job_id"))
        batch_op.drop_index("ix_intake_file_department")

    op.drop_table("intake_file")
    op.execute("DELETE FROM job_run WHERE kind = 'intake'")
