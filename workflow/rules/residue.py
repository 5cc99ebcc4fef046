"""Names of others in a text: where a name stands for the one who acts, and not for somebody worked with or cited."""

import re
from collections.abc import Iterator

from workflow.canonical import Declaration
from workflow.copies import without_place

_CITED = re.compile(r"《[^》]*》|“[^”]*”")
_WITH = re.compile(
    r"(?:会同|联合|配合|协助|协同|商|与|和|及|同|、|跟|经|报|向|由|受|请|按照?|根据|依据|据|对|各|从|在|到|给|送|交|为|"
    r"接受|参照|关于|原|支持|服务|涉及|包括|如|等|印发的?)$"
)
_DOCUMENT = re.compile(
    r"^(?:[等、和与及联]|关于|文件|印发|批复|通知|会议|下达|转发|规定|要求|审批|审核|同意|批准|委托|[〔\[（(【]?\d{4})"
)
_SHORTEST = 4


def short_names(names: tuple[str, ...]) -> dict[str, str]:
    """Each name with and without its place → the full name; nothing that is too short to be a name."""
    found: dict[str, str] = {}
    for name in names:
        for each in (name, without_place(name)):
            if len(each) >= _SHORTEST:
                found.setdefault(each, name)
    return found


def left_over(text: str, name: str) -> bool:
    """Whether the name stands there as the one whose work this is."""
    plain = _CITED.sub("", text)
    for found in re.finditer(re.escape(name), plain):
        before, after = plain[max(0, found.start() - 4) : found.start()], plain[found.end() : found.end() + 6]
        before = re.sub("[省市区县州]$", "", before) if not name.endswith(before[-1:] or " ") else before
        if not _WITH.search(before) and not _DOCUMENT.match(after):
            return True
    return False


def own_texts(document: Declaration) -> Iterator[tuple[str, str]]:
    """The texts that speak of the own work: goals and the long header fields but the legal basis."""
    for goal in document.goals:
        yield f"goals/{goal.uid}/text", goal.text
    for field in ("implementation_plan", "application_reason", "main_content"):
        yield f"basics/-/{field}", getattr(document, field)
