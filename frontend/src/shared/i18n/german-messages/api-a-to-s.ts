/** Deutsch für Meldungen der API: A bis S. */
export const apiAToS: Readonly<Record<string, string>> = {
  "A 'node_id' must be the id of a node, or null.":
    "Eine 'node_id' muss die ID eines Knotens sein, oder null.",
  'A conversation may have {1} files at most: begin another.':
    'Ein Gespräch darf höchstens {1} Dateien haben: ein neues beginnen.',
  'A credential needs a model: name one, or leave both out.':
    'Zugangsdaten brauchen ein Modell: eins nennen, oder beide weglassen.',
  "A credential of the type {1} needs nobody's consent.":
    'Zugangsdaten der Art {1} brauchen niemandes Zustimmung.',
  'A credential of the type {1} opens no models: choose one of {2}.':
    'Zugangsdaten der Art {1} öffnen keine Modelle: eine von {2} wählen.',
  'A data set needs a case and an evaluator before it can be evaluated.':
    'Ein Datensatz braucht einen Fall und einen Bewerter, bevor er bewertet werden kann.',
  'A document of a URL is read when it is indexed: try a text instead.':
    'Ein Dokument einer URL wird beim Indizieren gelesen: stattdessen einen Text probieren.',
  "A failure rate is in percent and can't go beyond 100: give less.":
    'Eine Fehlerrate ist in Prozent und geht nicht über 100: weniger angeben.',
  'A file may have {1} MiB at most.': 'Eine Datei darf höchstens {1} MiB haben.',
  "A graph holds no NUL character; an expression may write '\\0'.":
    "Ein Graph enthält kein NUL-Zeichen; ein Ausdruck darf '\\0' schreiben.",
  "A key can't be given permissions that you don't have.":
    'Ein Schlüssel kann keine Rechte bekommen, die man selbst nicht hat.',
  'A link is good for at most {1} days, and not for a time that is past.':
    'Ein Link gilt höchstens {1} Tage, und nicht für eine Zeit, die vorbei ist.',
  'A message may have {1} bytes at most.': 'Eine Nachricht darf höchstens {1} Bytes haben.',
  'A message must be {"node_id": "..."}.': 'Eine Nachricht muss {"node_id": "..."} sein.',
  'A page of another site may not begin a chat session.':
    'Eine Seite einer anderen Website darf kein Chatgespräch beginnen.',
  'A password has at least {1} characters.': 'Ein Passwort hat mindestens {1} Zeichen.',
  'A paused schedule starts nothing: resume it first.':
    'Ein pausierter Zeitplan startet nichts: ihn zuerst fortsetzen.',
  "A request's body may have {1} bytes at most.": 'Eine Anfrage darf höchstens {1} Bytes haben.',
  "An API key can't do this; sign in as a person.":
    'Ein API-Schlüssel kann das nicht; als Person anmelden.',
  'An account with this address was made meanwhile; open the link again.':
    'Inzwischen ist ein Konto mit dieser Adresse entstanden; den Link noch einmal öffnen.',
  'An authenticator app is set up already; remove it first.':
    'Eine Authenticator-App ist schon eingerichtet; sie zuerst entfernen.',
  'An evaluator is not right.': 'Ein Bewerter stimmt nicht.',
  'An expression of this trigger is not valid.': 'Ein Ausdruck dieses Auslösers ist nicht gültig.',
  'Another evaluator has the name.': 'Ein anderer Bewerter hat diesen Namen.',
  'Authenticator apps need NORIA_SECRET_KEYS; ask who runs this Noria.':
    'Authenticator-Apps brauchen NORIA_SECRET_KEYS; fragen, wer dieses Noria betreibt.',
  'Credentials need NORIA_SECRET_KEYS, which this server is not given.':
    'Zugangsdaten brauchen NORIA_SECRET_KEYS, das dieser Server nicht hat.',
  "Give 'config' or 'input', not both.": "'config' oder 'input' angeben, nicht beides.",
  "Give a period that is over: 'until' after 'since', and not ahead.":
    "Einen Zeitraum angeben, der vorbei ist: 'until' nach 'since', und nicht in der Zukunft.",
  'Give a year from 2000 to 9000.': 'Ein Jahr von 2000 bis 9000 angeben.',
  'Give either a text or a document to cut.':
    'Entweder einen Text oder ein Dokument zum Zerlegen angeben.',
  'Give the code of your authenticator app too.': 'Auch den Code der Authenticator-App angeben.',
  'It was retried already, and so it is off the list.':
    'Es wurde schon wiederholt und steht deshalb nicht mehr in der Liste.',
  'It was stopped.': 'Das wurde angehalten.',
  'More than {1} requests in {2} s from this {3}; come back in {4} s.':
    'Mehr als {1} Anfragen in {2} s von dieser Stelle ({=3}); in {4} s wiederkommen.',
  'Name the step that is to run again with all after it.':
    'Den Schritt nennen, der mit allem danach noch einmal laufen soll.',
  'Nobody can answer this approval any more: it is {1}.':
    'Niemand kann diese Freigabe noch beantworten: sie ist {=1}.',
  "Node {1} is in the quick lane, where an attempt may take {2} s, not {3} s: give less, or set `lane` to 'remote' in the workflow and fork the run.":
    "Der Knoten {1} ist auf der schnellen Spur, wo ein Versuch {2} s dauern darf, nicht {3} s: weniger angeben, oder im Workflow `lane` auf 'remote' setzen und den Lauf abzweigen.",
  'Not your password.': 'Nicht das eigene Passwort.',
  'Only an owner makes or unmakes owners.':
    'Nur ein Eigentümer macht jemanden zum Eigentümer oder nimmt es zurück.',
  'Only evaluations of the same data set can be compared.':
    'Nur Bewertungen desselben Datensatzes lassen sich vergleichen.',
  'Only files of S3 are read with a credential: leave it out.':
    'Nur Dateien aus S3 werden mit Zugangsdaten gelesen: sie weglassen.',
  'Only who made the credential {1}, or who manages the workspace, may {2}: ask them, or make one of your own.':
    'Nur wer die Zugangsdaten {1} angelegt hat oder den Arbeitsbereich verwaltet, darf das ({2}): dort fragen, oder eigene anlegen.',
  'Open this form from Noria: it is for members, or the link is old.':
    'Dieses Formular aus Noria heraus öffnen: es ist für Mitglieder, oder der Link ist alt.',
  'Row security is off on this server, and without it nothing can be kept from a member: ask whoever runs it to make its role (docs/security.md).':
    'Die Zeilensicherheit ist auf diesem Server aus, und ohne sie kann nichts vor einem Mitglied verborgen werden: bitten, wer ihn betreibt, ihre Rolle anzulegen (docs/security.md).',
  'Say something, or send a file.': 'Etwas sagen, oder eine Datei senden.',
  'Say what the workflow should do.': 'Sagen, was der Workflow tun soll.',
  "Say which hosts this credential may be sent to, as 'api.example.com'; '*' is any host.":
    "Angeben, an welche Hosts diese Zugangsdaten gesendet werden dürfen, etwa 'api.example.com'; '*' ist jeder Host.",
  'Send details as a JSON object of at most 50 names with plain values.':
    'Angaben als JSON-Objekt mit höchstens 50 Namen und einfachen Werten senden.',
  'Send the file as the body, and its name as `name`; neither may be empty.':
    'Die Datei als Inhalt senden, und ihren Namen als `name`; beides darf nicht leer sein.',
  'Send the file as the body; it may not be empty.':
    'Die Datei als Inhalt senden; sie darf nicht leer sein.',
  "Send the header 'Authorization: Bearer <access token or API key>'.":
    "Die Kopfzeile 'Authorization: Bearer <access token or API key>' senden.",
  "Send the header 'If-Match' with the revision that you read.":
    "Die Kopfzeile 'If-Match' mit der gelesenen Fassung senden.",
  'Something is not filled in right.': 'Etwas ist nicht richtig ausgefüllt.',
  'Step {1} is not being tried: it has ended, waits, or was not reached yet. A held step takes another policy when it is tried again.':
    'Der Schritt {1} wird gerade nicht versucht: er ist zu Ende, wartet, oder wurde noch nicht erreicht. Ein gehaltener Schritt nimmt andere Regeln an, wenn er noch einmal versucht wird.',
  "Give the specification as 'text', or the 'url' where it is.":
    "Geben Sie die Beschreibung als 'text', oder die 'url', unter der sie steht.",
}
