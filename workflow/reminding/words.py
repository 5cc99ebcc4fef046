"""On which days a reminder comes, in words. Pure."""

from workflow.reminding.table import ReminderRule, Words


def days_words(rule: ReminderRule) -> Words:
    """「提前 7、3 个工作日；逾期后第 1 个工作日，此后每 3 个工作日」."""
    unit_zh, unit_en = (" 个工作日", " working days") if rule.working else (" 天", " days")
    before = [str(-day) for day in sorted(rule.days) if day < 0]
    after = [str(day) for day in sorted(rule.days) if day > 0]
    zh, en = [], []
    if before:
        zh.append(f"提前 {'、'.join(before)}{unit_zh}")
        en.append(f"{', '.join(before)}{unit_en} before")
    if 0 in rule.days:
        zh.append("当天")
        en.append("on the day")
    if after:
        zh.append(f"之后第 {'、'.join(after)}{unit_zh}")
        en.append(f"{', '.join(after)}{unit_en} after")
    again_zh = f"，此后每 {rule.every}{unit_zh}一次" if rule.every else ""
    again_en = f", then every {rule.every}{unit_en}" if rule.every else ""
    if rule.every and rule.times:
        again_zh += f"，最多 {rule.times} 次"
        again_en += f", {rule.times} times at most"
    return "；".join(zh) + again_zh, "; ".join(en) + again_en
