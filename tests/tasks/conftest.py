from tests.tasks.fixtures import calendar, small_world, world

__all__ = ["calendar", "small_world", "world"]
