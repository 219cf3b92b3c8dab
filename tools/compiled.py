"""`python -m tools.compiled`: compile the modules that every key passes with mypyc, from the source as it is.

The result goes to a folder of its own, beside the digest of the source; `server/core_build.py` decides whether it runs.

Law: the same source, unchanged. What mypyc cannot take is rewritten for both, or not compiled.
Needs a C compiler and the packages of requirements-compile.lock.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from server.core_build import FOLDER, MODULES, ROOT, STAMP, digest, source


def compile_core() -> None:
    import setuptools  # type: ignore[import-untyped]  # noqa: PLC0415 - nothing but compiling needs these two
    from mypyc.build import mypycify  # noqa: PLC0415

    os.chdir(ROOT)
    with tempfile.TemporaryDirectory() as folder:
        flags = ["--explicit-package-bases", "--cache-dir", f"{folder}/types"]
        files = [str(source(name).relative_to(ROOT)) for name in MODULES]
        extensions = mypycify([*flags, *files], opt_level="3", debug_level="0", target_dir=folder)
        distribution = setuptools.Distribution({"name": "core", "packages": [], "ext_modules": extensions})
        command = distribution.get_command_obj("build_ext")
        command.build_lib, command.build_temp, command.parallel = f"{folder}/built", folder, True
        command.ensure_finalized()
        command.run()
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(Path(folder) / "built", FOLDER)
    STAMP.write_text(digest())


if __name__ == "__main__":
    compile_core()
    print("The core is compiled.")
