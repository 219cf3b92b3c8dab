"""Code that nobody should learn from, recognised by its text alone: a cheap check, made before the text is parsed.

Most rules are about age, and about names that only the code's own file explains: a player should be able to say what a
snippet does, and would write it the same way today.
"""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import sys
import warnings

from game.terms import Language


def _any_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.MULTILINE)


_TRANSPILED = _any_of(
    r"__esModule|__webpack|_interopRequire|_classCallCheck|__extends|__awaiter|__spread|__rest\b|_objectSpread",
    r"_createClass|__assign|__decorate|__PURE__|__DEV__|__REACT_DEVTOOLS|\$\$typeof|typeof define|_default = ",
    r"void 0|!function|![01]\b|\(0, \w+\.|\b_ref\d*\b|\b\w+\$\d",
)
_TEMPORARY = _any_of(
    r"[Dd]eprecat|NotImplemented\b|NotImplementedError|TODO|FIXME",
    r"\bunittest\b|\bTestCase\b|\bdoctest\b|self\.assert|\bexpect\(|def test_",
    r"@Test\b|\bassertEquals\(|\btesting\.[TB]\b|\bassert_eq!",
    r"sys\.version_info|sys\.platform|os\.name\b|except .*(ImportError|NameError)|hasattr\((sys|os|socket|signal)\b",
    r"__all__|__author__|__main__",
)
_OLD_PYTHON = _any_of(
    r"[\"']\s+%\s*[\w(]|\w[\"']%[\w(]|['\"]\.format\(",  # f-strings came in 2016
    r"\(object\):|super\(\w|basestring|unicode\(|\bu'|\.has_key\(|\bapply\(|\bgetopt\b|\boptparse\b|\.keys\(\)\)",
    r"while 1:|except \w+, |except:$|from \w+ import \*|from \.|^ *global |\btype\(\w+\) (==|is|in) |[=!]= None\b",
    r"return True\n *else|return False\n *else:\n *return True|\w+ = lambda\b|^ *[A-Z] = ",
    r"\Aif hasattr\(",
    # Layout that no formatter leaves.
    r"\bdef .*\w = |\(\w+ = \w+[,)]",
    r"\bdef \w+ \(|\w \((?!.*[\"'])\w+\)$|;$|\\$|if \(.*\):$|[a-z],[a-z]|\w ,|\( \w|\w \)|\w :$",
    r"^\s*(if|elif|for|while|with|else|try)\b[^{\[(\"']*: \w",
    r"^ {1,3}\S|^(    )* {1,3}(if|for|while|return|with|try|def|class)\b",
)
_OLD_SCRIPT = _any_of(
    r"^ *var |\.prototype\b|\barguments\b[\[.)]|[^=!]==[^=]|!=[^=]|\.apply\(this|['\"]use strict",
)
_OLD: dict[str, re.Pattern[str]] = {
    Language.PYTHON: _OLD_PYTHON,
    **dict.fromkeys((Language.REACT, Language.JAVASCRIPT, Language.TYPESCRIPT), _OLD_SCRIPT),
    Language.JAVA: _any_of(
        r"\b(Vector|Hashtable|StringBuffer|Enumeration|StringTokenizer|SimpleDateFormat|finalize)\b",
        r"new (Integer|Long|Double|Boolean|Date)\(|\bList [a-z]|@Deprecated|@SuppressWarnings|\(\) \{\}$",
    ),
    Language.GO: _any_of(r"interface\{\}|\bioutil\.|\bsort\.Slice\(|// \+build|\bunsafe\."),
    Language.RUST: _any_of(r"\btry!\(|\bextern crate\b|\bunsafe\b|\bstatic mut\b|\bmem::uninitialized\b"),
}
_PRIVATE = re.compile(r"(?<![\w\"'])_{1,2}[A-Za-z]\w*(?<!__)\b")
_CAMEL = re.compile(r"\b[a-z]+[a-z0-9]*[A-Z]\w*")
_ATTRIBUTE = re.compile(r"\b(?:self|cls)\.(\w+)")
_NAME = re.compile(r"\b[A-Za-z]\w*")

