"""The game itself: rules, engine, scoring, key log and replay.

Law: no clock, no I/O, no randomness, no logging; imports only from the standard library and itself. The same waves and
the same key log give the same state, bit for bit, in any process and on any day.
"""
