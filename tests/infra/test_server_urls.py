"""DATABASE_URL and REDIS_URL: what is followed, what is refused by its name, and that nothing secret is ever said."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.embedded import wheel_programs
from server.infra.database_url import BadDatabaseUrl, database_address
from server.infra.redis_url import BadRedisUrl, redis_address
from server.infra.server_urls import BadUrl

# Of letters that no complaint has, and of what means something in an address.
SECRET = st.text(alphabet="ЖΩ7#/?@:[]&%= ,+\\'\"", min_size=1).map(lambda some: f"Ж{some}Ω")
SECRET_PARAMETERS = ["password", "sslpassword"]


def said_of(read: object, url: str) -> str:
    """All that is ever shown of an address: where it leads and its repr, or the complaint."""
    try:
        address = read(url)  # type: ignore[operator]
    except BadUrl as refusal:
        return str(refusal)
    return f"{address.place} {address!r}"


@given(secret=SECRET)
def test_no_part_of_a_password_is_said_however_it_is_written(secret: str) -> None:
    addresses = [f"u:{secret}@h:5432/1", f"{secret}@h/1", f"u:{secret}@h", f":{secret}@h:1/1?db=0"]
    for scheme, read in (("postgresql", database_address), ("redis", redis_address), ("rediss", redis_address)):
        for rest in addresses[:1] + addresses[2:]:
            assert not set("ЖΩ") & set(said_of(read, f"{scheme}://{rest}"))
    for name in SECRET_PARAMETERS:
        assert not set("ЖΩ") & set(said_of(database_address, f"postgresql://h/d?sslmode=require&{name}={secret}"))
    for name in ("password", "ssl_password"):
        assert not set("ЖΩ") & set(said_of(redis_address, f"rediss://h/0?{name}={secret}"))


@given(secret=SECRET)
def test_a_password_that_is_encoded_is_read_as_it_is(secret: str) -> None:
    encoded = quote(secret, safe="")
    for url in (f"postgresql://u:{encoded}@h/d", f"postgresql://u@h/d?password={encoded}"):
        address = database_address(url)
        assert (address.user, address.password, address.hosts) == ("u", secret, ("h",))
        bare, password = address.for_libpq()
        assert (bare, password) == ("postgresql://u@h:5432/d", secret)
    assert redis_address(f"redis://u:{encoded}@h/3").options["password"] == secret


@pytest.mark.parametrize("sign", ["#", "/", "?"])
@pytest.mark.parametrize(("first", "rest"), [("hun", "ter"), ("12", "34")])  # the latter reads like a port
def test_what_has_to_be_encoded_is_told(sign: str, first: str, rest: str) -> None:
    for url, read in (
        (f"postgresql://u:{first}{sign}{rest}@h/d", database_address),
        (f"redis://:{first}{sign}{rest}@h", redis_address),
    ):
        with pytest.raises(BadUrl, match=re.escape(f"{sign} as {quote(sign, safe='')}")) as refusal:
            read(url)
        assert first not in str(refusal.value) and f"{rest}@" not in str(refusal.value)


@pytest.mark.parametrize("scheme", ["postgresql", "redis"])
def test_a_password_whose_host_was_forgotten_is_not_said_for_a_port(scheme: str) -> None:
    said = said_of(database_address if scheme == "postgresql" else redis_address, f"{scheme}://u:hunter")
    assert "its port" in said and "hunter" not in said


# ---------------------------------------------------------------- what others put into an address


def libpqs_parameters() -> Iterator[str]:
    """Of the libpq that comes with the embedded PostgreSQL."""

    class Option(ctypes.Structure):
        _fields_ = [(name, ctypes.c_char_p) for name in ("keyword", "envvar", "compiled", "val", "label", "dispchar")]
        _fields_.append(("dispsize", ctypes.c_int))

    programs = wheel_programs()
    assert programs is not None
    folder = programs.parent / "lib"
    library = next(path for name in ("libpq.so.5", "libpq.5.dylib") if (path := folder / name).exists())
    libpq = ctypes.CDLL(str(library))
    libpq.PQconndefaults.restype = ctypes.POINTER(Option)
    options = libpq.PQconndefaults()
    for option in options:
        if not option.keyword:
            return
        yield option.keyword.decode()


PRISMAS = [
    *("schema", "connection_limit", "pool_timeout", "pgbouncer", "statement_cache_size", "connect_timeout"),
    *("socket_timeout", "sslmode", "sslcert", "sslidentity", "sslpassword", "sslaccept", "application_name", "host"),
    *(
        "options",
        "channel_binding",
        "max_connection_lifetime",
        "max_idle_connection_lifetime",
        "single_use_connections",
    ),
]


@pytest.mark.parametrize("name", [*sorted(libpqs_parameters()), *PRISMAS])
def test_every_parameter_of_libpq_and_prisma_is_followed_or_refused_by_name(name: str) -> None:
    for value in ("1", "true", "require"):
        said = said_of(database_address, f"postgresql://h/d?{name}={value}")
        assert said.startswith("h") or re.search(rf"\b{name}\b|its port", said), said
        assert "does not know" not in said


@pytest.mark.parametrize(
    ("url", "place", "is_pooled"),
    [
        ("postgres://u:p@ec2-1-2.compute-1.amazonaws.com:5432/d", "ec2-1-2.compute-1.amazonaws.com:5432/d", False),
        ("postgresql://u:p@ep-x-1-pooler.eu.aws.neon.tech/d?sslmode=require&options=endpoint%3Dep-x-1", None, False),
        ("postgres://u:p@ep-x-1.neon.tech/d?pgbouncer=true&connect_timeout=15&sslmode=require", None, True),
        (
            "postgresql://postgres.x:p@aws-0.pooler.supabase.com:6543/d?pgbouncer=true&supa=base-pooler.x",
            None,
            True,
        ),
        ("postgresql://doadmin:p@db-x.b.db.ondigitalocean.com:25060/d?sslmode=require", None, False),
        ("postgresql://u@server:p@server.postgres.database.azure.com/d?sslmode=require", None, False),
        ("postgres://u:p@x.internal:5432/d?sslmode=disable", "x.internal:5432/d", False),
        ("postgresql://u:p@a:1,b:2/d?target_session_attrs=read-write", "a:1,b:2/d", False),
        ("postgresql://u:p@a,b/d?target_session_attrs=primary&port=1,2", "a:1,b:2/d", False),
        ("postgresql://u:p@[::1]:5433/d", "[::1]:5433/d", False),
        ("postgresql://u@/d?host=/run/postgresql", "/run/postgresql", False),
        ("postgresql://u@%2Frun%2Fpostgresql/d", "/run/postgresql", False),
        ("postgresql:///d", "localhost:5432/d", False),
        ("postgresql://h/d?statement_cache_size=0", "h:5432/d", True),
        ("postgresql://h/d?schema=public&connection_limit=5&pgbouncer=false", "h:5432/d", False),
    ],
)
def test_an_address_as_it_is_handed_out_leads_where_it_says(url: str, place: str | None, is_pooled: bool) -> None:
    address = database_address(url)
    assert place is None or address.place == place
    assert address.is_pooled is is_pooled
    assert (address.driver_options().get("statement_cache_size") == 0) is is_pooled


@pytest.mark.parametrize(
    ("parameter", "instead"),
    [
        ("channel_binding=require", "sslmode=verify-full"),
        ("schema=other", "the schema public"),
        ("hostaddr=10.0.0.1", "use host"),
        ("service=mine", "service file"),
        ("gssencmode=require", "use sslmode"),
        ("sslmode=no-verify", "verify-full"),
        ("target_session_attrs=writable", "read-write"),
        ("sslrootcert=system&sslmode=require", "sslmode=verify-full"),
        ("connect_timeout=soon", "whole number"),
        ("pgbouncer=perhaps", "true nor false"),
        ("sslrootcert=/nowhere/ca.pem", "No such file"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name_with_a_way_out(parameter: str, instead: str) -> None:
    name = parameter.partition("=")[0]
    with pytest.raises(BadDatabaseUrl, match=rf"(?s)\b{name}\b.*{instead}"):
        database_address(f"postgresql://h/d?{parameter}").driver_options()


def test_a_parameter_that_nobody_knows_is_named_unless_it_may_be_the_rest_of_a_secret() -> None:
    with pytest.raises(BadDatabaseUrl, match="the parameter sslmod that"):
        database_address("postgresql://h/d?sslmod=require")
    with pytest.raises(BadDatabaseUrl) as refusal:
        database_address("postgresql://h/d?password=one&two=three")
    assert not re.search("one|two|three", str(refusal.value))


def test_certificates_of_the_system_are_trusted_for_the_named_host() -> None:
    options = database_address("postgresql://h/d?sslrootcert=system").driver_options()
    assert options["ssl"].check_hostname and options["dsn"] is None


def test_files_of_tls_and_sessions_reach_driver_and_libpq(tmp_path: Path) -> None:
    authority = tmp_path / "a b.pem"
    authority.touch()
    asked = f"sslrootcert={quote(str(authority))}&sslmode=verify-full&target_session_attrs=primary&options=-c%20a%3D1"
    address = database_address(f"postgresql://u:p@h/d?{asked}")
    assert address.for_libpq() == (f"postgresql://u@h:5432/d?{asked}", "p")
    options = address.driver_options()
    assert options["server_settings"] == {"options": "-c a=1"}
    assert options["dsn"].startswith("postgresql://?") and quote(str(authority), safe="") in options["dsn"]


@pytest.mark.parametrize(
    "url",
    [
        *("", "nonsense", "mysql://h/d", "postgresql+psycopg2://h/d", "prisma://h/d", "host=h dbname=d"),
        *("postgresql://h:port/d", "postgresql://[::1/d", "postgresql://h:0/d", "postgresql://h?x"),
        "postgresql://a,b/d?port=1,2,3",
    ],
)
def test_what_is_no_address_of_postgresql_is_refused(url: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=r"^DATABASE_URL is not a PostgreSQL address: "):
        database_address(url)


# ---------------------------------------------------------------- Redis


@pytest.mark.parametrize(
    ("url", "place", "options"),
    [
        ("redis://:secret@h:6379/2", "h:6379/2", {"db": 2, "password": "secret"}),
        ("rediss://default:p@x.upstash.io:6379", "x.upstash.io:6379", {"username": "default"}),
        ("rediss://:p@ec2-1.amazonaws.com:20140?ssl_cert_reqs=CERT_NONE", None, {"ssl_cert_reqs": "none"}),
        ("valkeys://default:p@x.aivencloud.com:1/0", "x.aivencloud.com:1", {}),
        ("redis://default:p@redis.railway.internal:6379?family=0", "redis.railway.internal:6379", {}),
        ("redis://[::1]", "[::1]:6379", {}),
        ("unix:///var/x/valkey.sock?db=3", "/var/x/valkey.sock", {"db": 3, "path": "/var/x/valkey.sock"}),
        ("unix://u:p@/run/r.sock", "/run/r.sock", {"username": "u", "password": "p"}),
    ],
)
def test_an_address_of_redis_leads_where_it_says(url: str, place: str | None, options: dict[str, object]) -> None:
    address = redis_address(url)
    assert place is None or address.place == place
    assert address.options | options == address.options
    address.kind(**address.options)  # what it does not know it would refuse at the first command


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("localhost:6379", "must start with redis://"),
        ("redis-sentinel://h/0", "must start with redis://"),
        ("redis://localhost:port", "its port"),
        ("redis://a:1,b:2", "several hosts"),
        ("redis://h/games", "number of a database"),
        ("redis://h?decode_responses=true", "decode_responses"),
        ("redis://h?ssl_cert_reqs=none", "ssl_cert_reqs.*rediss://"),
        ("rediss://h?ssl_cert_reqs=perhaps", "ssl_cert_reqs.*required"),
        ("rediss://h?ssl_ca_certs=/nowhere", "ssl_ca_certs cannot be read"),
        ("redis://h/0?max_connections=many", "max_connections"),
        ("redis://h?tls=true", "tls.*rediss://"),
        ("redis://h?nonsense=1", "the parameter nonsense"),
        ("unix://run/valkey.sock", "begins with a slash"),
    ],
)
def test_what_cannot_be_followed_of_an_address_of_redis_is_refused_by_name(url: str, complaint: str) -> None:
    with pytest.raises(BadRedisUrl, match=f"REDIS_URL.*{complaint}"):
        redis_address(url)
