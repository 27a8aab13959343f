"""Targets, summaries and the table: a figure that misses its target must say so."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import orjson
import pytest
from rich.console import Console

from bench.figure import Figure, at_least, at_most, ratio
from bench.machine import Machine
from bench.samples import median, p95, percentile
from bench.table import show, shown, write_json

MACHINE = Machine(
    cores=2, model="Test", memory_gb=4.0, system="Linux 6", python="3.10.0", load_1m=0.1, commit="abc1234"
)


def figure(**fields: object) -> Figure:
    return Figure(**{"name": "turn", "unit": "ms", "value": 7.0, **fields})  # type: ignore[arg-type]


def test_a_target_holds_up_to_its_bound_and_not_beyond() -> None:
    assert figure(value=8.0, target=at_most(8)).holds is True
    assert figure(value=8.01, target=at_most(8)).holds is False
    assert figure(value=120.0, target=at_least(120)).holds is True
    assert figure(value=119.9, target=at_least(120)).holds is False


def test_what_was_not_measured_neither_holds_nor_misses() -> None:
    assert figure(value=None, target=at_most(8)).holds is None
    assert figure(target=None).holds is None
    assert shown(figure(value=None)) == "not measured"


def test_a_ratio_without_one_side_is_not_measured() -> None:
    assert ratio("faster", 40.0, 8.0, at_least(4)).value == 5.0
    assert ratio("faster", None, 8.0, at_least(4)).value is None
    assert ratio("faster", 40.0, None, at_least(4)).holds is None


def test_percentiles_are_measured_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert p95(values) == 95.0
    assert percentile(values, 1.0) == 100.0
    assert p95([3.0]) == 3.0
    assert median([1.0, 2.0, 30.0]) == 2.0


def test_nothing_measured_is_an_error_not_a_zero() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        p95([])


def test_the_table_says_which_targets_are_missed() -> None:
    out = StringIO()
    figures = [
        figure(target=at_most(8)),
        figure(name="slow turn", value=90.0, target=at_most(20)),
        figure(name="plain"),
    ]
    show(figures, MACHINE, Console(file=out, width=140))
    text = out.getvalue()
    rows = [line for line in text.splitlines() if "slow turn" in line]
    assert len(rows) == 1 and "missed" in rows[0] and "≤ 20 ms" in rows[0]
    assert "1 of 2 targets hold" in text


def test_the_json_has_machine_targets_and_verdicts(tmp_path: Path) -> None:
    write_json([figure(target=at_most(8)), figure(name="plain")], MACHINE, tmp_path / "out.json")
    document = orjson.loads((tmp_path / "out.json").read_bytes())
    assert document["machine"]["cores"] == 2
    first, second = document["figures"]
    assert first["target"] == {"relation": "≤", "bound": 8.0} and first["holds"] is True
    assert second["target"] is None and second["holds"] is None
