"""Runs the Khronos glTF validator of npm, which the tests' setup installs."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
VALIDATE = """
const fs = require("fs"), validator = require("gltf-validator");
validator.validateBytes(new Uint8Array(fs.readFileSync(process.argv[1])), {maxIssues: 20})
    .then(report => console.log(JSON.stringify(report.issues)));
"""


def issues(glb: Path) -> dict[str, Any]:
    """What the validator says about a file: numErrors, numWarnings, numInfos, messages."""
    node = shutil.which("node")
    assert node is not None, "expected Node.js, which the tests' setup installs"
    answer = subprocess.run(
        [node, "-e", VALIDATE, str(glb)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    report: dict[str, Any] = json.loads(answer.stdout)
    return report
