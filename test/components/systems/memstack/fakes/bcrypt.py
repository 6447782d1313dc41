"""Enough of bcrypt for the script's own logic: a digest that shows its password."""


def checkpw(password: bytes, digest: bytes) -> bool:
    if not digest.startswith(b"$"):
        raise ValueError("Invalid salt")
    return digest == b"$" + password


def gensalt() -> bytes:
    return b"$"


def hashpw(password: bytes, salt: bytes) -> bytes:
    return salt + password
