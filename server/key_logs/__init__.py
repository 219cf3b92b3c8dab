"""Key logs as they are stored: how SQL reads and writes them, and what they hold."""

from server.key_logs.converting import repacking
from server.key_logs.form import is_compact
from server.key_logs.stored import (
    COLUMNS,
    LogToStore,
    StoredLog,
    column_of,
    document_of,
    has_log,
    json_of,
    log_of,
    mentions,
    stored,
    stored_waves,
    waves_of,
    writing,
    written,
)

__all__ = [
    "COLUMNS",
    "LogToStore",
    "StoredLog",
    "column_of",
    "document_of",
    "has_log",
    "is_compact",
    "json_of",
    "log_of",
    "mentions",
    "repacking",
    "stored",
    "stored_waves",
    "waves_of",
    "writing",
    "written",
]
