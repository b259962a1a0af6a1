"""How a stage learns that it is to end: a word from the launcher, the launcher's death, or a signal."""

import contextlib
import signal
import sys
import threading
from types import FrameType


def leave_no_core() -> None:
    """A crash writes no image of this process: it would hold patient data, and take time the patient waits."""
    with contextlib.suppress(ImportError):  # Windows has none
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Leash:
    """Listens on standard input and for SIGTERM and SIGINT. The frame loop looks at `closing` every frame."""

    def __init__(self) -> None:
        self.closing = False
        self.shown = threading.Event()
        """Somebody said: show. What a waiting safe-room stage waits for; also set when the leash ends."""
        for name in ("SIGTERM", "SIGINT"):
            signal.signal(getattr(signal, name), self._signalled)
        threading.Thread(target=self._listen, name="leash", daemon=True).start()

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.let_go()

    def let_go(self) -> None:
        """The visit is to be closed, whoever says so."""
        self.closing = True
        self.shown.set()

    def _listen(self) -> None:
        for line in sys.stdin:
            if line.strip() == "show":
                self.shown.set()
            elif line.strip() == "close":
                break
        self.let_go()  # the last line, or the launcher is gone: nobody watches this stage any more
