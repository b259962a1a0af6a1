"""`python -m benchmarks`: what it lists, and the line that others read."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import Result
from benchmarks.__main__ import all_benchmarks

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "benchmarks", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def test_without_a_name_every_benchmark_is_listed() -> None:
    """Each has a line with its name and what it measures against what."""
    listed = run().splitlines()
    assert [line.split()[0] for line in listed] == sorted(all_benchmarks())
    assert {"telemetry_size", "write_latency"} <= set(all_benchmarks())
    assert all(len(line.split()) > 5 for line in listed)


def test_with_json_the_last_line_is_the_result() -> None:
    """Name, ours, unit, peer and ratio are in one object; less than the goal of 0.6 MB a minute is ours."""
    result = json.loads(run("telemetry_size", "--json").splitlines()[-1])
    assert {"name", "ours", "unit", "peer", "ratio"} <= set(result)
    assert result["name"] == "telemetry_size"
    assert result["ours"] < 600_000
    assert result["ratio"] == pytest.approx(result["peer"] / result["ours"])


@pytest.mark.parametrize(("smaller_is_better", "ratio"), [(True, 2.0), (False, 0.5)])
def test_a_ratio_above_one_is_a_win(smaller_is_better: bool, ratio: float) -> None:
    """Whichever way round the measure goes."""
    assert Result(2.0, 4.0, "ms", "a peer", smaller_is_better).ratio == ratio
