"""A real Chromium for the browser tests: $CHROME, else the one that `make setup` unpacked.

Chinese glyphs come from a font package by a FONTCONFIG_FILE of our own, so pictures look alike on every machine and a
machine without any font shows text instead of boxes.
"""

import os
import platform
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = ROOT / ".cache/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"]

FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <alias binding="strong"><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <alias binding="strong"><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias binding="strong"><family>monospace</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
"""


def executable(
    env: Mapping[str, str] = os.environ,
    unpacked: Path = UNPACKED,
    machine: str = platform.machine(),
) -> Path:
    """Where the browser is; a sentence for the person who has none."""
    if env.get("CHROME"):
        return Path(env["CHROME"])
    if machine != "x86_64":
        raise RuntimeError("browser tests need a Chromium at $CHROME")
    if (unpacked / "chromium").exists():
        return unpacked / "chromium"
    raise RuntimeError("the test browser is missing: run `make setup`")


def fonts_conf(folder: Path) -> Path:
    spec = find_spec("pylopdf_fonts_zh_cn")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package pylopdf-fonts-zh-cn is missing: run `make setup`")
    file = folder / "fonts.conf"
    file.write_text(FONTS_CONF.format(fonts=Path(spec.origin).parent, cache=folder / "fontconfig"))
    return file


def launch(playwright: Playwright, folder: Path, program: Path | None = None) -> Browser:
    """`folder` takes what the browser writes: font cache, settings, crash dumps (an account may have no home)."""
    program = program or executable()
    env: dict[str, str | float | bool] = {**os.environ, "FONTCONFIG_FILE": str(fonts_conf(folder)), "HOME": str(folder)}
    if program.is_relative_to(UNPACKED):
        env["LD_LIBRARY_PATH"] = str(UNPACKED / "al2023/lib")
    return playwright.chromium.launch(executable_path=program, args=ARGUMENTS, env=env)
