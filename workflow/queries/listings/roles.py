"""Who opens which lists: the gates of the pages, and of the exports of the same lists."""

from workflow.lifecycle.moves import EXTENDING
from workflow.types import FINANCE_ROLES, Role

UNIT_SIDE = frozenset({Role.filer, Role.unit_head, Role.department_reviewer})
BUSINESS = UNIT_SIDE | FINANCE_ROLES | {Role.auditor}
REGION_WIDE = (Role.treasury, Role.performance, Role.budget_section, Role.leader, Role.auditor)
"""Who sees the payments of a whole region, those of no project included."""
WRITES_COMMENTS = (
    Role.unit_head, Role.department_reviewer, Role.section_reviewer, Role.section_head, Role.performance,
)  # fmt: skip
"""Who may have phrases: the people of the desks that comment, and the head of the section."""
LATE_COMMENTS = (Role.section_reviewer, Role.section_head, Role.performance, Role.leader, Role.auditor)
"""Who sees what was asked anew after a return."""
REVIEWERS = (Role.section_reviewer, Role.performance)
"""Who decides on submitted files."""
LETTERS = (Role.performance, Role.system_admin)
"""Who sees the delivery log."""
STATISTICS = FINANCE_ROLES | {Role.auditor}
"""Who reads how the review went, each as far as he sees files."""
RULE_READERS = FINANCE_ROLES | {Role.auditor}
"""Who reads what is set about the review rules and the region; the performance section sets it."""
EXTENDS = frozenset(EXTENDING)
"""Who gives a unit more time."""