_PRIVATE_LIMIT = 1  # different names that begin with `_`, its own included
_CAMEL_LIMIT = 0.1  # of the names of a piece of Python
_FREE_NAMES_LIMIT = 1  # of a definition
_FREE_NAMES_OF_STATEMENT_LIMIT = 2  # a statement works on something
_ATTRIBUTES_LIMIT = 2  # of `self`, different ones, in a method without its class
_METHOD_LINES_MINIMUM = 5  # shorter ones call another method, or set an attribute
_STATEMENT_LINES_MINIMUM = 5  # shorter ones are fragments of their function
_SIMPLE = (ast.Expr, ast.Return, ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Raise, ast.Assert, ast.Pass)
_WORK = (ast.comprehension, ast.BoolOp, ast.BinOp, ast.IfExp, ast.Compare, ast.Lambda)
_HIDDEN = {
    *("str", "list", "dict", "dir", "file", "type", "input", "object", "len", "max", "min", "sum", "set", "tuple"),
    *("int", "bytes", "all", "any", "map", "filter", "next", "iter", "open", "format", "vars", "hash", "id", "buffer"),
}
_KNOWN = (
    set(dir(builtins)) | set(sys.stdlib_module_names) | {"__name__", "__file__", "np", "pd", "plt", "logger", "log"}
)


def bad_manners(language: str, text: str) -> str | None:
    """Why nobody should type this; None when nothing is wrong with it so far. `language` is of the Language enum."""
    if _TRANSPILED.search(text):
        return "written by a compiler"
    if _TEMPORARY.search(text):
        return "about versions, platforms or tests"
    if _OLD[language].search(text):
        return "written in an old style"
    if len(set(_PRIVATE.findall(text))) > _PRIVATE_LIMIT:
        return "names that are private to its file"
    if language == Language.PYTHON:
        names = _NAME.findall(text)
        if len(_CAMEL.findall(text)) > _CAMEL_LIMIT * len(names):
            return "not named as Python is today"
    return None


def python_complaint(text: str, *, is_method: bool, is_statement: bool) -> str | None:
    """Why a piece of Python is no good: more outside names than a reader could guess, or too little work; or None.

    Builtins and modules of the standard library do not count as outside names.
    """
    lines = text.count("\n") + 1
    if is_method and (lines < _METHOD_LINES_MINIMUM or len(set(_ATTRIBUTE.findall(text))) > _ATTRIBUTES_LIMIT):
        return "a method that means little without its class"
    if is_statement and lines < _STATEMENT_LINES_MINIMUM:
        return "short"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(text, "snippet", "exec")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return "syntax"
    if _hands_on(tree):
        return "only calls another function"
    bound, used = _names(table)
    if bound & _HIDDEN:
        return "hides a builtin"
    free = _read_first(tree) if is_statement else used - bound
    limit = _FREE_NAMES_OF_STATEMENT_LIMIT if is_statement else _FREE_NAMES_LIMIT
    return "depends on the file around it" if len(free - _KNOWN) > limit or free & {"self", "cls"} else None


def _hands_on(tree: ast.Module) -> bool:
    """Whether a piece is one simple statement, or a function with one, that computes nothing itself."""
    body = tree.body
    if isinstance(body[0], ast.FunctionDef | ast.AsyncFunctionDef):
        body = [one for one in body[0].body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]
    is_simple = len(body) <= 1 and all(isinstance(one, _SIMPLE) for one in body)
    return is_simple and not any(isinstance(one, _WORK) for statement in body for one in ast.walk(statement))


def _read_first(tree: ast.Module) -> set[str]:
    """The names that a statement reads before it binds them, in the order of its text."""
    first: dict[str, tuple[int, int, bool]] = {}
    bound_by_comprehensions: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.comprehension):
            bound_by_comprehensions |= {one.id for one in ast.walk(node.target) if isinstance(one, ast.Name)}
        target = node.target if isinstance(node, ast.AugAssign) else node
        if isinstance(target, ast.Name):
            is_read = isinstance(target.ctx, ast.Load) or target is not node
            place = (target.lineno, target.col_offset, not is_read)
            first[target.id] = min(first.get(target.id, place), place)
    return {name for name, (_, _, is_bound) in first.items() if not is_bound} - bound_by_comprehensions


def _names(table: symtable.SymbolTable) -> tuple[set[str], set[str]]:
    """The names bound anywhere (not the attributes of a class), and those that a block uses from outside of it."""
    bound: set[str] = set()
    used: set[str] = set()
    for symbol in table.get_symbols():
        name = symbol.get_name()
        if table.get_type() != "class" and (symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter()):
            bound.add(name)
        if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module"):
            used.add(name)
    for child in table.get_children():
        below = _names(child)
        bound |= below[0]
        used |= below[1]
    return bound, used
