"""budget ledger"""

import sqlalchemy as sa
from alembic import op

revision: str = "0019_budget_ledger"
down_revision: str | None = "0018_offline_uploads_expire"
OLD = "kind IN ('initial', 'adjustment', 'carry_over')"
KINDS = "kind IN ('initial', 'carry_over', 'addition', 'cut', 'recall', 'transfer_in', 'transfer_out', 'adjustment')"
UNKNOWN = (
    "UPDATE budget_ledger_entry SET kind = 'adjustment' "
    "WHERE kind IN ('addition', 'cut', 'recall', 'transfer_in', 'transfer_out')"
)
SIGN = (
    "corrects_id IS NOT NULL OR ((kind NOT IN ('cut', 'recall', 'transfer_out') OR amount_fen < 0) "
    "AND (kind NOT IN ('addition', 'transfer_in') OR amount_fen > 0))"
)


def upgrade() -> None:
    with op.batch_alter_table("budget_ledger_entry", schema=None) as batch_op:
        batch_op.add_column(sa.Column("effective_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("corrects_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("transfer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_unique_constraint(batch_op.f("uq_budget_ledger_entry_corrects_id"), ["corrects_id"])
        batch_op.create_unique_constraint(batch_op.f("uq_budget_ledger_entry_transfer_id"), ["transfer_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_budget_ledger_entry_transfer_id_budget_ledger_entry"),
            "budget_ledger_entry",
            ["transfer_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_budget_ledger_entry_corrects_id_budget_ledger_entry"),
            "budget_ledger_entry",
            ["corrects_id"],
            ["id"],
        )
        batch_op.drop_constraint(op.f("ck_budget_ledger_entry_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_budget_ledger_entry_kind_known"), KINDS)
        batch_op.create_check_constraint(op.f("ck_budget_ledger_entry_sign_of_kind"), SIGN)


def downgrade() -> None:
    """What the old product cannot name counts as an adjustment: every sum stays what it is."""
    op.execute(sa.text(UNKNOWN))
    with op.batch_alter_table("budget_ledger_entry", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_budget_ledger_entry_sign_of_kind"), type_="check")
        batch_op.drop_constraint(op.f("ck_budget_ledger_entry_kind_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_budget_ledger_entry_kind_known"), OLD)
        batch_op.drop_constraint(
            batch_op.f("fk_budget_ledger_entry_corrects_id_budget_ledger_entry"), type_="foreignkey"
        )
        batch_op.drop_constraint(
            batch_op.f("fk_budget_ledger_entry_transfer_id_budget_ledger_entry"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("uq_budget_ledger_entry_transfer_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_budget_ledger_entry_corrects_id"), type_="unique")
        batch_op.drop_column("transfer_id")
        batch_op.drop_column("corrects_id")
        batch_op.drop_column("effective_on")
