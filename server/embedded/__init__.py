"""PostgreSQL and Valkey from wheels: the default when no servers are configured."""

from server.embedded.servers import EmbeddedServers
from server.embedded.unprivileged import EmbeddedError, wheel_programs

__all__ = ["EmbeddedError", "EmbeddedServers", "wheel_programs"]
