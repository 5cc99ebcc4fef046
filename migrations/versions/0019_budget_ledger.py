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
    _create_target_tasks()


def _create_target_tasks() -> None:
    op.create_table(
        "target_adjustment_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause_ids", sa.JSON(), nullable=False),
        sa.Column("change_fen", sa.BigInteger(), nullable=False),
        sa.Column("initial_fen", sa.BigInteger(), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explained_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_as", sa.String(length=16), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(closed_as = 'adjusted') = (declaration_id IS NOT NULL)",
            name=op.f("ck_target_adjustment_task_adjusted_by_declaration"),
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_as = 'open')", name=op.f("ck_target_adjustment_task_closed_at_by_end")
        ),
        sa.CheckConstraint(
            "closed_as <> 'explained' OR (explanation <> '' AND answered_by IS NOT NULL)",
            name=op.f("ck_target_adjustment_task_explained_and_confirmed"),
        ),
        sa.CheckConstraint(
            "closed_as IN ('open', 'adjusted', 'explained', 'lapsed')",
            name=op.f("ck_target_adjustment_task_closed_as_known"),
        ),
        sa.CheckConstraint(
            "(explained_at IS NULL) = (explained_by IS NULL)",
            name=op.f("ck_target_adjustment_task_explained_at_by_whom"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_target_adjustment_task_answered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_target_adjustment_task_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_target_adjustment_task_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by"], ["user_account.id"], name=op.f("fk_target_adjustment_task_explained_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_target_adjustment_task_project_id_project")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_target_adjustment_task_region_id_region")),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_target_adjustment_task_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_adjustment_task")),
    )
    with op.batch_alter_table("target_adjustment_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_target_adjustment_task_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_adjustment_task_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_adjustment_task_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_adjustment_task_region_id"), ["region_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_target_adjustment_task_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_target_adjustment_task_open",
            ["project_id", "fiscal_year"],
            unique=True,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )


def downgrade() -> None:
    """What the old product cannot name counts as an adjustment: every sum stays what it is."""
    op.drop_table("target_adjustment_task")
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
