"""submitted findings"""

import sqlalchemy as sa
from alembic import op

revision: str = "0008_submitted_findings"
down_revision: str | None = "0007_review_queue"


def upgrade() -> None:
    op.create_table(
        "submitted_finding",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("explained", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "findings >= 1 AND explained >= 0 AND explained <= findings",
            name=op.f("ck_submitted_finding_explained_of_findings"),
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_submitted_finding_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitted_finding")),
        sa.UniqueConstraint("declaration_id", "rule", name=op.f("uq_submitted_finding_declaration_id_rule")),
    )
    with op.batch_alter_table("submitted_finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submitted_finding_rule"), ["rule"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("submitted_finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submitted_finding_rule"))

    op.drop_table("submitted_finding")
