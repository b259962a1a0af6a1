"""Runs many command lines in one process and prints, as JSON, what each showed: `python -m` this, lists on stdin.

One process, because help is put together once, in the language that the process started with.
"""

import contextlib
import io
import json
import sys

from clinician_console import launch, summary


def shown(words: list[str]) -> str:
    """What a person reads who types this."""
    output = io.StringIO()
    sys.argv = ["stepladder", *words]
    with (
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
        contextlib.suppress(SystemExit),
    ):
        launch.main()
    return output.getvalue()


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    if asked["plant"]:
        summary.HOW_IT_ENDED = dict.fromkeys(summary.HOW_IT_ENDED, "Planted words.")
    print(json.dumps([shown(words) for words in asked["lines"]]))
