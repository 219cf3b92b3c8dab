def wrap(text: str, width: int = 40) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


print(*wrap("A line is full when the next word is too long", 16), sep="\n")
