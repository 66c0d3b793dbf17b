"""Signing in without a password: a link or a code by e-mail, a code by SMS (contract: account-mails.md §6).

Whoever has the address or number is found by it, and the given id does not count; else a user is made under that id.
"""

from __future__ import annotations

from ..access.caller import Caller
from ..access.passwords import hash_options
from ..errors import AppwriteError, ServerDefect
from ..outbox.mail import EMAIL_TOKEN, MAGIC_URL, PHONE_TOKEN, Mail
from ..records import Token, User
from ..state.project import Project
from .mailing import client_facts, link_of, mail_of, post, sms_of
from .tokens import issue
from .users import check_identities, store_user

# What the two words of a security phrase are drawn from.
_HOW = ("Amber", "Brave", "Bright", "Calm", "Eager", "Fresh", "Golden", "Happy", "Lively", "Merry", "Quiet", "Sunny")
_WHAT = ("anchor", "basket", "candle", "harbour", "island", "lantern", "meadow", "pepper", "river", "saddle", "violin")


def create_magic_url(
    project: Project, caller: Caller, *, user_id: str, email: str, url: str, phrase: bool = False
) -> Token:
    """Send a link that signs in. A new user keeps the address as it was sent, and gets no target (recorded)."""
    user = project.users.first("email", email.lower())
    if user is None:
        check_identities(project, email)
        user = _make_user(project, caller, user_id, email=email, with_targets=False)
    token = issue(project, user, "magic-url", phrase=_draw_phrase(project) if phrase else "")
    leads_to = url or f"{caller.base_url}/console/auth/magic-url"
    mail = mail_of(token, MAGIC_URL, user, link=link_of(leads_to, token, project=project.id))
    _post_by_mail(project, caller, mail._replace(to=email), token)
    caller.acted_for = user
    return token


def create_email_token(project: Project, caller: Caller, *, user_id: str, email: str, phrase: bool = False) -> Token:
    """Send a code by e-mail that signs in. A new user keeps the address as it was sent, as by a link."""
    user = project.users.first("email", email.lower())
    if user is None:
        # Vague here, unlike for a link (route table).
        check_identities(project, email, "general_bad_request")
        user = _make_user(project, caller, user_id, email=email)
    token = issue(project, user, "email", phrase=_draw_phrase(project) if phrase else "")
    _post_by_mail(project, caller, mail_of(token, EMAIL_TOKEN, user)._replace(to=email), token)
    caller.acted_for = user
    return token


def create_phone_token(project: Project, caller: Caller, *, user_id: str, phone: str) -> Token:
    """Send a code by SMS that signs in; to a mock number nothing is sent, its own code works.

    A key is shown a text that holds id and code, with which nobody can sign in (recorded).
    """
    user = project.users.first("phone", phone) or _make_user(project, caller, user_id, phone=phone)
    mocked = project.sign_in.mock_numbers.get(phone, "")
    token = issue(project, user, "phone", secret=mocked)
    if not mocked:
        post(project, caller, sms_of(token, PHONE_TOKEN, user))
    caller.acted_for = user
    return token


def _make_user(
    project: Project, caller: Caller, user_id: str, *, email: str = "", phone: str = "", with_targets: bool = True
) -> User:
    try:
        user = store_user(project, caller, user_id=user_id, email=email, phone=phone, with_targets=with_targets)
    except AppwriteError as error:
        # Neither address nor number is taken, so it is the id.
        reason = f"the id {user_id!r} is taken by somebody else; send unique() or a new one"
        raise ServerDefect("userId", reason) from error
    # Recorded: who comes by e-mail has other options of a hash, although there is no password yet.
    costs = project.rules.link_hash_costs if email else ""
    options = {"hash_options": hash_options(costs)} if costs else {}
    return project.users.replace(user, accessed_at=user.registration, **options)


def _post_by_mail(project: Project, caller: Caller, mail: Mail, token: Token) -> None:
    phrase = {"phrase": token.phrase} if token.phrase else {}
    post(project, caller, mail._replace(facts={**mail.facts, **client_facts(project, caller), **phrase}))


def _draw_phrase(project: Project) -> str:
    """Draw two words by which a person can tell that the mail belongs to the page."""
    return " ".join(words[project.ids.number(0, len(words) - 1)] for words in (_HOW, _WHAT))
