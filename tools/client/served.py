"""The server's own description of itself, read without starting it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

import asyncpg

from server.app import described
from server.infra.openapi import INTERNAL_TAG, document
from server.infra.redis import open_redis
from server.infra.web import Endpoint
from server.settings import Settings

AnyEndpoint = Endpoint[Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One route. `described` is its operation in the OpenAPI document."""

    endpoint: AnyEndpoint
    described: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Served:
    operations: list[Operation]
    schemas: dict[str, Any]  # by name


def served() -> Served:
    """Everything that the client may call."""
    return asyncio.run(_served())


async def _served() -> Served:
    settings = Settings(secret_key="signs nothing: no token is ever issued")
    pg = asyncpg.create_pool("postgresql://never-connected.invalid/")
    served = described(settings, pg, open_redis("redis://never-connected.invalid"))
    endpoints = sorted(filter(_is_called, served), key=lambda one: (one.path, one.method))
    openapi = document(endpoints, version("prodev"))
    operations = [Operation(one, openapi["paths"][one.path][one.method.lower()]) for one in endpoints]
    return Served(operations, openapi["components"]["schemas"])


def _is_called(endpoint: AnyEndpoint) -> bool:
    return endpoint.path.startswith("/api/") and endpoint.tag != INTERNAL_TAG
