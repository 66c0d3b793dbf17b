"""Who may do what with rows: keys, sessions, guests (databases.md §9)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.tables_project import Shop

ADAS = ['read("user:ada")', 'update("user:ada")', 'delete("user:ada")']
UNAUTHORIZED = (401, "user_unauthorized")
COLUMNS = {"name": {"type": "string", "size": 20}}


class Shared:
    """A table with the rows of a key, and two users."""

    def __init__(self, *permissions: str, security: bool = True) -> None:
        self.shop = Shop(COLUMNS, permissions=permissions, document_security=security)
        self.ada, self.bob = self.shop.stage.user("ada"), self.shop.stage.user("bob")
        self.shop.create("adas", name="x", permissions=ADAS)
        self.shop.create("nobodys", name="x")


def test_a_list_holds_what_the_caller_may_read() -> None:
    shared = Shared()
    assert shared.shop.ids(as_=shared.ada) == ["adas"]
    assert shared.shop.ids(as_=shared.bob) == []
    assert shared.shop.ids() == ["adas", "nobodys"]


def test_permissions_of_rows_count_only_where_the_table_says_so() -> None:
    shared = Shared(security=False)
    assert shared.shop.page(as_=shared.ada).outcome == UNAUTHORIZED
    assert shared.shop.call("GET", f"{shared.shop.path}/adas", as_=shared.ada).outcome == (404, "document_not_found")


@pytest.mark.parametrize(
    ("method", "body"), [("PATCH", {"data": {"name": "y"}}), ("PUT", {"data": {"name": "y"}}), ("DELETE", None)]
)
def test_a_row_of_somebody_else_cannot_be_changed_and_an_unknown_one_is_not_there(method: str, body: Any) -> None:
    shared = Shared()
    path = f"{shared.shop.path}/adas"
    assert shared.shop.call(method, path, body, as_=shared.bob).outcome == UNAUTHORIZED
    assert shared.shop.call(method, path, body, as_=shared.ada).status in (200, 204)
    if method != "PUT":
        assert shared.shop.call(method, f"{shared.shop.path}/ghost", body, as_=shared.bob).outcome == (
            404,
            "document_not_found",
        )


def test_what_changes_nothing_needs_no_more_than_to_see_the_row() -> None:
    shared = Shared('read("any")', security=False)
    same, other = {"data": {"name": "x"}}, {"data": {"name": "y"}}
    for method in ("PATCH", "PUT"):
        assert shared.shop.call(method, f"{shared.shop.path}/nobodys", same, as_=shared.bob).status == 200
        assert shared.shop.call(method, f"{shared.shop.path}/nobodys", other, as_=shared.bob).outcome == UNAUTHORIZED


def test_an_upsert_that_changes_nothing_shows_nothing_of_a_row_that_is_hidden() -> None:
    shared = Shared()
    shown = shared.shop.call("PUT", f"{shared.shop.path}/nobodys", {"data": {"name": "x"}}, as_=shared.bob)
    assert (shown.status, list(shown.body)) == (200, ["$databaseId", "$collectionId", "$sequence"])


def test_who_makes_a_row_owns_it_and_a_key_with_a_session_makes_it_for_the_user() -> None:
    shared = Shared('create("users")')
    assert shared.shop.create("own", as_=shared.ada, name="x").body["$permissions"] == ADAS
    assert shared.shop.create("none", name="x").body["$permissions"] == []
    body = {"documentId": "both", "data": {"name": "x"}}
    both = shared.shop.stage.call(
        "POST", shared.shop.path, body, X_Appwrite_Key=shared.shop.stage.key, X_Appwrite_Session=shared.ada
    )
    assert both.body["$permissions"] == ADAS
    assert shared.shop.create("guests", as_="", name="x").outcome == UNAUTHORIZED


def test_a_client_gives_permissions_to_its_own_roles_only() -> None:
    shared = Shared('create("users")')
    assert shared.shop.create("a", as_=shared.ada, permissions=['read("user:bob")'], name="x").outcome == UNAUTHORIZED
    assert shared.shop.create("a", as_=shared.ada, permissions=['read("any")', 'write("users")'], name="x").body["$permissions"] == [
        'read("any")', 'update("users")', 'delete("users")',
    ]  # fmt: skip
    changed = shared.shop.call(
        "PATCH", f"{shared.shop.path}/adas", {"permissions": ['read("user:bob")']}, as_=shared.ada
    )
    assert changed.outcome == UNAUTHORIZED


def test_clients_do_not_touch_many_rows_or_what_is_around_them() -> None:
    shared = Shared('create("any")', 'update("any")', 'delete("any")')
    path = shared.shop.path
    several = {"documents": [{"name": "x"}]}
    for place in (path, path.replace("main", "ghost")):
        assert shared.shop.call("POST", place, several, as_=shared.ada).outcome == (401, "general_unauthorized_scope")
    for method, body in (("PATCH", {"data": {"name": "y"}}), ("PUT", several), ("DELETE", {})):
        assert shared.shop.call(method, path, body, as_=shared.ada).outcome == (404, "database_not_found")
    for around in ("/databases", "/databases/main/collections", "/databases/main/collections/pets/attributes"):
        assert shared.shop.call("GET", around, as_=shared.ada).outcome == (401, "general_unauthorized_scope")


def test_roles_are_those_of_this_moment() -> None:
    shared = Shared('read("label:vip")', security=False)
    assert shared.shop.page(as_=shared.ada).outcome == UNAUTHORIZED
    shared.shop.stage.by_key("PUT", "/users/ada/labels", {"labels": ["vip"]})
    assert shared.shop.page(as_=shared.ada).status == 200
    token = shared.shop.stage.jwt("ada")
    assert shared.shop.stage.call("GET", shared.shop.path, X_Appwrite_JWT=token).status == 200


@pytest.mark.parametrize(
    ("scope", "legacy", "new"),
    [
        ("documents.read", 200, 200),
        ("rows.read", 401, 200),
        ("collections.read", 401, 401),
        ("documents.write", 401, 401),
    ],
)
def test_a_key_needs_the_scope_of_the_path(scope: str, legacy: int, new: int) -> None:
    shop = Shop(COLUMNS)
    assert shop.stage.by_key("GET", shop.path, scopes=[scope]).status == legacy
    assert shop.stage.by_key("GET", shop.new_path, scopes=[scope]).status == new
