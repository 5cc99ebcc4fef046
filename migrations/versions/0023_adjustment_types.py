"""adjustment types"""

import sqlalchemy as sa
from alembic import op

revision: str = "0023_adjustment_types"
down_revision: str | None = "0022_reminder_rules"

WITHOUT = "purpose IN ('basis', 'plan', 'estimate', 'scan', 'other')"
WITH = "purpose IN ('basis', 'adjustment', 'plan', 'estimate', 'scan', 'other')"


def upgrade() -> None:
    # the type of adjustments made before is not known: it stays empty
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.add_column(sa.Column("adjustment_type", sa.String(length=16), server_default="", nullable=False))
        batch_op.add_column(sa.Column("document_date", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("document_issuer", sa.String(length=120), server_default="", nullable=False))
        batch_op.add_column(sa.Column("counterpart", sa.String(length=200), server_default="", nullable=False))
        batch_op.add_column(sa.Column("small_adjustment", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_declaration_adjustment_type_known"),
            "adjustment_type IN ('', 'addition', 'cut', 'transfer', 'recall', 'policy')",
        )
        batch_op.create_check_constraint(
            op.f("ck_declaration_transfer_names_counterpart"), "adjustment_type <> 'transfer' OR counterpart <> ''"
        )
    _purposes(WITH)


def downgrade() -> None:
    op.execute("UPDATE attachment SET purpose = 'basis' WHERE purpose = 'adjustment'")
    _purposes(WITHOUT)
    with op.batch_alter_table("declaration", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_declaration_transfer_names_counterpart"), type_="check")
        batch_op.drop_constraint(op.f("ck_declaration_adjustment_type_known"), type_="check")
        batch_op.drop_column("small_adjustment")
        batch_op.drop_column("counterpart")
        batch_op.drop_column("document_issuer")
        batch_op.drop_column("document_date")
        batch_op.drop_column("adjustment_type")


def _purposes(condition: str) -> None:
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_attachment_purpose_known"), type_="check")
        batch_op.create_check_constraint(op.f("ck_attachment_purpose_known"), condition)
