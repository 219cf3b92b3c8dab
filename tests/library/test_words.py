"""The words of a text and their classes."""

from __future__ import annotations

import pytest

from server.library.parse import Parsed, parse


def spelled(parsed: Parsed) -> list[str]:
    return [parsed.text[word.start : word.end] for word in parsed.words]


def kinds(language: str, text: str) -> dict[str, str]:
    """The class of each word, by its spelling; the last one's when a spelling comes twice."""
    parsed = parse(language, text)
    return {parsed.text[word.start : word.end]: word.kind for word in parsed.words}


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("PYTHON", "total = price*2", "total = price * 2"),
        ("PYTHON", 'print("hello big world")', 'print ( "hello big world" )'),
        ("PYTHON", "x = 1  # count the sheep", "x = 1 # count the sheep"),
        ("PYTHON", "a = b is not c", "a = b is not c"),
        ("JAVASCRIPT", "s.replace(/a b/gi, `plain text`);", "s . replace ( /a b/gi , `plain text` ) ;"),
        ("JAVASCRIPT", "a ??= b?.c; // why not", "a ??= b ?. c ; // why not"),
        ("TYPESCRIPT", "let u: unique symbol = f<T>(x)!;", "let u : unique symbol = f < T > ( x ) ! ;"),
        ("JAVA", "String s = \"a \\n b\" + 'c'; // so", "String s = \"a \\n b\" + 'c' ; // so"),
        ("GO", 'q := `a b` + "c\\t d" // so', 'q := `a b` + "c\\t d" // so'),
        ("RUST", 'let s: &\'a str = r#"a b"#; // so', 'let s : & \'a str = r#"a b"# ; // so'),
    ],
)
def test_leaves_and_whole_strings_split_at_blanks_are_words(language: str, text: str, words: str) -> None:
    assert " ".join(spelled(parse(language, text))) == words


def test_an_interpolated_string_falls_into_its_leaves() -> None:
    assert spelled(parse("PYTHON", 'f"to {name!r:>{width}} it"')) == (
        ['f"', "to", "{", "name", "!r", ":", ">", "{", "width", "}", "}", "it", '"']
    )
    assert spelled(parse("JAVASCRIPT", "`to ${a.b} it`;")) == ["`", "to", "${", "a", ".", "b", "}", "it", "`", ";"]
    assert spelled(parse("TYPESCRIPT", "type A = `on${B}`;"))[3:-1] == ["`", "on", "${", "B", "}", "`"]


def test_characters_that_no_leaf_covers_are_words_of_their_own() -> None:
    parsed = parse("PYTHON", r'f"ab\tcd {x}"')
    assert spelled(parsed) == ['f"', "ab", r"\t", "cd", "{", "x", "}", '"']
    assert {word.kind for word in parsed.words[:4]} == {"string"}


def test_a_docstring_is_typed_without_its_indentation() -> None:
    parsed = parse("PYTHON", 'def f():\n    """One\n\n    two.\n    """')
    assert spelled(parsed)[-4:] == ["):"[1:], '"""One', "two.", '"""']
    assert parsed.keys == 'def f():\n"""One\ntwo.\n"""'


def test_python_words_have_classes() -> None:
    found = kinds(
        "PYTHON",
        "@wraps(fn)\nclass Dog(Animal):\n    def bark(self, times: int = 3) -> list[str]:\n"
        '        return [self.say("wow") or None] * times + LIMIT  # loud',
    )
    assert found["wraps"] == found["bark"] == found["say"] == "function"
    assert found["Dog"] == found["Animal"] == found["int"] == found["list"] == found["str"] == "type"
    assert found["def"] == found["class"] == found["None"] == found["or"] == "keyword"
    assert found["times"] == found["self"] == found["LIMIT"] == "name"
    assert found["->"] == found["*"] == "operator"
    assert found["("] == found[":"] == found["."] == "punctuation"
    assert (found["3"], found['"wow"'], found["loud"]) == ("number", "string", "comment")


