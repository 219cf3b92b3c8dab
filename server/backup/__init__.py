"""Backups: the whole of PostgreSQL in one file, made regularly and on demand, and put back."""

from server.backup.regular import backing_up

__all__ = ["backing_up"]
