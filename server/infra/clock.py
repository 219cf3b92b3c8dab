"""What day and time it is. Everything that the server decides by the calendar asks here, or PostgreSQL's `now()`; games
are judged by a monotonic clock, which is the table's.

Absent on purpose: any way to set it. A test of days puts another `read` here, and functions of its own before
PostgreSQL's (`tests/calendar.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo

read: Callable[[tzinfo], datetime] = datetime.now


def utc_now() -> datetime:
    return read(UTC)
