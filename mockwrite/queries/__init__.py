"""The `queries` of a list: texts → filters, order, cursor and page, and the rows that they choose (queries.md)."""

from .kinds import (
    BUCKETS,
    FILES,
    IDENTITIES,
    LOGS,
    MEMBERSHIPS,
    MESSAGES,
    PROVIDERS,
    SESSIONS,
    SUBSCRIBERS,
    TARGETS,
    TEAMS,
    TOPICS,
    USERS,
    Attribute,
    ListKind,
)
from .old_texts import translate
from .parsing import Condition, Group, Order, Query, QueryInvalid, parse
from .selecting import TOTAL_CAP, select

__all__ = [
    "BUCKETS",
    "FILES",
    "IDENTITIES",
    "LOGS",
    "MEMBERSHIPS",
    "MESSAGES",
    "PROVIDERS",
    "SESSIONS",
    "SUBSCRIBERS",
    "TARGETS",
    "TEAMS",
    "TOPICS",
    "TOTAL_CAP",
    "USERS",
    "Attribute",
    "Condition",
    "Group",
    "ListKind",
    "Order",
    "Query",
    "QueryInvalid",
    "parse",
    "select",
    "translate",
]
