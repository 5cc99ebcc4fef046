"""ledger links closed year"""

import sqlalchemy as sa
from alembic import op

revision: str = "0029_ledger_links_closed_year"
down_revision: str | None = "0028_recheck_results"


def upgrade() -> None:
    op.create_table(
        "closed_project",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("executed_fen", sa.BigInteger(), nullable=False),
        sa.Column("initial_fen", sa.BigInteger(), nullable=False),
        sa.Column("adjustment_fen", sa.BigInteger(), nullable=False),
        sa.Column("carry_over_fen", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_closed_project_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_project")),
        sa.UniqueConstraint("project_id", "fiscal_year", name=op.f("uq_closed_project_project_id_fiscal_year")),
    )
    with op.batch_alter_table("budget_ledger_entry", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("correction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_budget_ledger_entry_correction_id"), ["correction_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_budget_ledger_entry_correction_id_corrective_action"),
            "corrective_action",
            ["correction_id"],
            ["id"],
        )

    with op.batch_alter_table("target_adjustment_task", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("adjustment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_target_adjustment_task_adjustment_id"), ["adjustment_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_target_adjustment_task_adjustment_id_declaration"), "declaration", ["adjustment_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("target_adjustment_task", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_target_adjustment_task_adjustment_id_declaration"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_target_adjustment_task_adjustment_id"))
        batch_op.drop_column("adjustment_id")

    with op.batch_alter_table("budget_ledger_entry", schema=None) as batch_op:
        batch_op.drop_constraint(
            batch_op.f("fk_budget_ledger_entry_correction_id_corrective_action"), type_="foreignkey"
        )
        batch_op.drop_index(batch_op.f("ix_budget_ledger_entry_correction_id"))
        batch_op.drop_column("correction_id")

    op.drop_table("closed_project")
