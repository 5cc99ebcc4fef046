"""沿用上年申报: a declaration that begins as a copy of an earlier one, every carried value waiting to be confirmed.

``carrying`` says what comes over between two forms (pure), ``sources`` what may be copied, ``clone`` makes the copy,
``confirming`` settles what waits.
"""

from workflow.services.cloning.clone import fill_from, offered_source
from workflow.services.cloning.confirming import confirm, confirm_part

__all__ = ["confirm", "confirm_part", "fill_from", "offered_source"]
