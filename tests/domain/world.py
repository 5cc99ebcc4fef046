"""The bureau, the departments and the people that every domain test acts with, on a real database of its own.

Filled once per test session and database kind, then copied: a file copy on SQLite, a template on PostgreSQL.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, SQLModel, select

from tests.support import sessions
from workflow import canonical, db
from workflow.canonical.profile import shipped
from workflow.models import FormProfile, Grant, Organisation, Region, RegionSetting, UserAccount
from workflow.permissions import Actor, load_actor
from workflow.types import OrganisationKind, Role

MADE_AT = datetime(2025, 1, 2, 1, tzinfo=UTC)
LAX_YEAR = 2026
"""From this fiscal year on the region lets a head sign what he typed, and gives five working days for a return."""

REGIONS = {"ezhou": ("420700", "鄂州市"), "jianghan": ("420103", "武汉市江汉区")}

# key: (region, kind, name, parent, section, own level)
ORGANISATIONS: dict[str, tuple[str, str, str, str, str, bool]] = {
    "bureau": ("ezhou", "bureau", "鄂州市财政局", "", "", False),
    "social": ("ezhou", "section", "社会保障科", "bureau", "", False),
    "administrative": ("ezhou", "section", "行政政法科", "bureau", "", False),
    "performance": ("ezhou", "section", "绩效科", "bureau", "", False),
    "hr": ("ezhou", "department", "鄂州市人力资源和社会保障局", "", "social", False),
    "hr_own": ("ezhou", "unit", "鄂州市人力资源和社会保障局（本级）", "hr", "", True),
    "centre": ("ezhou", "unit", "鄂州市公共就业和人才服务中心", "hr", "", False),
    "inspection": ("ezhou", "unit", "鄂州市劳动保障监察支队", "hr", "", False),
    "justice": ("ezhou", "department", "鄂州市司法局", "", "administrative", False),
    "justice_own": ("ezhou", "unit", "鄂州市司法局（本级）", "justice", "", True),
    "other_bureau": ("jianghan", "bureau", "江汉区财政局", "", "", False),
}

# every role twice where it matters, in the right and in the wrong place, and the people who wear two hats
PEOPLE: dict[str, tuple[tuple[str, str], ...]] = {
    "filer_a": (("filer", "centre"),),
    "filer_b": (("filer", "centre"),),
    "head_a": (("unit_head", "centre"),),
    "head_b": (("unit_head", "centre"),),
    "filer_own_a": (("filer", "hr_own"),),
    "filer_own_b": (("filer", "hr_own"),),
    "head_own_a": (("unit_head", "hr_own"),),
    "head_own_b": (("unit_head", "hr_own"),),
    "filer_other": (("filer", "inspection"),),
    "head_other": (("unit_head", "inspection"),),
    "reviewer_a": (("department_reviewer", "hr"),),
    "reviewer_b": (("department_reviewer", "hr"),),
    "reviewer_other": (("department_reviewer", "justice"),),
    "section_a": (("section_reviewer", "social"),),
    "section_b": (("section_reviewer", "social"),),
    "section_other": (("section_reviewer", "administrative"),),
    "section_head": (("section_head", "social"),),
    "performance_a": (("performance", "performance"),),
    "performance_b": (("performance", "performance"),),
    "performance_other": (("performance", "other_bureau"),),
    "treasury": (("treasury", "bureau"),),
    "budget": (("budget_section", "bureau"),),
    "leader": (("leader", "bureau"),),
    "auditor": (("auditor", "bureau"),),
    "system_admin": (("system_admin", "bureau"),),
    "security_admin": (("security_admin", "bureau"),),
    "audit_admin": (("audit_admin", "bureau"),),
    "filer_and_head": (("filer", "centre"), ("unit_head", "centre")),
    "filer_and_reviewer": (("filer", "centre"), ("department_reviewer", "hr")),
    "filer_and_finance": (("filer", "centre"), ("section_reviewer", "social"), ("performance", "performance")),
    "head_and_finance": (("unit_head", "centre"), ("section_reviewer", "social"), ("performance", "performance")),
    "section_and_performance": (("section_reviewer", "social"), ("performance", "performance")),
    "head_of_two": (("unit_head", "centre"), ("unit_head", "hr_own"), ("unit_head", "inspection")),
}
EXPIRED = {
    "filer_gone": ("filer", "centre"),
    "head_gone": ("unit_head", "centre"),
    "section_gone": ("section_reviewer", "social"),
}
EXPIRED_AFTER = date(2025, 1, 31)
"""The last day of their grants."""
INACTIVE = "head_inactive"
NO_ADDRESS = frozenset({"filer_b", "head_b", "reviewer_b", "section_b", "performance_b"})


@dataclass
class World:
    """Ids by the names above; ``actor`` is the signed-in person."""

    url: str
    people: dict[str, int] = field(repr=False)
    names: dict[int, str] = field(repr=False)
    organisations: dict[str, int] = field(repr=False)
    regions: dict[str, int] = field(repr=False)
    actors: dict[str, Actor] = field(default_factory=dict, repr=False)

    def actor(self, name: str) -> Actor:
        """Loaded once: nobody's grants change while a file of tests runs."""
        if name not in self.actors:
            with db.unit_of_work() as session:
                found = load_actor(session, self.people[name])
            assert found is not None, name
            self.actors[name] = found
        return self.actors[name]

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")


