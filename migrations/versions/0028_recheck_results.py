"""samples and re-checks of self-evaluations, what follows for the money, corrections after an evaluation"""

import sqlalchemy as sa
from alembic import op

revision: str = "0028_recheck_results"
down_revision: str | None = "0027_monitoring_parts"


def upgrade() -> None:
    op.create_table(
        "evaluation_sample",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("share_percent", sa.Integer(), nullable=False),
        sa.Column("every_poor", sa.Boolean(), nullable=False),
        sa.Column("every_red", sa.Boolean(), nullable=False),
        sa.Column("amount_from_fen", sa.BigInteger(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("drawn_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("share_percent BETWEEN 0 AND 100", name=op.f("ck_evaluation_sample_share_is_percent")),
        sa.ForeignKeyConstraint(
            ["drawn_by"], ["user_account.id"], name=op.f("fk_evaluation_sample_drawn_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["evaluation_task.id"], name=op.f("fk_evaluation_sample_task_id_evaluation_task")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_sample")),
    )
    with op.batch_alter_table("evaluation_sample", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_sample_drawn_by"), ["drawn_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_sample_task_id"), ["task_id"], unique=False)

    op.create_table(
        "evaluation_recheck",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sample_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("total_hundredths", sa.Integer(), nullable=True),
        sa.Column("grade", sa.String(length=16), nullable=True),
        sa.Column("checked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'finished') = (finished_at IS NOT NULL)", name=op.f("ck_evaluation_recheck_finished_at_by_state")
        ),
        sa.CheckConstraint(
            "grade IN ('excellent', 'good', 'fair', 'poor')", name=op.f("ck_evaluation_recheck_grade_known")
        ),
        sa.CheckConstraint(
            "state = 'open' OR total_hundredths IS NOT NULL", name=op.f("ck_evaluation_recheck_finished_has_total")
        ),
        sa.CheckConstraint("state IN ('open', 'finished')", name=op.f("ck_evaluation_recheck_state_known")),
        sa.CheckConstraint("why IN ('poor', 'red', 'amount', 'share')", name=op.f("ck_evaluation_recheck_why_known")),
        sa.CheckConstraint(
            "(grade IS NULL) = (total_hundredths IS NULL)", name=op.f("ck_evaluation_recheck_grade_of_total")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["user_account.id"], name=op.f("fk_evaluation_recheck_checked_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["self_evaluation.id"], name=op.f("fk_evaluation_recheck_evaluation_id_self_evaluation")
        ),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["evaluation_sample.id"], name=op.f("fk_evaluation_recheck_sample_id_evaluation_sample")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation_recheck")),
        sa.UniqueConstraint("evaluation_id", name=op.f("uq_evaluation_recheck_evaluation_id")),
    )
    with op.batch_alter_table("evaluation_recheck", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_evaluation_recheck_checked_by"), ["checked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_evaluation_recheck_sample_id"), ["sample_id"], unique=False)

    op.create_table(
        "result_use",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("evaluation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("project_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("applies_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint(
            "(kind = 'keep' AND amount_fen = 0) OR (kind <> 'keep' AND amount_fen > 0)",
            name=op.f("ck_result_use_amount_by_kind"),
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)", name=op.f("ck_result_use_decided_at_by_state")
        ),
        sa.CheckConstraint("entry_id IS NULL OR state = 'confirmed'", name=op.f("ck_result_use_booked_when_confirmed")),
        sa.CheckConstraint("kind IN ('cut', 'recall', 'keep')", name=op.f("ck_result_use_kind_known")),
        sa.CheckConstraint("state IN ('proposed', 'confirmed', 'refused')", name=op.f("ck_result_use_state_known")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_result_use_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["budget_ledger_entry.id"], name=op.f("fk_result_use_entry_id_budget_ledger_entry")
        ),
        sa.ForeignKeyConstraint(
            ["evaluation_id"], ["self_evaluation.id"], name=op.f("fk_result_use_evaluation_id_self_evaluation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_result_use_project_id_project")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["user_account.id"], name=op.f("fk_result_use_proposed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_result_use_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_use")),
    )
    with op.batch_alter_table("result_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_result_use_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_use_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_use_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_index("ix_result_use_list", ["region_id", "fiscal_year", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_use_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_result_use_proposed_by"), ["proposed_by"], unique=False)

    op.create_table(
        "recheck_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("recheck_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=48), nullable=False),
        sa.Column("points_hundredths", sa.Integer(), nullable=True),
        sa.Column("points_raw", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "points_raw = '' OR points_hundredths IS NULL", name=op.f("ck_recheck_line_points_read_or_raw")
        ),
        sa.ForeignKeyConstraint(
            ["recheck_id"], ["evaluation_recheck.id"], name=op.f("fk_recheck_line_recheck_id_evaluation_recheck")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recheck_line")),
        sa.UniqueConstraint("recheck_id", "place", name=op.f("uq_recheck_line_recheck_id_place")),
    )
    with op.batch_alter_table("corrective_action", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("evaluation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.alter_column("report_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_corrective_action_evaluation_id"), ["evaluation_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_corrective_action_evaluation_id_self_evaluation"),
            "self_evaluation",
            ["evaluation_id"],
            ["id"],
        )
        batch_op.create_check_constraint(
            op.f("ck_corrective_action_one_origin"), "(report_id IS NULL) <> (evaluation_id IS NULL)"
        )


def downgrade() -> None:
    op.execute("DELETE FROM corrective_action WHERE report_id IS NULL")
    with op.batch_alter_table("corrective_action", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_corrective_action_one_origin"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_corrective_action_evaluation_id_self_evaluation"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_corrective_action_evaluation_id"))
        batch_op.alter_column("report_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("evaluation_id")

    op.drop_table("recheck_line")
    with op.batch_alter_table("result_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_result_use_proposed_by"))
        batch_op.drop_index(batch_op.f("ix_result_use_project_id"))
        batch_op.drop_index("ix_result_use_list")
        batch_op.drop_index(batch_op.f("ix_result_use_evaluation_id"))
        batch_op.drop_index(batch_op.f("ix_result_use_entry_id"))
        batch_op.drop_index(batch_op.f("ix_result_use_decided_by"))

    op.drop_table("result_use")
    with op.batch_alter_table("evaluation_recheck", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_recheck_sample_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_recheck_checked_by"))

    op.drop_table("evaluation_recheck")
    with op.batch_alter_table("evaluation_sample", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evaluation_sample_task_id"))
        batch_op.drop_index(batch_op.f("ix_evaluation_sample_drawn_by"))

    op.drop_table("evaluation_sample")
