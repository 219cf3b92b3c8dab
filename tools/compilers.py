"""`python -m tools.compilers`: what the compilers of Java, Go and Rust say about the snippets.

Go is formatted by gofmt (with four blanks for a tab), Rust by rustfmt with 80 columns; each snippet is then compiled
alone, with the standard library imported. What is missing besides (the `invoices` that a query reads) is a reader's to
imagine, so unknown names and types are no fault. A language whose compiler is not installed is named and left out.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from server.library.grammar import syntax_tree
from server.library.seed import SEED_FOLDER


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


JAVA_IMPORTS = words("""
java.io java.math java.net java.net.http java.net.http.HttpResponse java.nio java.nio.file
java.time java.time.format java.time.temporal
java.util java.util.concurrent java.util.concurrent.atomic java.util.concurrent.locks java.util.function
java.util.random java.util.regex java.util.stream java.util.zip
""")
JAVA_MEMBERS = words(
    "class_declaration enum_declaration interface_declaration record_declaration method_declaration"
    " field_declaration local_variable_declaration line_comment block_comment"
)
JAVA_NO_FAULTS = ("cannot find symbol", "non-static", "incompatible types: cannot infer")
GO_DECLARATIONS = words(
    "function_declaration method_declaration type_declaration var_declaration const_declaration comment"
)
GO_CHOSEN = {"rand": "math/rand/v2", "template": "text/template"}  # of two with one name
GO_NO_FAULTS = ("undefined:", "declared and not used", "no new variables")
RUST_USES = """\
use std::borrow::Cow; use std::cell::*; use std::cmp::Reverse; use std::collections::*; use std::env;
use std::error::Error; use std::f64::consts::PI; use std::fmt::{self, Debug, Display}; use std::hash::Hash;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read, Write}; use std::iter::{self, Peekable, Sum}; use std::net::*;
use std::num::*; use std::ops::*; use std::path::{Path, PathBuf}; use std::rc::{Rc, Weak};
use std::str::{Chars, FromStr};
use std::sync::atomic::{AtomicUsize, Ordering}; use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex}; use std::thread; use std::time::{Duration, Instant};
"""
RUST_NO_FAULTS = re.compile(r"error\[E0(405|412|422|425|432|433)\]|aborting")


def main() -> int:
    """Print each fault; 1 when there is one."""
    checks: tuple[tuple[str, str, Callable[[list[Path], Path], Iterator[str]]], ...] = (
        ("java", "javac", java_faults),
        ("go", "go", go_faults),
        ("rust", "rustc", rust_faults),
    )
    faulty = False
    for language, compiler, faults in checks:
        paths = sorted((SEED_FOLDER / language).rglob("*.*"))
        if shutil.which(compiler) is None:
            print(f"{language}: {compiler} is not installed; {len(paths)} snippets are not checked")
            continue
        with tempfile.TemporaryDirectory() as folder:
            found = list(faults(paths, Path(folder)))
        print(*found, f"{language}: {len(paths)} snippets, {len(found)} faults", sep="\n")
        faulty = faulty or bool(found)
    return 1 if faulty else 0


def java_faults(paths: list[Path], folder: Path) -> Iterator[str]:
    """Each snippet in a class of its own; statements that stand alone in a method of it."""
    imports = "".join(f"import {name}.*;\n" for name in sorted(JAVA_IMPORTS)) + "import java.util.logging.Logger;\n"
    files = []
    for number, path in enumerate(paths):
        text = path.read_text()
        nodes = [(node.type, text[node.start_byte : node.end_byte]) for node in syntax_tree("JAVA", text).root.children]
        kinds = {kind for kind, _ in nodes} - {"local_variable_declaration"}
        if not kinds & JAVA_MEMBERS and not text.startswith("static"):
            body = f"void all() throws Exception {{\n{text}}}"
        else:
            body = "\n".join(
                part if kind in JAVA_MEMBERS else f"static void at{at}() throws Exception {{ {part} }}"
                for at, (kind, part) in enumerate(nodes)
            )
        files.append(folder / f"S{number}.java")
        files[-1].write_text(f"package s{number};\n{imports}class S{number} {{\n{body}\n}}\n")
    said = run(["javac", "-proc:none", "-Xmaxerrs", "9999", "-d", str(folder / "out"), *map(str, files)])
    for one in re.finditer(r"S(\d+)\.java:\d+: error: (.*)", said):
        if not one[2].startswith(JAVA_NO_FAULTS):
            yield f"{paths[int(one[1])]}: {one[2]}"


def go_faults(paths: list[Path], folder: Path) -> Iterator[str]:
    """Each snippet in a package of its own; statements that stand alone in a function of it."""
    public = [name for name in run(["go", "list", "std"]).split() if not re.search(r"internal|vendor", name)]
    known = {name.rpartition("/")[2]: name for name in sorted(public, reverse=True)} | GO_CHOSEN
    (folder / "go.mod").write_text("module snippets\n\ngo 1.25\n")
    for number, path in enumerate(paths):
        text = path.read_text()
        tabbed = re.sub(r"^( {4})+", lambda blanks: "\t" * (len(blanks[0]) // 4), text, flags=re.MULTILINE)
        if run(["gofmt"], tabbed).replace("\t", "    ").strip() != text.strip():
            yield f"{path}: not as gofmt would write it"
        root = syntax_tree("GO", text).root
        used = {name for name in re.findall(r'(?<![\w."])([a-z]\w+)\.[A-Z]', text) if name in known}
        used -= set(re.findall(r"\b(\w+)(?:, \w+)* :?=", text))
        if all(node.type in GO_DECLARATIONS for node in root.named_children):
            body = text
        else:
            body = f"func _() error {{\n{text}\nreturn nil\n}}\n"
        package = folder / f"p{number}"
        package.mkdir()
        head = "".join(f'import "{known[name]}"\n' for name in sorted(used))
        (package / "snippet.go").write_text(f"package p{number}\n{head}{body}")
    said = run(["go", "build", "./..."], at=folder)
    for one in re.finditer(r"^p(\d+)/snippet\.go:\d+:\d+: (.*)", said, re.MULTILINE):
        if not one[2].startswith(GO_NO_FAULTS):
            yield f"{paths[int(one[1])]}: {one[2]}"


def rust_faults(paths: list[Path], folder: Path) -> Iterator[str]:
    """Each snippet in a function, in which Rust allows items too."""
    for number, path in enumerate(paths):
        text = path.read_text()
        inside = "".join(f"    {line}" if line.strip() else line for line in text.splitlines(keepends=True))
        whole = f"fn main() {{\n{inside}}}\n"
        rustfmt = ["rustfmt", "--edition", "2021", "--config"]
        if run([*rustfmt, "max_width=80"], text) != text and run([*rustfmt, "max_width=84"], whole) != whole:
            yield f"{path}: not as rustfmt would write it"
        file = folder / f"s{number}.rs"
        file.write_text(
            f"#![allow(unused)]\n{RUST_USES}fn main() -> Result<(), Box<dyn Error>> {{\n{text}\n; Ok(())\n}}\n"
        )
        rustc = ["rustc", "--edition", "2021", "--emit=metadata", "--error-format=short"]
        for line in run([*rustc, "--out-dir", str(folder), str(file)]).splitlines():
            if "error" in line and not RUST_NO_FAULTS.search(line):
                yield f"{path}: {line.partition('error')[2]}"


def run(command: list[str], text: str = "", at: Path | None = None) -> str:
    """What a command says, on both of its outputs."""
    # Under `make -j` rustc would look for a job server that it was not handed, and warn.
    alone = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS")}
    done = subprocess.run(command, input=text, cwd=at, env=alone, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main())
