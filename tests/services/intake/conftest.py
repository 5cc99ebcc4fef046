from tests.domain.conftest import postgres_world, sqlite_world, ticking, world

__all__ = ["postgres_world", "sqlite_world", "ticking", "world"]
