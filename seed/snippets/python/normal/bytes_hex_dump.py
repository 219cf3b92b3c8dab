def hex_dump(content: bytes, width: int = 8) -> None:
    for start in range(0, len(content), width):
        row = content[start : start + width]
        shown = "".join(chr(b) if 32 <= b < 127 else "." for b in row)
        print(f"{start:06x}  {row.hex(' '):<{width * 3}} {shown}")


hex_dump(b"Python\x00\xff and friends")
