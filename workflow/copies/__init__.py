"""Texts that were copied (雷同): what is left of a text without names and numbers, and how much of it stands elsewhere.

Pure and deterministic: the same text has the same fingerprint in every process and on every machine.
"""

from workflow.copies.fingerprint import LEAST_SHINGLES, share, shingles
from workflow.copies.library import COMMON_TEXTS, Library, Likeness, Place, fit_candidates, likest
from workflow.copies.texts import INDICATORS, Prints, names_of, prints, stripped, without_place

__all__ = [
    "COMMON_TEXTS",
    "INDICATORS",
    "LEAST_SHINGLES",
    "Library",
    "Likeness",
    "Place",
    "Prints",
    "fit_candidates",
    "likest",
    "names_of",
    "prints",
    "share",
    "shingles",
    "stripped",
    "without_place",
]
