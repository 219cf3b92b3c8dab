"""The process that the workers of `prodev serve --workers` are forks of: it has imported what they need, once, and they
share that memory. To import all of it is most of what a start takes.

Laws:
- It is imported by multiprocessing's fork server alone, into a process that does nothing but fork: no thread, no event
  loop, no connection is there when it forks.
- It counts nothing itself: the workers' metrics are those of the workers alone.
- It outlives SIGTERM, which a service manager sends to all processes of a service: its workers end in order, and it
  ends with the last of them (server.serve). A worker can be told to end from its first moment on.
"""

from __future__ import annotations

import gc
import os
import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
gc.disable()  # until all is imported, as in server.main

from prometheus_client import multiprocess  # noqa: E402 - after what must hold while it is imported

from server import serve  # noqa: E402, F401 - likewise, with all that a worker is made of

gc.freeze()


def _forked() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.enable()


# To import the metrics begins files for them, whose gauges would be among those of processes that live.
multiprocess.mark_process_dead(os.getpid())  # type: ignore[no-untyped-call] # it has no types
os.register_at_fork(after_in_child=_forked)
