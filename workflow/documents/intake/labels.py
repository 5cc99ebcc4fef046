"""Labels of goals: 长期绩效目标1, 年度目标2：…, 长期目标（截止2026年）."""

import re

from workflow.canonical.document import HorizonName
from workflow.documents.intake import vocabulary
from workflow.documents.intake.texts import squeeze

_LABEL = re.compile(
    r"^(?P<term>中?长期|中期|实施期|总体|年度|当年|本年)(?:总体)?(?:绩效)?目标(?P<number>[\d一二三四五六七八九十]{0,2})"
    r"(?P<until>[(（][^()（）]*[)）])?(?:[:：](?P<text>.*))?$", re.S,
)  # fmt: skip


def goal_label(text: str) -> re.Match[str] | None:
    """长期绩效目标1 · 年度目标 2： · 长期目标（截止2026年）：…; None where the text is no such label."""
    return _LABEL.match(squeeze(text.split("\n")[0]))


def horizon_of(text: str) -> HorizonName | None:
    """The horizon a goal's name speaks of."""
    found = goal_label(text)
    if not found:
        return None
    return "annual" if found["term"] in vocabulary.ANNUAL else "long_term"
