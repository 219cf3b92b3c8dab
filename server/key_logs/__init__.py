"""Key logs as they are stored: how SQL reads them, and what they hold."""

from server.key_logs.stored import (
    StoredLog,
    document_of,
    has_log,
    json_of,
    log_of,
    mentions,
    stored,
    stored_waves,
    waves_of,
)

__all__ = [
    "StoredLog",
    "document_of",
    "has_log",
    "json_of",
    "log_of",
    "mentions",
    "stored",
    "stored_waves",
    "waves_of",
]
