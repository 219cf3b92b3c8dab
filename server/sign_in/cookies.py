"""The cookies of signing in, and the requests that may carry them.

- The refresh cookie is the sign-in.
- The device cookie says on which accounts this browser has been signed in (known_devices.py). It stays after a logout.
- The mark says that somebody is signed in, and nothing else. Scripts read it, so that a page asks who it is at once, or
  not at all; it comes and goes with the refresh cookie.

Laws:
- Scripts cannot read the others (HttpOnly), other sites cannot make a browser send them (SameSite=Strict, and a foreign
  Origin is refused as well), and they are sent to /api/auth only.
- Behind TLS their names begin with `__Secure-`, so that no page without TLS can plant one. Names of the previous
  release are still read.
- A refusal does not clear a cookie. A slow answer to an old tab must not remove the cookie of a later login; a page
  that is refused clears the mark itself, if nobody has logged in meanwhile.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from server.infra.origins import is_ours
from server.infra.web import Problem

REFRESH = "prodev_refresh"
DEVICE = "prodev_device"
PATH = "/api/auth"
MARK, MARKED = "prodev_signed_in", "yes"
_SECURE = "__Secure-"


def read_cookie(request: Request, name: str) -> str | None:
    if _is_secure(request) and (value := request.cookies.get(_SECURE + name)):
        return value
    return request.cookies.get(name) or None


def set_cookie(request: Request, response: Response, name: str, value: str, life_s: int) -> None:
    secure = _is_secure(request)
    response.set_cookie(
        (_SECURE if secure else "") + name,
        value,
        max_age=life_s,
        path=PATH,
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    if secure and name in request.cookies:  # of the previous release
        _delete(response, name, secure=True)


def clear_cookie(request: Request, response: Response, name: str) -> None:
    secure = _is_secure(request)
    if secure:
        _delete(response, _SECURE + name, secure=True)
    if not secure or name in request.cookies:
        _delete(response, name, secure=secure)


def mark(request: Request, response: Response, life_s: int) -> None:
    response.set_cookie(MARK, MARKED, max_age=life_s, secure=_is_secure(request), samesite="strict")


def clear_mark(request: Request, response: Response) -> None:
    response.delete_cookie(MARK, secure=_is_secure(request), samesite="strict")


def _delete(response: Response, name: str, *, secure: bool) -> None:
    response.delete_cookie(name, path=PATH, secure=secure, httponly=True, samesite="strict")


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"


def refuse_foreign_origin(request: Request, allowed: str) -> None:
    """Raises Problem 403 `auth/foreign-origin` when a browser says that another site made it send this. `allowed`:
    further origins, separated by commas. Programs other than browsers send no Origin and are let through."""
    origin = request.headers.get("origin")
    if origin is not None and not is_ours(origin, request.headers.get("host"), allowed):
        raise Problem(403, "auth/foreign-origin", "This request comes from another site.")
