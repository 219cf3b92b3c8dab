"""The refresh cookie, and the requests that may carry it.

Laws:
- Scripts cannot read it (HttpOnly), other sites cannot make a browser send it (SameSite=Strict, and a foreign Origin is
  refused as well), and it is sent to /api/auth only.
- A refusal does not clear the cookie. A slow answer to an old tab must not remove the cookie of a later login.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from server.infra.web import Problem

COOKIE = "prodev_refresh"
PATH = "/api/auth"


def refresh_cookie(request: Request) -> str | None:
    return request.cookies.get(COOKIE) or None


def set_refresh_cookie(request: Request, response: Response, refresh_token: str, life_s: int) -> None:
    response.set_cookie(
        COOKIE,
        refresh_token,
        max_age=life_s,
        path=PATH,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def clear_refresh_cookie(request: Request, response: Response) -> None:
    response.delete_cookie(COOKIE, path=PATH, secure=request.url.scheme == "https", httponly=True, samesite="strict")


def refuse_foreign_origin(request: Request, allowed: str) -> None:
    """Raises Problem 403 `auth/foreign-origin` when a browser says that another site made it send this. `allowed`:
    further origins, separated by commas. Programs other than browsers send no Origin and are let through."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    try:
        host = urlsplit(origin).netloc.lower()
    except ValueError:
        host = ""
    own = request.headers.get("host", "").lower()
    listed = {entry.strip().rstrip("/").lower() for entry in allowed.split(",") if entry.strip()}
    if not (host and host == own) and origin.lower() not in listed and not (host and host in listed):
        raise Problem(403, "auth/foreign-origin", "This request comes from another site.")
