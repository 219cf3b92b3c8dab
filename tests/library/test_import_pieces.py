"""What of a source file becomes a snippet, and in which shape."""

from __future__ import annotations

import pytest

from server.library.importing.candidates import Candidate, candidates
from server.library.importing.category import category_of
from server.library.importing.files import as_utf_8, unwanted
from server.library.importing.tally import BINARY, GENERATED, MINIFIED, TESTS, Tally

GOOD = """\
def longest(words, limit):
    kept = []
    for word in words:
        if len(word) <= limit:
            kept.append(word)
    return sorted(kept, key=len)
"""


def pieces(source: str, path: str = "a.py") -> list[Candidate]:
    return candidates(path, source.encode(), Tally())[0]


def texts(source: str, path: str = "a.py") -> list[str]:
    return [piece.parsed.text for piece in pieces(source, path)]


def why_not(source: str, path: str = "a.py") -> list[str]:
    tally = Tally()
    assert candidates(path, source.encode(), tally)[0] == []
    return list(tally.pieces)


# ---------------------------------------------------------------- whole pieces, from the outside in


def test_a_function_is_taken_whole_with_its_lines() -> None:
    [piece] = pieces("import os\n\n\n" + GOOD)
    assert piece.parsed.text == GOOD.rstrip("\n")
    assert (piece.language, piece.first_line, piece.last_line) == ("PYTHON", 4, 9)


def test_a_class_that_fits_is_taken_whole_and_its_methods_are_not_taken_again() -> None:
    source = """\
class Basket:
    def __init__(self):
        self.prices = {}

    def add(self, name, price):
        self.prices[name] = self.prices.get(name, 0) + price

    def total(self):
        return sum(self.prices.values())
"""
    assert texts(source) == [source.rstrip("\n")]


def test_of_a_class_that_is_too_long_the_methods_are_taken_and_dedented() -> None:
    method = "".join(f"    {line}\n" for line in GOOD.replace("words, limit", "self, words, limit").splitlines())
    filler = "".join(f"    value_{number} = {number}\n" for number in range(40))
    assert texts(f"class Long:\n{filler}\n{method}") == [
        GOOD.rstrip("\n").replace("words, limit", "self, words, limit")
    ]


def test_a_method_that_is_little_without_its_class_is_left() -> None:
    source = """\
class Long:
{filler}
    def refresh(self, now):
        self.seen = now
        self.count = self.count + 1
        self.total = self.total + now
        return self.total / self.count
""".format(filler="".join(f"    value_{number} = {number}\n" for number in range(40)))
    assert "a method that means little without its class" in why_not(source)


def test_a_loop_that_returns_is_not_taken_out_of_its_function() -> None:
    loop = "    for word in words:\n        if word in seen:\n            return word\n"
    loop += "        seen.add(word)\n        print(len(seen))\n"
    filler = "".join(f"    use({number})\n" for number in range(40))
    assert "needs the function around it" in why_not(f"def first(words, seen):\n{filler}{loop}")
    kept = loop.replace("return word", "print(word)")
    assert texts(f"def first(words, seen):\n{filler}{kept}") == [
        "for word in words:\n    if word in seen:\n        print(word)\n    seen.add(word)\n    print(len(seen))"
    ]


def test_a_function_is_not_taken_without_its_decorator() -> None:
    assert texts("@cache\n" + GOOD) == ["@cache\n" + GOOD.rstrip("\n")]
    assert why_not("@_registry.command(_SIZE)\n" + GOOD) == ["names that are private to its file"]


def test_a_function_that_hands_on_to_another_is_left() -> None:
    source = "def longest(words, limit):\n    return find(\n        words,\n        limit=limit,\n    )\n"
    assert why_not(source) == ["only calls another function"]
    assert texts(source.replace("        words,", "        [word for word in words if word],"))


