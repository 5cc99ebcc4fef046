"""Signs that nobody sees: each alone and all together are no text."""

INVISIBLE = (
    "\x00\x01\x1b\x7f\x85"  # control characters, NUL first
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e"  # zero width
    "\u200e\u200f\u202a\u202e\u2066\u2069"  # direction
    "\u3164\uffa0\u115f\u1160\u2800\u034f"  # letters and marks drawn as nothing
)
