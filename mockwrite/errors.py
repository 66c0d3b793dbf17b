"""The catalogue of wire errors: type, HTTP status and our own text (contract: errors.md)."""

from __future__ import annotations

from collections.abc import Collection

# What exists under two names each, those of the two services for tables: the rest of the type, status and text.
_DATABASE_ERRORS: dict[tuple[str, ...], tuple[tuple[str, int, str], ...]] = {
    ("table", "collection"): (
        ("not_found", 404, "There is no such table or collection."),
        ("already_exists", 409, "A table or collection with this id exists already."),
    ),
    ("column", "attribute"): (
        ("not_found", 404, "There is no such column or attribute."),
        ("already_exists", 409, "A column or attribute with this key exists already."),
        ("unknown", 400, "An index names a column or attribute that does not exist."),
        ("default_unsupported", 400, "A column or attribute that is required, or a list, has no default."),
        ("value_invalid", 400, "The default or the bounds do not fit."),
        ("invalid_resize", 400, "A text that is stored would not fit any more."),
        ("type_invalid", 400, "This is not possible with a column or attribute of this type."),
        ("limit_exceeded", 400, "The value or the columns would pass their limit."),
    ),
    ("column_index", "index"): (
        ("not_found", 404, "There is no such index."),
        ("already_exists", 409, "An index with this key exists already."),
        ("invalid", 400, "The index cannot be made of these columns."),
        ("limit_exceeded", 400, "The table or collection has as many indexes as it may have."),
    ),
    ("row", "document"): (
        ("not_found", 404, "There is no such row or document."),
        ("already_exists", 409, "A row or document with this id or a unique value exists already."),
        ("invalid_structure", 400, "The row or document cannot be stored: a value has a wrong type or length."),
        ("missing_data", 400, "An id and data are needed."),
        ("missing_payload", 400, "Data or permissions are needed."),
        ("update_conflict", 409, "The row or document was changed after the moment that the call names."),
    ),
}

