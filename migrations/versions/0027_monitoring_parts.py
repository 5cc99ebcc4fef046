"""What executing bodies have of a monitoring report; its carried-over money on a line of its own."""

import sqlalchemy as sa
from alembic import op

revision: str = "0027_monitoring_parts"
down_revision: str | None = "0026_rates_by_scope_and_plan"


def upgrade() -> None:
    op.create_table(
        "monitoring_part",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("budget_fen", sa.BigInteger(), nullable=True),
        sa.Column("budget_raw", sa.Text(), nullable=False),
        sa.Column("executed_fen", sa.BigInteger(), nullable=True),
        sa.Column("executed_raw", sa.Text(), nullable=False),
        sa.Column("actuals", sa.JSON(), nullable=False),
        sa.CheckConstraint("budget_raw = '' OR budget_fen IS NULL", name=op.f("ck_monitoring_part_budget_read_or_raw")),
        sa.CheckConstraint(
            "executed_raw = '' OR executed_fen IS NULL", name=op.f("ck_monitoring_part_executed_read_or_raw")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["monitoring_report.id"], name=op.f("fk_monitoring_part_report_id_monitoring_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monitoring_part")),
    )
    with op.batch_alter_table("monitoring_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_monitoring_part_report_id"), ["report_id"], unique=False)

    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("carry_over_fen", sa.BigInteger(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("carry_over_executed_fen", sa.BigInteger(), nullable=False, server_default="0"))
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.alter_column("carry_over_fen", server_default=None)
        batch_op.alter_column("carry_over_executed_fen", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.drop_column("carry_over_executed_fen")
        batch_op.drop_column("carry_over_fen")

    with op.batch_alter_table("monitoring_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_monitoring_part_report_id"))

    op.drop_table("monitoring_part")
