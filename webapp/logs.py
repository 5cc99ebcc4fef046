"""What the web process writes to stderr: one line per event, with fields. Never the variables of a failed call: they
would hold passwords and what people typed."""

import sys
from typing import Any

import structlog
from flask import Flask


def install(_app: Flask) -> None:
    """Once per process; the same for every application in it."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=_to_stderr,
        cache_logger_on_first_use=False,
    )


def _to_stderr(*_: Any) -> structlog.WriteLogger:
    """Looked up at every event: whoever redirects stderr later gets what comes later."""
    return structlog.WriteLogger(sys.stderr)