CATALOGUE: dict[str, tuple[int, str]] = {
    # general
    "general_argument_invalid": (400, "A parameter is not valid."),
    "general_unauthorized_scope": (401, "The caller does not have the scope that this route needs."),
    "general_access_forbidden": (401, "Access to this API is not allowed."),
    "general_unknown_origin": (403, "This origin is not one of the project's platforms."),
    "general_bad_request": (400, "The request cannot be carried out."),
    "general_rate_limit_exceeded": (429, "Too many requests from this caller; wait and try again."),
    "general_query_invalid": (400, "The database cannot carry out this query."),
    "general_cursor_not_found": (400, "The row named by the cursor does not exist."),
    "general_route_not_found": (404, "There is no such route."),
    "general_invalid_email": (400, "The value is not an e-mail address."),
    "general_invalid_phone": (400, "The value is not a phone number: a + and 7 to 15 digits are expected."),
    "general_unknown": (500, "Server Error"),
    "general_server_error": (500, "Server Error"),
    "general_resource_locked": (409, "The resource is being changed by another request; try again later."),
    "general_resource_blocked": (403, "This resource is blocked."),
    "general_query_limit_exceeded": (400, "The query has too many values."),
    "general_not_implemented": (405, "This is not implemented."),
    "general_smtp_disabled": (503, "The server has no SMTP to send mails with."),
    "general_phone_disabled": (503, "The server has no provider to send SMS with."),
    "general_service_disabled": (403, "This service is switched off for clients."),
    "general_api_disabled": (403, "This API is switched off for clients."),
    "database_query_order_null": (400, "The row named by the cursor has no value in the attribute that orders the list."),
    # project and keys
    "project_not_found": (404, "There is no project with this id."),
    "project_id_missing": (403, "An API key of a project was sent without the X-Appwrite-Project header."),
    "project_key_expired": (401, "The API key has expired."),
    "account_key_expired": (401, "The API key of the account has expired."),
    "api_key_expired": (401, "The API key has expired."),
    "user_id_missing": (403, "An API key of an account was sent without the header that names the user."),
    "organization_id_missing": (403, "An API key of an organization was sent without the header that names it."),
    "project_provider_disabled": (412, "The project does not let users sign in through this service."),
    "project_provider_unsupported": (501, "There is no such service to sign in through."),
    # users and auth
    "user_unauthorized": (401, "The caller is not allowed to do this."),
    "user_jwt_invalid": (401, "The JWT cannot be verified or has expired."),
    "user_jwt_and_cookie_set": (403, "A JWT and a session were sent together; send one of them."),
    "user_key_and_session_set": (403, "An API key and a session were sent together; send one of them."),
    "user_api_key_and_session_set": (403, "The API key of an account and a session were sent together; send one of them."),
    "user_blocked": (403, "The user is blocked."),
    "user_password_reset_required": (412, "The user must set a new password first."),
    "user_more_factors_required": (401, "The user must sign in with another factor."),
    "user_count_exceeded": (400, "The project has as many users as it may have."),
    "password_recently_used": (400, "The user had this password before; the project wants another one."),
    "password_personal_data": (400, "The password holds data of the user."),
    "user_email_disposable": (400, "The project takes no disposable e-mail addresses."),
    "user_email_free": (400, "The project takes no e-mail addresses of free hosts."),
    "user_email_not_canonical": (400, "The project takes e-mail addresses in their canonical form only."),
    "user_email_not_corporate": (400, "The project takes e-mail addresses of companies only."),
    "user_invalid_credentials": (401, "The e-mail address or the password is wrong."),
    "user_challenge_required": (401, "A second factor has to be given first, within the last half hour."),
    "user_auth_method_unsupported": (501, "The project has this way to sign in switched off."),
    "user_email_not_found": (400, "The user has no e-mail address."),
    "user_phone_not_found": (400, "The user has no phone number."),
    "user_email_not_verified": (400, "The user's e-mail address is not verified."),
    "user_phone_not_verified": (400, "The user's phone number is not verified."),
    "user_email_already_verified": (409, "The user's e-mail address is verified already."),
    "user_phone_already_verified": (409, "The user's phone number is verified already."),
    "user_authenticator_already_verified": (409, "The user's authenticator is verified already."),
    "user_invalid_token": (401, "The token is wrong, used or expired."),
    "user_session_already_exists": (401, "A session exists already; sign out before making a new one."),
    "user_session_not_found": (404, "There is no such session."),
    "user_not_found": (404, "There is no user with this id."),
    "user_already_exists": (409, "A user with this id, e-mail address or phone number exists already."),
    "user_email_already_exists": (409, "Another user has this e-mail address."),
    "user_phone_already_exists": (409, "Another user has this phone number."),
    "user_identity_not_found": (404, "There is no such identity."),
    "user_mfa_not_found": (404, "The user has no such factor."),
    "user_authenticator_not_found": (404, "The user has no such authenticator."),
    "user_recovery_codes_not_found": (404, "The user has no recovery codes."),
    "user_recovery_codes_already_exists": (409, "The user has recovery codes already."),
    "user_target_not_found": (404, "There is no such target."),
    "user_target_already_exists": (409, "A target with this id or identifier exists already."),
    # messaging
    "provider_not_found": (404, "There is no provider with this id."),
    "provider_already_exists": (409, "A provider with this id exists already."),
    "provider_incorrect_type": (400, "The provider is of another type."),
    "provider_missing_credentials": (400, "The provider cannot be enabled: credentials or the sender are missing."),
    "topic_not_found": (404, "There is no topic with this id."),
    "topic_already_exists": (409, "A topic with this id exists already."),
    "subscriber_not_found": (404, "There is no such subscriber."),
    "subscriber_already_exists": (409, "A subscriber with this id exists, or the target is subscribed to the topic already."),
    "target_provider_invalid_type": (400, "The target has no valid provider type."),
    "message_not_found": (404, "There is no message with this id."),
    "message_already_exists": (409, "A message with this id exists already."),
    "message_missing_target": (400, "The message needs at least one topic, user or target."),
    "message_missing_schedule": (400, "The message is scheduled but has no time."),
    "message_already_sent": (400, "The message has been sent already."),
    "message_already_failed": (400, "The message has failed already."),
    "message_already_processing": (400, "The message is being processed."),
    "message_already_scheduled": (400, "The time of this message has passed or cannot be changed any more."),
    "message_target_not_email": (400, "One of the targets is unknown, given twice, or not an e-mail target."),
    "message_target_not_sms": (400, "One of the targets is unknown, given twice, or not an SMS target."),
    "message_target_not_push": (400, "One of the targets is unknown, given twice, or not a push target."),
    "schedule_not_found": (404, "The schedule of this message is gone."),
    # storage
    "storage_bucket_not_found": (404, "There is no such bucket."),
    "storage_bucket_already_exists": (409, "A bucket with this id exists already."),
    "storage_file_not_found": (404, "There is no such file."),
    "storage_file_already_exists": (409, "A file with this id exists already."),
    "storage_file_type_unsupported": (400, "The type of the file is not supported here."),
    "storage_file_empty": (400, "The request holds no part named file."),
    "storage_invalid_file_size": (400, "The file is too large or has no size."),
    "storage_invalid_file": (403, "The file cannot be accepted."),
    "storage_invalid_content_range": (400, "The Content-Range header is not valid."),
    "storage_invalid_appwrite_id": (400, "The X-Appwrite-ID header is not valid."),
    "storage_invalid_range": (416, "The requested range is not valid."),
    # databases; each type has two names, by the service
    "database_not_found": (404, "There is no database with this id."),
    "database_already_exists": (409, "A database with this id exists already."),
    **{
        f"{noun}_{rest}": (status, text)
        for nouns, rows in _DATABASE_ERRORS.items()
        for noun in nouns
        for rest, status, text in rows
    },
    "transaction_not_found": (404, "There is no such transaction."),
    # teams
    "team_not_found": (404, "There is no team with this id."),
    "team_already_exists": (409, "A team with this id exists already."),
    "team_invalid_secret": (401, "The secret is not that of the newest invitation."),
    "team_invite_mismatch": (401, "The invitation is for another user."),
    "team_membership_mismatch": (404, "The membership belongs to another team."),
    "team_invite_not_found": (404, "There is no such membership in this team."),
    "membership_not_found": (404, "There is no such membership."),
    "membership_already_confirmed": (409, "The user is a member of this team already."),
}  # fmt: skip


