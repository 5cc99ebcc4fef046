"""What the web server imports: `granian --interface wsgi webapp.wsgi:app`."""

from webapp.app import create_app
from webapp.settings import load_settings

app = create_app(load_settings())
