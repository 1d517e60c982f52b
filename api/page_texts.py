"""What the pages say that the server itself renders, in each language. What authors write is not among it."""

from collections.abc import Mapping
from dataclasses import dataclass

from noria.languages import Language


@dataclass(frozen=True)
class PageTexts:
    """Places of values are those of `str.format`."""

    answer_as: str
    approve: str
    approved: str
    asked_by: str
    by: str
    close_window: str
    comment: str
    connected: str
    could_not_be_done: str
    data_as_json: str
    done: str
    in_work: str
    nobody_waits: str
    not_connected: str
    quoted: str
    reject: str
    rejected: str
    send: str
    thanks: str


ENGLISH = PageTexts(
    answer_as="You answer as {email}.",
    approve="Approve",
    approved="Approved",
    asked_by="Asked by the workflow “{workflow}”.",
    by="by {who}.",
    close_window="You can close this window.",
    comment="Comment",
    connected="Connected",
    could_not_be_done="It could not be done.",
    data_as_json="Data, as JSON",
    done="Done.",
    in_work="It is being worked on. This page looks again by itself.",
    nobody_waits="Nobody waits for an answer any more.",
    not_connected="Not connected",
    quoted="“{text}”",
    reject="Reject",
    rejected="Rejected",
    send="Send",
    thanks="Thank you, it has arrived.",
)
GERMAN = PageTexts(
    answer_as="Sie antworten als {email}.",
    approve="Freigeben",
    approved="Freigegeben",
    asked_by="Gefragt vom Workflow „{workflow}“.",
    by="von {who}.",
    close_window="Sie können dieses Fenster schließen.",
    comment="Kommentar",
    connected="Verbunden",
    could_not_be_done="Das ließ sich nicht erledigen.",
    data_as_json="Daten, als JSON",
    done="Erledigt.",
    in_work="Es wird bearbeitet. Diese Seite sieht von selbst wieder nach.",
    nobody_waits="Niemand wartet mehr auf eine Antwort.",
    not_connected="Nicht verbunden",
    quoted="„{text}“",
    reject="Ablehnen",
    rejected="Abgelehnt",
    send="Senden",
    thanks="Danke, es ist angekommen.",
)
TEXTS: Mapping[Language, PageTexts] = {"en": ENGLISH, "de": GERMAN}
