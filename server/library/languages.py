"""The languages of the library, one row each: how its files are named, which grammar reads it, what its nodes are.

Law: what the library knows of a language is in its row here, and a language of game/terms.py without a row does not
load. Only the importer's taste (server/library/importing) is elsewhere. docs/extending.md says how to add one.

TYPESCRIPT is parsed with the plain typescript grammar and not with the TSX one: `<T>value` and `<T>(x: T) => x` are
ordinary in it and errors in TSX, and JSX is an error in it, as it is to the compiler of a `.ts` file. JSX has a
language of its own here, REACT.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import tree_sitter_go
import tree_sitter_java
import tree_sitter_javascript
import tree_sitter_python
import tree_sitter_rust
import tree_sitter_typescript

from game.terms import Language, WordClass


@dataclass(frozen=True, slots=True)
class Syntax:
    """One language. Apart from the first two, every field names nodes of the grammar.

    `suffixes` are all that the importer reads with this grammar; the first is that of a seed file.

    `strings` and `comments` are one word up to a blank, as are the nodes of `whole`; a string with one of
    `interpolations` in it is not. `classes` gives the class of a leaf; a keyword in one of `type_keywords` is a type.
    Other leaves are keywords when they are letters, and operators or punctuation when they are not.

    `functions` and `types` are the nodes whose field `name` is a function's or a type's. `calls` are those that call
    what is in the field given (None: their last child); when that is one of `members`, the name in its given field
    is what is called. `function_values` make a function of the name that they are assigned to.

    `levels` are nested without a bracket. `types_are_capitalised` holds where a capitalised name is a type by
    convention.
    """

    suffixes: tuple[str, ...]
    grammar: Callable[[], object]
    strings: Collection[str]
    comments: Collection[str]
    identifiers: Collection[str]
    classes: Mapping[str, WordClass]
    functions: Collection[str]
    types: Collection[str]
    calls: Mapping[str, str | None]
    members: Mapping[str, str]
    whole: Collection[str] = ()
    interpolations: Collection[str] = ()
    function_values: Collection[str] = ()
    type_keywords: Collection[str] = ()
    angles: Collection[str] = ("type_arguments", "type_parameters")  # nodes whose `<` and `>` are brackets
    levels: Collection[str] = ("block",)
    types_are_capitalised: bool = True
    is_script: bool = False  # JavaScript, or what came of it

    @property
    def suffix(self) -> str:
        return self.suffixes[0]

    def class_of(self, leaf: str, parent: str) -> WordClass | None:
        """The class of a leaf by its node and that above it; None when its letters or its place decide."""
        if parent in self.type_keywords:
            return WordClass.TYPE
        if leaf in self.strings:
            return WordClass.STRING
        return WordClass.COMMENT if leaf in self.comments else self.classes.get(leaf)


def _classes(**leaves: str) -> dict[str, WordClass]:
    """The class of each leaf, from the leaves of each class, apart by blanks."""
    return {leaf: WordClass(kind) for kind, names in leaves.items() for leaf in names.split()}


_PYTHON = Syntax(
    suffixes=(".py",),
    grammar=tree_sitter_python.language,
    strings={"string"},
    interpolations={"interpolation"},
    comments={"comment"},
    identifiers={"identifier"},
    classes=_classes(
        number="integer float",
        keyword="true false none",
        name="_ __future__",
        string="string_start string_content string_end escape_sequence escape_interpolation type_conversion"
        " format_specifier",
    ),
    functions={"function_definition"},
    types={"class_definition"},
    calls={"call": "function", "decorator": None},
    members={"attribute": "attribute"},
)
_JAVASCRIPT = Syntax(
    suffixes=(".js", ".mjs", ".cjs"),
    grammar=tree_sitter_javascript.language,
    strings={"string", "template_string"},
    interpolations={"template_substitution"},
    comments={"comment", "html_comment", "hash_bang_line"},
    whole={"regex"},
    identifiers={
        *("identifier", "property_identifier", "private_property_identifier", "shorthand_property_identifier"),
        *("shorthand_property_identifier_pattern", "statement_identifier"),
    },
    classes=_classes(
        number="number",
        text="jsx_text html_character_reference",
        keyword="true false null undefined this super",
        string="regex string_fragment escape_sequence \" ' `",
        name="_",
    ),
    functions={
        *("function_declaration", "generator_function_declaration", "function_expression", "generator_function"),
        "method_definition",
    },
    types={"class_declaration", "class"},
    calls={"call_expression": "function", "decorator": None},
    members={"member_expression": "property"},
    function_values={"arrow_function", "function_expression", "generator_function"},
    angles={"jsx_opening_element", "jsx_closing_element", "jsx_self_closing_element"},
    levels={"jsx_element"},
    is_script=True,
)
_TYPESCRIPT = replace(
    _JAVASCRIPT,
    suffixes=(".ts", ".mts", ".cts"),
    grammar=tree_sitter_typescript.language_typescript,
    strings={"string", "template_string", "template_literal_type"},
    interpolations={"template_substitution", "template_type"},
    classes={**_JAVASCRIPT.classes, **_classes(keyword="this_type", type="type_identifier")},
    functions={
        *_JAVASCRIPT.functions,
        *("function_signature", "method_signature", "abstract_method_signature"),
    },
    types={*_JAVASCRIPT.types, "enum_declaration"},
    type_keywords={"predefined_type"},
    angles={"type_arguments", "type_parameters"},
    levels=(),
)
_JAVA = Syntax(
    suffixes=(".java",),
    grammar=tree_sitter_java.language,
    strings={"string_literal", "character_literal"},
    comments={"line_comment", "block_comment"},
    identifiers={"identifier"},
    classes=_classes(
        number="decimal_integer_literal hex_integer_literal octal_integer_literal binary_integer_literal"
        " decimal_floating_point_literal hex_floating_point_literal",
        type="type_identifier void_type boolean_type",
        keyword="null_literal",
    ),
    type_keywords={"integral_type", "floating_point_type"},
    functions={"method_declaration"},
    types={"class_declaration", "interface_declaration", "record_declaration", "enum_declaration"},
    calls={"method_invocation": "name", "method_reference": None},
    members={},
)
_GO = Syntax(
    suffixes=(".go",),
    grammar=tree_sitter_go.language,
    strings={"interpreted_string_literal", "raw_string_literal", "rune_literal"},
    comments={"comment"},
    identifiers={"identifier", "field_identifier", "package_identifier", "label_name"},
    classes=_classes(
        number="int_literal float_literal imaginary_literal",
        type="type_identifier",
        keyword="nil true false iota",
    ),
    functions={"function_declaration", "method_declaration", "method_elem"},
    types=(),
    calls={"call_expression": "function"},
    members={"selector_expression": "field"},
    types_are_capitalised=False,  # a capital exports a name of any kind
)
_RUST = Syntax(
    suffixes=(".rs",),
    grammar=tree_sitter_rust.language,
    strings={"string_literal", "raw_string_literal", "char_literal"},
    comments={"line_comment", "block_comment"},
    whole={"lifetime", "label"},
    identifiers={"identifier", "field_identifier", "shorthand_field_identifier"},
    classes=_classes(
        number="integer_literal float_literal",
        type="type_identifier primitive_type fragment_specifier lifetime",
        keyword="macro_rules!",
        name="metavariable label _",
    ),
    functions={"function_item", "function_signature_item", "macro_definition"},
    types=(),
    calls={"call_expression": "function", "macro_invocation": "macro"},
    members={"field_expression": "field", "scoped_identifier": "name", "generic_function": "function"},
)

SYNTAXES: Mapping[str, Syntax] = {
    Language.PYTHON: _PYTHON,
    Language.REACT: replace(_JAVASCRIPT, suffixes=(".jsx",)),
    Language.JAVASCRIPT: _JAVASCRIPT,
    Language.TYPESCRIPT: _TYPESCRIPT,
    Language.JAVA: _JAVA,
    Language.GO: _GO,
    Language.RUST: _RUST,
}
assert SYNTAXES.keys() == set(Language), "each language has a row"
