"""A process that waits for a processor is told from one that stands still, with real processes."""

import os
import signal
import subprocess
import sys
import time

from clinician_console.starved import Queue

SPIN = "while True: pass"


def test_waiting_for_a_processor_shows() -> None:
    """Two programs share one processor: each waits half of the time. Stopped, it waits for nothing."""
    both = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(2)]
    try:
        for one in both:
            os.sched_setaffinity(one.pid, {0})
        queue = Queue(both[0].pid)
        time.sleep(0.6)
        waited_s = queue.waited_s()
        both[0].send_signal(signal.SIGSTOP)
        time.sleep(0.1)
        stopped = Queue(both[0].pid)
        time.sleep(0.4)
        assert waited_s > 0.15
        assert stopped.waited_s() < 0.05
    finally:
        for one in both:
            one.kill()
            one.wait()


def test_one_that_is_gone_waits_for_nothing() -> None:
    """A process that has ended is no excuse."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert Queue(gone.pid).waited_s() == 0.0
