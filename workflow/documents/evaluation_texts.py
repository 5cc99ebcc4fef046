"""偏差原因分析及改进措施 and 其他需要说明事项: several fields of the form in one cell of its paper, there and back.

Printed with a label before each part, so that a paper that comes back is told apart again; papers of others have the
same words in many spellings.
"""

import re
from collections.abc import Mapping

LABELS = {"reason": "人工评分", "cause": "原因", "measure": "改进措施"}
SPENT, BESIDES = "执行偏差原因", "其他说明"
SEE_REMARKS = "见逐条意见"
"""The reason of a form that is sent back where only remarks to single lines say why."""
_PART = re.compile(
    r"[；;，,。]?\s*(?:(?P<reason>人工评分)|(?P<cause>(?:主要|偏差|未完成|产生|存在)*的?原因(?:分析)?)"
    r"|(?P<measure>(?:下一步|拟采取的?)?(?:改进|整改)?措施(?:及[^:：；;。]{1,8})?))(?:如下|为|是)?[:：]"
)
_SPENT = re.compile(rf"\A{SPENT}[:：](?P<cause>.*?)(?:\s*{BESIDES}[:：](?P<note>.*))?\Z", re.DOTALL)


def deviation_text(parts: Mapping[str, str]) -> str:
    """One cell of reason, cause and measure, a line each; what is empty is left out."""
    return "\n".join(f"{label}：{parts[key]}" for key, label in LABELS.items() if parts.get(key))


def split_deviation(text: str) -> dict[str, str]:
    """Reason, cause and measure of such a cell; what no label stands before is the cause."""
    found = list(_PART.finditer(text))
    parts = {"cause": text[: found[0].start()] if found else text}
    ends = [*(match.start() for match in found[1:]), len(text)]
    for match, end in zip(found, ends[: len(found)], strict=True):
        key, said = str(match.lastgroup), text[match.end() : end]
        parts[key] = "；".join(filter(None, (parts.get(key, "").strip(), said.strip())))
    return {key: said for key, one in parts.items() if (said := one.strip())}


def note_text(money_cause: str, note: str) -> str:
    """Why so much was spent, and what else there is to say."""
    if not money_cause:
        return note
    return f"{SPENT}：{money_cause}" + (f"\n{BESIDES}：{note}" if note else "")


def split_note(text: str) -> tuple[str, str]:
    """Cause of the spending and note of such a cell; without the label all of it is note."""
    found = _SPENT.match(text.strip())
    if found is None:
        return "", text.strip()
    return found["cause"].strip(), (found["note"] or "").strip()
