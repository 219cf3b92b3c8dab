"""`python -m tools.compiled`: compile game/ and server/play/core with mypyc, in place; `--remove` undoes it.

Python prefers a compiled module to the source beside it, so nothing else changes. A stamp beside the modules holds the
digest of the source that they were made of. `prodev --version` and /metrics say by it which core runs; neither server
nor tests start with modules that were made of another source.

Law: the same source, unchanged. What mypyc cannot take is rewritten for both or not compiled.
Needs a C compiler and the packages of requirements-compile.lock.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from server.infra.core_build import FOLDERS, STAMP, digest, sources
from server.settings import ROOT


def built() -> Iterator[Path]:
    """What an earlier run has left."""
    yield from ROOT.glob("*__mypyc.*.so")  # what all the modules share
    for folder in FOLDERS:
        yield from folder.glob("*.so")
    if STAMP.exists():
        yield STAMP


def remove() -> None:
    for path in list(built()):
        path.unlink()


def compile_core() -> None:
    import setuptools  # type: ignore[import-untyped]  # noqa: PLC0415 - nothing but compiling needs these two
    from mypyc.build import mypycify  # noqa: PLC0415

    modules = [str(path.relative_to(ROOT)) for path in sources()]
    with tempfile.TemporaryDirectory() as folder:
        flags = ["--explicit-package-bases", "--cache-dir", f"{folder}/types"]
        extensions = mypycify([*flags, *modules], opt_level="3", debug_level="0", target_dir=folder)
        distribution = setuptools.Distribution({"name": "core", "packages": [], "ext_modules": extensions})
        command = distribution.get_command_obj("build_ext")
        command.inplace, command.build_temp, command.parallel = True, folder, True
        command.ensure_finalized()
        command.run()
    STAMP.write_text(digest())


def main() -> None:
    remove()
    if "--remove" not in sys.argv[1:]:
        compile_core()
        print("The core is compiled.")


if __name__ == "__main__":
    main()
