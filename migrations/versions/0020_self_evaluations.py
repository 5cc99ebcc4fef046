"""self evaluations"""
# ruff: noqa: E501 - a CHECK is one string

import sqlalchemy as sa
from alembic import op

revision: str = "0020_self_evaluations"
down_revision: str | None = "0019_budget_ledger"


def upgrade() -> None:
    op.create_table(
        "evaluation_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["user_account.id"], name=op.f("fk_evaluation_task_opened_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_evaluation_task_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_task")),
        sa.UniqueConstraint(
            "region_id", "fiscal_year", "round", name=op.f("uq_evaluation_task_region_id_fiscal_year_round")
        ),
    )
    with op.batch_alter_table("evaluation_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_task_opened_by"), ["opened_by"], unique=False)

    op.create_table(
        "self_evaluation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("desk", sa.String(length=20), nullable=True),
        sa.Column("held_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("initial_fen", sa.BigInteger(), nullable=False),
        sa.Column("adjusted_fen", sa.BigInteger(), nullable=False),
        sa.Column("executed_fen", sa.BigInteger(), nullable=False),
        sa.Column("weight_hundredths", sa.Integer(), nullable=False),
        sa.Column("points_hundredths", sa.Integer(), nullable=True),
        sa.Column("hand_hundredths", sa.Integer(), nullable=True),
        sa.Column("hand_raw", sa.Text(), nullable=False),
        sa.Column("hand_reason", sa.Text(), nullable=False),
        sa.Column("trace", sa.JSON(), nullable=False),
        sa.Column("money_cause", sa.Text(), nullable=False),
        sa.Column("reached", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("total_hundredths", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=16), nullable=True),
        sa.Column("ceiling", sa.Integer(), nullable=True),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by", sa.String(length=32), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(state = 'cancelled') = (cancelled_by IS NOT NULL)", name=op.f("ck_self_evaluation_cancelled_by_action")
        ),
        sa.CheckConstraint(
            "(state IN ('accepted', 'cancelled')) = (desk IS NULL)", name=op.f("ck_self_evaluation_desk_by_state")
        ),
        sa.CheckConstraint(
            "desk IS NULL OR (state = 'drafted' AND desk IN ('filer', 'head', 'department')) OR (state = 'submitted' AND desk = 'section')",
            name=op.f("ck_self_evaluation_desk_known"),
        ),
        sa.CheckConstraint(
            "grade IN ('excellent', 'good', 'fair', 'poor')", name=op.f("ck_self_evaluation_grade_known")
        ),
        sa.CheckConstraint(
            "hand_raw = '' OR hand_hundredths IS NULL", name=op.f("ck_self_evaluation_points_read_or_raw")
        ),
        sa.CheckConstraint(
            "state IN ('drafted', 'submitted', 'accepted', 'cancelled')", name=op.f("ck_self_evaluation_state_known")
        ),
        sa.CheckConstraint("(desk IS NULL) = (held_since IS NULL)", name=op.f("ck_self_evaluation_held_since_by_desk")),
        sa.CheckConstraint(
            "(grade IS NULL) = (total_hundredths IS NULL)", name=op.f("ck_self_evaluation_grade_of_total")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_self_evaluation_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_self_evaluation_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_self_evaluation_project_id_project")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_self_evaluation_region_id_region")),
        sa.ForeignKeyConstraint(
            ["task_id"], ["evaluation_task.id"], name=op.f("fk_self_evaluation_task_id_evaluation_task")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name=op.f("fk_self_evaluation_unit_id_organisation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_evaluation")),
    )
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_self_evaluation_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_self_evaluation_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_self_evaluation_list", ["region_id", "fiscal_year", "state", "id"], unique=False)
        batch_op.create_index("ix_self_evaluation_project", ["project_id", "fiscal_year"], unique=False)
        batch_op.create_index(batch_op.f("ix_self_evaluation_unit_id"), ["unit_id"], unique=False)
        batch_op.create_index(
            "uq_self_evaluation_open",
            ["task_id", "declaration_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )

    op.create_table(
        "self_evaluation_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("indicator_uid", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actual", sa.Text(), nullable=False),
        sa.Column("weight_hundredths", sa.Integer(), nullable=False),
        sa.Column("points_hundredths", sa.Integer(), nullable=True),
        sa.Column("hand_hundredths", sa.Integer(), nullable=True),
        sa.Column("hand_raw", sa.Text(), nullable=False),
        sa.Column("hand_reason", sa.Text(), nullable=False),
        sa.Column("trace", sa.JSON(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "hand_raw = '' OR hand_hundredths IS NULL", name=op.f("ck_self_evaluation_item_points_read_or_raw")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"],
            ["self_evaluation.id"],
            name=op.f("fk_self_evaluation_item_evaluation_id_self_evaluation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_evaluation_item")),
        sa.UniqueConstraint(
            "evaluation_id", "indicator_uid", name=op.f("uq_self_evaluation_item_evaluation_id_indicator_uid")
        ),
    )


def downgrade() -> None:
    op.drop_table("self_evaluation_item")
    with op.batch_alter_table("self_evaluation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_self_evaluation_open",
            sqlite_where=sa.text("state <> 'cancelled'"),
            postgresql_where=sa.text("state <> 'cancelled'"),
        )
        batch_op.drop_index(batch_op.f("ix_self_evaluation_unit_id"))
        batch_op.drop_index("ix_self_evaluation_project")
        batch_op.drop_index("ix_self_evaluation_list")
        batch_op.drop_index(batch_op.f("ix_self_evaluation_department_id"))
        batch_op.drop_index(batch_op.f("ix_self_evaluation_declaration_id"))

    op.drop_table("self_evaluation")
    with op.batch_alter_table("evaluation_task", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_task_opened_by"))

    op.drop_table("evaluation_task")
