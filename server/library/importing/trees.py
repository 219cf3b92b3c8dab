"""Whole source files as syntax trees. They may contain what snippets may not: tabs, any letter, any length.

A `.tsx` file is parsed with a grammar of its own here. TypeScript without JSX is taken out of it, and JSX without
types. A component that declares its types is neither, because TYPESCRIPT here means what is in a `.ts` file, and REACT
what is in a `.jsx` file; so it is counted and left out.
"""

from __future__ import annotations

import tree_sitter_typescript
from tree_sitter import Node

from game.terms import Language
from server.library.grammar import parser
from server.library.languages import SYNTAXES
from server.library.stand_ins import parsed

_TSX = ".tsx"
_BY_SUFFIX = {suffix: language for language, syntax in SYNTAXES.items() for suffix in syntax.suffixes}
SOURCE_SUFFIXES = (*_BY_SUFFIX, _TSX)

_JSX = {"jsx_element", "jsx_self_closing_element"}
_TYPES = {
    *("type_annotation", "type_arguments", "type_parameters", "as_expression", "satisfies_expression"),
    *("non_null_expression", "interface_declaration", "type_alias_declaration", "enum_declaration"),
    *("asserts_annotation", "type_predicate_annotation", "accessibility_modifier", "abstract_class_declaration"),
}
_HOOKS = {"useState", "useEffect", "useRef", "useMemo", "useCallback", "useReducer", "useContext"}
_FUNCTIONS = {
    "function_definition",
    "lambda",
    "class_definition",
    "function_declaration",
    "generator_function_declaration",
    "function_expression",
    "generator_function",
    "arrow_function",
    "method_definition",
    "method_declaration",
    "lambda_expression",
    "func_literal",
    "function_item",
    "closure_expression",
}


def _suffix(path: str) -> str:
    """What a source file's path ends in. `pathlib` sees no suffix where nothing stands before it (`src/.py`)."""
    return next(suffix for suffix in SOURCE_SUFFIXES if path.endswith(suffix))


def tree_of(path: str, content: bytes) -> Node:
    """The root of a source file in UTF-8; offsets are in bytes."""
    suffix = _suffix(path)
    if suffix == _TSX:
        return parsed(parser(tree_sitter_typescript.language_tsx), content, is_script=True, is_file=True).root
    syntax = SYNTAXES[_BY_SUFFIX[suffix]]
    return parsed(parser(syntax.grammar), content, is_script=syntax.is_script, is_file=True).root


def language_of(path: str, node: Node) -> str | None:
    """The language of a piece of a file: code with JSX in it, or that calls React's hooks, is REACT.

    None for JSX with types.
    """
    suffix = _suffix(path)
    if suffix == _TSX:
        kinds = {one.type for one in descendants(node)}
        if kinds & _TYPES:
            return None if kinds & _JSX else Language.TYPESCRIPT
        return Language.REACT if _is_react(node) else Language.TYPESCRIPT
    language = _BY_SUFFIX[suffix]
    if language in (Language.JAVASCRIPT, Language.REACT):
        return Language.REACT if _is_react(node) else Language.JAVASCRIPT
    return language


def _is_react(node: Node) -> bool:
    for one in descendants(node):
        if one.type in _JSX:
            return True
        if one.type == "call_expression" and (called := one.child_by_field_name("function")) is not None:
            name = (called.text or b"").decode("utf-8", "replace")
            if name.removeprefix("React.") in _HOOKS:
                return True
    return False


def descendants(node: Node, *, into_functions: bool = True) -> list[Node]:
    """The node and all nodes below it, in no order; without `into_functions`, nothing inside functions below it."""
    found, pending = [], [node]
    while pending:
        one = pending.pop()
        found.append(one)
        if into_functions or one.type not in _FUNCTIONS or one.id == node.id:
            pending.extend(one.children)
    return found
