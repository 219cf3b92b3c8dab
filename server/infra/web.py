"""How an endpoint is written: its handler's signature names its input and its output.

    def endpoints(pg: Pool) -> Endpoints:
        calls = _Calls(pg)
        return [
            endpoint("GET", "/api/things", calls.page, "Your things", access=Access.USER, tag="things"),
            endpoint("POST", "/api/things", calls.add, "Add a thing", access=Access.USER, status=201, tag="things"),
            endpoint("GET", "/api/things/{id}", calls.one, "One thing", problems=(UNKNOWN,), tag="things"),
        ]

    class _Calls:
        async def page(self, call: Call[None, PageQuery]) -> ThingsOut: ...
        async def add(self, call: Call[NewThing]) -> ThingOut: ...
        async def one(self, call: Call[None, None, IdPath]) -> ThingOut: ...

`Call[Body, Query, Path]` names the models that validate the inputs, None for an input that it does not have; trailing
ones may be left out. A body of the model `Upload` is a file. The result is a frozen, slotted dataclass: orjson writes
it, OpenAPI describes it. `-> None` is a 204. `Answer[Out]` is a value with a status or headers of its own. A plain
`Response` is for what is streamed or is not JSON: its endpoint names the `media_type`.

Laws:
- A handler sees only validated input.
- Every error body is `{type,title,status,detail,code,errors}` (RFC 9457); `code` is `area/slug` and stable.
- Times are sent as RFC 3339 with `Z` and milliseconds.

Absent on purpose: how a call is carried out (dispatch.py), whose token it is, and any SQL.
"""

from __future__ import annotations

import enum
import inspect
import re
import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Generic, TypeAlias, Union

import asyncpg
import orjson
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response
from typing_extensions import TypeVar  # with defaults; in typing from Python 3.13 on

from server.infra.inputs import Body, Query, Upload
from server.infra.postgres import Connection

BODY_LIMIT_BYTES = 64 * 1024  # the largest honest body is a snippet of 30 lines of 80 columns, far below
RETRY_AFTER_S = 2
POSTGRES_S = 1.5  # of PostgreSQL's time per call, so that a 503 comes within 2 s
POSTGRES_LONG_S = 10.0  # the same for calls that may read or change a lot: moderators', and those that say so


# ---------------------------------------------------------------- problems


