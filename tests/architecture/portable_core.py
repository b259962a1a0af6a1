"""Which modules are the portable core, and everything in them or loaded by them that may not be there."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]

PORTABLE: Final = (
    "therapy/*.py",
    "therapy/adaptation/**/*.py",
    "therapy/measures/**/*.py",
    "environments/*.py",
    "environments/*/*.py",
)
NOT_PORTABLE: Final = (
    # Time comes in as a value, and words are translated where they are shown.
    "therapy/clock.py",
    "therapy/translation.py",
    # Environments are found and made where there are files: an environment's models, and what all share for them.
    "environments/catalogue.py",
    "environments/assets.py",
    "environments/modelling/*.py",
    "environments/stage/*.py",
    "environments/web/*.py",
    "environments/*/model*.py",
)
"""Whatever else an environment's folder holds is its spec, its task, and parts of these."""

PURE: Final = frozenset(
    {
        *(
            "__future__",
            "abc",
            "base64",
            "bisect",
            "collections",
            "copy",
            "dataclasses",
            "datetime",
            "decimal",
        ),
        *("enum", "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math", "numbers"),
        *("operator", "re", "string", "struct", "types", "typing", "typing_extensions", "unicodedata"),
        *("pydantic", "annotated_types", "therapy", "environments"),
    }
)
"""What a portable module may import: nothing that reads a clock, a file, a socket or a random number."""

SAME_BITS: Final = frozenset(
    {
        *("ceil", "comb", "copysign", "fabs", "factorial", "floor", "fmod", "frexp", "fsum", "gcd", "inf"),
        *("isclose", "isfinite", "isinf", "isnan", "isqrt", "lcm", "ldexp", "modf", "nan", "nextafter", "pi"),
        *("remainder", "sqrt", "tau", "trunc", "ulp", "perm", "e"),
    }
)
"""The part of `math` that IEEE 754 settles to the last bit. The rest differs between machines."""

WHOLE: Final = "whole numbers"
"""Said in a comment beside a sum that is exact because it adds no floats."""

INSTEAD: Final = {
    "sum": f"math.fsum, or say `# {WHOLE}` beside it: a sum of floats depends on order and Python",
    "pow": "therapy.arithmetic: pow differs between machines in the last bit",
    "hash": "hashlib: the hash of a string differs from run to run",
    "id": "a name of its own: an address differs from run to run",
    "open": "a port: the core reads no files",
    "print": "an event: the core has no terminal",
}
NOW: Final = frozenset({"now", "today", "utcnow"})

OBSERVER: Final = """
import builtins, json, sys
root, wanted = json.loads(sys.argv[1])
sys.path.insert(0, root)
# All of pydantic's own doing, which loads lazily, comes first.
import pydantic
for name in pydantic.__all__:
    getattr(pydantic, name)
builtin_import = builtins.__import__
asked = set()
def observed(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {}).get("__name__") or ""
    if level == 0 and importer.split(".")[0] in ("therapy", "environments"):
        asked.add((importer, name))
    return builtin_import(name, globals, locals, fromlist, level)
builtins.__import__ = observed
before = set(sys.modules)
for name in wanted:
    builtin_import(name)
print(json.dumps([sorted(asked), sorted(set(sys.modules) - before)]))
"""


def portable_files(root: Path) -> list[Path]:
    """The files of the portable core under `root`, sorted."""
    core, rest = (
        {path for pattern in some for path in root.glob(pattern)} for some in (PORTABLE, NOT_PORTABLE)
    )
    return sorted(core - rest)


def module_name(path: Path, root: Path) -> str:
    """The dotted name of a file under `root`."""
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def impure_imports(root: Path) -> list[str]:
    """What importing the whole core in a fresh interpreter asks for or loads, and should not."""
    wanted = [module_name(path, root) for path in portable_files(root)]
    ended = subprocess.run(
        [sys.executable, "-I", "-c", OBSERVER, json.dumps([str(root), wanted])],
        check=False, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    if ended.returncode:
        return [f"the core cannot be imported: {ended.stderr.strip()}"]
    asked, loaded = json.loads(ended.stdout)
    wrong = [f"{importer} imports {name}" for importer, name in asked if name.split(".")[0] not in PURE]
    for name in loaded:
        top = name.split(".")[0]
        if top in ("therapy", "environments"):
            if name not in wanted and not _is_package(root, name):
                wrong.append(f"{name} was loaded, which is not of the portable core")
        # Modules of C beneath a pure one (_heapq) begin with an underscore; parts go with their whole.
        elif name == top and top not in PURE and not top.startswith("_"):
            wrong.append(f"{name} was loaded")
    return wrong


def _is_package(root: Path, name: str) -> bool:
    return (root.joinpath(*name.split(".")) / "__init__.py").exists()


def impure_words(root: Path) -> list[str]:
    """Each expression of the core whose bits could differ somewhere: file, line, what to use instead."""
    files = portable_files(root)
    return [f"{path.relative_to(root).as_posix()}:{found}" for path in files for found in _in_one(path)]


def _in_one(path: Path) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names=names):
                for name in names:
                    if name.name.split(".")[0] not in PURE:
                        yield f"{node.lineno}: import {name.name}: not pure"
            case ast.ImportFrom(module=str(module), names=names, level=0):
                if module.split(".")[0] not in PURE:
                    yield f"{node.lineno}: from {module}: not pure"
                if module == "math":
                    for name in names:
                        if name.name not in SAME_BITS:
                            yield f"{node.lineno}: math.{name.name}: take it from therapy.arithmetic"
            case ast.Attribute(value=ast.Name(id="math"), attr=attr) if attr not in SAME_BITS:
                yield f"{node.lineno}: math.{attr}: take it from therapy.arithmetic"
            case ast.Call(func=ast.Name(id="sum"), args=[argument, *_], end_lineno=int(end)) if _counts(
                argument
            ) or any(WHOLE in line for line in lines[node.lineno - 1 : end]):
                pass
            case ast.Call(func=ast.Name(id=called)) if called in INSTEAD:
                yield f"{node.lineno}: {called}(): use {INSTEAD[called]}"
            case ast.Call(func=ast.Attribute(attr=attr)) if attr in NOW:
                yield f"{node.lineno}: .{attr}(): time comes in as a value"
            case ast.BinOp(op=ast.Pow(), left=left, right=right) if not (_whole(left) and _whole(right)):
                yield f"{node.lineno}: **: write the product, or take it from therapy.arithmetic"
            case _:
                pass


def _counts(argument: ast.expr) -> bool:
    """Whether this generator yields ones or truths, so that its sum is a count."""
    return isinstance(argument, ast.GeneratorExp) and (
        isinstance(argument.elt, ast.Compare) or _whole(argument.elt)
    )


def _whole(node: ast.expr) -> bool:
    """Whether this is written as a whole number, whose powers are exact."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int)
