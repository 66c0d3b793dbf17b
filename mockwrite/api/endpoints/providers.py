"""Providers (contract: endpoints.md). The create and update rows come from the provider table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from ...operations import providers as operations
from ...providers import KINDS, Kind, ProviderField
from ...queries.kinds import PROVIDERS
from ...validators.texts import CustomId, Text, Uid
from ..endpoint import Endpoint, Param, optional, required
from ..models import common as models
from ..models import messaging as messaging_models
from .lists import LOG_QUERIES, SEARCH, TOTAL, queries

_READ, _WRITE = ("providers.read",), ("providers.write",)
_ID = required("providerId", Uid())
_LIST = models.listing("providers", messaging_models.provider)
_LOGS = models.listing("logs", models.log)


def _on_create(field: ProviderField) -> Param:
    if field.required:
        return required(field.name, field.check)
    return optional(field.name, field.check, default=field.default, null=field.null_on_create)


def _on_update(field: ProviderField) -> Param:
    # Whatever the default on create: absent keeps the stored value.
    default = None if field.null_on_update else ""
    return optional(field.name, field.on_update or field.check, default=default, null=field.null_on_update)


def _rows(name: str, kind: Kind, since: str | None, until: str | None) -> Iterator[Endpoint]:
    """The two rows of one provider."""
    create: Callable[..., Any] = partial(operations.create_provider, kind=name)
    update: Callable[..., Any] = partial(operations.update_provider, kind=name)
    yield Endpoint(
        "POST", f"/messaging/providers/{name}", create, _WRITE,
        (required("providerId", CustomId()), required("name", Text(128)), *(_on_create(kind.fields[item]) for item in kind.create)),
        messaging_models.provider, 201, f"Create a {name} provider", since, until, kind.newest_only, audit="provider.create",
    )  # fmt: skip
    yield Endpoint(
        "PATCH", f"/messaging/providers/{name}/{{providerId}}", update, _WRITE,
        (_ID, optional("name", Text(128)), *(_on_update(kind.fields[item]) for item in kind.update)),
        messaging_models.provider, 200, f"Update a {name} provider", since, until, kind.newest_only, audit="provider.update",
    )  # fmt: skip


def _provider_rows() -> Iterator[Endpoint]:
    for name, kind in KINDS.items():
        since = kind.since
        if kind.earlier is not None:
            yield from _rows(name, kind.earlier[1], since, kind.earlier[0])
            since = "1.5.4"
        yield from _rows(name, kind, since, None)


ENDPOINTS = (
    Endpoint(
        "GET", "/messaging/providers", operations.list_providers, _READ, (queries(PROVIDERS), SEARCH, TOTAL), _LIST,
        summary="List providers",
    ),
    Endpoint(
        "GET", "/messaging/providers/{providerId}", operations.get_provider, _READ, (_ID,), messaging_models.provider,
        summary="Get a provider",
    ),
    Endpoint(
        "GET", "/messaging/providers/{providerId}/logs", operations.list_provider_logs, _READ, (_ID, LOG_QUERIES, TOTAL),
        _LOGS, summary="List what was done to a provider",
    ),
    Endpoint(
        "DELETE", "/messaging/providers/{providerId}", operations.delete_provider, _WRITE, (_ID,), status=204,
        summary="Delete a provider", audit="provider.delete", audit_is_lost=True,
    ),
    *_provider_rows(),
)  # fmt: skip
