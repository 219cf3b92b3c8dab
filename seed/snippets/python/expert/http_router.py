import re
from collections.abc import Callable

KINDS = {"int": (r"\d+", int), "str": (r"[^/]+", str)}
HOLE = re.compile(r"\\{(\w+):(\w+)\\}")


class Router:
    def __init__(self) -> None:
        self.routes: list[tuple[re.Pattern[str], dict, Callable]] = []

    def route(self, path: str) -> Callable[[Callable], None]:
        path = re.escape(path)
        kinds = {name: KINDS[kind][1] for name, kind in HOLE.findall(path)}
        path = HOLE.sub(lambda m: f"(?P<{m[1]}>{KINDS[m[2]][0]})", path)
        pattern = re.compile(path)
        return lambda handler: self.routes.append((pattern, kinds, handler))

    def handle(self, path: str) -> tuple[int, object]:
        for pattern, kinds, handler in self.routes:
            if match := pattern.fullmatch(path):
                found = match.groupdict()
                return 200, handler(**{k: kinds[k](found[k]) for k in found})
        return 404, {"error": f"nothing at {path}"}
