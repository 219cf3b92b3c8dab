from collections.abc import Callable
from contextlib import ExitStack

Act = Callable[[], object]


def run_all(*steps: tuple[str, Act, Act]) -> list[str]:
    """Do every step; when one fails, undo those before it, last first."""
    log: list[str] = []
    with ExitStack() as undo:
        for number, (name, do, take_back) in enumerate(steps, 1):
            try:
                do()
            except Exception as error:
                return [*log, f"[{number}/{len(steps)}] {name}: {error!r}"]
            undo.callback(take_back)
            log.append(f"[{number}/{len(steps)}] {name}: ok")
        undo.pop_all()
    return log


paid: list[str] = []
charge = ("charge", lambda: paid.append("card"), lambda: paid.clear())
ship = ("ship", lambda: 100 / len(paid[1:]), lambda: None)
print(*run_all(charge, ship), f"paid: {paid}", sep="\n")
