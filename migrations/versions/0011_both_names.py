"""both names"""

import sqlalchemy as sa
from alembic import op

revision: str = "0011_both_names"
down_revision: str | None = "0010_known_browsers"
PASSING = (
    "绩效目标明确，指标细化可衡量，与预算{预算金额}相匹配，同意安排。",
    "绩效目标总体合理，个别指标已按意见完善，同意进入下一步预算安排。",
)
"""Shipped phrases that are opinions of a file that passes, not comments on it."""
phrase = sa.table("phrase", sa.column("section", sa.String), sa.column("text", sa.Text))


def upgrade() -> None:
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("answered_for", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_comment_answered_for_user_account"), "user_account", ["answered_for"], ["id"]
        )

    with op.batch_alter_table("special_point", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("closed_for", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_special_point_closed_for_user_account"), "user_account", ["closed_for"], ["id"]
        )

    with op.batch_alter_table("suggested_edit", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("answered_for", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_suggested_edit_answered_for_user_account"), "user_account", ["answered_for"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_suggested_edit_on_behalf_of_user_account"), "user_account", ["on_behalf_of"], ["id"]
        )

    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("on_behalf_of", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_waiver_on_behalf_of_user_account"), "user_account", ["on_behalf_of"], ["id"]
        )

    op.execute(phrase.update().where(phrase.c.text.in_(PASSING)).values(section="opinion"))


def downgrade() -> None:
    op.execute(phrase.update().where(phrase.c.section == "opinion").values(section="form"))

    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_waiver_on_behalf_of_user_account"), type_="foreignkey")
        batch_op.drop_column("on_behalf_of")

    with op.batch_alter_table("suggested_edit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_suggested_edit_on_behalf_of_user_account"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_suggested_edit_answered_for_user_account"), type_="foreignkey")
        batch_op.drop_column("answered_for")
        batch_op.drop_column("on_behalf_of")

    with op.batch_alter_table("special_point", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_special_point_closed_for_user_account"), type_="foreignkey")
        batch_op.drop_column("closed_for")

    # SQLite writes ``comment`` anew and will not drop it while rows refer to it: they step aside
    op.execute("CREATE TEMPORARY TABLE aside AS SELECT * FROM late_comment")
    op.execute("DELETE FROM late_comment")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_comment_answered_for_user_account"), type_="foreignkey")
        batch_op.drop_column("answered_for")
    op.execute("INSERT INTO late_comment SELECT * FROM aside")
    op.execute("DROP TABLE aside")
