"""special approvals"""

import sqlalchemy as sa
from alembic import op

revision: str = "0009_special_approvals"
down_revision: str | None = "0008_submitted_findings"


def upgrade() -> None:
    op.create_table(
        "special_approval",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("leader", sa.String(length=60), nullable=False),
        sa.Column("document", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_special_approval_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["granted_by"], ["user_account.id"], name=op.f("fk_special_approval_granted_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["on_behalf_of"], ["user_account.id"], name=op.f("fk_special_approval_on_behalf_of_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_approval")),
        sa.UniqueConstraint(
            "declaration_id",
            "round",
            "content_hash",
            name=op.f("uq_special_approval_declaration_id_round_content_hash"),
        ),
    )
    with op.batch_alter_table("special_approval", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_special_approval_granted_by"), ["granted_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_special_approval_on_behalf_of"), ["on_behalf_of"], unique=False)

    op.create_table(
        "special_point",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("special_approval_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("closing_note", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("closed_at IS NULL OR closing_note <> ''", name=op.f("ck_special_point_closed_with_a_note")),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (closed_by IS NULL)", name=op.f("ck_special_point_closed_at_by_whom")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["user_account.id"], name=op.f("fk_special_point_closed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_special_point_declaration_id_declaration")
        ),
        sa.ForeignKeyConstraint(
            ["special_approval_id"],
            ["special_approval.id"],
            name=op.f("fk_special_point_special_approval_id_special_approval"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_point")),
        sa.UniqueConstraint(
            "special_approval_id", "position", name=op.f("uq_special_point_special_approval_id_position")
        ),
    )
    with op.batch_alter_table("special_point", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_special_point_closed_by"), ["closed_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_special_point_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(
            "ix_special_point_open",
            ["declaration_id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("special_point", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_special_point_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_special_point_declaration_id"))
        batch_op.drop_index(batch_op.f("ix_special_point_closed_by"))

    op.drop_table("special_point")
    with op.batch_alter_table("special_approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_special_approval_on_behalf_of"))
        batch_op.drop_index(batch_op.f("ix_special_approval_granted_by"))

    op.drop_table("special_approval")
