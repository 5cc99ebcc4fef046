"""class codes of the budget, more forecasts, payments set aside: rates are derived, the next job computes them anew"""

import sqlalchemy as sa
from alembic import op

revision: str = "0033_class_codes_and_paces"
down_revision: str | None = "0032_forecast_by_line"

CODES = {"function_code": 20, "economic_code": 20, "nature": 40}
RATES = ("forecast_recent_fen", "forecast_last_fen", "recent_fen", "last_part_fen", "last_year_fen")


def upgrade() -> None:
    """What is in the ledger already is not classified; whose money an older transfer is nobody said."""
    for table in ("budget_ledger_entry", "upper_transfer"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, length in CODES.items():
                batch_op.add_column(sa.Column(name, sa.String(length=length), nullable=False, server_default=""))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in CODES:
                batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("upper_transfer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("granted_by", sa.String(length=16), nullable=False, server_default="unknown"))
        batch_op.create_check_constraint(
            op.f("ck_upper_transfer_granted_by_known"), "granted_by IN ('central', 'province', 'city', 'unknown')"
        )
    with op.batch_alter_table("upper_transfer", schema=None) as batch_op:
        batch_op.alter_column("granted_by", server_default=None)
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("full_review", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.alter_column("full_review", server_default=None)
    op.execute("DELETE FROM execution_rate")
    with op.batch_alter_table("execution_rate", schema=None) as batch_op:
        for name in RATES:
            batch_op.add_column(sa.Column(name, sa.BigInteger(), nullable=False))
    op.create_table(
        "payment_aside",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_payment_aside_with_reason")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_payment_aside_payment_id_payment")),
        sa.ForeignKeyConstraint(["set_by"], ["user_account.id"], name=op.f("fk_payment_aside_set_by_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_aside")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_payment_aside_payment_id")),
    )
    with op.batch_alter_table("payment_aside", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payment_aside_set_by"), ["set_by"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("payment_aside", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payment_aside_set_by"))
    op.drop_table("payment_aside")
    op.execute("DELETE FROM execution_rate")
    with op.batch_alter_table("execution_rate", schema=None) as batch_op:
        for name in reversed(RATES):
            batch_op.drop_column(name)
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_column("full_review")
    with op.batch_alter_table("upper_transfer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_upper_transfer_granted_by_known"), type_="check")
        batch_op.drop_column("granted_by")
    for table in ("upper_transfer", "budget_ledger_entry"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name in reversed(CODES):
                batch_op.drop_column(name)
