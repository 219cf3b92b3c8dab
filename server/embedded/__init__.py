"""PostgreSQL and Valkey out of wheels: the default when no server is configured."""

from server.embedded.servers import EmbeddedServers
from server.embedded.unprivileged import EmbeddedError

__all__ = ["EmbeddedError", "EmbeddedServers"]
