"""A real mail server on a free port, which keeps what it is given."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from activities.mail import MailSettings, SmtpMailer
from local.ports import HOST, free_port


@dataclass
class Mailbox:
    """All letters, in the order they came."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list[EmailMessage])

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content, EmailMessage, policy=policy.default))
        return "250 OK"

    @property
    def mailer(self) -> SmtpMailer:
        return SmtpMailer(
            MailSettings(smtp_host=HOST, smtp_port=self.port, smtp_tls="none", smtp_from="n@x.y")
        )

    def text(self) -> str:
        """Of the newest letter."""
        return self.letters[-1].get_content()


@contextmanager
def mailbox() -> Generator[Mailbox]:
    box = Mailbox(free_port())
    controller = Controller(box, hostname=HOST, port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
