"""`python -m benchmarks` lists the benchmarks; `python -m benchmarks NAME [--json]` runs one.

With --json the last line is one object with name, ours, unit, peer, ratio and the details of the run.
"""

import argparse
import importlib
import json
import pkgutil
from collections.abc import Callable
from typing import NamedTuple

import benchmarks
from benchmarks import Result


class Benchmark(NamedTuple):
    """One module that measures something."""

    name: str
    title: str
    measure: Callable[[], Result]


def all_benchmarks() -> dict[str, Benchmark]:
    """Every module of this folder that has a `measure`, by name."""
    found = {}
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name == "__main__":
            continue
        loaded = importlib.import_module(f"benchmarks.{module.name}")
        if hasattr(loaded, "measure"):
            found[module.name] = Benchmark(module.name, loaded.TITLE, loaded.measure)
    return found


def main() -> None:
    """Run what the command line asks for."""
    found = all_benchmarks()
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure a claim of Stepladder beside its peer.",
        epilog="Example: python -m benchmarks write_latency --json",
    )
    parser.add_argument("name", nargs="?", choices=sorted(found), metavar="NAME", help="which one to run")
    parser.add_argument("--json", action="store_true", help="end with one line: the result as a JSON object")
    asked = parser.parse_args()
    if asked.name is None:
        for benchmark in found.values():
            print(f"{benchmark.name:18} {benchmark.title}")
        return
    benchmark = found[asked.name]
    result = benchmark.measure()
    if asked.json:
        shown = {"name": benchmark.name, "ours": result.ours, "unit": result.unit, "peer": result.peer}
        print(json.dumps({**shown, "ratio": result.ratio, "peer_name": result.peer_name, **result.details}))
        return
    print(benchmark.title)
    print(f"ours {result.ours:g} {result.unit}; {result.peer_name} {result.peer:g} {result.unit}; ", end="")
    print(f"ratio {result.ratio:.2f} (above 1: ours is better)")
    for what, value in result.details.items():
        print(f"  {what}: {value:g}" if isinstance(value, float) else f"  {what}: {value}")


if __name__ == "__main__":
    main()
