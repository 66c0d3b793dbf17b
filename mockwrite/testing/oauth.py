"""Who signs in through another service, as a test says it."""

from __future__ import annotations

from ..operations.oauth import PROVIDERS
from ..state.project import Project
from ..state.sign_in import Person
from ..validators.texts import is_email


class OAuth:
    """The other services of one project: `/_mockwrite/oauth` stands for all of them."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def sign_in_as(self, *, email: str, name: str = "", provider: str = "", uid: str = "") -> None:
        """Let this person sign in from now on, without being asked; at one service, or at any.

        Raises ValueError for a service that does not exist, or what is no address.
        """
        _check(provider)
        if not is_email(email):
            raise ValueError(f"email is an e-mail address, got {email!r}")
        self._set(Person(email, name, provider, uid))

    def refuse(self, *, provider: str = "") -> None:
        """Let the service refuse from now on: the application ends at its failure address. Raises ValueError."""
        _check(provider)
        self._set(Person("", provider=provider, refuses=True))

    def ask(self, *people: str) -> None:
        """Show the page again, with these addresses to choose from. Raises ValueError."""
        for email in people:
            if not is_email(email):
                raise ValueError(f"people are e-mail addresses, got {email!r}")
        with self._project.lock:
            chosen = tuple(Person(email) for email in people)
            self._project.sign_in = self._project.sign_in._replace(signs_in=None, people=chosen)

    def _set(self, person: Person) -> None:
        with self._project.lock:
            self._project.sign_in = self._project.sign_in._replace(signs_in=person)


def _check(provider: str) -> None:
    if provider and provider not in PROVIDERS:
        raise ValueError(f"there is no service {provider!r} to sign in through; there are {', '.join(PROVIDERS)}")
