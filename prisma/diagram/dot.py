"""The picture as DOT, the language of Graphviz.

Each table is an HTML-like label, the only kind with cells: an arrow leads from the table where a deletion starts to the
column that refers to it. The four boxes of text are the label of the graph itself, so that no layout can put
them over a table. Everything is dark on a white background, because the picture is also shown on dark pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from prisma.diagram.schema import Column, Relation, Schema, Table, UnknownSchema
from prisma.diagram.way import WAY, Step

INK, FAINT, LINE, PAPER = "#1f2328", "#57606a", "#8c959f", "#ffffff"
# Graphviz knows its widths, and most browsers have it or a font with the same widths.
FONT = "Arial"


@dataclass(frozen=True)
class Tint:
    """The colours of an area: the ground below its tables, and their heads."""

    ground: str
    head: str


# An area that is not listed here cannot be drawn, so a misspelt one is found.
TINTS = {
    "people": Tint("#eef6ff", "#b6dcff"),
    "games": Tint("#fff3e8", "#ffd0a3"),
    "typing": Tint("#ecf9ee", "#b4e6bd"),
    "progress": Tint("#f7f0fd", "#dfc8f7"),
    "library": Tint("#fdf7d9", "#f2dd82"),
    "feed": Tint("#e6f7f7", "#a3dcdc"),
    "courses": Tint("#eaf0fb", "#b9cdf0"),
    "groups": Tint("#fdeef3", "#f7bfd3"),
    "community": Tint("#fff0f0", "#f5c4c4"),
    "moderation": Tint("#f1f2ea", "#cfd3b4"),
}


@dataclass(frozen=True)
class Stroke:
    """How an arrow shows what a deletion does; the kinds differ without their colours too."""

    colour: str
    style: str
    width: float
    head: str
    says: str


STROKES = {
    "cascade": Stroke("#b42318", "solid", 1.4, "normal", "the row is deleted with the one it refers to"),
    "set null": Stroke("#0b5cad", "dashed", 1.4, "empty", "the row stays and forgets it"),
    "restrict": Stroke("#3d444d", "dotted", 2.4, "tee", "the row keeps it from being deleted"),
}


def dot(schema: Schema, way: Iterable[Step] = WAY) -> str:
    """Raises UnknownSchema for an area without colours, and for a step of the way without a table."""
    steps = list(enumerate(way, 1))
    _check(schema, [step for _, step in steps])
    parts = [
        f'bgcolor="{PAPER}" fontname="{FONT}" fontsize=13 fontcolor="{INK}" pad=0.3',
        "rankdir=LR nodesep=0.35 ranksep=1.1 newrank=true",
        f"labelloc=t labeljust=l label=<{_words(schema, steps)}>",
        f'node [shape=plain fontname="{FONT}" fontsize=13 fontcolor="{INK}"]',
        f'edge [fontname="{FONT}" fontsize=12 arrowsize=0.9]',
        *(_cluster(number, area, tables, steps) for number, (area, tables) in enumerate(schema.areas.items())),
        *map(_arrow, schema.relations),
        *_outside(steps),
    ]
    return "\n".join(["digraph schema {", *parts, "}", ""])


def _check(schema: Schema, steps: list[Step]) -> None:
    for area, tables in schema.areas.items():
        if area not in TINTS:
            raise UnknownSchema(
                f"{tables[0].name} is in the area {area}, which has no colours in prisma/diagram/dot.py;"
                f" these have: {', '.join(TINTS)}"
            )
    names = {table.name for table in schema.tables}
    for step in steps:
        if (place := step.made_from or step.place) not in names:
            raise UnknownSchema(f"prisma/diagram/way.py leads to {place}, which is no table")


def _cluster(number: int, area: str, tables: list[Table], steps: list[tuple[int, Step]]) -> str:
    nodes = [f'"{table.name}" [label=<{_table(table, steps)}>]' for table in tables]
    look = f'label="{area}" labeljust=l fontsize=15 style="filled,rounded" color="{TINTS[area].ground}" margin=14'
    return "\n".join([f"subgraph cluster_{number} {{", look, *nodes, "}"])


def _table(table: Table, steps: list[tuple[int, Step]]) -> str:
    numbers = [number for number, step in steps if step.place == table.name]
    tint = f'BGCOLOR="{TINTS[table.area].head}"'
    title = f'<TD COLSPAN="{2 if numbers else 3}" ALIGN="LEFT" {tint}><B>{table.name}</B></TD>'
    rows = [
        f"<TR>{title}{_badge(numbers) if numbers else ''}</TR>",
        *map(_row, table.columns),
        *(_whole_row(f"(U) {', '.join(names)}") for names in table.uniques),
    ]
    look = f'BORDER="1" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3" COLOR="{LINE}" BGCOLOR="{PAPER}"'
    return f"<TABLE {look}>{''.join(rows)}</TABLE>"


def _row(column: Column) -> str:
    marks = [("PK", column.primary), ("FK", column.foreign), ("(U)", column.unique)]
    keys = " ".join(mark for mark, holds in marks if holds)
    name = f"<B>{column.name}</B>" if column.primary else column.name
    kind = escape(column.kind) + ("?" if column.optional else "")
    return (
        f'<TR><TD ALIGN="LEFT" PORT="{column.name}_in">{name}</TD>'
        f'<TD ALIGN="LEFT"><FONT COLOR="{FAINT}">{kind}</FONT></TD>'
        f'<TD ALIGN="RIGHT" PORT="{column.name}_out">{keys}</TD></TR>'
    )


def _whole_row(text: str) -> str:
    return f'<TR><TD COLSPAN="3" ALIGN="LEFT">{escape(text)}</TD></TR>'


def _badge(numbers: list[int]) -> str:
    return f'<TD BGCOLOR="{INK}"><FONT COLOR="{PAPER}"><B> {", ".join(map(str, numbers))} </B></FONT></TD>'


def _grid(rows: Iterable[str], spacing: int) -> str:
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="{spacing}" CELLPADDING="1">{"".join(rows)}</TABLE>'


def _arrow(relation: Relation) -> str:
    stroke = STROKES[relation.on_delete]
    how_many = _on_paper("1:1" if relation.single else "1:M")
    column = relation.columns[0]
    if relation.parent == relation.child:
        # a small loop; Graphviz would put its plain label far away
        ends = f'"{relation.child}":{column}_out:e -> "{relation.child}":{column}_out:e'
        label = f"headlabel={how_many} labeldistance=3.4 labelangle=50"
    else:
        ends = f'"{relation.parent}" -> "{relation.child}":{column}_in:w'
        label = f"label={how_many}"
    look = f'color="{stroke.colour}" fontcolor="{stroke.colour}" style={stroke.style} arrowhead={stroke.head}'
    return f"{ends} [{label} {look} penwidth={stroke.width}]"


def _on_paper(text: str) -> str:
    """A label that stays legible where an arrow passes below it."""
    return f'<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="1" BGCOLOR="{PAPER}"><TR><TD>{text}</TD></TR></TABLE>>'


def _outside(steps: list[tuple[int, Step]]) -> Iterator[str]:
    """A thing outside PostgreSQL, with an arrow from the table that it is made from."""
    for number, step in steps:
        if step.made_from is None:
            continue
        cells = f'<TD ALIGN="LEFT"><B>{step.place}</B></TD>{_badge([number])}'
        box = f'<TABLE BORDER="1" CELLBORDER="0" STYLE="dashed" COLOR="{LINE}"><TR>{cells}</TR></TABLE>'
        yield f'"{step.place}" [label=<{box}>]'
        yield f'"{step.made_from}" -> "{step.place}" [color="{LINE}" style=dashed arrowhead=vee]'


def _words(schema: Schema, steps: list[tuple[int, Step]]) -> str:
    way = [
        f'<TR>{_badge([number])}<TD ALIGN="LEFT"><B>{step.place}</B>: {escape(step.what)}</TD></TR>'
        for number, step in steps
    ]
    enums = [
        f'<TR><TD ALIGN="LEFT" VALIGN="TOP"><B>{enum.name}</B></TD><TD ALIGN="LEFT">{" ".join(enum.values)}</TD></TR>'
        for enum in schema.enums
    ]
    boxes = {
        "From sign-up to board": way,
        "An arrow: what a deletion does": [*map(_stroke, STROKES), *_signs()],
        "Enums": enums,
        "Counted": [_count(number, what) for what, number in counts(schema).items()],
    }
    most = max(map(len, boxes.values()))
    return _grid([f"<TR>{''.join(_box(title, rows, most) for title, rows in boxes.items())}</TR>"], 10)


def _box(title: str, rows: list[str], height: int) -> str:
    """A cell with a title above two columns; `height` rows, since Graphviz would spread fewer over the space."""
    head = f'<TR><TD COLSPAN="2" ALIGN="LEFT"><FONT POINT-SIZE="15"><B>{title}</B></FONT></TD></TR>'
    empty = ['<TR><TD COLSPAN="2"> </TD></TR>'] * (height - len(rows))
    return f'<TD BORDER="1" COLOR="{LINE}">{_grid([head, *rows, *empty], 3)}</TD>'


def _stroke(action: str) -> str:
    stroke = STROKES[action]
    return (
        f'<TR><TD ALIGN="LEFT" BORDER="2" SIDES="B" STYLE="{stroke.style}" COLOR="{stroke.colour}">'
        f'<FONT COLOR="{stroke.colour}"><B>{action}</B></FONT></TD><TD ALIGN="LEFT">{stroke.says}</TD></TR>'
    )


def _signs() -> list[str]:
    signs = {
        "1:M, 1:1": "how many rows refer to one row",
        "PK, FK, (U)": "primary key, foreign key, unique",
        "?, []": "may be NULL, an array",
    }
    return [f'<TR><TD ALIGN="LEFT"><B>{sign}</B></TD><TD ALIGN="LEFT">{says}</TD></TR>' for sign, says in signs.items()]


def counts(schema: Schema) -> dict[str, int]:
    unique = sum(column.unique for table in schema.tables for column in table.columns)
    return {
        "tables": len(schema.tables),
        "relations": len(schema.relations),
        "cascades": sum(relation.on_delete == "cascade" for relation in schema.relations),
        "unique constraints": unique + sum(len(table.uniques) for table in schema.tables),
    }


def _count(number: int, what: str) -> str:
    return f'<TR><TD ALIGN="RIGHT"><B>{number}</B></TD><TD ALIGN="LEFT">{what}</TD></TR>'
