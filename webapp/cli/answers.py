"""The folder of ``--out``: one ``<full name of the input>.json`` for each input, none written over another."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import typer

_LONGEST_NAME = 240
"""Bytes; file systems take 255."""


def make_folder(out: Path | None) -> None:
    """The folder of the answers; what stands in its way is wrong usage."""
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{out}: {error.strerror} 无法建立文件夹", param_hint="--out") from None


def write_answer(file: Path, text: str) -> None:
    """A full disk ends the work with a sentence: what is written so far stays, half an answer does not."""
    try:
        file.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        file.unlink(missing_ok=True)
        sys.stderr.write(f"{file}: {error.strerror} 无法写入\n")
        raise typer.Exit(1) from None


def answer_names(files: Iterable[Path]) -> list[str]:
    """The name of each answer; no two are the same. One that is not the input's own is told on stderr."""
    taken = list[str]()
    for file in files:
        own = _short(file.name)
        name, number = f"{own}.json", 1
        while name in taken:
            number += 1
            name = f"{own}.{number}.json"
        if name != f"{file.name}.json":
            sys.stderr.write(f"{file} → {name}\n")
        taken.append(name)
    return taken


def _short(name: str) -> str:
    """So much of a name that the name of its answer is one that a disk takes."""
    while len(os.fsencode(name)) > _LONGEST_NAME:
        name = name[:-1]
    return name
