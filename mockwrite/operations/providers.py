"""Providers (contract: providers.md). Two operations serve every row of the provider table."""

from __future__ import annotations

from typing import Any

from ..access.caller import Caller
from ..errors import AppwriteError, ServerDefect
from ..names import wire_name
from ..php.json import as_stored, fits, parse_json, stored_length
from ..providers import EXAMPLE_CREDENTIALS, KINDS, READY_MADE, Keep, Kind, ProviderField, can_enable, kind_in
from ..queries.kinds import PROVIDERS
from ..records import Provider
from ..state.project import Project
from .finding import find_provider
from .lists import lister, log_lister

# Recorded: 12,014 characters of JSON can be stored, 12,030 cannot (corrections.md, 9). What is stored is the encrypted text in
# Base64 with its slashes escaped, so in between chance decides.
LONGEST_CREDENTIALS = 12_020


def create_provider(
    project: Project, caller: Caller, *, kind: str, provider_id: str, name: str, **values: Any
) -> Provider:
    """Store a provider. With credentials missing it is stored disabled, without an error (providers.md, create flow)."""
    row = kind_in(kind, project.rules)
    wire = {wire_name(name): value for name, value in values.items()}
    credentials = _stored(row, row.credentials, wire)
    options = _stored(row, row.options, wire)
    needs = row.enable_on_create
    if row.create_needs_from and project.rules.msg91_create_needs_from:
        needs = (*needs, "from")
    enabled = wire.get("enabled") is True and can_enable(needs, {**credentials, **options})
    _check_length(project, row, credentials)
    provider_id = project.new_id(provider_id)
    if provider_id in project.providers:
        raise AppwriteError("provider_already_exists")
    now = project.clock.ms
    return project.providers.add(
        Provider(
            **project.ids.stamp(now, provider_id),
            name=name,
            kind=kind,
            type=row.type,
            enabled=enabled,
            credentials=credentials,
            options=options,
        )
    )


def create_working_provider(
    project: Project, caller: Caller, *, kind: str, provider_id: str, name: str, enabled: bool = True, **values: Any
) -> Provider:
    """Store a provider with made-up credentials that work; `values` replace them."""
    row = KINDS[kind]
    made_up = dict(EXAMPLE_CREDENTIALS[kind])
    if row.type == "email":
        made_up |= {"from_name": "Example", "from_email": "noreply@example.com"}
    elif "from" in row.options:
        made_up["from_"] = "+15550001111"
    made = create_provider(
        project, caller, kind=kind, provider_id=provider_id, name=name, enabled=enabled, **{**made_up, **values}
    )
    # Up to 1.9.0 creating never enables some kinds (providers.md); what is made here is deliverable.
    return project.providers.replace(made, enabled=enabled)


def create_ready_made(project: Project) -> None:
    """Give a project one working provider of each type, unless it has them already (`with_providers`)."""
    maker = Caller("key", frozenset())
    for id, kind in READY_MADE.items():
        if id not in project.providers:
            create_working_provider(
                project, maker, kind=kind, provider_id=id, name=f"{kind} provider made by mockwrite"
            )


def withdraw_ready_made(project: Project) -> None:
    """Take the ready-made providers away where there never were others, as if they had not been either."""
    if project.providers.last == len(READY_MADE) and all(id in project.providers for id in READY_MADE):
        project.providers.restore((0, {}))


def update_provider(
    project: Project, caller: Caller, *, kind: str, provider_id: str, name: str, **values: Any
) -> Provider:
    """Merge what is given into a provider (providers.md, update flow)."""
    provider = get_provider(project, caller, provider_id=provider_id)
    if provider.kind != kind:
        raise AppwriteError("provider_incorrect_type")
    row = kind_in(kind, project.rules)
    wire = {wire_name(name): value for name, value in values.items()}
    credentials = _merged(row, row.credentials, provider.credentials, wire)
    options = _merged(row, row.options, provider.options, wire)
    enabled = provider.enabled if wire.get("enabled") is None else bool(wire["enabled"])
    if wire.get("enabled") is True and not can_enable(row.enable_on_update, {**credentials, **options}):
        raise AppwriteError("provider_missing_credentials")
    _check_length(project, row, credentials)
    return project.providers.change(
        provider,
        project.clock.ms,
        name=name if _is_filled(name) else provider.name,
        enabled=enabled,
        credentials=credentials,
        options=options,
    )


def get_provider(project: Project, caller: Caller, *, provider_id: str) -> Provider:
    """Return a provider; 404 `provider_not_found`."""
    return find_provider(project, provider_id)


list_providers = lister(lambda project: project.providers, PROVIDERS)


list_provider_logs = log_lister("provider", find_provider)


def delete_provider(project: Project, caller: Caller, *, provider_id: str) -> None:
    """Delete a provider; targets keep its id (providers.md, delete)."""
    project.providers.remove(get_provider(project, caller, provider_id=provider_id))


def _check_length(project: Project, row: Kind, credentials: dict[str, Any]) -> None:
    """Refuse credentials that are too long once they are encrypted; to a person it says which is the longest."""
    if not fits(credentials, LONGEST_CREDENTIALS):
        longest = max(credentials, key=lambda name: stored_length(credentials[name]))
        raise ServerDefect(
            longest,
            f"written as JSON, the credentials have more than the {LONGEST_CREDENTIALS} characters that can be stored",
            type=project.rules.structure_invalid,
        )


def _stored(row: Kind, names: tuple[str, ...], wire: dict[str, Any]) -> dict[str, Any]:
    """Return the keys that creating stores, in the order in which they are shown."""
    stored = {}
    for name in names:
        field = row.fields[name]
        value = _value(field, wire.get(name, field.default))
        if field.keep is Keep.ALWAYS or (value is not None if field.keep is Keep.NOT_NULL else _is_filled(value)):
            stored[name] = value
    return stored


def _merged(row: Kind, names: tuple[str, ...], before: dict[str, Any], wire: dict[str, Any]) -> dict[str, Any]:
    """Return the stored keys after a PATCH: a text replaces when it is not empty, anything else when it is not null."""
    merged = dict(before)
    for name in names:
        field = row.fields[name]
        given = wire.get(name)
        if given is not None and (field.decoded or _is_filled(given) or not isinstance(given, str)):
            merged[field.update_key or name] = _value(field, given)
    return merged


def _value(field: ProviderField, value: Any) -> Any:
    if field.decoded and value is not None:
        return as_stored(parse_json(value) if isinstance(value, str) else value)
    if field.stored_as is not None and isinstance(value, str):
        return field.stored_as.get(value, value)
    return value


def _is_filled(value: Any) -> bool:
    # "0" counts as empty on the server (recorded: such a PATCH changes nothing).
    return value not in ("", "0", None)
