import re
from html import escape
from typing import Any

FILTERS = {
    "upper": str.upper,
    "money": lambda amount: f"{amount:,.2f}",
    "list": lambda items: ", ".join(map(str, items)),
}
TAG = re.compile(r"\{\{\s*([\w.]+)((?:\s*\|\s*\w+)*)\s*\}\}")


def render(template: str, context: dict[str, Any]) -> str:
    def fill(tag: re.Match[str]) -> str:
        value: Any = context
        for key in tag[1].split("."):
            value = value[int(key) if key.isdecimal() else key]
        for name in re.findall(r"\w+", tag[2]):
            value = FILTERS[name](value)
        return escape(str(value))

    return TAG.sub(fill, template)


order = {"who": {"name": "Ann <3"}, "lines": [1250, 8]}
print(render("{{ who.name | upper }}: {{ lines.0|money }}", order))
