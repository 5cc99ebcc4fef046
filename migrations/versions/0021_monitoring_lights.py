"""monitoring lights"""

import sqlalchemy as sa
from alembic import op

revision: str = "0021_monitoring_lights"
down_revision: str | None = "0020_self_evaluations"

LIGHTS = {
    "monitoring_item": ("light", "forecast_light"),
    "monitoring_report": ("money_light", "forecast_light", "target_light"),
}
"""Empty at first: the beat judges reports that no rules have judged yet (``lit_by``)."""


def upgrade() -> None:
    _keep_lights()
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extended_to", sa.Date(), nullable=True))
    with op.batch_alter_table("monitoring_campaign", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=8), nullable=False, server_default="own"))
    with op.batch_alter_table("monitoring_campaign", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
        batch_op.create_check_constraint(op.f("ck_monitoring_campaign_kind_known"), "kind IN ('own', 'key')")
    _add_tables()
    _add_corrections()


def _keep_lights() -> None:
    for table, columns in LIGHTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.add_column(sa.Column(column, sa.String(length=8), nullable=False, server_default=""))
            if table == "monitoring_report":
                batch_op.add_column(sa.Column("lit_by", sa.String(length=16), nullable=False, server_default=""))
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in (*columns, *(("lit_by",) if table == "monitoring_report" else ())):
                batch_op.alter_column(column, server_default=None)
            for column in columns:
                batch_op.create_check_constraint(
                    op.f(f"ck_{table}_{column}_known"), f"{column} IN ('', 'red', 'yellow', 'green', 'blue')"
                )


def _add_tables() -> None:
    op.create_table(
        "campaign_extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["monitoring_campaign.id"],
            name=op.f("fk_campaign_extension_campaign_id_monitoring_campaign"),
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_campaign_extension_granted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_campaign_extension_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_extension")),
    )
    with op.batch_alter_table("campaign_extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_extension_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_extension_granted_by"), ["granted_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_extension_unit_id"), ["unit_id"], unique=False)

    op.create_table(
        "campaign_choice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("outcome IN ('outside', 'exempt', 'wanted')", name=op.f("ck_campaign_choice_outcome_known")),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["monitoring_campaign.id"], name=op.f("fk_campaign_choice_campaign_id_monitoring_campaign")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_campaign_choice_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_campaign_choice_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign_choice")),
        sa.UniqueConstraint(
            "campaign_id", "declaration_id", name=op.f("uq_campaign_choice_campaign_id_declaration_id")
        ),
    )
    with op.batch_alter_table("campaign_choice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_campaign_choice_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_campaign_choice_declaration_id"), ["declaration_id"], unique=False)


def _add_corrections() -> None:
    op.create_table(
        "corrective_action",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("demand", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ordered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("owner", sa.String(length=60), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("release_document", sa.String(length=200), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_corrective_action_closed_at_by_state")
        ),
        sa.CheckConstraint("kind IN ('rectify', 'cut', 'pause', 'stop')", name=op.f("ck_corrective_action_kind_known")),
        sa.CheckConstraint(
            "kind NOT IN ('pause', 'stop') OR document <> ''",
            name=op.f("ck_corrective_action_payments_held_by_document"),
        ),
        sa.CheckConstraint(
            "state IN ('ordered', 'answered', 'confirmed', 'closed')", name=op.f("ck_corrective_action_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_corrective_action_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["organisation.id"], name=op.f("fk_corrective_action_department_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by"], ["user_account.id"], name=op.f("fk_corrective_action_ordered_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_corrective_action_region_id_region")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["monitoring_report.id"], name=op.f("fk_corrective_action_report_id_monitoring_report")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_corrective_action_unit_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrective_action")),
    )
    with op.batch_alter_table("corrective_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_corrective_action_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrective_action_department_id"), ["department_id"], unique=False)
        batch_op.create_index("ix_corrective_action_list", ["region_id", "fiscal_year", "state", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrective_action_ordered_by"), ["ordered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrective_action_report_id"), ["report_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_corrective_action_unit_id"), ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("corrective_action")
    op.drop_table("campaign_choice")
    op.drop_table("campaign_extension")
    with op.batch_alter_table("monitoring_campaign", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_monitoring_campaign_kind_known"), type_="check")
        batch_op.drop_column("kind")
    with op.batch_alter_table("monitoring_report", schema=None) as batch_op:
        batch_op.drop_column("extended_to")
    for table, columns in LIGHTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.drop_constraint(op.f(f"ck_{table}_{column}_known"), type_="check")
            for column in (*columns, *(("lit_by",) if table == "monitoring_report" else ())):
                batch_op.drop_column(column)
