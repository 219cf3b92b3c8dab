"""Proof: every stored result worked out again from its key log, and every difference named."""
