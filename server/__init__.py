"""The game server. Importing any of it decides which core judges."""

from server.core_build import choose

choose()
