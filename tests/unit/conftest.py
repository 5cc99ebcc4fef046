"""Hypothesis on a busy machine: no deadline per example, the same examples in every run."""

from hypothesis import settings

settings.register_profile("unit", deadline=None, derandomize=True)
settings.load_profile("unit")
