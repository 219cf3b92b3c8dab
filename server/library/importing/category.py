"""What a piece of code is about: the category of the first pattern of its language that the text matches.

The categories are those of the seed folder, so that a filter finds both. The patterns go from the rare to the common: a
class that reads files is about files, and only code that matches nothing else is about functions.
"""

from __future__ import annotations

import re

from game.terms import Language

_PYTHON = (
    ("dataclasses", r"@(dataclasses\.)?dataclass\b|NamedTuple\)"),
    ("enums", r"\((\w+\.)?(Int|Str)?(Enum|Flag)\):|auto\(\)"),
    ("async", r"\b(async|await)\b|\basyncio\."),
    ("sql", r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b|\.executemany\("),
    ("http", r"https?:|\burl|\brequest\b|\bresponse\b|headers\b|status_code|\.getheader\("),
    ("regex", r"\bre\.(compile|match|search|sub|split|findall|fullmatch|finditer)\("),
    ("contextmanagers", r"def __enter__|def __exit__|@(contextlib\.)?(async)?contextmanager"),
    ("decorators", r"@(functools\.)?wraps|def decorat|return wrapper\b|return decorat"),
    ("concurrency", r"\b(threading|multiprocessing|Lock|Thread|Queue|Semaphore|futures)\b"),
    (
        "files",
        r"\bopen\(|os\.path\.|\bPath\(|\bshutil\.|\.read_text|\bos\.(stat|listdir|walk|remove|scandir)\b|\bfilename\b",
    ),
    ("dates", r"\b(datetime|timedelta|strftime|tzinfo|time\.(time|localtime|gmtime|mktime))\b"),
    ("itertools", r"\bitertools\.|\b(chain|islice|groupby|product|zip_longest)\("),
    ("classes", r"^class \w+"),
    ("generators", r"\byield\b"),
    ("iterators", r"def __(iter|next)__|\bnext\(|\biter\("),
    ("comprehensions", r"[\[({][^\[\](){}]*(\([^()]*\))?[^\[\](){}]* for \w+(, \w+)* in "),
    ("errors", r"\b(try:|except\b|raise\b)"),
    ("strings", r"\.(strip|split|join|replace|startswith|endswith|lower|upper|partition|encode|decode)\("),
    ("maths", r"\bmath\.|\*\*|\b(sqrt|floor|ceil|divmod|gcd)\b|<<|>>"),
    ("loops", r"^\s*(for|while)\b"),
    ("conditionals", r"^\s*(if|match)\b"),
    ("functions", r"\bdef\b|\blambda\b"),
)
_REACT = (
    ("custom-hooks", r"(function|const) use[A-Z]\w*"),
    ("suspense", r"\bSuspense\b|\blazy\("),
    ("context", r"\buseContext\(|createContext\("),
    ("reducers", r"\buseReducer\(|\bdispatch\("),
    ("effects", r"\buse(Layout)?Effect\("),
    ("forms", r"<(form|input|select|textarea)\b|onSubmit|onChange"),
    ("refs", r"\b(useRef|forwardRef)\("),
    ("memo", r"\b(useMemo|useCallback|memo)\("),
    ("state", r"\buseState\("),
    ("lists", r"\.map\("),
    ("props", r"\bprops\b|\(\{ "),
    ("jsx", r"<"),
)
_TYPES = (
    ("conditional-types", r"\bextends\b[^{]*\?|\binfer\b"),
    ("mapped-types", r"\[\w+ in (keyof )?\w+"),
    ("template-literals", r"type \w+[^=]*= `"),
    ("guards", r"\): \w+ is \w+|\basserts \w+"),
    ("enums", r"\benum\b"),
    ("overloads", r"^(export )?function \w+\([^)]*\): [^{]*;$"),
    ("generics", r"(function|class|interface|type) \w+<"),
    ("interfaces", r"^(export )?(declare )?interface\b"),
    ("unions", r"^(export )?type \w+ =[^{]*\|"),
)
_SCRIPT = (
    ("classes", r"^(export )?(default )?(abstract )?class\b"),
    ("async", r"\b(async|await)\b"),
    ("promises", r"\bPromise\b|\.then\("),
    ("http", r"\bfetch\(|\b(url|URL|request|response|headers)\b"),
    ("generators", r"function\*|\byield\b"),
    ("regex", r"\.(match|matchAll|test|exec)\(|new RegExp|[(=] ?/[^/ ]"),
    ("dom", r"\b(document|window|element|addEventListener)\b"),
    ("errors", r"\b(try|catch|throw)\b"),
    ("maps", r"new (Weak)?(Map|Set)\b"),
    ("modules", r"^(import\b|export \*|export \{|module\.exports)"),
    ("closures", r"return (function|\([^)]*\) =>)"),
    ("arrays", r"\.(map|filter|reduce|forEach|find|some|every|push|slice|splice|concat)\("),
    ("strings", r"\.(split|join|replace|startsWith|endsWith|trim|charCodeAt|substring|toLowerCase)\(|`"),
    ("destructuring", r"(const|let) [\[{]"),
    ("maths", r"\bMath\.|<<|>>"),
    ("loops", r"^\s*(for|while)\b"),
    ("conditionals", r"^\s*(if|switch)\b"),
    ("objects", r"= \{$"),
    ("functions", r"\bfunction\b|=>"),
)
_JAVA = (
    ("enums", r"^(public )?enum\b|\bEnum(Map|Set)\b"),
    ("records", r"\brecord \w+[<(]"),
    ("sealed", r"\b(sealed|permits)\b"),
    ("concurrency", r"\b(Thread|Executor\w*|CompletableFuture|Future|Lock|synchronized|Atomic\w+|volatile)\b"),
    ("http", r"\b(Http\w+|URI|URL)\b"),
    ("files", r"\b(Files|Path|Paths|File|BufferedReader|InputStream|OutputStream)\b"),
    ("dates", r"\b(LocalDate\w*|Instant|Duration|ZonedDateTime|DateTimeFormatter|YearMonth)\b"),
    ("regex", r"\b(Pattern|Matcher)\b"),
    ("streams", r"\.(stream|collect|flatMap|mapToInt|toList)\(|\b\w*Stream\."),
    ("optionals", r"\bOptional\b"),
    ("generics", r"(class|interface) \w+<|^\s*(public |static |private )*<"),
    ("interfaces", r"^(public )?interface\b"),
    ("classes", r"^(public |final |abstract )*class\b"),
    ("errors", r"\b(try|catch|throw)\b"),
    ("switches", r"\bswitch\b"),
    ("maps", r"\b\w*Map<"),
    ("lists", r"\b(List|ArrayList|Set|Deque|Queue)<"),
    ("strings", r"\b(StringBuilder|charAt|substring|split|join)\b"),
    ("arrays", r"\w\[\]"),
    ("maths", r"\bMath\.|<<|>>"),
    ("loops", r"^\s*(for|while)\b"),
    ("conditionals", r"^\s*if\b"),
)
_GO = (
    ("errors", r"\berrors\.|fmt\.Errorf|\berr != nil"),
    ("http", r"\bhttp\."),
    ("json", r"\bjson\."),
    ("concurrency", r"\b(chan|go func|sync\.|select|errgroup|context\.)"),
    ("files", r"\b(os|io|bufio|filepath)\."),
    ("dates", r"\btime\."),
    ("regex", r"\bregexp\."),
    ("generics", r"(func|type) \w+\[\w+"),
    ("interfaces", r"^type \w+ interface\b"),
    ("structs", r"^type \w+ struct\b"),
    ("methods", r"^func \(\w+ "),
    ("maps", r"\bmap\["),
    ("slices", r"\[\]\w|\bappend\("),
    ("strings", r"\bstrings\.|\brune\b"),
    ("maths", r"\bmath\.|<<|>>"),
    ("loops", r"^\s*for\b"),
    ("conditionals", r"^\s*(if|switch)\b"),
)
_RUST = (
    ("macros", r"macro_rules!"),
    ("traits", r"^(pub )?trait\b"),
    ("enums", r"^(pub )?enum\b"),
    ("structs", r"^(pub )?struct\b"),
    ("concurrency", r"\b(thread|mpsc|Mutex|Arc|RwLock|Atomic\w+|async|await)\b"),
    ("iterators", r"\bIterator\b|\bimpl\b.*\bIterator for"),
    ("impls", r"^impl\b"),
    ("files", r"\b(fs|File|Path|PathBuf|BufReader)\b"),
    ("errors", r"\bResult<|\bErr\("),
    ("lifetimes", r"<'\w+"),
    ("generics", r"fn \w+<|\bwhere\b"),
    ("options", r"\bOption<|\bSome\("),
    ("closures", r"\|\w*\||\.(map|filter|fold)\("),
    ("maps", r"\b(Hash|BTree)(Map|Set)\b"),
    ("matches", r"\bmatch\b"),
    ("vectors", r"\bVec<|vec!"),
    ("strings", r"\bString\b|&str"),
    ("loops", r"^\s*(for|while|loop)\b"),
    ("conditionals", r"^\s*if\b"),
)
_MARKS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    language: tuple((category, re.compile(mark, re.MULTILINE)) for category, mark in marks)
    for language, marks in {
        Language.PYTHON: _PYTHON,
        Language.REACT: _REACT,
        Language.JAVASCRIPT: _SCRIPT,
        Language.TYPESCRIPT: _TYPES + _SCRIPT,
        Language.JAVA: _JAVA,
        Language.GO: _GO,
        Language.RUST: _RUST,
    }.items()
}
UNMARKED: dict[str, str] = {
    Language.PYTHON: "variables",
    Language.REACT: "components",
    Language.JAVASCRIPT: "variables",
    Language.TYPESCRIPT: "types",
    Language.JAVA: "methods",
    Language.GO: "functions",
    Language.RUST: "functions",
}
CATEGORIES = frozenset(UNMARKED.values()) | {category for marks in _MARKS.values() for category, _ in marks}


def category_of(language: str, text: str) -> str:
    """The category of a snippet's text."""
    return next((category for category, mark in _MARKS[language] if mark.search(text)), UNMARKED[language])
