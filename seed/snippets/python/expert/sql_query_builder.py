from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Query:
    table: str
    tests: tuple[tuple[str, object], ...] = ()
    order: tuple[str, ...] = ()

    def where(self, **equals: object) -> Query:
        return replace(self, tests=(*self.tests, *equals.items()))

    def by(self, *names: str) -> Query:
        terms = (f"{n[1:]} DESC" if n[0] == "-" else n for n in names)
        return replace(self, order=(*self.order, *terms))

    def build(self) -> tuple[str, list[object]]:
        tests = " AND ".join(f"{name} = ?" for name, _ in self.tests)
        where = f" WHERE {tests}" if tests else ""
        order = f" ORDER BY {', '.join(self.order)}" if self.order else ""
        values = [value for _, value in self.tests]
        return f"SELECT * FROM {self.table}{where}{order}", values


print(Query("orders").where(city="Riga").by("-placed_at", "id").build())
