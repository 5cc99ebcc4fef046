"""Unpack the Chromium of the npm package @sparticuz/chromium: `unpack_chromium.py FROM_BIN_FOLDER TO_FOLDER`.

Runs with the Python of `.venv` (it needs brotli). The browser then starts with LD_LIBRARY_PATH=TO_FOLDER/al2023/lib and
needs nothing of the machine but glibc.
"""

import io
import shutil
import sys
import tarfile
from pathlib import Path

import brotli

SAFELY = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # Python before 3.11.4 has no filters


def unpack(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name in ("al2023", "swiftshader"):
        with tarfile.open(fileobj=io.BytesIO(brotli.decompress((source / f"{name}.tar.br").read_bytes()))) as archive:
            archive.extractall(target / name, **SAFELY)  # noqa: S202 — this archive is hash-locked
    binary = target / "chromium"
    binary.write_bytes(brotli.decompress((source / "chromium.br").read_bytes()))
    binary.chmod(0o755)


if __name__ == "__main__":
    unpack(Path(sys.argv[1]), Path(sys.argv[2]))
