from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO


def printed_by(function: Callable[[], None]) -> list[str]:
    buffer = StringIO()
    with redirect_stdout(buffer):
        function()
    return buffer.getvalue().splitlines()
