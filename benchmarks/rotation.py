"""Snippets drawn a second by many at once from one bucket, beside the same statement by pgbench.

    .venv/bin/python benchmarks/rotation.py [--callers 16] [--snippets 250 5000] [--draws 1600] [--rounds 3]

Ours is `library.draw` with a connection for each caller; this program has the first core and PostgreSQL the others. The
draws exclude nothing, so the counts of the bucket may never differ by more than 2: that is checked after each turn, and
so is that each draw was counted once (exit code 1 if not). pgbench runs the statement of a draw; one that finds all it
may take locked is not repeated there, so only draws that were counted are counted here.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from itertools import repeat

import asyncpg
import uvloop
from pgbench import run_pgbench, with_values
from rich.console import Console
from rich.table import Table
from stage import Figures, machine, on_the_server_core, servers_behind

from server.infra.migrate import migrate
from server.infra.postgres import Pool, open_pool
from server.library import draw
from server.library.parse import parse
from server.library.rotation import DRAW
from server.library.versions import Content, add, writing

LANGUAGE, DIFFICULTY = "JAVA", "HARD"  # a bucket that no other benchmark fills
MOST_APART = 2
_COUNTS = """
SELECT count(*)::int AS snippets, sum(usage_count)::int AS drawn, max(usage_count) - min(usage_count) AS apart
FROM code_snippets WHERE language = $1 AND difficulty = $2 AND is_active
"""
