"""Mail that the platform itself sends: invitations, links to reset a password, notifications.

Not a node type: `email.send` sends by a server of the workspace's own.
"""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal, Protocol

import aiosmtplib
import structlog
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

TIMEOUT_S = 15

log = structlog.get_logger()


class MailSettings(BaseSettings):
    """The mail server that brings invitations, reset links and notifications; without a host none are sent."""

    model_config = SettingsConfigDict(env_prefix="NORIA_", extra="ignore", env_ignore_empty=True)

    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65_535)
    smtp_user: str = ""
    smtp_password: SecretStr | None = None
    smtp_from: str = "Noria <noria@localhost>"
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"


@dataclass(frozen=True)
class Letter:
    """Plain text, to one address."""

    to: str
    subject: str
    text: str
    id: str = ""
    """By which a mail program knows a repeat; empty: there is none."""


class Mailer(Protocol):
    """What brings letters."""

    async def send(self, letter: Letter) -> None:
        """Raise `OSError` or `SMTPException` when it can't."""
        ...


class SmtpMailer:
    """Brings letters to the server of the settings, one connection each."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings

    async def send(self, letter: Letter) -> None:
        given = self._settings
        message = EmailMessage()
        message["From"] = given.smtp_from
        message["To"] = letter.to
        # What people named must not begin a header of its own.
        message["Subject"] = " ".join(letter.subject.split())
        if letter.id:
            message["Message-ID"] = f"<{letter.id}@noria>"
        message.set_content(letter.text)
        password = given.smtp_password.get_secret_value() if given.smtp_password else None
        await aiosmtplib.send(
            message,
            hostname=given.smtp_host,
            port=given.smtp_port,
            username=given.smtp_user or None,
            password=password,
            use_tls=given.smtp_tls == "tls",
            start_tls=given.smtp_tls == "starttls",
            timeout=TIMEOUT_S,
        )


def mailer_of(settings: MailSettings) -> Mailer | None:
    """None without `NORIA_SMTP_HOST`: links are then shown, not sent."""
    return SmtpMailer(settings) if settings.smtp_host else None


async def deliver(mailer: Mailer | None, letter: Letter) -> bool:
    """Whether it was taken; a server that refuses is logged, and not the caller's fault."""
    if mailer is None:
        return False
    try:
        await mailer.send(letter)
    except (OSError, aiosmtplib.SMTPException) as error:
        log.warning("mail_not_sent", subject=letter.subject, error=type(error).__name__)
        return False
    return True
