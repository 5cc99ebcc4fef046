"""suggestions and stand ins"""

import sqlalchemy as sa
from alembic import op

revision: str = "0005_suggestions_and_stand_ins"
down_revision: str | None = "0004_indicators_follow_budget"


def upgrade() -> None:
    op.create_table(
        "stand_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("absent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stand_in_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("named_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name=op.f("ck_stand_in_ended_at_by_person")),
        sa.CheckConstraint("absent_id <> stand_in_id", name=op.f("ck_stand_in_not_oneself")),
        sa.CheckConstraint("from_on <= until_on", name=op.f("ck_stand_in_from_before_until")),
        sa.ForeignKeyConstraint(["absent_id"], ["user_account.id"], name=op.f("fk_stand_in_absent_id_user_account")),
        sa.ForeignKeyConstraint(["ended_by"], ["user_account.id"], name=op.f("fk_stand_in_ended_by_user_account")),
        sa.ForeignKeyConstraint(["named_by"], ["user_account.id"], name=op.f("fk_stand_in_named_by_user_account")),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["user_account.id"], name=op.f("fk_stand_in_stand_in_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    with op.batch_alter_table("stand_in", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stand_in_absent_id"), ["absent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stand_in_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_stand_in_named_by"), ["named_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_stand_in_stand_in_id"), ["stand_in_id"], unique=False)

    op.create_table(
        "suggested_edit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declaration_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("suggested", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("answer_text", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.CheckConstraint("answer IN ('accepted', 'refused')", name=op.f("ck_suggested_edit_answer_known")),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_suggested_edit_answered_at_by_answer")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_suggested_edit_settled_at_by_action")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_suggested_edit_answered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_suggested_edit_author_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["declaration_id"], ["declaration.id"], name=op.f("fk_suggested_edit_declaration_id_declaration")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggested_edit")),
    )
    with op.batch_alter_table("suggested_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suggested_edit_answered_by"), ["answered_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggested_edit_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suggested_edit_declaration_id"), ["declaration_id"], unique=False)
        batch_op.create_index(
            "ix_suggested_edit_open",
            ["declaration_id"],
            unique=False,
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.create_index(
            "uq_suggested_edit_pending",
            ["declaration_id", "path"],
            unique=True,
            sqlite_where=sa.text("answer IS NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("answer IS NULL AND settled_at IS NULL"),
        )

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comment_on_behalf_of_user_account"), "user_account", ["on_behalf_of"], ["id"]
        )

    with op.batch_alter_table("declaration_edit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_declaration_edit_on_behalf_of_user_account"), "user_account", ["on_behalf_of"], ["id"]
        )

    with op.batch_alter_table("review_opinion", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_review_opinion_on_behalf_of"), ["on_behalf_of"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_review_opinion_on_behalf_of_user_account"), "user_account", ["on_behalf_of"], ["id"]
        )

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_signature_on_behalf_of"), ["on_behalf_of"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_signature_on_behalf_of_user_account"), "user_account", ["on_behalf_of"], ["id"]
        )

    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch_op.drop_constraint(batch_op.f("uq_submission_declaration_id_round"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_submission_declaration_id_round_edition"), ["declaration_id", "round", "edition"]
        )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.alter_column("edition", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM submission WHERE edition > 1")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_submission_declaration_id_round_edition"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_submission_declaration_id_round"), ["declaration_id", "round"])
        batch_op.drop_column("edition")

    with op.batch_alter_table("signature", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_signature_on_behalf_of_user_account"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_signature_on_behalf_of"))
        batch_op.drop_column("on_behalf_of")

    with op.batch_alter_table("review_opinion", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_review_opinion_on_behalf_of_user_account"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_review_opinion_on_behalf_of"))
        batch_op.drop_column("on_behalf_of")

    with op.batch_alter_table("declaration_edit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_declaration_edit_on_behalf_of_user_account"), type_="foreignkey")
        batch_op.drop_column("on_behalf_of")

    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_comment_on_behalf_of_user_account"), type_="foreignkey")
        batch_op.drop_column("on_behalf_of")

    with op.batch_alter_table("suggested_edit", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_suggested_edit_pending",
            sqlite_where=sa.text("answer IS NULL AND settled_at IS NULL"),
            postgresql_where=sa.text("answer IS NULL AND settled_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_suggested_edit_open",
            sqlite_where=sa.text("settled_at IS NULL"),
            postgresql_where=sa.text("settled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_suggested_edit_declaration_id"))
        batch_op.drop_index(batch_op.f("ix_suggested_edit_author_id"))
        batch_op.drop_index(batch_op.f("ix_suggested_edit_answered_by"))

    op.drop_table("suggested_edit")
    with op.batch_alter_table("stand_in", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stand_in_stand_in_id"))
        batch_op.drop_index(batch_op.f("ix_stand_in_named_by"))
        batch_op.drop_index(batch_op.f("ix_stand_in_ended_by"))
        batch_op.drop_index(batch_op.f("ix_stand_in_absent_id"))

    op.drop_table("stand_in")