def test_a_string_of_several_lines_that_a_dedent_would_change_is_left() -> None:
    text = '    text = """\n    one\n        two\n    """\n'
    body = f"def usage(name):\n{text}    lines = text.splitlines()\n    return lines[0] + name\n"
    assert texts(body) == [body.rstrip("\n")]
    wrapped = "if ready:\n" + "".join(f"    use({number})\n" for number in range(40))
    inside = "".join(f"    {line}\n" for line in body.splitlines())
    assert "a string of several lines, indented" in why_not(wrapped + inside)


def test_tabs_become_blanks() -> None:
    assert texts(GOOD.replace("    ", "\t")) == [GOOD.rstrip("\n")]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("words:", "words :"), "written in an old style"),
        (("kept = []", "kept = _make(_Kept, _SIZE)"), "names that are private to its file"),
        (("kept = []", "kept = Kept(SIZE, seen)"), "depends on the file around it"),
        (("limit):", "list):"), "hides a builtin"),
        (("kept = []", "kept = ['\u00e9']"), "characters outside ASCII"),
        (("kept = []", "kept = [" + "word, " * 15 + "]"), "too wide"),
        (("kept = []", "raise NotImplementedError"), "about versions, platforms or tests"),
        (("kept = []", "keptWords, wordLimit, theirLength = words, limit, limit"), "not named as Python is today"),
    ],
)
def test_a_piece_nobody_should_type_is_left(change: tuple[str, str], reason: str) -> None:
    assert texts(GOOD)
    assert reason in why_not(GOOD.replace(*change))


def test_a_table_is_left() -> None:
    rows = "".join(f"    check(first_{row}, other_{row}, total)\n" for row in ("one", "two", "three", "four", "five"))
    assert why_not(f"def check_all(total, check):\n{rows}")


def test_a_piece_of_thirty_lines_is_left_and_one_of_twenty_eight_taken() -> None:
    lines = [f"    {name} = words.pop() + {name[::-1]}({at})" for at, name in enumerate(["one", "two"] * 13)]
    body = [line if at % 2 else f"    if {line.split()[0]}:\n    {line}" for at, line in enumerate(lines)]
    source = "def mix(words, eno, owt, one, two):\n" + "\n".join(body[:17]) + "\n    return one, two\n"
    assert sum(map(bool, source.split("\n"))) == 28
    assert not {"too long"} & set(_reasons(source))
    assert "too long" in _reasons(source.replace("    return", "    print(one)\n    return"))


def _reasons(source: str) -> list[str]:
    tally = Tally()
    candidates("a.py", source.encode(), tally)
    return list(tally.pieces)


# ---------------------------------------------------------------- comments


def test_comments_that_make_no_sense_alone_go_and_those_that_do_stay() -> None:
    source = GOOD.replace("    kept = []\n", "    # Shorter words first.\n    kept = []  # noqa: E501\n").replace(
        "    return", "    # XXX see issue 1234 above\n    return"
    )
    assert texts(source) == [GOOD.rstrip("\n").replace("    kept =", "    # Shorter words first.\n    kept =")]


def test_a_long_docstring_goes_and_a_line_of_it_stays() -> None:
    long = GOOD.replace("    kept = []", '    """Sort words.\n\n    The longest come last.\n    """\n\n    kept = []')
    assert texts(long) == [GOOD.rstrip("\n")]
    short = GOOD.replace("    kept = []", '    """Sort what is short enough."""\n    kept = []')
    assert texts(short) == [short.rstrip("\n")]


def test_code_that_was_put_out_of_use_goes() -> None:
    source = GOOD.replace("    return", "    # kept = list(words)\n    # kept.sort()\n    return")
    assert texts(source) == [GOOD.rstrip("\n")]


# ---------------------------------------------------------------- the other languages

COMPONENT = """\
export function Greeting({ name, onClose }) {
  const [open, setOpen] = useState(true);
  if (!open) return null;
  return <button onClick={() => setOpen(false)}>Hello {name}</button>;
}
"""
TYPED = """\
export function byName<T extends { name: string }>(items: T[]): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of items) found.set(item.name, item);
  return found;
}
"""


