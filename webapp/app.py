"""The Flask application: settings in, blueprints on, one error map, one set of headers."""

from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from webapp import access, context, errors, filters, i18n, limits, logs, once, security
from webapp.present import exports, queue_place
from webapp.settings import Settings
from webapp.ui import BLUEPRINTS
from workflow import db, site

MAX_UPLOAD_BYTES = 32 * 1024 * 1024
"""One file of 30 MB with what a form wraps around it."""
MAX_FORM_BYTES = 4 * 1024 * 1024

csrf = CSRFProtect()


class KeyConverter(IntegerConverter):
    """``<int:…>`` of every route: a number that no key can be is no address (404), not a fault of the database."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": 2**63 - 1, **options})


def create_app(settings: Settings) -> Flask:
    """A configured application; connects to the database lazily, one engine per process."""
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=settings.secret_key.get_secret_value(),
        SESSION_COOKIE_NAME="jixiao",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_BYTES,
        MAX_FORM_PARTS=20_000,
        WTF_CSRF_TIME_LIMIT=None,  # the session's own end limits it; typed work must survive a long pause
    )
    app.extensions["jixiao"] = settings
    db.configure(settings.database_url)
    site.configure(settings.check_at)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.url_map.converters["int"] = KeyConverter
    security.install(app)  # first: the check of the token reads the form, which may be too long
    csrf.init_app(app)
    for part in (logs, i18n, limits, access, context, filters, errors, once, queue_place, exports):
        part.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
