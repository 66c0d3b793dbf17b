"""What a valid id, text, phone, date, role … is (contract: http.md §5). Pure: no state, no request.

Each validator has `check(value, context)`, which returns the value to use (often the same, sometimes converted) or raises
`Rejected` with the reason, and `schema()`, the JSON Schema of what it accepts, for the OpenAPI document.
"""

from .base import Context, Rejected, Validator
from .numbers import Boolean, Integer, Moment, Range
from .roles import ROLE_FORMS, Label, Permission, Role
from .structures import Anything, ArrayList, Assoc, JsonObject, Queries
from .texts import (
    CompoundUid,
    CustomId,
    EmailAddress,
    Password,
    Phone,
    Text,
    Uid,
    WhiteList,
    is_email,
    is_phone,
    is_uid,
)

__all__ = [
    "ROLE_FORMS",
    "Anything",
    "ArrayList",
    "Assoc",
    "Boolean",
    "CompoundUid",
    "Context",
    "CustomId",
    "EmailAddress",
    "Integer",
    "JsonObject",
    "Label",
    "Moment",
    "Password",
    "Permission",
    "Phone",
    "Queries",
    "Range",
    "Rejected",
    "Role",
    "Text",
    "Uid",
    "Validator",
    "WhiteList",
    "is_email",
    "is_phone",
    "is_uid",
]
