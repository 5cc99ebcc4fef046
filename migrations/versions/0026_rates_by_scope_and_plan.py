"""rates by scope and plan: rates are derived, so they are thrown away and computed anew by the next nightly job"""

import sqlalchemy as sa
from alembic import op

revision: str = "0026_rates_by_scope_and_plan"
down_revision: str | None = "0025_payment_totals"


def upgrade() -> None:
    op.create_table(
        "spending_plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_spending_plan_not_negative")),
        sa.CheckConstraint("month BETWEEN 1 AND 12", name=op.f("ck_spending_plan_month_in_year")),
        sa.ForeignKeyConstraint(
            ["entered_by"], ["user_account.id"], name=op.f("fk_spending_plan_entered_by_user_account")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_spending_plan_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_plan")),
        sa.UniqueConstraint(
            "project_id", "fiscal_year", "month", name=op.f("uq_spending_plan_project_id_fiscal_year_month")
        ),
    )
    with op.batch_alter_table("spending_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_spending_plan_entered_by"), ["entered_by"], unique=False)

    op.execute("DELETE FROM execution_rate")
    with op.batch_alter_table("execution_rate", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_execution_rate_scope_known"), type_="check")
        batch_op.add_column(sa.Column("scope_key", sa.String(length=64), nullable=False))
        batch_op.add_column(sa.Column("projects", sa.Integer(), nullable=False))
        batch_op.add_column(sa.Column("arrival_fen", sa.BigInteger(), nullable=False))
        batch_op.add_column(sa.Column("plan_fen", sa.BigInteger(), nullable=False))
        batch_op.add_column(sa.Column("forecast_time_fen", sa.BigInteger(), nullable=False))
        batch_op.add_column(sa.Column("forecast_plan_fen", sa.BigInteger(), nullable=False))
        batch_op.drop_constraint(batch_op.f("uq_execution_rate_scope_scope_id_fiscal_year_as_of"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_execution_rate_scope_scope_id_scope_key_fiscal_year_as_of"),
            ["scope", "scope_id", "scope_key", "fiscal_year", "as_of"],
        )


def downgrade() -> None:
    op.execute("DELETE FROM execution_rate")
    with op.batch_alter_table("execution_rate", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_execution_rate_scope_scope_id_scope_key_fiscal_year_as_of"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_execution_rate_scope_scope_id_fiscal_year_as_of"),
            ["scope", "scope_id", "fiscal_year", "as_of"],
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_execution_rate_scope_known"), "scope IN ('project', 'unit', 'department', 'region')"
        )
        batch_op.drop_column("forecast_plan_fen")
        batch_op.drop_column("forecast_time_fen")
        batch_op.drop_column("plan_fen")
        batch_op.drop_column("arrival_fen")
        batch_op.drop_column("projects")
        batch_op.drop_column("scope_key")

    with op.batch_alter_table("spending_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_spending_plan_entered_by"))

    op.drop_table("spending_plan")