def create_schema(url: str) -> None:
    """All tables of the models on an empty database, and the product's engine on it."""
    engine = db.configure(url)
    with db.write_lock(), engine.connect().execution_options(writes=True) as connection, connection.begin():
        SQLModel.metadata.create_all(connection)


def fill(url: str) -> None:
    """Schema, organisations, people, form profiles; leaves no connection open."""
    create_schema(url)
    with db.unit_of_work(write=True) as session:
        regions = {key: _add(session, Region(code=code, name=name)) for key, (code, name) in REGIONS.items()}
        organisations: dict[str, int] = {}
        for key, (region, kind, name, parent, section, own_level) in ORGANISATIONS.items():
            row = Organisation(
                region_id=regions[region],
                kind=OrganisationKind(kind),
                code=key,
                name=name,
                parent_id=organisations.get(parent),
                section_id=organisations.get(section),
                own_level=own_level,
            )
            organisations[key] = _add(session, row)
            above = session.get_one(Organisation, row.parent_id).path if row.parent_id else "/"
            row.path = f"{above}{row.id}/"
        _people(session, organisations)
        for profile in shipped().values():
            session.add(_profile_row(profile))
        for key, value in (("signer_may_file", True), ("return_working_days", 5)):
            session.add(
                RegionSetting(region_id=regions["ezhou"], key=key, year=LAX_YEAR, value=value, changed_at=MADE_AT)
            )
    db.dispose()


def _profile_row(profile: canonical.Profile) -> FormProfile:
    return FormProfile(
        code=profile.code,
        year=profile.year,
        kind=profile.kind,
        title=profile.title,
        definition=profile.model_dump(mode="json"),
    )


def _people(session: Session, organisations: dict[str, int]) -> None:
    for name, grants in PEOPLE.items():
        user = _user(session, name)
        session.add_all(Grant(user_id=user, role=Role(role), organisation_id=organisations[at]) for role, at in grants)
    for name, (role, at) in EXPIRED.items():
        user = _user(session, name)
        session.add(Grant(user_id=user, role=Role(role), organisation_id=organisations[at], valid_to=EXPIRED_AFTER))
    user = _user(session, INACTIVE, active=False)
    session.add(Grant(user_id=user, role=Role.unit_head, organisation_id=organisations["centre"]))


def _user(session: Session, name: str, active: bool = True) -> int:
    address = "" if name in NO_ADDRESS else f"{name}@example.org"
    row = UserAccount(
        created_at=MADE_AT, username=name, name=f"人员{name}", email=address, password_hash="-", active=active
    )
    return _add(session, row)


def _add(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    key: int = row.id
    return key


def open_world(url: str) -> World:
    """The product's engine on a filled database."""
    db.configure(url)
    with db.unit_of_work() as session:
        people: dict[str, int] = dict(session.exec(select(UserAccount.username, UserAccount.id)).all())
        organisations: dict[str, int] = dict(session.exec(select(Organisation.code, Organisation.id)).all())
        codes: dict[str, int] = dict(session.exec(select(Region.code, Region.id)).all())
    names = {user: name for name, user in people.items()}
    return World(url, people, names, organisations, {key: codes[code] for key, (code, _) in REGIONS.items()})


@contextmanager
def filled_database(kind: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a filled database of its own, ``sqlite`` in ``folder`` or ``postgresql``; gone afterwards."""
    server = request.getfixturevalue("postgres_server") if kind == "postgresql" else None
    url = server.copy_of("domain-world", fill) if server else sqlite_copy(folder)
    yield url
    db.dispose()
    if server:
        server.drop(url)


def sqlite_copy(folder: Path) -> str:
    """A filled SQLite database of its own in ``folder``."""

    def make() -> dict[str, str]:
        path = sessions.folder() / "domain-world.db"
        fill(f"sqlite:///{path}")
        return {"path": str(path)}

    shutil.copy(sessions.once("domain-world", make)["path"], folder / "world.db")
    return f"sqlite:///{folder / 'world.db'}"
