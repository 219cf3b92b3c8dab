class Transaction:
    """Changes to a dictionary that are undone when the block fails."""

    def __init__(self, accounts: dict[str, int]) -> None:
        self.accounts = accounts
        self.saved: dict[str, int] = {}

    def __enter__(self) -> dict[str, int]:
        self.saved = self.accounts.copy()
        return self.accounts

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.accounts.clear()
            self.accounts.update(self.saved)


savings: dict[str, int] = {"Ines": 80, "Jon": 20}
with Transaction(savings) as accounts:
    accounts["Ines"] -= 30
    accounts["Jon"] += 30