@pytest.mark.parametrize(
    ("path", "source", "language"),
    [
        ("a.jsx", COMPONENT, "REACT"),
        ("a.js", COMPONENT, "REACT"),
        ("a.tsx", COMPONENT, "REACT"),
        ("a.ts", TYPED, "TYPESCRIPT"),
        ("a.tsx", TYPED, "TYPESCRIPT"),
        (
            "a.js",
            TYPED.replace("<T extends { name: string }>(items: T[]): Map<string, T>", "(items)").replace(
                "<string, T>", ""
            ),
            "JAVASCRIPT",
        ),
    ],
)
def test_a_piece_has_the_language_of_what_is_in_it(path: str, source: str, language: str) -> None:
    [piece] = pieces(source, path)
    assert (piece.language, piece.parsed.text) == (language, source.rstrip("\n"))


JAVA = """\
package shop.till;

public final class Tills {
    private int open = 3;

    /** A long way of saying what it does. */
    static List<String> names(Collection<Product> products, int limit) {
        return products.stream()
            .filter(product -> product.stock() == 0)
            .map(Product::name)
            .sorted()
            .limit(limit)
            .toList();
    }

    @Test
    void namesAreSorted() {
        var names = names(List.of(), 3);
        assertEquals(List.of(), names);
    }
}
"""
GO = """\
package till

import "fmt"

// Total adds up what is in the basket; see issue #12.
func (b *Basket) Total(rate float64) (int, error) {
\tsum := 0
\tfor _, line := range b.lines {
\t\tif line.price < 0 {
\t\t\treturn 0, fmt.Errorf("%s costs less than nothing", line.name)
\t\t}
\t\tsum += line.price
\t}
\treturn sum, nil
}
"""
RUST = """\
use std::fmt;

impl Basket {
    /// The dearest first.
    pub fn sorted(&self) -> Vec<&Line> {
        let mut lines: Vec<&Line> = self.lines.iter().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.price));
        lines
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_empty_basket_is_sorted() {
        let basket = Basket::default();
        let lines = basket.sorted();
        assert!(lines.is_empty());
    }
}
"""


@pytest.mark.parametrize(
    ("path", "source", "category", "first"),
    [
        ("Tills.java", JAVA, ("JAVA", "streams"), "static List<String> names("),
        ("till.go", GO, ("GO", "errors"), "func (b *Basket) Total(rate float64) (int, error) {"),
        ("till.rs", RUST, ("RUST", "impls"), "impl Basket {"),
    ],
)
def test_java_go_and_rust_give_their_definitions_and_no_tests(
    path: str, source: str, category: tuple[str, str], first: str
) -> None:
    [piece] = pieces(source, path)
    text = piece.parsed.text
    assert (piece.language, category_of(piece.language, text)) == category
    assert text.startswith(first)
    assert text.endswith("\n}")
    assert "\t" not in text
    assert "    " in text


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("Tills.java", "static List<String>", "static Vector<String>"),
        ("till.go", "rate float64", "rate interface{}"),
        ("till.rs", "lines: Vec<&Line> = ", "lines: Vec<&Line> = unsafe { copy() };\n        let x = "),
    ],
)
def test_java_go_and_rust_of_an_old_or_unsafe_manner_are_left(path: str, old: str, new: str) -> None:
    source = {"Tills.java": JAVA, "till.go": GO, "till.rs": RUST}[path]
    assert old in source
    assert pieces(source.replace(old, new), path) == []


def test_a_component_with_types_is_no_snippet() -> None:
    source = COMPONENT.replace("{ name, onClose }", "{ name }: { name: string }")
    assert why_not(source, "a.tsx")[0] == "JSX with types"


