"""entered forms"""

import sqlalchemy as sa
from alembic import op

revision: str = "0034_entered_forms"
down_revision: str | None = "0033_class_codes_and_paces"


def upgrade() -> None:
    op.create_table(
        "entered_form",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entered_form")),
        sa.UniqueConstraint("digest", name=op.f("uq_entered_form_digest")),
    )


def downgrade() -> None:
    op.drop_table("entered_form")
