"""绩效运行监控的通报 (by the bureau) and 绩效运行监控报告 (by a department): what stands in them, all worded. Pure.

Facts are filled in; what only people know stands in brackets 【】. The file: ``monitoring_letter_file``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

NONE = "无。"
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class MonitoringTable:
    """A table of a letter: its caption, headings and lines, all as text."""

    caption: str
    heads: Sequence[str]
    rows: Rows


@dataclass(frozen=True)
class Part:
    """一、 …: a heading, sentences, tables."""

    heading: str
    sentences: Sequence[str] = ()
    tables: Sequence[MonitoringTable] = ()


@dataclass(frozen=True)
class MonitoringLetter:
    """A letter as it is written: everything is worded by who gathered the facts (``queries.campaign_letters``)."""

    title: str
    addressee: str
    opening: str
    parts: Sequence[Part]
    issuer: str
    issued_on: date
