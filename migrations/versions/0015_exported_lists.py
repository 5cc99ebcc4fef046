"""exported lists"""

import sqlalchemy as sa
from alembic import op

revision: str = "0015_exported_lists"
down_revision: str | None = "0014_dropped_files"
JOBS = "kind IN ('payment_import', 'execution_rates', 'indicator_library', 'intake', 'list_export')"


def upgrade() -> None:
    with op.batch_alter_table("job_run", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_job_run_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_job_run_kind_known"), JOBS)
    op.create_table(
        "list_export",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("listing", sa.String(length=40), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("format IN ('xlsx', 'csv')", name=op.f("ck_list_export_format_known")),
        sa.ForeignKeyConstraint(["job_id"], ["job_run.id"], name=op.f("fk_list_export_job_id_job_run")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_list_export_owner_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_export")),
    )
    with op.batch_alter_table("list_export", schema=None) as batch_op:
        batch_op.create_index("ix_list_export_expires_at", ["expires_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_list_export_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_list_export_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "export_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("export_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["list_export.id"], name=op.f("fk_export_part_export_id_list_export")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_part")),
        sa.UniqueConstraint("export_id", "position", name=op.f("uq_export_part_export_id_position")),
    )


def downgrade() -> None:
    op.drop_table("export_part")
    with op.batch_alter_table("list_export", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_list_export_owner_id"))
        batch_op.drop_index(batch_op.f("ix_list_export_job_id"))
        batch_op.drop_index("ix_list_export_expires_at")

    op.drop_table("list_export")
    # the wider list of kinds stays, as in 0002
    op.execute("DELETE FROM job_run WHERE kind = 'list_export'")
