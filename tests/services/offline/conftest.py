from tests.domain.conftest import postgres_world, pytest_generate_tests, sqlite_world, ticking, world

__all__ = ["postgres_world", "pytest_generate_tests", "sqlite_world", "ticking", "world"]
