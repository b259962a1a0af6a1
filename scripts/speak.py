"""Render the sentences that a session says to speech: `make speech`.

The result is committed (environments/stage/voice): nobody else needs a synthesiser. Sentences that are spoken already
are left alone, those that nobody says any more are removed. The synthesiser lives in an environment of its own,
.venv-speech, from requirements/speech.lock; its English voice comes with the npm package kokoro-js.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Final

from spoken import ROOT, key, sentences, spoken_words

VENV: Final = ROOT / ".venv-speech"
VOICE: Final = ROOT / "environments" / "stage" / "voice"
INDEX: Final = VOICE / "sentences.json"
PACKAGE: Final = "kokoro-js@1.2.1"
STYLES: Final = "package/voices/af_heart.bin"


def main() -> None:
    """Speak what is new, remove what is old, write the index."""
    VOICE.mkdir(exist_ok=True)
    wanted = {key(sentence): sentence for sentence in sentences()}
    new = [name for name in wanted if not _file(name).exists()]
    if new:
        _speak([{"say": spoken_words(wanted[name]), "file": str(_file(name))} for name in new])
    for old in VOICE.glob("*.ogg"):
        if old.stem not in wanted:
            old.unlink()
            print(f"{old.name} removed: nobody says it any more")
    INDEX.write_text(json.dumps(wanted, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    size = sum(file.stat().st_size for file in VOICE.glob("*.ogg"))
    print(f"{len(wanted)} sentences, {len(new)} of them new; {size / 1e6:.2f} MB")


def _file(name: str) -> Path:
    return VOICE / f"{name}.ogg"


def _speak(asked: list[dict[str, str]]) -> None:
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True)
    lock = ROOT / "requirements" / "speech.lock"
    subprocess.run(
        [str(python), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(lock)], check=True
    )
    lines = "".join(json.dumps(line) + "\n" for line in asked)
    command = [str(python), str(ROOT / "scripts" / "voice.py"), str(_styles())]
    subprocess.run(command, input=lines, text=True, check=True)


def _styles() -> Path:
    """The English voice, fetched once."""
    styles = VENV / STYLES
    if not styles.exists():
        packed = subprocess.run(
            ["npm", "pack", "--silent", PACKAGE], cwd=VENV, text=True, capture_output=True, check=True
        ).stdout.split()[-1]
        with tarfile.open(VENV / packed) as package:
            package.extract(STYLES, VENV, filter="data")
    return styles


if __name__ == "__main__":
    main()
