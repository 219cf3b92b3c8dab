"""What carries the play core: the two adapters, their handshake, one connection."""
