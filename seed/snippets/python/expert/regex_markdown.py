import re
from html import escape

INLINE = [
    (r"`([^`]+)`", r"<code>\1</code>"),
    (r"\*\*(.+?)\*\*", r"<strong>\1</strong>"),
    (r"\*(.+?)\*", r"<em>\1</em>"),
    (r"\[([^\]]+)\]\((https?://[^\s)]+)\)", r'<a href="\2">\1</a>'),
]


def to_html(markdown: str) -> str:
    blocks = []
    for block in re.split(r"\n{2,}", escape(markdown.strip())):
        for pattern, replacement in INLINE:
            block = re.sub(pattern, replacement, block)
        if heading := re.fullmatch(r"(#{1,6}) (.+)", block):
            tag, block = f"h{len(heading[1])}", heading[2]
        elif all(line.startswith("- ") for line in block.split("\n")):
            tag, block = "ul", re.sub(r"(?m)^- (.*)$", r"<li>\1</li>", block)
        else:
            tag = "p"
        blocks.append(f"<{tag}>{block}</{tag}>")
    return "\n".join(blocks)
