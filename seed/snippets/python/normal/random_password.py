import secrets
import string

ALPHABET = string.ascii_letters + string.digits


def new_password(length: int = 16) -> str:
    if length < 12:
        raise ValueError("use 12 characters or more")
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
