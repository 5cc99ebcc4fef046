"""The level vocabulary of a form: what a typed or pasted level name means."""

import re

from workflow.canonical import Profile

_SPACES = re.compile(r"\s+")


def parent_of(level2: str, profile: Profile) -> str:
    """The level-1 name a level-2 name stands under; "" if the form does not know it or has it twice."""
    parents = [level1 for level1, names in profile.levels.items() if level2 in names]
    return parents[0] if len(parents) == 1 else ""


def known_level1(text: str, profile: Profile) -> str:
    """The form's own name of a level 1 (``产出`` → ``产出指标``), else the text as it stands."""
    return _known(text, tuple(profile.levels))


def known_level2(text: str, profile: Profile, level1: str = "") -> str:
    """The form's own name of a level 2, looked for under ``level1`` first; else the text as it stands."""
    everywhere = tuple(dict.fromkeys(name for names in profile.levels.values() for name in names))
    here = _known(text, profile.levels.get(level1, ()))
    return here if here in profile.levels.get(level1, ()) else _known(text, everywhere)


def _known(text: str, names: tuple[str, ...]) -> str:
    bare = _SPACES.sub("", text)
    if bare in names:
        return bare
    found = [name for name in names if bare and name.removesuffix("指标") == bare.removesuffix("指标")]
    return found[0] if len(found) == 1 else bare if bare else text.strip()
