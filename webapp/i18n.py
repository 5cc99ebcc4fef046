"""Two languages: zh-CN by default, English second. English msgids; the catalogue is compiled in memory at start."""

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import flask_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, session
from flask_babel import Babel, Domain, get_locale

LANGUAGES = {"zh": "中文", "en": "English"}
PAGE_LANG = {"zh": "zh-CN", "en": "en"}
CATALOGUE = Path(__file__).parent / "translations/zh/LC_MESSAGES/messages.po"


ENGLISH = NullTranslations()


@cache
def translations() -> Translations:
    """The Chinese catalogue, compiled from its readable source: no compiled file that could be stale."""
    with CATALOGUE.open("rb") as source:
        catalogue = read_po(source, locale="zh")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


class InMemoryDomain(Domain):  # type: ignore[misc]
    """flask-babel's domain over ``translations()``; English needs no catalogue."""

    def get_translations(self) -> NullTranslations:
        """Called by every ``_()``."""
        return translations() if language() == "zh" else ENGLISH


def language() -> str:
    """``zh`` or ``en`` for this request."""
    return "en" if str(get_locale()) == "en" else "zh"


def _selected() -> str:
    chosen = session.get("language")
    return chosen if chosen in LANGUAGES else "zh"


def install(app: Flask) -> None:
    """Language from the session, zone from the settings; ``_()`` in templates."""
    zone = app.extensions["jixiao"].region_zone
    babel = Babel(app, default_locale="zh", default_timezone=zone, locale_selector=_selected, configure_jinja=True)
    babel.domain_instance = InMemoryDomain()


def _(message: str, **values: Any) -> str:
    """The message in the reader's language; typed, unlike the library's."""
    return str(flask_babel.gettext(message, **values))


def plural(one: str, many: str, count: int, **values: Any) -> str:
    """The same with a count ``%(num)s``."""
    return str(flask_babel.ngettext(one, many, count, **values))
