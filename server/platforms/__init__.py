"""History from elsewhere: the days and speeds that a player brings from another trainer, read from its own export.

Law: what was imported is shown to its player alone, marked as imported. It counts in no statistics and on no board, and
nobody checks that it is true.
"""

from server.platforms.http import endpoints
from server.platforms.personal import PERSONAL_RECORDS

__all__ = ["PERSONAL_RECORDS", "endpoints"]
