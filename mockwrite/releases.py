"""Appwrite releases, and the rules that differ between them, as data.

Each field of `Rules` is a ladder of steps: the value that holds from a release on. A comment names the contract sheet that
says so; what it calls inferred, no sheet and no recording settles. Parameters and routes that come and go carry `since` and
`until` in the endpoint table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

Version = tuple[int, int, int]

RELEASES: tuple[Version, ...] = (
    *((1, 5, patch) for patch in range(12)),
    (1, 6, 0), (1, 6, 1), (1, 6, 2),
    (1, 7, 0), (1, 7, 1), (1, 7, 2), (1, 7, 3), (1, 7, 4),
    (1, 8, 0), (1, 8, 1),
    (1, 9, 0), (1, 9, 5), (1, 9, 6),
)  # fmt: skip
FIRST, LATEST = RELEASES[0], RELEASES[-1]


@cache
def parse_version(text: str) -> Version:
    """Turn "1.8.1" into a release and "1.8" into the last release of that line.

    Raises ValueError with the releases that exist when the text names none of them.
    """
    parts = text.strip().removeprefix("v").split(".")
    if all(part.isdecimal() for part in parts) and len(parts) in (2, 3):
        wanted = tuple(int(part) for part in parts)
        found = [release for release in RELEASES if release[: len(wanted)] == wanted]
        if found:
            return found[-1]
    known = ", ".join(format_version(release) for release in RELEASES)
    raise ValueError(f"Appwrite version {text!r} is not known; use a line such as 1.8, or one of {known}")


def format_version(version: Version) -> str:
    """Write a release as the server reports it: "1.9.6"."""
    return ".".join(str(part) for part in version)


# More figures would be no version, and Python does not read any number of them.
_FORMAT = re.compile(r"([0-9]{1,9})\.([0-9]{1,9})\.([0-9]{1,9})")


def parse_format(text: str) -> Version | None:
    """Read the version in `X-Appwrite-Response-Format`, released or not; None when it is no plain x.y.z."""
    found = _FORMAT.fullmatch(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _steps(*steps: tuple[str, Any]) -> Any:
    return field(metadata={"steps": steps})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rules:
    """What one Appwrite release does where releases differ (see the module text)."""

    version: Version
    # http.md §1: an unknown route is an HTML page.
    html_not_found: bool = _steps(("1.5", False), ("1.9.5", True))
    # http.md §4: null on an optional parameter that is not declared nullable: a crash, or 400.
    null_crashes: bool = _steps(("1.5", True), ("1.8.1", False), ("1.9.5", True))
    # http.md §5: a phone number must also be parsable by a library.
    phone_is_parsed: bool = _steps(("1.5", False), ("1.6", True))
    # errors.md, code changes: what the database's own refusals become.
    duplicate_document: str = _steps(("1.5", "document_already_exists"), ("1.7", "general_unknown"))
    structure_invalid: str = _steps(("1.5", "document_invalid_structure"), ("1.7", "general_unknown"))
    query_refused: str = _steps(("1.5", "general_query_invalid"), ("1.7", "general_unknown"))
    # errors.md: a taken message id.
    duplicate_message: str = _steps(
        ("1.5", "document_already_exists"), ("1.7", "general_unknown"), ("1.9", "message_already_exists")
    )
    # auth.md §1: an API key without the project header; without a refusal its sender is a guest.
    key_without_project: str = _steps(("1.5", ""), ("1.6.2", "user_unauthorized"), ("1.9", "project_id_missing"))
    # auth.md §2: an unknown key; likewise.
    unknown_key: str = _steps(("1.5", ""), ("1.6.2", "user_unauthorized"))
    # auth.md §2: a key or a JWT beside a session.
    key_and_session_refused: bool = _steps(("1.5", True), ("1.9", False))
    jwt_and_session_refused: bool = _steps(("1.5", False), ("1.9", True))
    # auth.md §2: project as a parameter is enough for a key.
    key_needs_project_header: bool = _steps(("1.5", False), ("1.9", True))
    # errors.md: a blocked user.
    blocked_status: int = _steps(("1.5", 401), ("1.9", 403))
    # http.md §7, corrections.md I: a browser origin that is not registered is refused for GET too. Before, a guest's GET was
    # answered as without an origin (recorded: 401 `general_unauthorized_scope`).
    reads_need_known_origin: bool = _steps(("1.5", False), ("1.9", True))
    # http.md §6: what is refused before anything else lacks `X-Content-Type-Options` (recorded).
    first_refusals_are_bare: bool = _steps(("1.5", False), ("1.9.5", True))
    # databases.md §15: `/database/…` for the one database of SDKs older than databases.
    one_database_has_own_paths: bool = _steps(("1.5", True), ("1.7", False))
    # events.md: calls by an API key are logged.
    keys_are_logged: bool = _steps(("1.5", False), ("1.7", True))
    # Recorded in 1.6.2: what was done seconds ago is not there. That its worker writes entries together, a minute apart, and
    # that 1.6.2 is the only release to do so, is inferred.
    log_delay: int = _steps(("1.5", 0), ("1.6.2", 60_000), ("1.7", 0))
    logs_default_limit: int = _steps(("1.5", 5000), ("1.6.2", 25))
    # models.md §11.
    target_has_expired: bool = _steps(("1.5", False), ("1.6.1", True))
    user_has_impersonator: bool = _steps(("1.5", False), ("1.9", True))
    # corrections.md, 16 and 17; with the step of the facts about addresses, which is inferred.
    newer_email_library: bool = _steps(("1.5", False), ("1.9.5", True))
    user_has_email_facts: bool = _steps(("1.5", False), ("1.9.5", True))
    # models.md §8; recorded in 1.6.2 and 1.8.1, the step between them by reading the SDKs' notes (sdks.md §4).
    # The library that came with them also shows other options for imported hashes (recorded in 1.9.6).
    newer_hash_library: bool = _steps(("1.5", False), ("1.8", True))
    log_has_user_type: bool = _steps(("1.5", False), ("1.9.5", True))
    bucket_has_transformations: bool = _steps(("1.5", False), ("1.8.1", True))
    bucket_has_total_size: bool = _steps(("1.5", False), ("1.9", True))
    file_has_storage_facts: bool = _steps(("1.5", False), ("1.9.5", True))
    membership_has_user_facts: bool = _steps(("1.5", False), ("1.9.5", True))
    # providers.md: msg91 on create. Before 1.5.4 `from`; then an option that the route no longer accepts.
    msg91_create_needs_from: bool = _steps(("1.5", True), ("1.9.5", False))
    # queries.md §2, §3, §4; cursors: endpoints.md, overview.
    values_per_filter: int = _steps(("1.5", 100), ("1.6.1", 500))
    negated_methods: bool = _steps(("1.5", False), ("1.8", True))
    contains_any_all: bool = _steps(("1.5", False), ("1.9", True))
    order_random: bool = _steps(("1.5", False), ("1.8", True))
    cursor_is_checked: bool = _steps(("1.5", False), ("1.6.1", True))
    sequence_attribute: str = _steps(("1.5", ""), ("1.6", "$internalId"), ("1.7", "$sequence"))
    sequence_is_filterable: bool = _steps(("1.5", False), ("1.7", True))
    order_null_is_checked: bool = _steps(("1.5", False), ("1.6.2", True))
    # errors.md: searching an attribute without a full-text index; provider and topic names had one.
    name_is_searchable: bool = _steps(("1.5", True), ("1.9", False))
    # queries.md §7: the text "false" for `total` counts as false.
    total_false_text_is_false: bool = _steps(("1.5", False), ("1.9", True), ("1.9.5", False))
    # delivery.md.
    resolves_before_sending: bool = _steps(("1.5", True), ("1.9.5", False))
    no_recipients_first: bool = _steps(("1.5", True), ("1.9.5", False))
    attempts: int = _steps(("1.5", 1), ("1.9.5", 5))
    errors_cap: int = _steps(("1.5", 0), ("1.9.5", 100))
    only_errors_decide: bool = _steps(("1.5", True), ("1.9.5", False))
    cc_crashes: bool = _steps(("1.5", True), ("1.6.1", False))
    smtp_hides_recipients: bool = _steps(("1.5", False), ("1.8", True))
    smtp_counts_copies: bool = _steps(("1.5", False), ("1.6.2", True))
    # The wire adapters of libraries before 0.16 (delivery.md appendix, history rows "≤1.6.1").
    old_adapters: bool = _steps(("1.5", True), ("1.6.2", False))
    # users-targets.md §3.
    sessions_per_user: int = _steps(("1.5", 10), ("1.9", 0))
    library_versions_are_read: bool = _steps(("1.5", False), ("1.8", True))
    cookies_are_forgotten_per_session: bool = _steps(("1.5", False), ("1.9.5", True))
    # account-mails.md §12.
    recovery_ends_sessions: bool = _steps(("1.5", False), ("1.9.5", True))
    # That a changed password does so began with the policy for it; the step is inferred.
    new_password_ends_sessions: bool = _steps(("1.5", False), ("1.7", True))
    has_developer_keys: bool = _steps(("1.5", False), ("1.8", True))
    links_take_app_schemes: bool = _steps(("1.5", False), ("1.8", True))
    # Recorded in 1.9.6: the costs of the hash of a password that was set by a link; the step is inferred.
    link_hash_costs: str = _steps(("1.5", ""), ("1.9.5", "m=7168,t=5,p=1"))
    # users-targets.md §1: what an empty phone number is stored as (recorded: `isNull phone`).
    cleared_phone_is_null: bool = _steps(("1.5", False), ("1.9", True))
    # corrections.md, 29 and 30; recorded in 1.9.6 and not in 1.8.1.
    file_headers_are_doubled: bool = _steps(("1.5", False), ("1.9.5", True))
    # users-targets.md §5 and §6.
    chunks_in_any_order: bool = _steps(("1.5", False), ("1.9.5", True))
    # Recorded: 1.6.2 takes comma-separated values for plain text, and texts of two bytes or of some megabytes for none. The
    # megabyte as the border, and 1.8 as the step, are inferred.
    newer_file_library: bool = _steps(("1.5", False), ("1.8", True))
    # users-targets.md §5 (push image), recorded for downloads too: files asked for without naming a project.
    storage_needs_project: bool = _steps(("1.5", True), ("1.7", False))
    # Recorded in 1.6.2: the refusal of a range still names the file.
    refused_range_names_file: bool = _steps(("1.5", True), ("1.7", False))
    team_role_length: int = _steps(("1.5", 36), ("1.9", 81))
    # databases.md §15.
    database_has_type: bool = _steps(("1.5", False), ("1.8", True))
    table_has_bytes: bool = _steps(("1.5", False), ("1.9", True))
    row_has_sequence: bool = _steps(("1.5", False), ("1.8", True))
    sequence_is_number: bool = _steps(("1.5", True), ("1.9", False))
    # Recorded in 1.9.6; since when is inferred.
    row_operations_are_told: bool = _steps(("1.5", False), ("1.9", True))
    row_has_operators: bool = _steps(("1.5", False), ("1.8.1", True))
    # auth.md §2: shape of the scope failure.
    scope_text_is_plural: bool = _steps(("1.5", False), ("1.8", True))

    def is_in(self, since: str | None, until: str | None) -> bool:
        """Tell whether this release lies in `since` … `until`, both ends included; None is open."""
        return not (
            (since is not None and self.version < _at_least(since))
            or (until is not None and self.version > parse_version(until))
        )


def _at_least(text: str) -> Version:
    parts = [int(part) for part in text.split(".")]
    return (parts + [0, 0])[0], (parts + [0, 0])[1], (parts + [0, 0])[2]


def _value(steps: Iterable[tuple[str, Any]], version: Version) -> Any:
    return [value for since, value in steps if _at_least(since) <= version][-1]


@cache
def rules_for(version: Version) -> Rules:
    """Return the rules of one release."""
    ladder = {item.name: item.metadata["steps"] for item in fields(Rules) if item.name != "version"}
    return Rules(version=version, **{name: _value(steps, version) for name, steps in ladder.items()})


def ladders() -> dict[str, tuple[tuple[str, Any], ...]]:
    """Return each rule with its steps, for the table of versions in the docs."""
    return {item.name: item.metadata["steps"] for item in fields(Rules) if item.name != "version"}
