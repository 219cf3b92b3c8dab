from itertools import groupby


def compress(text: str) -> str:
    runs = ((letter, len(list(run))) for letter, run in groupby(text))
    return "".join(f"{letter}{length}" for letter, length in runs)


print(compress("aaabccddd"))
