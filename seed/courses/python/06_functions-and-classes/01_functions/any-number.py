def report(title: str, *lines: str, **facts: object) -> None:
    print(title.center(28, "="))
    for line in lines:
        print(line)
    for name, value in facts.items():
        print(f"{name:.<20}{value!s:.>8}")
    print(len(lines), "lines and", len(facts), "facts")


report("Harbour", "A calm sea", "Clear sky", wind=4, boats=17)
