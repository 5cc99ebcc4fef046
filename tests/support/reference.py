"""The team's reference files (`../shared`): truth tables and seed documents that tests may compare with in addition."""

from collections.abc import Mapping
from pathlib import Path

import pytest


def reference_folder(repository: Path, env: Mapping[str, str]) -> Path:
    folder = repository.parent / "shared"
    if folder.is_dir():
        return folder
    if env.get("REQUIRE_SHARED") == "1":
        pytest.fail(f"REQUIRE_SHARED=1, but there is no folder {folder}")
    pytest.skip("the reference files beside the repository are not here")
