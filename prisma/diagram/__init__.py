"""Draws prisma/schema.prisma: docs/schema.svg, the picture, and docs/schema.md, for what does not fit into a picture.

`schema` reads, `dot` and `page` write, `picture` calls Graphviz; `python -m prisma.diagram` is the command.
"""