def test_a_hook_with_types_is_typescript() -> None:
    source = """\
export function useCounter(first: number): [number, () => void] {
  const [count, setCount] = useState<number>(first);
  const add = useCallback(() => setCount((old) => old + 1), []);
  return [count, add];
}
"""
    [piece] = pieces(source, "a.tsx")
    assert piece.language == "TYPESCRIPT"


def test_what_a_compiler_wrote_is_left() -> None:
    source = "function visit(node) {\n  if (node === void 0) return;\n  const next = node.next;\n  visit(next);\n}\n"
    assert why_not(source, "a.js") == ["written by a compiler"]
    assert texts(source.replace("void 0", "null"), "a.js")


def test_python_with_a_syntax_error_gives_nothing_and_typescript_what_parses() -> None:
    assert candidates("a.py", ("print 'hello'\n" + GOOD).encode(), Tally()) == ([], False)
    found, is_whole = candidates("a.ts", (TYPED + "const = ;\n").encode(), Tally())
    assert ([piece.parsed.text for piece in found], is_whole) == ([TYPED.rstrip("\n")], False)


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("path", "content", "reason"),
    [
        ("src/a.py", GOOD.encode(), None),
        ("tests/a.py", GOOD.encode(), TESTS),
        ("src/__tests__/a.js", b"", TESTS),
        ("src/test_a.py", GOOD.encode(), TESTS),
        ("src/a.spec.ts", b"", TESTS),
        ("src/contest.py", GOOD.encode(), None),
        ("a.py", b"\x7fELF\x00\x00", BINARY),
        ("a.py", b"# Generated by a tool. DO NOT EDIT\n" + GOOD.encode(), GENERATED),
        ("a.js", b"Object.defineProperty(exports);\n//# sourceMappingURL=a.js.map\n", GENERATED),
        ("a.min.js", b"let a = 1;\n", MINIFIED),
        ("a.js", b"a=1;" * 500, MINIFIED),
        ("a.py", b"x = 1\n" * 100_000, GENERATED),
        ("a.ts", b"x = 1;\n" * 3_000, GENERATED),
        ("a.py", GOOD.encode() * 10, None),
    ],
)
def test_files_that_nobody_wrote_by_hand_are_left(path: str, content: bytes, reason: str | None) -> None:
    assert unwanted(path, content) == reason


@pytest.mark.parametrize(
    ("path", "content", "text"),
    [
        (
            "a.py",
            "# -*- coding: latin-1 -*-\nname = '\u00e9'".encode("latin-1"),
            "# -*- coding: latin-1 -*-\nname = '\u00e9'",
        ),
        ("a.py", b"\xef\xbb\xbfa = 1\r\nb = 2\r", "a = 1\nb = 2\n"),
        ("a.py", b"name = '\xe9'", None),
        ("a.py", b"# coding: nonsense\n", None),
        ("a.js", b"let a = '\xe9'", None),
        ("a.js", "let a = 1".encode("utf-16"), None),
    ],
)
def test_a_file_is_read_in_its_encoding_or_not_at_all(path: str, content: bytes, text: str | None) -> None:
    read = as_utf_8(path, content)
    assert (None if read is None else read.decode()) == text


# ---------------------------------------------------------------- category


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("PYTHON", "@dataclass\nclass Point:\n    x: int\n    y: int", "dataclasses"),
        ("PYTHON", "async def wait(task):\n    return await task", "async"),
        ("PYTHON", "with open(path) as file:\n    lines = file.readlines()", "files"),
        ("PYTHON", "squares = [n * n for n in numbers if n > limit]", "comprehensions"),
        ("PYTHON", "total = price * count + tax - discount", "variables"),
        ("REACT", "const [open, setOpen] = useState(false)", "state"),
        ("TYPESCRIPT", "type Keys<T> = { [K in keyof T]: string }", "mapped-types"),
        ("JAVASCRIPT", "const doubled = numbers.map((one) => one * 2)", "arrays"),
    ],
)
def test_a_piece_is_filed_under_what_it_is_about(language: str, text: str, category: str) -> None:
    assert category_of(language, text) == category
