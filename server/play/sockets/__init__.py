"""The transport of the play core: two adapters, their handshake, a player's connection."""
