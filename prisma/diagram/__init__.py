"""Draws prisma/schema.prisma: docs/schema.svg, the picture, and docs/schema.md, what a picture has no room for.

`schema` reads, `dot` and `page` write, `picture` has Graphviz draw; `python -m prisma.diagram` is the command.
"""
