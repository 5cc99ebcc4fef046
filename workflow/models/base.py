"""What every table shares: naming of constraints, key type, column helpers.

Traps (tested): SQLModel tables do not validate, so tables are built only from validated data; a mixin takes
``sa_type``, never ``sa_column``; no ``from __future__ import annotations`` in this package.
"""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Integer, Text, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BigId = BigInteger().with_variant(Integer, "sqlite")
"""64-bit keys; SQLite only auto-increments a plain INTEGER."""


def key() -> Any:
    """The primary key of a table."""
    return Field(default=None, primary_key=True, sa_type=BigId)


def ref(target: str, *, index: bool = True, nullable: bool = False, **kwargs: Any) -> Any:
    """A foreign key; indexed unless another index starts with it."""
    if nullable:
        kwargs.setdefault("default", None)
    return Field(foreign_key=target, sa_type=BigId, index=index, nullable=nullable, **kwargs)


def any_id(*, nullable: bool = False) -> Any:
    """The key of an object of any kind (``object_kind`` says which); no foreign key is possible."""
    return Field(default=None, sa_type=BigInteger, nullable=True) if nullable else Field(sa_type=BigInteger)


def fen(*, nullable: bool = False) -> Any:
    """An amount in integer fen."""
    return Field(default=None, sa_type=BigInteger, nullable=True) if nullable else Field(sa_type=BigInteger)


def long_text(default: str = "") -> Any:
    """Text of any length."""
    return Field(default=default, sa_type=Text, nullable=False)


def one_of(column: str, values: type[Any]) -> CheckConstraint:
    """A named CHECK that the column holds a member of the enum."""
    members = ", ".join(f"'{member.value}'" for member in values)
    return CheckConstraint(f"{column} IN ({members})", name=f"{column}_known")


def flag(default: bool = False) -> Any:
    """A boolean column, NOT NULL."""
    return Field(default=default, sa_type=Boolean, nullable=False)


class Row(SQLModel):
    """Base of all tables: a 64-bit key, and the class name in snake_case as the table's name."""

    id: int = key()

    @declared_attr.directive
    def __tablename__(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


class Stamped(Row):
    """A row that knows when it was made; the caller passes ``clock.now()``."""

    created_at: datetime


IS_OPEN = text("state IN ('drafted', 'submitted', 'finance_reviewed')")
