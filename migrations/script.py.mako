"""${message}"""
# ruff: noqa: E501 - a CHECK is one string

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
% if up_revision == "0001_initial":
from migrations import ddl

% endif
revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
% if up_revision == "0001_initial":
    ddl.create_audit_guard()
% endif


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
% if up_revision == "0001_initial":
    ddl.drop_audit_guard()
% endif
