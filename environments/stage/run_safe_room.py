"""A process that knows only the safe room: `python -m environments.stage.run_safe_room`, its job on stdin.

The supervisor starts it beside every visit. It imports everything, then waits for the line "show", which comes
when the other stage is gone. It needs no session and no record, so nothing that broke those can break it.
"""

import faulthandler
import sys
import time
from typing import Final

from environments.stage.heartbeat import Heart
from environments.stage.job import SafeRoomJob, job
from environments.stage.leash import Leash, leave_no_core
from therapy.directives import Say
from therapy.events import Output
from therapy.sample import NOTHING, TICKS_PER_S
from therapy.translation import use_locale
from therapy.words import N_

WORDS: Final = N_(
    "You are safe. The program had a fault and has brought you to your safe room. "
    "Take your time; you can take the headset off."
)
FRAME_S: Final = 1 / 30


def main() -> int:
    """Wait, then show the safe room until told to close."""
    faulthandler.enable()
    leave_no_core()
    told = job(SafeRoomJob)
    use_locale(told.locale)
    from environments.panel import Pointing
    from environments.stage.stage import Stage

    leash = Leash()
    leash.shown.wait()
    if leash.closing:
        return 0
    pointing = Pointing()
    stage = Stage(told.data, window=told.window, panel=pointing)
    pointing.obey(Output(1, 0, Say(text=WORDS)))
    began_s = time.monotonic()
    with Heart(told.heartbeat) as heart:
        while not leash.closing:
            stage.draw(round((time.monotonic() - began_s) * TICKS_PER_S), NOTHING)
            heart.beat()
            time.sleep(FRAME_S)
        heart.leave()
    stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