class AppwriteError(Exception):
    """A refusal as the server words it on the wire: `type`, `status` and `message`.

    The status comes from the catalogue unless a version says otherwise. An unknown type is a bug: KeyError.
    """

    # The name by which users import it is the one that pytest shows.
    __module__ = "mockwrite"

    def __init__(
        self, type: str, message: str | None = None, *, status: int | None = None, comes_first: bool = False
    ) -> None:
        known_status, text = CATALOGUE[type]
        self.type = type
        self.status = known_status if status is None else status
        self.message = text if message is None else message
        # Raised before the server sets its headers.
        self.comes_first = comes_first
        super().__init__(f"{self.type} ({self.status}): {self.message}")


class ServerDefect(Exception):
    """Input on which the real server breaks with a 500 (docs/architecture.md, decision 8).

    With `exact` the pipeline answers `type` (usually a 500 `general_unknown`); otherwise a 400
    `general_argument_invalid` that names `param` and `reason`, because what fails in production must fail here.
    A `type` that is no 500 in this release is answered as it is in both modes.
    """

    def __init__(self, param: str, reason: str, *, type: str = "general_unknown") -> None:
        self.param = param
        self.reason = reason
        self.type = type
        super().__init__(f"{param}: {reason}")


def invalid_param(name: str, reason: str) -> AppwriteError:
    """Build the 400 of a parameter that its validator refused (http.md §4)."""
    return AppwriteError("general_argument_invalid", f"Invalid `{name}` param: {reason}")


def missing_param(name: str) -> AppwriteError:
    """Build the 400 of a required parameter that was not sent (http.md §4)."""
    return AppwriteError("general_argument_invalid", f'Param "{name}" is not optional.')


def hint(wrong: object, known: Collection[str], otherwise: str = ".") -> str:
    """Return the end of a sentence: `; did you mean …?` when a name is close to a known one, else `otherwise`."""
    from difflib import get_close_matches  # only for a mistake

    close = get_close_matches(str(wrong), list(known), n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else otherwise
