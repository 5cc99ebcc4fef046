"""review queue"""

import sqlalchemy as sa
from alembic import op

revision: str = "0007_review_queue"
down_revision: str | None = "0006_review_desk"


def upgrade() -> None:
    op.create_table(
        "pending_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("version_seen", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("perform_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('held', 'sent', 'due', 'done', 'failed', 'recalled')",
            name=op.f("ck_pending_decision_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('sent', 'due') OR perform_at IS NOT NULL", name=op.f("ck_pending_decision_sent_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["user_account.id"], name=op.f("fk_pending_decision_actor_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_pending_decision_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_decision")),
    )
    with op.batch_alter_table("pending_decision", schema=None) as batch_op:
        batch_op.create_index("ix_pending_decision_actor", ["actor_id", "status", "finished_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_pending_decision_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index("ix_pending_decision_due", ["status", "perform_at"], unique=False)
        batch_op.create_index(
            "uq_pending_decision_live",
            ["declaration_id", "actor_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('held', 'sent', 'due')"),
            postgresql_where=sa.text("status IN ('held', 'sent', 'due')"),
        )

    op.create_table(
        "review_card",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("risk", sa.Integer(), nullable=False),
        sa.Column("risk_part", sa.Integer(), nullable=False),
        sa.Column("amount_part", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("is_new", sa.Boolean(), nullable=False),
        sa.Column("adjusted", sa.Boolean(), nullable=False),
        sa.Column("budget_before_fen", sa.BigInteger(), nullable=True),
        sa.Column("unchanged", sa.Boolean(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_review_card_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_card")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_review_card_declaration_id")),
    )


def downgrade() -> None:
    op.drop_table("review_card")
    with op.batch_alter_table("pending_decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_pending_decision_live",
            sqlite_where=sa.text("status IN ('held', 'sent', 'due')"),
            postgresql_where=sa.text("status IN ('held', 'sent', 'due')"),
        )
        batch_op.drop_index("ix_pending_decision_due")
        batch_op.drop_index(batch_op.f("ix_pending_decision_declaration_id"))
        batch_op.drop_index("ix_pending_decision_actor")

    op.drop_table("pending_decision")
