"""Pages, one file per area. Every blueprint is listed here once."""

from flask import Blueprint

from webapp.ui.declarations import bp as declarations
from webapp.ui.health import bp as health
from webapp.ui.inbox import bp as inbox
from webapp.ui.moves import bp as moves
from webapp.ui.people import bp as people
from webapp.ui.session import bp as session
from webapp.ui.worklist import bp as worklist

BLUEPRINTS: tuple[Blueprint, ...] = (health, session, worklist, inbox, declarations, moves, people)
