def describe(event: dict) -> str:
    match event:
        case {"type": "message", "user": {"name": str(name)}, "text": text}:
            return f"{name}: {text}"
        case {"type": "joined" | "left" as kind, "names": [name]}:
            return f"{name} {kind}"
        case {"type": "joined" | "left" as kind, "names": [*names, last]}:
            return f"{', '.join(names)} and {last} {kind}"
        case {"type": kind, **rest}:
            return f"{kind} with {len(rest)} more"
        case _:
            raise ValueError(f"not an event: {event!r}")
