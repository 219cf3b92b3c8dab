"""Logging, set up once per process: structlog, for us and for libraries that use the standard `logging`.

Law: a log line never holds a password, a token or a typed key; each call names the fields it logs.
"""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

import structlog

from server.infra.seldom import Seldom

_TRACEBACK = structlog.dev.plain_traceback  # without the frames' variables, which may hold what must not be logged
# These log their normal work at INFO; `prodev serve` itself prints the part that an operator needs.
_QUIET = ("uvicorn", "uvicorn.error", "uvicorn.access", "asyncio", "picows")
# uvicorn warns of each request that it cannot read, and names nobody: their sender must not be able to fill the log.
_SELDOM = "uvicorn.error"


def set_up_logs(level: str, as_json: bool) -> None:
    """Log to stderr from `level` ("debug" … "error") on: lines for people, or one JSON object per line."""
    number = logging.getLevelNamesMapping()[level.upper()]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=_TRACEBACK)]
    )
    structlog.configure(
        processors=[*shared, *renderer],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    handler.addFilter(_brief)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
        logger.setLevel(number if number <= logging.DEBUG else logging.WARNING)
    logging.getLogger(_SELDOM).addFilter(_seldom)


_warnings = Seldom()  # by message before its arguments: the library's few texts


def _seldom(record: logging.LogRecord) -> bool:
    """Lets the same warning pass once a minute."""
    return record.levelno != logging.WARNING or _warnings.unsaid(str(record.msg), time.monotonic()) is not None


def _brief(record: logging.LogRecord) -> bool:
    """Shorten a library's warning to its exception, without the traceback: the operation is tried again anyway."""
    if record.exc_info and record.levelno < logging.ERROR and record.levelno > logging.DEBUG:
        record.error = str(record.exc_info[1])
        record.exc_info = None
    return True
