"""reminder rules; what was skipped until now had been overtaken by a newer step"""

import sqlalchemy as sa
from alembic import op

revision: str = "0022_reminder_rules"
down_revision: str | None = "0021_monitoring_lights"


def upgrade() -> None:
    op.create_table(
        "reminder_setting",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("text_zh <> '' AND text_en <> ''", name=op.f("ck_reminder_setting_text_in_both_languages")),
        sa.CheckConstraint("every >= 0", name=op.f("ck_reminder_setting_every_not_negative")),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["user_account.id"], name=op.f("fk_reminder_setting_changed_by_user_account")
        ),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_reminder_setting_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_setting")),
        sa.UniqueConstraint("region_id", "code", "year", name=op.f("uq_reminder_setting_region_id_code_year")),
    )
    with op.batch_alter_table("reminder_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_setting_changed_by"), ["changed_by"], unique=False)

    with op.batch_alter_table("reminder_log", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reason", sa.String(length=16), nullable=False, server_default=""))
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mail_digest", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.alter_column("mail_digest", server_default=None)
    op.execute("UPDATE reminder_log SET reason = 'overtaken' WHERE outcome = 'skipped'")
    with op.batch_alter_table("reminder_log", schema=None) as batch_op:
        batch_op.alter_column("reason", server_default=None)
        batch_op.create_check_constraint(op.f("ck_reminder_log_reason_known"), "reason IN ('', 'overtaken', 'late')")
        batch_op.create_check_constraint(
            op.f("ck_reminder_log_reason_of_skipped"), "reason = '' OR outcome = 'skipped'"
        )


def downgrade() -> None:
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_column("mail_digest")

    with op.batch_alter_table("reminder_log", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_reminder_log_reason_of_skipped"), type_="check")
        batch_op.drop_constraint(op.f("ck_reminder_log_reason_known"), type_="check")
        batch_op.drop_column("reason")

    with op.batch_alter_table("reminder_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_setting_changed_by"))

    op.drop_table("reminder_setting")
