"""Partitions by month: made ahead; months of key logs taken out, put into files and put back."""

from server.months.making import keeping, make_at_start
from server.months.watching import LOOK_EVERY_S, MonthWatch

__all__ = ["LOOK_EVERY_S", "MonthWatch", "keeping", "make_at_start"]
