COMMANDS = {}


def command(function):
    COMMANDS[function.__name__] = function
    return function


@command
def greet(name: str) -> str:
    return f"Hello, {name}!"


print(COMMANDS["greet"]("Grace"), "and", len(COMMANDS), "command")
