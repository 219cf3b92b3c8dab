"""The program `prodev`: loads the commands and runs one.

What is imported stays until the end, so nobody looks for garbage in it: that takes a tenth of the time of a start.
"""

import gc


def main() -> None:
    gc.disable()
    from server.cli import app  # noqa: PLC0415 - only now

    gc.freeze()
    gc.enable()
    app()
