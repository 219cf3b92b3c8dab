class CartEmpty(Exception):
    """Raised at the checkout when nothing is bought."""


def checkout(items: list) -> None:
    if not items:
        raise CartEmpty
