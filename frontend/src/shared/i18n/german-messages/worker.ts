/** Deutsch für Meldungen der Worker. */
export const worker: Readonly<Record<string, string>> = {
  'A person terminated the run.': 'Jemand hat den Lauf beendet.',
  'A vector of {1} numbers.': 'Ein Vektor aus {1} Zahlen.',
  'AWS Secrets Manager does not answer.': 'AWS Secrets Manager antwortet nicht.',
  'AWS Secrets Manager gives no {1} ({2}).': 'AWS Secrets Manager gibt kein {1} ({2}).',
  "An item's key came out as {1}: it must be text or a number.":
    'Der Schlüssel eines Elements wurde zu {1}: er muss Text oder eine Zahl sein.',
  "An item's key has more than {1} characters: {2}.":
    'Der Schlüssel eines Elements hat mehr als {1} Zeichen: {2}.',
  "Full code is not run here, because this worker has no code runner: start one with 'python -E -s -S -m runner' and name its socket in NORIA_CODE_SOCKET, or use the light node types 'code.python' and 'code.javascript'.":
    "Voller Code läuft hier nicht, denn dieser Worker hat keinen Code-Runner: einen mit 'python -E -s -S -m runner' starten und seinen Socket in NORIA_CODE_SOCKET nennen, oder die leichten Knotentypen 'code.python' und 'code.javascript' verwenden.",
  'It broke off with {1}.': 'Es brach mit {1} ab.',
  'It can be opened and is whole; this type is not tried any further.':
    'Sie lassen sich öffnen und sind ganz; diese Art wird nicht weiter geprüft.',
  'It can be opened; give a URL to see whether a server takes it.':
    'Sie lassen sich öffnen; eine URL angeben, um zu sehen, ob ein Server sie nimmt.',
  'Its run is gone.': 'Der Lauf dazu ist weg.',
  'More than {1} documents have these details: narrow the filter, or leave it out.':
    'Mehr als {1} Dokumente haben diese Angaben: den Filter enger machen, oder ihn weglassen.',
  'Only PostgreSQL is tried further.': 'Nur PostgreSQL wird weiter geprüft.',
  'Temporal does not know this run, or no longer.':
    'Temporal kennt diesen Lauf nicht, oder nicht mehr.',
  "The URL can't be read.": 'Die URL ist nicht zu lesen.',
  'The URL must name one host.': 'Die URL muss einen Host nennen.',
  'The answer has more than {1} items: ask for fewer at a time.':
    'Die Antwort hat mehr als {1} Elemente: weniger auf einmal verlangen.',
  'The broker {1} does not answer.': 'Der Broker {1} antwortet nicht.',
  'The channel is closed, or its queue is gone.':
    'Der Kanal ist geschlossen, oder seine Queue ist weg.',
  'The code gave {1} bytes; {2} are the most.':
    'Der Code ergab {1} Bytes; höchstens {2} sind erlaubt.',
  'The code runner at {1} does not answer: {2}.': 'Der Code-Runner unter {1} antwortet nicht: {2}.',
  'The code was not run: {1}.': 'Der Code lief nicht: {1}.',
  'The credential {1} has no token that can be renewed: open it under Settings, Credentials, and connect it again.':
    'Die Zugangsdaten {1} haben kein Token, das sich erneuern lässt: sie unter Einstellungen, Zugangsdaten öffnen und neu verbinden.',
  'The credential {1} is not complete ({2}): edit and save it.':
    'Die Zugangsdaten {1} sind nicht vollständig ({2}): sie bearbeiten und speichern.',
  'The credential {1} is of the type {2}, which this worker does not have: install the package that brings it.':
    'Die Zugangsdaten {1} sind von der Art {2}, die dieser Worker nicht hat: das Paket installieren, das sie bringt.',
  'The credential {1} is private, and not to who published this workflow, or started its draft: share it with the workspace, or choose another.':
    'Die Zugangsdaten {1} sind privat, und nicht von der Person, die diesen Workflow veröffentlicht oder seinen Entwurf gestartet hat: sie mit dem Arbeitsbereich teilen, oder andere wählen.',
  'The credential {1} takes no codes.': 'Die Zugangsdaten {1} nehmen keine Codes.',
  'The database did not let us in.': 'Die Datenbank hat uns nicht hineingelassen.',
  'The database does not answer just now.': 'Die Datenbank antwortet gerade nicht.',
  'The database let us in.': 'Die Datenbank hat uns hineingelassen.',
  'The database that keeps credentials does not answer.':
    'Die Datenbank, die Zugangsdaten aufbewahrt, antwortet nicht.',
  'The database that keeps what agents remember does not answer.':
    'Die Datenbank, die aufbewahrt, woran sich Agenten erinnern, antwortet nicht.',
  'The draft was changed while it was evaluated: evaluate it again.':
    'Der Entwurf wurde während der Bewertung geändert: noch einmal bewerten.',
  "The file {1} of a credential can't be read.":
    'Die Datei {1} von Zugangsdaten kann nicht gelesen werden.',
  'The filter lets none of the {1} messages of this batch through.':
    'Der Filter lässt keine der {1} Nachrichten dieses Stapels durch.',
  "The ledger of model calls can't be written just now, so no model is called.":
    'Das Buch der Modellaufrufe kann gerade nicht geschrieben werden, also wird kein Modell aufgerufen.',
  'The mail server did not let us in.': 'Der Mailserver hat uns nicht hineingelassen.',
  'The mail server let us in.': 'Der Mailserver hat uns hineingelassen.',
  'The mailbox has no folder {1}.': 'Das Postfach hat keinen Ordner {1}.',
  "The mailbox refused the credential's user or password.":
    'Das Postfach hat Benutzer oder Passwort der Zugangsdaten abgelehnt.',
  'The mailbox refused: {1}': 'Das Postfach hat abgelehnt: {1}',
  'The mailbox {1} broke the connection off.': 'Das Postfach {1} hat die Verbindung abgebrochen.',
  'The mailbox {1} does not answer.': 'Das Postfach {1} antwortet nicht.',
  "The reference 'vault:{1}' is not whole: write it as 'vault:mount/path#field'.":
    "Der Verweis 'vault:{1}' ist nicht ganz: ihn als 'vault:mount/path#field' schreiben.",
  'The reference {1} is not among those that NORIA_EXTERNAL_SECRETS allows: ask an administrator.':
    'Der Verweis {1} ist keiner, den NORIA_EXTERNAL_SECRETS erlaubt: einen Administrator fragen.',
  'The run ended as {1}.': 'Der Lauf ist zu Ende: {=1}.',
  'The run that would have started this one ended before it did.':
    'Der Lauf, der diesen gestartet hätte, endete vorher.',
  'The run {1} has no row any more.': 'Der Lauf {1} hat keine Zeile mehr.',
  'The token server of {1} answered {2}.': 'Der Tokenserver von {1} antwortete {2}.',
  'The token server of {1} does not answer.': 'Der Tokenserver von {1} antwortet nicht.',
  'The token server of {1} refused ({2}): check the credential, or connect it again.':
    'Der Tokenserver von {1} hat abgelehnt ({2}): die Zugangsdaten prüfen, oder sie neu verbinden.',
  'The vault answered {1}.': 'Der Vault antwortete {1}.',
  'The vault does not answer.': 'Der Vault antwortet nicht.',
  'The vault gives no {1}: it answered {2}.': 'Der Vault gibt kein {1}: er antwortete {2}.',
  "The wait of step {1} can't be kept: its run has no row any more, or a text in it is none that the database takes.":
    'Das Warten des Schritts {1} kann nicht festgehalten werden: sein Lauf hat keine Zeile mehr, oder ein Text darin ist keiner, den die Datenbank nimmt.',
  "The worker's environment has no {1}.": 'Die Umgebung des Workers hat kein {1}.',
  'There is a token that is good.': 'Ein gültiges Token ist da.',
  'There is no credential {1} in this workspace.':
    'Zugangsdaten {1} gibt es in diesem Arbeitsbereich nicht.',
  'There is no knowledge base {1} in this workspace: make it, or choose another.':
    'Eine Wissensbasis {1} gibt es in diesem Arbeitsbereich nicht: sie anlegen, oder eine andere wählen.',
  'There is no queue {1}: declare it.': 'Eine Queue {1} gibt es nicht: sie deklarieren.',
  "This failed in a way that is a bug; the worker's log has the details.":
    'Das ist durch einen Fehler in Noria fehlgeschlagen; das Protokoll des Workers hat die Einzelheiten.',
  'This is not a URL.': 'Das ist keine URL.',
  "This worker can't renew tokens.": 'Dieser Worker kann keine Token erneuern.',
  "This worker has no NORIA_SECRET_KEYS, so it can't open credentials.":
    'Dieser Worker hat kein NORIA_SECRET_KEYS und kann deshalb keine Zugangsdaten öffnen.',
  'This worker has no NORIA_SECRET_KEYS.': 'Dieser Worker hat kein NORIA_SECRET_KEYS.',
  'This worker keeps no knowledge bases.': 'Dieser Worker bewahrt keine Wissensbasen auf.',
  'This worker keeps no memory.': 'Dieser Worker bewahrt kein Gedächtnis auf.',
  'This worker knows no vault: NORIA_VAULT_URL is not set.':
    'Dieser Worker kennt keinen Vault: NORIA_VAULT_URL ist nicht gesetzt.',
  'What {1} gives is no list: name where one is.':
    'Was {1} ergibt, ist keine Liste: nennen, wo eine ist.',
  'What {1} refers to has no text under {2}.': 'Worauf {1} verweist, hat unter {2} keinen Text.',
  '{1} could not be called.': '{1} konnte nicht aufgerufen werden.',
  '{1} has failed again and again, so it is left alone for {2} s more. The last failure: {3}':
    '{1} ist immer wieder fehlgeschlagen und wird deshalb noch {2} s in Ruhe gelassen. Der letzte Fehler: {3}',
  '{1} runs have started one another by their ends: this looks like a loop.':
    '{1} Läufe haben durch ihr Ende einander gestartet: das sieht nach einem Kreis aus.',
  '{1} was deleted, or is being indexed anew.':
    '{1} wurde gelöscht, oder wird gerade neu indiziert.',
  'What {1} answered is no text.': 'Was {1} geantwortet hat, ist kein Text.',
  'A picture of {1} bytes.': 'Ein Bild von {1} Bytes.',
  'A recording of {1} bytes.': 'Eine Aufnahme von {1} Bytes.',
  'It gave two texts the scores {1}.': 'Es gab zwei Texten die Werte {1}.',
  'Of a few tones it heard: {1}.': 'Aus ein paar Tönen hörte es: {1}.',
  'It is a tool that may only read: {1}. Publish a version of it that only reads, or let the tool have effects.':
    'Es ist ein Werkzeug, das nur lesen darf: {1}. Eine Version veröffentlichen, die nur liest, oder dem Werkzeug Wirkungen erlauben.',
  "The ledger of model calls can't be read just now.":
    'Das Buch der Modellaufrufe lässt sich gerade nicht lesen.',
  "It broke off with {1}: the worker's log says more.":
    'Es brach mit {1} ab: das Protokoll des Workers sagt mehr.',
  "The URL came out as {1}, which can't be asked: {2}.":
    'Die URL wurde zu {1}, was sich nicht fragen lässt: {2}.',
  "The answer can't be taken: {1}.": 'Die Antwort lässt sich nicht annehmen: {1}.',
  'The mailbox does not give the message {1}.': 'Das Postfach gibt die Nachricht {1} nicht her.',
  "The message {1} can't be read ({2}); it is still in the mailbox.":
    'Die Nachricht {1} lässt sich nicht lesen ({2}); sie ist noch im Postfach.',
  'The mailbox numbers its messages anew: the {1} that are in it start no run.':
    'Das Postfach nummeriert seine Nachrichten neu: die {1}, die darin sind, starten keinen Lauf.',
  'The stream was made anew.': 'Der Strom wurde neu angelegt.',
}
