ROLES = {
    "reader": {"page:read"},
    "writer": {"page:read", "page:edit", "image:*"},
    "owner": {"*:*"},
}


def is_allowed(roles: list[str], wanted: str) -> bool:
    """Whether one of the roles grants an action such as 'page:edit'."""
    kind, _, action = wanted.partition(":")
    ways = {wanted, f"{kind}:*", f"*:{action}", "*:*"}
    return any(ways & ROLES.get(role, set()) for role in roles)


print(is_allowed(["writer"], "image:delete"))