def test_jsx_words_have_classes() -> None:
    found = kinds(
        "REACT",
        'const Hi = () => <a.Link to="x" {...p}>Hi there, {user}&amp;<br /></a.Link>;\nfunction Box() { new Map(); }',
    )
    assert found["a"] == found["Link"] == found["br"] == "tag"
    assert found["Hi"] == "text"  # the last one; the first names a function
    assert found["there,"] == found["&amp;"] == "text"
    assert found["to"] == found["user"] == "name"
    assert found["<"] == found["</"] == found["/>"] == "punctuation"
    assert (found["Box"], found["Map"], found["=>"]) == ("function", "type", "operator")


def test_typescript_words_have_classes() -> None:
    found = kinds("TYPESCRIPT", "interface Box<T> { readonly size: number; open(key?: Key): asserts key is Key; }")
    assert found["interface"] == found["readonly"] == found["asserts"] == found["is"] == "keyword"
    assert found["Box"] == found["T"] == found["number"] == found["Key"] == "type"
    assert (found["open"], found["size"], found["?"], found["<"]) == ("function", "name", "operator", "punctuation")


def test_java_words_have_classes() -> None:
    found = kinds(
        "JAVA",
        "@Override\npublic <T> List<T> read(int[] ids, double LIMIT)\n        throws IOException {\n"
        "    return this.repo.find(ids, Map::copyOf, Row::key).or(null); // nothing\n}",
    )
    assert found["read"] == found["find"] == found["copyOf"] == found["key"] == found["or"] == "function"
    assert found["List"] == found["T"] == found["int"] == found["double"] == found["Map"] == found["Override"] == "type"
    assert found["public"] == found["throws"] == found["this"] == found["null"] == "keyword"
    assert found["ids"] == found["repo"] == found["LIMIT"] == "name"
    assert (found["<"], found["::"], found["nothing"]) == ("punctuation", "punctuation", "comment")
    assert kinds("JAVA", "record P(long x) { enum E { A } boolean b; }")["P"] == "type"


def test_go_words_have_classes() -> None:
    found = kinds(
        "GO",
        "func (s *Store) Get(key string) (v *Item, err error) {\n\tif v, ok := s.items[key]; ok && Max(1, 2) > 0.5 {\n"
        '\t\treturn v, fmt.Errorf("gone: %w", err)\n\t}\n\treturn nil, ErrGone\n}'.replace("\t", "    "),
    )
    assert found["Get"] == found["Errorf"] == found["Max"] == "function"
    assert found["Store"] == found["string"] == found["error"] == found["Item"] == "type"
    assert found["func"] == found["return"] == found["nil"] == "keyword"
    assert found["fmt"] == found["items"] == found["ErrGone"] == "name"
    assert (found[":="], found["."], found["0.5"], found['"gone:']) == ("operator", "punctuation", "number", "string")


def test_rust_words_have_classes() -> None:
    found = kinds(
        "RUST",
        "#[derive(Debug)]\nimpl<'a, T: Clone> Pool<'a, T> {\n    pub fn take(&mut self, n: usize) -> Option<T> {\n"
        '        self.free.iter().map(Item::value).collect::<Vec<_>>();\n        println!("{n}"); None\n    }\n}',
    )
    assert found["take"] == found["iter"] == found["collect"] == found["println"] == "function"
    assert found["Pool"] == found["usize"] == found["'a"] == found["None"] == found["Item"] == "type"
    assert found["impl"] == found["pub"] == found["mut"] == found["self"] == "keyword"
    assert (found["free"], found["->"], found["::"], found["<"]) == ("name", "operator", "punctuation", "punctuation")


def test_nesting_depth_counts_brackets_blocks_and_elements() -> None:
    assert parse("PYTHON", "if ready:\n    start(now[0])").nesting_depth == 3
    assert parse("JAVASCRIPT", "const a = b + c;").nesting_depth == 0
    assert parse("REACT", "const a = <p><b>{c}</b></p>;").nesting_depth == 3
    assert parse("JAVA", "void f() { if (a) { b(c[0]); } }").nesting_depth == 4
    assert parse("GO", "if a {\n    b(c[0])\n}").nesting_depth == 3
    assert parse("RUST", "fn f() { if a { b(c[0]); } }").nesting_depth == 4


def test_two_thousand_brackets_are_no_trouble() -> None:
    text = "\n".join(["(" * 80] * 14 + ["x"] + [")" * 80] * 14)
    assert parse("JAVASCRIPT", text).nesting_depth == 1120
