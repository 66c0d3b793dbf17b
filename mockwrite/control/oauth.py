"""The page that stands for another service: who signs in? (`GET /account/sessions/oauth2/{provider}` leads here.)"""

from __future__ import annotations

from html import escape

from starlette.responses import HTMLResponse, RedirectResponse, Response

from ..operations.oauth import PROVIDERS, way_back
from ..state.sign_in import Person
from ..validators.texts import is_email
from .call import ControlCall
from .problems import Problem
from .table import QueryField

_WORDS = {"type": "string", "default": ""}
QUERY = (
    QueryField("provider", "The service, such as google", {"type": "string", "enum": list(PROVIDERS)}),
    QueryField("state", "What the call began with", _WORDS),
    QueryField("email", "Who signs in", _WORDS),
    QueryField("name", "That person's name", _WORDS),
    QueryField("refuse", "Sign in nobody", {"type": "boolean", "default": False}),
)
# A form that ends at the application is a redirect to anywhere; nothing else is loaded or run.
_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
}
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sign in with {provider} – mockwrite</title>
<style>
body {{ margin: 0; padding: 32px; background: #f4f4f6; color: #1c1c22; font: 16px/1.5 system-ui, sans-serif }}
main {{ max-width: 420px; margin: auto; padding: 24px; background: #fff; border-radius: 8px }}
a.person {{ display: block; padding: 8px 12px; margin: 8px 0; border: 1px solid #ccd; border-radius: 6px; color: inherit }}
input {{ display: block; width: 100%; box-sizing: border-box; margin: 4px 0 12px; padding: 8px; font: inherit }}
</style>
<main>
<h1>Who signs in with {provider}?</h1>
<p>This page stands for {provider} while project {project} is tested. Nothing is asked of the real service.</p>
{people}
<form method="get" action="oauth">
<input type="hidden" name="project" value="{project}">
<input type="hidden" name="provider" value="{provider}">
<input type="hidden" name="state" value="{state}">
<label>E-mail <input name="email" type="email" required autofocus></label>
<label>Name <input name="name"></label>
<button>Sign in</button>
</form>
<p><a href="{refusal}">Refuse</a></p>
</main>
</html>
"""


async def choose_person(call: ControlCall) -> Response:
    """Ask who signs in; lead back at once when the test said it, or when it has been typed in."""
    project, query = call.project, call.query
    provider, state = query.get("provider") or "", query["state"]
    if provider not in PROVIDERS:
        raise Problem(400, "provider is missing: GET /v1/account/sessions/oauth2/{provider} leads here.")
    chosen = project.sign_in.signs_in
    if query["email"]:
        if not is_email(query["email"]):
            raise Problem(400, f"{query['email']!r} is no e-mail address.")
        return _led(way_back(provider, project.id, state, Person(query["email"], query["name"])))
    if query["refuse"] or (chosen is not None and chosen.refuses and chosen.provider in ("", provider)):
        return _led(way_back(provider, project.id, state, None))
    if chosen is not None and chosen.provider in ("", provider):
        return _led(way_back(provider, project.id, state, chosen))
    people = "".join(
        f'<a class="person" href="{escape(way_back(provider, project.id, state, person))}">'
        f"{escape(person.name or person.email)}<br><small>{escape(person.email)}</small></a>"
        for person in project.sign_in.people
        if person.provider in ("", provider)
    )
    page = _PAGE.format(
        provider=escape(provider),
        project=escape(project.id),
        state=escape(state),
        people=people,
        refusal=escape(way_back(provider, project.id, state, None)),
    )
    # A name may hold half a character.
    return HTMLResponse(page.encode("utf-8", "replace"), headers=_HEADERS)


def _led(location: str) -> Response:
    return RedirectResponse(location, status_code=302)