class Problem(Exception):
    """A refusal, sent to the client.

    `code` is `area/slug` and part of the public interface. `errors` holds `{pointer, code, detail}` entries, with
    `line` and `column` (both from 1) where they point into a snippet.
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, Any]] = (),
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail = status, code, detail
        self.errors, self.headers, self.extra = list(errors), dict(headers or {}), extra

    def response(self) -> Response:
        body = {
            "type": f"about:blank#{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "errors": self.errors,
            **self.extra,
        }
        return Response(dumps(body), self.status, self.headers, media_type="application/problem+json")


def away(what: str = "The database") -> Problem:
    """PostgreSQL is away: come back soon."""
    return Problem(
        503,
        "server/unavailable",
        f"{what} is not responding. Try again shortly.",
        headers={"Retry-After": str(RETRY_AFTER_S)},
    )


# ---------------------------------------------------------------- JSON


def rfc3339(at: datetime) -> str:
    """`2026-01-31T12:00:00.123Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def _default(value: object) -> object:
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, asyncpg.Record):
        return dict(value)
    if isinstance(value, BaseModel):
        return value.model_dump()
    raise TypeError(type(value).__name__)


def dumps(value: object) -> bytes:
    return orjson.dumps(value, _default, orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_NON_STR_KEYS)


def json_response(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    if status == HTTPStatus.NO_CONTENT:
        return Response(status_code=status, headers=headers)
    return Response(dumps(value), status, headers, media_type="application/json")


# ---------------------------------------------------------------- endpoints


class Access(enum.Enum):
    """Who may call an endpoint."""

    PUBLIC = "public"  # anyone; a token is not looked at
    OPTIONAL = "optional"  # anyone; if there is a token it must be valid
    USER = "user"  # a guest or a registered player
    MODERATOR = "moderator"  # MODERATOR or ADMIN
    ADMIN = "admin"


class Reads(enum.Enum):
    """Which PostgreSQL a call may be answered from, where there is a replica (server/infra/replica.py). Its data is
    usually some milliseconds old, and ten seconds at most."""

    PRIMARY = "primary"  # what is decided or changed by the answer, or kept for others
    REPLICA = "replica"  # what others do: nobody can tell whether it is a little behind
    REPLICA_AFTER_OWN_WRITES = "own writes"  # the replica, except for callers who have just written something


@dataclass(frozen=True, slots=True)
class Principal(ABC):
    """Who is calling, as the token and the users row said when the call had arrived."""

    user_id: str
    username: str
    display_name: str
    role: str
    is_guest: bool
    must_change_password: bool

    @abstractmethod
    async def confirm(self, connection: Connection) -> None:
        """Locks the users row for this transaction. Raises Problem 401 or 403 when it no longer says the same.

        Call it in each transaction whose write must not outlive a lost role, a disabled account or an ended sign-in.
        """


BodyT = TypeVar("BodyT", bound=Body | None, default=None)
QueryT = TypeVar("QueryT", bound=Query | None, default=None)
PathT = TypeVar("PathT", bound=Query | None, default=None)
Out = TypeVar("Out", default=None)


@dataclass(slots=True)
class Call(Generic[BodyT, QueryT, PathT]):
    """One validated call. `began_s` is when it came, by `time.monotonic`."""

    request: Request
    body: BodyT
    query: QueryT
    path: PathT
    _principal: Principal | None
    began_s: float

    @property
    def caller(self) -> Principal:
        """The caller. Only for endpoints that need a token."""
        if self._principal is None:
            raise Problem(401, "auth/required", "Sign in to do this.", headers={"WWW-Authenticate": "Bearer"})
        return self._principal

    @property
    def maybe_caller(self) -> Principal | None:
        return self._principal

    @property
    def maybe_caller_id(self) -> str | None:
        return None if self._principal is None else self._principal.user_id


AnyCall: TypeAlias = Call[Any, Any, Any]  # for code that looks only at the request or the caller


class Answer(Response, Generic[Out]):
    """A value to send as JSON, where the status, a header or a cookie depends on the call. None means no content, and
    needs status 204."""

    media_type = "application/json"

    def __init__(self, value: Out, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(None if status == HTTPStatus.NO_CONTENT else dumps(value), status, headers)


Handler: TypeAlias = Callable[[Call[BodyT, QueryT, PathT]], Awaitable[Out | Answer[Out]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint(Generic[BodyT, QueryT, PathT, Out]):
    """One method on one path; made by `endpoint`, which reads the models and the result from its handler."""

    method: str
    path: str
    handler: Handler[BodyT, QueryT, PathT, Out]
    summary: str
    access: Access = Access.PUBLIC
    body: type[BodyT] | None = None
    query: type[QueryT] | None = None
    path_model: type[PathT] | None = None
    returns: Any = None  # a type that pydantic can describe, a media type, or None for no content
    status: int = 200
    problems: tuple[tuple[int, str], ...] = ()
    rate: str | None = None
    body_limit_bytes: int = BODY_LIMIT_BYTES
    postgres_s: float | None = None  # None: as its access suggests
    when_away: Callable[[], Problem] = away  # what is answered when PostgreSQL is away
    with_first_password: bool = False  # also open to an account that must choose a password of its own first
    reads: Reads = Reads.PRIMARY
    tag: str = "prodev"

    @property
    def takes_file(self) -> bool:
        return self.body is not None and issubclass(self.body, Upload)

    @property
    def postgres_bound_s(self) -> float:
        """How long PostgreSQL may take for one call, all statements together."""
        if self.postgres_s is not None:
            return self.postgres_s
        return POSTGRES_LONG_S if self.access in (Access.MODERATOR, Access.ADMIN) else POSTGRES_S


Endpoints: TypeAlias = Sequence[Endpoint[Any, Any, Any, Any]]


def endpoint(
    method: str,
    path: str,
    handler: Handler[BodyT, QueryT, PathT, Out],
    summary: str,
    *,
    access: Access = Access.PUBLIC,
    status: int | None = None,
    media_type: str | None = None,
    problems: tuple[tuple[int, str], ...] = (),
    rate: str | None = None,
    body_limit_bytes: int = BODY_LIMIT_BYTES,
    postgres_s: float | None = None,
    when_away: Callable[[], Problem] = away,
    with_first_password: bool = False,
    reads: Reads = Reads.PRIMARY,
    tag: str = "prodev",
) -> Endpoint[BodyT, QueryT, PathT, Out]:
    """Declare an endpoint. Raises TypeError, at start-up, if the handler's signature is incomplete.

    `status` is that of success: 200, or 204 for a handler that returns None. `problems` are the `(status, code)` pairs
    beyond those that every endpoint can return; `rate` is per client address, and again per signed-in user, as the
    `limits` library writes it ("10/minute"; several are separated by semicolons). `postgres_s` is for calls that need
    PostgreSQL for longer than most (POSTGRES_LONG_S), `when_away` for one that says in its own words that it is away.
    `with_first_password`: also for an account whose password somebody else chose, which can do nothing else before it
    has another. `media_type` is the type of a handler's plain responses, if it returns nothing else. `reads` other than
    the primary is for a GET whose handler writes nothing and streams nothing: it may be carried out twice.
    """
    if reads is not Reads.PRIMARY and method != "GET":
        raise TypeError(f"{method} {path} cannot read from a replica")
    name = getattr(handler, "__qualname__", repr(handler))
    takes, gives = _annotations(getattr(handler, "__func__", handler), is_method=inspect.ismethod(handler))
    body, query, path_model = _inputs(takes, name)
    _check_path(path, path_model, name)
    returns = _outcome(gives, name) if media_type is None else media_type
    return Endpoint(
        method=method,
        path=path,
        handler=handler,
        summary=summary,
        access=access,
        body=body,
        query=query,
        path_model=path_model,
        returns=returns,
        status=status or (HTTPStatus.OK if returns is not None else HTTPStatus.NO_CONTENT).value,
        problems=problems,
        rate=rate,
        body_limit_bytes=body_limit_bytes,
        postgres_s=postgres_s,
        when_away=when_away,
        with_first_password=with_first_password,
        reads=reads,
        tag=tag,
    )


@lru_cache(maxsize=256)  # about as many as there are: each app of a process declares the same endpoints
def _annotations(handler: Callable[..., Any], *, is_method: bool) -> tuple[Any, Any]:
    """The types of its one parameter and of its result."""
    hints = typing.get_type_hints(handler)
    (parameter,) = list(inspect.signature(handler).parameters)[is_method:]
    return hints.get(parameter), hints.get("return", Response)


def _inputs(hint: Any, name: str) -> tuple[Any, Any, Any]:
    """The models of body, query and path in a `Call[...]`."""
    if hint is not Call and typing.get_origin(hint) is not Call:
        raise TypeError(f"{name} takes a Call[Body, Query, Path]")
    models = [None if model is types.NoneType else model for model in typing.get_args(hint)]
    body, query, path = (*models, None, None, None)[:3]
    return body, query, path


def _check_path(path: str, model: type[Query] | None, name: str) -> None:
    wanted = set(re.findall(r"\{(\w+)", path))
    if wanted != (set(model.model_fields) if model is not None else set()):
        raise TypeError(f"{name} does not take what {path} names")


def _outcome(hint: Any, name: str) -> Any:
    """The JSON that a handler returns, without the responses that carry it; None for no content."""
    members = typing.get_args(hint) if typing.get_origin(hint) in (Union, types.UnionType) else (hint,)
    carried = [typing.get_args(member)[0] if typing.get_origin(member) is Answer else member for member in members]
    if any(isinstance(value, type) and issubclass(value, Response) for value in carried):
        raise TypeError(f"{name} does not name what it returns, nor its endpoint a media type")
    return None if carried == [types.NoneType] else Union[tuple(carried)]  # noqa: UP007
