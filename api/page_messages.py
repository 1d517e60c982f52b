"""Errors in German, as far as pages that the server renders can show them. Others stay in English.

Places of values are numbered; `{=1}` in German asks for the German word of a value, where there is one.
"""

import re
from collections.abc import Mapping
from functools import partial

from noria.languages import Language

MAX_CHARS = 2_000
"""Longer texts hold what somebody sent, and stay as they are: templates would be slow with them."""
MAX_DEPTH = 3
_PLACE = re.compile(r"\{(=?)(\d)\}")

TITLES: Mapping[str, str] = {
    "A part of Noria is not available": "Ein Teil von Noria ist nicht erreichbar",
    "Not allowed": "Nicht erlaubt",
    "Not found": "Nicht gefunden",
    "Sign in first": "Erst anmelden",
    "Somebody else was first": "Jemand anders war schneller",
    "Something went wrong in Noria": "In Noria ging etwas schief",
    "The input is not valid": "Die Eingabe ist nicht gültig",
    "Too large": "Zu groß",
    "Too many requests": "Zu viele Anfragen",
}
MESSAGES: Mapping[str, str] = {
    "It was {1} before, by {2}.": "Das wurde schon {=1}, von {2}.",
    "Nobody waits for this answer any more: the run went on without it.": (
        "Niemand wartet mehr auf diese Antwort: der Lauf ging ohne sie weiter."
    ),
    "Open this form from Noria: it is for members, or the link is old.": (
        "Öffnen Sie dieses Formular aus Noria: es ist für Mitglieder, oder der Link ist alt."
    ),
    "Something is not filled in right.": "Etwas ist nicht richtig ausgefüllt.",
    "The answer doesn't fit the approval's form.": "Die Antwort passt nicht zum Formular.",
    "The data is not JSON: {1}.": "Die Daten sind kein JSON: {1}.",
    "The data of an answer may have {1} bytes at most.": (
        "Die Daten einer Antwort dürfen höchstens {1} Bytes haben."
    ),
    "The service gave no consent: begin to connect anew.": (
        "Der Dienst gab keine Zustimmung: beginnen Sie das Verbinden neu."
    ),
    "There is no form at this address.": "Unter dieser Adresse gibt es kein Formular.",
    "There is no {1} {2} in this workspace.": "{=1} {2} gibt es in diesem Arbeitsbereich nicht.",
    "This answer belongs to no connection that was begun here.": (
        "Diese Antwort gehört zu keiner Verbindung, die hier begonnen wurde."
    ),
    "This answer comes from another service than was asked.": (
        "Diese Antwort kommt von einem anderen Dienst als dem gefragten."
    ),
    "This approval asks {1}, not {2}.": "Diese Freigabe fragt {1}, nicht {2}.",
    "This form is closed at present: come back later.": (
        "Dieses Formular ist gerade geschlossen: kommen Sie später wieder."
    ),
    "This link is from another version of Noria.": (
        "Dieser Link ist von einer anderen Version von Noria."
    ),
    "This link is no longer good: open the form again.": (
        "Dieser Link gilt nicht mehr: öffnen Sie das Formular noch einmal."
    ),
    "This link is not one of ours, or was changed on the way.": (
        "Dieser Link ist keiner von uns, oder wurde unterwegs verändert."
    ),
    "This link was good until {1} UTC. Ask for a new one.": (
        "Dieser Link galt bis {1} UTC. Bitten Sie um einen neuen."
    ),
    "This took too long: begin to connect anew.": (
        "Das dauerte zu lange: beginnen Sie das Verbinden neu."
    ),
    "This was begun in another browser: begin to connect anew here.": (
        "Das wurde in einem anderen Browser begonnen: beginnen Sie das Verbinden hier neu."
    ),
    "Too many tries; come back in {1} s.": "Zu viele Versuche; kommen Sie in {1} s wieder.",
    "What you filled in was taken, but is not for this workflow.": (
        "Was Sie ausgefüllt haben, ist angekommen, aber nicht für diesen Workflow."
    ),
    "{1} is no decision: press one of the buttons.": (
        "{1} ist keine Entscheidung: drücken Sie einen der Knöpfe."
    ),
    "{1} is wrong: {2}.": "{1} ist falsch: {2}.",
}
PARTS: Mapping[str, str] = {
    "Connected.": "Die Verbindung steht.",
    "The input": "Die Eingabe",
    "The input's {1}": "{1} der Eingabe",
    '"{1}" is a required property': '"{1}" fehlt',
    "{1} is not of type {2}": "{1} ist nicht vom Typ {2}",
    '"{1}" or "{2}"': '"{1}" oder "{2}"',
    "{1} is not one of {2}": "{1} ist keins von {2}",
    '{1} is not a "{2}"': '{1} ist nicht vom Format "{2}"',
    '{1} does not match "{2}"': '{1} passt nicht zu "{2}"',
    "{1} is less than the minimum of {2}": "{1} ist weniger als {2}",
    "{1} is greater than the maximum of {2}": "{1} ist mehr als {2}",
    "{1} is less than or equal to the minimum of {2}": "{1} ist nicht mehr als {2}",
    "{1} is greater than or equal to the maximum of {2}": "{1} ist nicht weniger als {2}",
    "{1} is not a multiple of {2}": "{1} ist kein Vielfaches von {2}",
    "{1} is shorter than {2} characters": "{1} ist kürzer als {2} Zeichen",
    "{1} is shorter than {2} character": "{1} ist kürzer als {2} Zeichen",
    "{1} is longer than {2} characters": "{1} ist länger als {2} Zeichen",
    "{1} is longer than {2} character": "{1} ist länger als {2} Zeichen",
}
"""What stands inside of messages: a worker's, and those of JSON Schema that fields of a form can break."""
WORDS: Mapping[str, str] = {
    "approved": "freigegeben",
    "approval": "Freigabe",
    "credential": "Zugangsdaten",
    "form": "Formular",
    "rejected": "abgelehnt",
    "run": "Lauf",
}
_EXACT: Mapping[str, str] = {**TITLES, **MESSAGES, **PARTS}


def _pattern(template: str) -> re.Pattern[str]:
    literals = _PLACE.split(template)[::3]
    return re.compile("(.+?)".join(map(re.escape, literals)), re.DOTALL)


def _templates(texts: Mapping[str, str]) -> list[tuple[re.Pattern[str], str]]:
    """Those that say most come first: the more own words, the less a text fits by chance."""
    keys = sorted(filter(_PLACE.search, texts), key=lambda key: -len(key))
    return [(_pattern(key), texts[key]) for key in keys]


_OF_WHOLES, _OF_PARTS = _templates(MESSAGES), _templates(PARTS)


def say_error(text: str, language: Language) -> str:
    """A title or a message of an error."""
    return text if language == "en" or len(text) > MAX_CHARS else _german(text, 0)


def _german(text: str, depth: int) -> str:
    if text in _EXACT or depth == MAX_DEPTH:
        return _EXACT.get(text, text)
    for pattern, german in _OF_PARTS if depth else _OF_WHOLES:
        found = pattern.fullmatch(text)
        if found:
            return _PLACE.sub(partial(_value, found.groups(), depth), german)
    return text


def _value(values: tuple[str, ...], depth: int, place: re.Match[str]) -> str:
    value = values[int(place[2]) - 1]
    return WORDS.get(value, value) if place[1] else _german(value, depth + 1)
