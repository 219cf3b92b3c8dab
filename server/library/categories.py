"""What categories are called: one thing has one name, so that a filter finds all of it.

Law: a category is the plural of what the code is about (`caches`, `lambdas`), or what it is about where that has no
plural (`async`, `sql`). Other names of the same thing are read as that one, wherever a category comes in: in requests,
filters, imports, and names of seed files.

One name is reserved: OF_COURSES is the category of the code that only courses teach.
"""

from __future__ import annotations

SAME = {
    name: category
    for category, names in {
        "caches": "cache caching",
        "classes": "class",
        "closures": "closure",
        "comprehensions": "comprehension",
        "conditionals": "conditional",
        "contextmanagers": "context-manager context-managers contextmanager",
        "dates": "date datetime datetimes",
        "decorators": "decorator",
        "errors": "error exceptions exception error-handling",
        "events": "event",
        "files": "file",
        "functions": "function",
        "games": "game",
        "generators": "generator",
        "http": "https",
        "iterators": "iterator",
        "lambdas": "lambda",
        "lists": "list",
        "logs": "log logging",
        "loops": "loop",
        "maps": "map",
        "matches": "match matching pattern-matching",
        "maths": "math mathematics",
        "regex": "regexes regexp regexps",
        "sets": "set",
        "sorting": "sort sorts",
        "strings": "string",
        "structs": "struct",
        "testing": "test tests",
        "types": "type typing",
        "variables": "variable",
    }.items()
    for name in names.split()
}


OF_COURSES = "courses"


def category_name(given: str) -> str:
    """The name under which a category is kept, and looked for."""
    return SAME.get(given, given)


def category_of_ones_own(given: str) -> str:
    """`category_name`, of a snippet that no course has brought. Raises ValueError."""
    name = category_name(given)
    if name == OF_COURSES:
        raise ValueError(f"the category {OF_COURSES} is that of the code of courses")
    return name
