"""The figures as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from bench.figure import Figure
from bench.machine import Machine

_WORDS = {True: "[green]holds[/]", False: "[red]missed[/]", None: ""}


def show(figures: Sequence[Figure], machine: Machine, console: Console) -> None:
    """One row a figure, in the order measured."""
    load = f"load {machine.load_1m:g} at the start"
    table = Table(title=f"{machine.model}, {machine.cores} cores, {load}, commit {machine.commit or 'unknown'}")
    for heading, justify in (
        ("figure", "left"),
        ("value", "right"),
        ("target", "right"),
        ("", "left"),
        ("note", "left"),
    ):
        table.add_column(heading, justify=justify)  # type: ignore[arg-type]
    for figure in figures:
        table.add_row(figure.name, shown(figure), _target(figure), _WORDS[figure.holds], figure.note)
    console.print(table)
    missed = sum(figure.holds is False for figure in figures)
    judged = sum(figure.holds is not None for figure in figures)
    console.print(f"{judged - missed} of {judged} targets hold")


def shown(figure: Figure) -> str:
    """The value with three significant digits and its unit."""
    if figure.value is None:
        return "not measured"
    digits = 0 if figure.value >= 100 else 1 if figure.value >= 10 else 2
    return f"{figure.value:,.{digits}f} {figure.unit}".rstrip()


def _target(figure: Figure) -> str:
    return "" if figure.target is None else f"{figure.target} {figure.unit}".rstrip()


def write_json(figures: Sequence[Figure], machine: Machine, file: Path) -> None:
    """{"machine": {…}, "figures": [{"name","unit","value","target":{"relation","bound"}|null,"note","holds"}…]}"""
    document = {
        "machine": asdict(machine),
        "figures": [{**asdict(figure), "holds": figure.holds} for figure in figures],
    }
    file.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
