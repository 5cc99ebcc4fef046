"""The fixed words of a monitoring report: kinds of causes (偏差原因) and how likely a target is (完成目标可能性)."""

CAUSE_KINDS: dict[str, tuple[str, str]] = {
    "funding": ("经费保障", "Funding"),
    "system": ("制度保障", "Rules and procedures"),
    "staff": ("人员保障", "Staff"),
    "equipment": ("硬件条件保障", "Equipment"),
    "other": ("其他", "Other"),
}

LIKELIHOODS: dict[str, tuple[str, str]] = {
    "certain": ("确定能", "Certain"),
    "possible": ("有可能", "Possible"),
    "impossible": ("完全不可能", "Impossible"),
}
