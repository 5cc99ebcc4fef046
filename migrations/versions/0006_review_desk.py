"""review desk"""

import sqlalchemy as sa
from alembic import op

revision: str = "0006_review_desk"
down_revision: str | None = "0005_suggestions_and_stand_ins"


def upgrade() -> None:
    op.create_table(
        "phrase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("uses >= 0", name=op.f("ck_phrase_uses")),
        sa.ForeignKeyConstraint(["owner_id"], ["user_account.id"], name=op.f("fk_phrase_owner_id_user_account")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_phrase_region_id_region")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phrase_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_phrase_region", ["region_id", "owner_id"], unique=False)

    op.create_table(
        "late_comment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("comment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cause", sa.String(length=16), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "status NOT IN ('granted', 'refused') OR decided_at IS NOT NULL",
            name=op.f("ck_late_comment_decided_at_by_status"),
        ),
        sa.CheckConstraint(
            "cause IN ('money', 'policy', 'linked', 'consent')", name=op.f("ck_late_comment_cause_known")
        ),
        sa.CheckConstraint(
            "status IN ('declared', 'asked', 'granted', 'refused')", name=op.f("ck_late_comment_status_known")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["user_account.id"], name=op.f("fk_late_comment_asked_by_user_account")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_late_comment_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_late_comment_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_late_comment_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_comment")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_late_comment_comment_id")),
    )
    with op.batch_alter_table("late_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_late_comment_asked_by"), ["asked_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_late_comment_decided_by"), ["decided_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_late_comment_declaration_id"), ["declaration_id"], unique=False)

    op.create_table(
        "review_sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("raised", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("grade", sa.String(length=16), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "grade IN ('', 'excellent', 'good', 'fair', 'poor')", name=op.f("ck_review_sheet_grade_known")
        ),
        sa.CheckConstraint("kind IN ('ticks', 'scored', 'whole')", name=op.f("ck_review_sheet_kind_known")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_review_sheet_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_review_sheet_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_sheet")),
        sa.UniqueConstraint("declaration_id", "round", name=op.f("uq_review_sheet_declaration_id_round")),
    )
    with op.batch_alter_table("review_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_sheet_author_id"), ["author_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("review_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_sheet_author_id"))

    op.drop_table("review_sheet")
    with op.batch_alter_table("late_comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_late_comment_declaration_id"))
        batch_op.drop_index(batch_op.f("ix_late_comment_decided_by"))
        batch_op.drop_index(batch_op.f("ix_late_comment_asked_by"))

    op.drop_table("late_comment")
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.drop_index("ix_phrase_region")
        batch_op.drop_index(batch_op.f("ix_phrase_owner_id"))

    op.drop_table("phrase")
