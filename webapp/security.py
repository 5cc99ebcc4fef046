"""Response headers: a strict content policy (own files only), no framing, no caching of people's pages."""

from flask import Flask, Response, current_app, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
STATIC_SECONDS = 3600


def install(app: Flask) -> None:
    """Limit plain forms, add the headers to every response."""
    app.before_request(limit_forms)
    app.after_request(add_headers)


def limit_forms() -> None:
    """Uploads may be large, typed forms not: what is sent URL-encoded is read into memory at once."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def add_headers(response: Response) -> Response:
    """Same for pages, errors and files; only static files may be kept by the browser."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}"
    else:
        response.headers["Cache-Control"] = "no-store"  # also where ``send_file`` says no-cache
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
