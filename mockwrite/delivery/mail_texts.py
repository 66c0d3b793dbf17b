"""What account mails say: a table of texts for each language, and the page they are set on. The words are mockwrite's own."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

from ..outbox.mail import Mail


class MailText(NamedTuple):
    """One mail: its subject, the line before the link or code, what the link says, and the lines after it.

    In the table with places such as {project}, in a written mail filled in.
    """

    subject: str
    before: str
    button: str = ""
    after: tuple[str, ...] = ()


class Words(NamedTuple):
    """A language: greetings with and without a name, what is said about phrases and clients, and the mails by origin."""

    hello: str
    hello_nobody: str
    phrase: str
    client: str
    ignore: str
    mails: dict[str, MailText]


LANGUAGES: dict[str, Words] = {
    "en": Words(
        "Hello {user},",
        "Hello,",
        "The page you came from shows this phrase: {phrase}",
        "Asked for with {client} on {os}.",
        "If you did not ask for this, you can ignore this message.",
        {
            "recovery": MailText("Set a new password for {project}", "Follow this link to set a new password for {project}.", "Set a new password"),
            "verification": MailText("Confirm your address for {project}", "Follow this link to confirm that this address is yours.", "Confirm the address"),
            "magic-url": MailText("Sign in to {project}", "Follow this link to sign in to {project}.", "Sign in"),
            "email-token": MailText("Your code for {project}", "Your code to sign in to {project}:"),
            "mfa": MailText("Your second code for {project}", "Your code for the second step of signing in to {project}:"),
            "invitation": MailText("Join {team} at {project}", "{owner} invites you to the team {team} at {project}.", "Join the team"),
            "session-alert": MailText(
                "New sign-in to {project}", "Somebody signed in to your account at {project}.", "",
                ("When: {date} {year}, {time} UTC", "With: {device}", "From: {ip} ({country})", "If it was not you, change your password."),
            ),
        },
    ),
    "de": Words(
        "Hallo {user},",
        "Hallo,",
        "Die Seite, von der Sie kommen, zeigt diese Wörter: {phrase}",
        "Angefordert mit {client} unter {os}.",
        "Wenn Sie das nicht angefordert haben, müssen Sie nichts tun.",
        {
            "recovery": MailText("Neues Passwort für {project}", "Mit diesem Link setzen Sie ein neues Passwort für {project}.", "Neues Passwort setzen"),
            "verification": MailText("Adresse bestätigen für {project}", "Mit diesem Link bestätigen Sie, dass diese Adresse Ihnen gehört.", "Adresse bestätigen"),
            "magic-url": MailText("Anmelden bei {project}", "Mit diesem Link melden Sie sich bei {project} an.", "Anmelden"),
            "email-token": MailText("Ihr Code für {project}", "Ihr Code für die Anmeldung bei {project}:"),
            "mfa": MailText("Ihr zweiter Code für {project}", "Ihr Code für den zweiten Schritt der Anmeldung bei {project}:"),
            "invitation": MailText("Einladung: {team} bei {project}", "{owner} lädt Sie in das Team {team} bei {project} ein.", "Dem Team beitreten"),
            "session-alert": MailText(
                "Neue Anmeldung bei {project}", "Jemand hat sich mit Ihrem Konto bei {project} angemeldet.", "",
                ("Wann: {date} {year}, {time} UTC", "Womit: {device}", "Woher: {ip} ({country})", "Wenn Sie es nicht waren, ändern Sie Ihr Passwort."),
            ),
        },
    ),
    "fr": Words(
        "Bonjour {user},",
        "Bonjour,",
        "La page d'où vous venez affiche ces mots : {phrase}",
        "Demandé avec {client} sous {os}.",
        "Si vous n'avez rien demandé, ignorez ce message.",
        {
            "recovery": MailText("Nouveau mot de passe pour {project}", "Suivez ce lien pour choisir un nouveau mot de passe pour {project}.", "Choisir un mot de passe"),
            "verification": MailText("Confirmez votre adresse pour {project}", "Suivez ce lien pour confirmer que cette adresse est la vôtre.", "Confirmer l'adresse"),
            "magic-url": MailText("Connexion à {project}", "Suivez ce lien pour vous connecter à {project}.", "Se connecter"),
            "email-token": MailText("Votre code pour {project}", "Votre code de connexion à {project} :"),
            "mfa": MailText("Votre second code pour {project}", "Votre code pour la seconde étape de la connexion à {project} :"),
            "invitation": MailText("Rejoignez {team} sur {project}", "{owner} vous invite dans l'équipe {team} sur {project}.", "Rejoindre l'équipe"),
            "session-alert": MailText(
                "Nouvelle connexion à {project}", "Quelqu'un s'est connecté à votre compte sur {project}.", "",
                ("Quand : {date} {year}, {time} UTC", "Avec : {device}", "Depuis : {ip} ({country})", "Si ce n'était pas vous, changez de mot de passe."),
            ),
        },
    ),
    "es": Words(
        "Hola {user}:",
        "Hola:",
        "La página de la que viene muestra estas palabras: {phrase}",
        "Pedido con {client} en {os}.",
        "Si no ha pedido esto, no tiene que hacer nada.",
        {
            "recovery": MailText("Nueva contraseña para {project}", "Siga este enlace para elegir una nueva contraseña para {project}.", "Elegir una contraseña"),
            "verification": MailText("Confirme su dirección para {project}", "Siga este enlace para confirmar que esta dirección es suya.", "Confirmar la dirección"),
            "magic-url": MailText("Entrar en {project}", "Siga este enlace para entrar en {project}.", "Entrar"),
            "email-token": MailText("Su código para {project}", "Su código para entrar en {project}:"),
            "mfa": MailText("Su segundo código para {project}", "Su código para el segundo paso de la entrada en {project}:"),
            "invitation": MailText("Únase a {team} en {project}", "{owner} le invita al equipo {team} en {project}.", "Unirse al equipo"),
            "session-alert": MailText(
                "Nueva entrada en {project}", "Alguien ha entrado en su cuenta de {project}.", "",
                ("Cuándo: {date} {year}, {time} UTC", "Con: {device}", "Desde: {ip} ({country})", "Si no ha sido usted, cambie la contraseña."),
            ),
        },
    ),
}  # fmt: skip


def write(mail: Mail, project: str, language: str) -> MailText:
    """Fill in the text of a mail."""
    text = LANGUAGES[language].mails[mail.origin]
    facts = {"project": project, "owner": "", "team": "", **mail.facts}
    return MailText(
        text.subject.format_map(facts),
        text.before.format_map(facts),
        text.button,
        tuple(line.format_map(facts) for line in text.after),
    )


_PAGE = """<!doctype html>
<html lang="{language}">
<body style="margin:0;padding:24px;background:#f4f4f6;color:#1c1c22;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
{body}
</div>
</body>
</html>
"""
_BUTTON = (
    '<p><a href="{link}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#3b5bdb;color:#fff;'
    'text-decoration:none">{button}</a></p>\n<p style="font-size:13px;word-break:break-all">{link}</p>'
)
_CODE = '<p style="font:600 28px/1.4 ui-monospace,monospace;letter-spacing:4px">{code}</p>'


def page(text: MailText, mail: Mail, language: str) -> str:
    """Set a mail as HTML: the link both as a button and to read, a code on a line of its own."""
    words = LANGUAGES[language]
    user = mail.facts.get("user", "")
    lines = [words.hello.format(user=user) if user else words.hello_nobody, text.before]
    parts = [f"<p>{escape(line)}</p>" for line in lines]
    if mail.link:
        # The server does not escape it, and so its ampersands are right in the text part too, which is the page without tags.
        link = escape(mail.link).replace("&amp;", "&")
        parts.append(_BUTTON.format(link=link, button=escape(text.button)))
    if mail.code:
        parts.append(_CODE.format(code=escape(mail.code)))
    rest = list(text.after)
    if "phrase" in mail.facts:
        rest.append(words.phrase.format_map(mail.facts))
    if mail.facts.get("client") and mail.facts.get("os"):
        rest.append(words.client.format_map(mail.facts))
    if mail.link or mail.code:
        rest.append(words.ignore)
    parts += [f"<p>{escape(line)}</p>" for line in rest]
    return _PAGE.format(language=language, body="\n".join(parts))
