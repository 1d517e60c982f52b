/** Deutsch für Meldungen der API: T bis Z. */
export const apiTToZ: Readonly<Record<string, string>> = {
  'Temporal says that it is not healthy.': 'Temporal sagt, dass es nicht gesund ist.',
  'The access token is wrong or has expired.': 'Das Zugriffstoken ist falsch oder abgelaufen.',
  'The agent {1} has not ended round {2} in this run: choose one that it has.':
    'Der Agent {1} hat Runde {2} in diesem Lauf nicht beendet: eine wählen, die er hat.',
  "The answer doesn't fit the approval's form.":
    'Die Antwort passt nicht zum Formular der Freigabe.',
  "The body breaks the webhook's schema.": 'Der Inhalt verletzt das Schema des Webhooks.',
  'The body did not arrive within {1} s.': 'Der Inhalt kam nicht innerhalb von {1} s an.',
  'The body has more than {1} keys.': 'Der Inhalt hat mehr als {1} Schlüssel.',
  'The body holds the integer {1}, which has more than 64 bits: send it as text.':
    'Der Inhalt hat die ganze Zahl {1}, die mehr als 64 Bit hat: als Text senden.',
  'The body holds {1} values; {2} are allowed.': 'Der Inhalt hat {1} Werte; {2} sind erlaubt.',
  'The body is nested {1} levels deep; {2} are allowed.':
    'Der Inhalt ist {1} Ebenen tief verschachtelt; {2} sind erlaubt.',
  'The body is not JSON in UTF-8: {1}.': 'Der Inhalt ist kein JSON in UTF-8: {1}.',
  'The body is not a form in UTF-8, or has too many fields.':
    'Der Inhalt ist kein Formular in UTF-8, oder hat zu viele Felder.',
  'The body is not multipart/form-data: {1}.': 'Der Inhalt ist kein multipart/form-data: {1}.',
  'The body is not text in {1}.': 'Der Inhalt ist kein Text in {1}.',
  'The bulk action is not right.': 'Die Sammelaktion stimmt nicht.',
  'The bundled model takes no credential: leave it out.':
    'Das mitgelieferte Modell nimmt keine Zugangsdaten: sie weglassen.',
  'The charset {1} is not known: send UTF-8.': 'Die Kodierung {1} ist nicht bekannt: UTF-8 senden.',
  'The credential {1} is of the type {2}.': 'Die Zugangsdaten {1} sind von der Art {2}.',
  'The credential {1} is private to somebody else.':
    'Die Zugangsdaten {1} gehören jemand anderem allein.',
  'The credential {1} is private, and a knowledge base serves the whole workspace: share it first.':
    'Die Zugangsdaten {1} sind privat, und eine Wissensbasis dient dem ganzen Arbeitsbereich: sie zuerst teilen.',
  'The data is not JSON: {1}.': 'Die Daten sind kein JSON: {1}.',
  'The data of an answer may have {1} bytes at most.':
    'Die Daten einer Antwort dürfen höchstens {1} Bytes haben.',
  'The data set is of another workflow.': 'Der Datensatz gehört zu einem anderen Workflow.',
  'The database does not answer; try again soon.':
    'Die Datenbank antwortet nicht; bald noch einmal versuchen.',
  "The draft has {1} nodes and would have {2}; add '?force=true' to save it.":
    "Der Entwurf hat {1} Knoten und hätte {2}; zum Speichern '?force=true' anfügen.",
  'The draft is at revision {1}, you read {2}: somebody saved in between.':
    'Der Entwurf hat Fassung {1}, gelesen wurde {2}: jemand hat dazwischen gespeichert.',
  'The field {1} is ours: call it otherwise.': 'Das Feld {1} gehört uns: es anders nennen.',
  'The field {1}: {2}.': 'Das Feld {1}: {2}.',
  'The filter has {1} bytes; {2} are kept.': 'Der Filter hat {1} Bytes; {2} werden aufbewahrt.',
  'The first message must be {"token": "..."}.': 'Die erste Nachricht muss {"token": "..."} sein.',
  'The gate asks for an evaluation of this draft over “{1}”: start one first.':
    'Die Schranke verlangt eine Bewertung dieses Entwurfs über „{1}“: zuerst eine starten.',
  'The gate compares with version {1}, which was not evaluated over “{2}” as it is now: start an evaluation of version {3} first.':
    'Die Schranke vergleicht mit Version {1}, die über „{2}“ in der jetzigen Fassung nicht bewertet wurde: zuerst eine Bewertung von Version {3} starten.',
  'The idempotency key {1} came with another request; choose a new one.':
    'Der Idempotenzschlüssel {1} kam mit einer anderen Anfrage; einen neuen wählen.',
  'The key {1} is ours: call it otherwise.': 'Der Schlüssel {1} gehört uns: ihn anders nennen.',
  'The page is of another site.': 'Die Seite gehört zu einer anderen Website.',
  'The period has more than {1} times: give a shorter one.':
    'Der Zeitraum hat mehr als {1} Zeiten: einen kürzeren angeben.',
  "The provider's answer is for another application.":
    'Die Antwort des Anbieters ist für eine andere Anwendung.',
  "The provider's answer is not a good one for us.":
    'Die Antwort des Anbieters taugt für uns nicht.',
  'The query has more than {1} parameters.': 'Die Abfrage hat mehr als {1} Parameter.',
  'The query holds a NUL character.': 'Die Abfrage enthält ein NUL-Zeichen.',
  'The request is not valid.': 'Die Anfrage ist nicht gültig.',
  'The role {1} may do more than you.': 'Die Rolle {1} darf mehr als die eigene.',
  'The runs of a schedule are kept apart by its overlap: leave the business key empty, or let them overlap.':
    'Die Läufe eines Zeitplans hält seine Überlappung auseinander: den Geschäftsschlüssel leer lassen, oder sie überlappen lassen.',
  'The run has ended: {1}.': 'Der Lauf ist zu Ende: {=1}.',
  'The run is not under way: it has not started yet, or has just ended.':
    'Der Lauf ist nicht unterwegs: er hat noch nicht begonnen, oder ist gerade zu Ende.',
  'The run is {1}: only failed runs are explained.':
    'Der Lauf ist im Zustand „{=1}“: nur fehlgeschlagene Läufe werden erklärt.',
  'The run was retried before, as run {1}: retry that one, or fork this one.':
    'Der Lauf wurde schon wiederholt, als Lauf {1}: diesen wiederholen, oder ihn abzweigen.',
  'The run {1} ended as {2} without an answer.': 'Der Lauf {1} endete ohne Antwort: {=2}.',
  "The run's answer is gone from the blob store.":
    'Die Antwort des Laufs ist nicht mehr im Blobspeicher.',
  'The service gave no consent: begin to connect anew.':
    'Der Dienst gab keine Zustimmung: das Verbinden neu beginnen.',
  'The sign-in provider calls itself {1}, not {2}.':
    'Der Anbieter der Anmeldung nennt sich {1}, nicht {2}.',
  'The sign-in provider does not answer as it should.':
    'Der Anbieter der Anmeldung antwortet nicht so, wie er soll.',
  'The sign-in provider does not describe itself.':
    'Der Anbieter der Anmeldung beschreibt sich nicht.',
  'The sign-in provider refused this sign-in; try again.':
    'Der Anbieter der Anmeldung hat diese Anmeldung abgelehnt; noch einmal versuchen.',
  "The trigger's filter does not let this message through any more: discard the letter.":
    'Der Filter des Auslösers lässt diese Nachricht nicht mehr durch: sie verwerfen.',
  'The web app has no file {1}.': 'Die Web-App hat keine Datei {1}.',
  'The web app is not built.': 'Die Web-App ist nicht gebaut.',
  'The workflow could not answer.': 'Der Workflow konnte nicht antworten.',
  'The workflow {1} is not shared with you to run: ask for it, or choose another.':
    'Der Workflow {1} ist nicht zum Ausführen freigegeben: darum bitten, oder einen anderen wählen.',
  'There is no authenticator app to stand in for.':
    'Es gibt keine Authenticator-App, die zu ersetzen wäre.',
  'There is no chat at this address.': 'Unter dieser Adresse gibt es keinen Chat.',
  'There is no credential type {1}.': 'Eine Art von Zugangsdaten {1} gibt es nicht.',
  'There is no credential {1} that you may use.':
    'Zugangsdaten {1}, die man hier verwenden darf, gibt es nicht.',
  'There is no form at this address.': 'Unter dieser Adresse gibt es kein Formular.',
  'There is no webhook at this address.': 'Unter dieser Adresse gibt es keinen Webhook.',
  'There is nothing at {1}.': 'Unter {1} gibt es nichts.',
  'This API key is unknown, revoked or expired.':
    'Dieser API-Schlüssel ist unbekannt, widerrufen oder abgelaufen.',
  'This Noria has no sign-in provider.': 'Dieses Noria hat keinen Anbieter der Anmeldung.',
  'This Noria sends no mail. Ask its operator for a link: `python -m api.reset_password`.':
    'Dieses Noria sendet keine E-Mails. Wer es betreibt, kann einen Link erzeugen: `python -m api.reset_password`.',
  'This account follows {1} runs already; close some first.':
    'Dieses Konto verfolgt schon {1} Läufe; zuerst einige schließen.',
  'This account is no longer in the workspace.': 'Dieses Konto ist nicht mehr im Arbeitsbereich.',
  'This answer belongs to no connection that was begun here.':
    'Diese Antwort gehört zu keiner Verbindung, die hier begonnen wurde.',
  'This answer comes from another service than was asked.':
    'Diese Antwort kommt von einem anderen Dienst als dem gefragten.',
  'This approval asks {1}, not {2}.': 'Diese Freigabe fragt {1}, nicht {2}.',
  'This chat is closed at present: come back later.':
    'Dieser Chat ist gerade geschlossen: später wiederkommen.',
  'This chat is for members: sign in to Noria to talk.':
    'Dieser Chat ist für Mitglieder: zum Sprechen bei Noria anmelden.',
  'This chat is for members: sign in.': 'Dieser Chat ist für Mitglieder: anmelden.',
  'This chat session has ended: load the chat again.':
    'Dieses Chatgespräch ist zu Ende: den Chat neu laden.',
  'This chat session is not known: load the chat again.':
    'Dieses Chatgespräch ist nicht bekannt: den Chat neu laden.',
  'This chat session is of another chat.': 'Dieses Chatgespräch gehört zu einem anderen Chat.',
  'This chat session is of another version of Noria.':
    'Dieses Chatgespräch ist von einer anderen Version von Noria.',
  'This chat takes no files.': 'Dieser Chat nimmt keine Dateien.',
  'This code is not right, or was used before.':
    'Dieser Code stimmt nicht, oder wurde schon verwendet.',
  "This code is not right; it changes every 30 seconds. Is the phone's clock right?":
    'Dieser Code stimmt nicht; er wechselt alle 30 Sekunden. Geht die Uhr des Telefons richtig?',
  'This email and password do not fit.': 'E-Mail und Passwort passen nicht zusammen.',
  'This form is closed at present: come back later.':
    'Dieses Formular ist gerade geschlossen: später wiederkommen.',
  'This installation has no such trigger type any more.':
    'Diese Installation hat diese Art von Auslöser nicht mehr.',
  'This invitation is over, withdrawn or used up. Ask for a new one.':
    'Diese Einladung ist vorbei, zurückgezogen oder aufgebraucht. Um eine neue bitten.',
  'This is a bug. The log has the details under the request id {1}.':
    'Das ist ein Fehler in Noria. Das Protokoll hat die Einzelheiten unter der Anfrage-ID {1}.',
  'This is not the name of the workspace; nothing was deleted.':
    'Das ist nicht der Name des Arbeitsbereichs; nichts wurde gelöscht.',
  'This is not your password.': 'Das ist nicht das eigene Passwort.',
  'This key may do more than you; its owner can rotate it.':
    'Dieser Schlüssel darf mehr; sein Eigentümer kann ihn erneuern.',
  'This letter is of an event: send it again with POST /dead-letters/{1}/resend.':
    'Das gehört zu einem Ereignis: es mit POST /dead-letters/{1}/resend noch einmal senden.',
  'This link is from another version of Noria.':
    'Dieser Link ist von einer anderen Version von Noria.',
  'This link is no longer good: open the form again.':
    'Dieser Link gilt nicht mehr: das Formular noch einmal öffnen.',
  'This link is not one of ours, or was changed on the way.':
    'Dieser Link ist keiner von uns, oder wurde unterwegs verändert.',
  'This link is over or used up. Ask for a new one.':
    'Dieser Link ist vorbei oder aufgebraucht. Um einen neuen bitten.',
  'This link was good until {1} UTC. Ask for a new one.':
    'Dieser Link galt bis {1} UTC. Um einen neuen bitten.',
  "This needs the permission 'read' in this workspace.":
    "Dafür wird in diesem Arbeitsbereich das Recht 'read' gebraucht.",
  "This needs the permission 'run' in this workspace.":
    "Dafür wird in diesem Arbeitsbereich das Recht 'run' gebraucht.",
  'This needs the permission {1} in this workspace.':
    'Dafür wird in diesem Arbeitsbereich das Recht {1} gebraucht.',
  "This passkey can't be used: {1}": 'Dieser Passkey kann nicht verwendet werden: {1}',
  'This passkey is not known here; sign in with your password.':
    'Dieser Passkey ist hier nicht bekannt; mit dem Passwort anmelden.',
  'This passkey was not accepted.': 'Dieser Passkey wurde nicht angenommen.',
  'This request comes from a page of another site.':
    'Diese Anfrage kommt von einer Seite einer anderen Website.',
  'This session has ended; sign in again.': 'Diese Sitzung ist zu Ende; neu anmelden.',
  'This sign-in took too long or was broken off; try again.':
    'Diese Anmeldung dauerte zu lange oder wurde abgebrochen; noch einmal versuchen.',
  'This server takes bodies of up to {1} bytes: give no more than that, or have NORIA_MAX_BODY_BYTES raised.':
    'Dieser Server nimmt Anfragen von bis zu {1} Bytes an: nicht mehr angeben, oder NORIA_MAX_BODY_BYTES erhöhen lassen.',
  'This sign-in was begun in another browser; try again here.':
    'Diese Anmeldung wurde in einem anderen Browser begonnen; hier noch einmal versuchen.',
  'This took too long: begin to connect anew.': 'Das dauerte zu lange: das Verbinden neu beginnen.',
  'This took too long; begin again.': 'Das dauerte zu lange; neu beginnen.',
  'This took too long; try again.': 'Das dauerte zu lange; noch einmal versuchen.',
  'This was begun in another browser: begin to connect anew here.':
    'Das wurde in einem anderen Browser begonnen: das Verbinden hier neu beginnen.',
  "This webhook can't check its senders at present; send it again later.":
    'Dieser Webhook kann seine Absender gerade nicht prüfen; später noch einmal senden.',
  'This webhook is paused: send the message again later.':
    'Dieser Webhook ist pausiert: die Nachricht später noch einmal senden.',
  'This workflow has no gate before publishing.':
    'Dieser Workflow hat keine Schranke vor dem Veröffentlichen.',
  'This {1} is shared with some members only, with you to {2}: ask to be allowed to {3}.':
    '{=1}: nur mit einigen Mitgliedern geteilt; das eigene Recht reicht bis {2}. Um das Recht {3} bitten.',
  'Too many sign-ins at once; try again.': 'Zu viele Anmeldungen zugleich; noch einmal versuchen.',
  'Too many tries; come back in {1} s.': 'Zu viele Versuche; in {1} s wiederkommen.',
  'What you filled in was taken, but is not for this workflow.':
    'Was ausgefüllt wurde, ist angekommen, aber nicht für diesen Workflow.',
  'What you said was taken, but is not for this workflow.':
    'Was gesagt wurde, ist angekommen, aber nicht für diesen Workflow.',
  'You are its owner already; choose another member.':
    'Das ist schon der Eigentümer; ein anderes Mitglied wählen.',
  'Your provider does not say that your address was checked.':
    'Der Anbieter sagt nicht, dass die Adresse geprüft wurde.',
  'The credential {1} is': 'Die Zugangsdaten {1} sind',
  'The workspace has no credential {1}: make it before this runs':
    'Der Arbeitsbereich hat keine Zugangsdaten {1}: sie anlegen, bevor das läuft',
  'The signature is not right.': 'Die Signatur stimmt nicht.',
  'Your answer was not taken: the notification rule does not know the Slack member {1}. Ask for it to be added there.':
    'Ihre Antwort wurde nicht angenommen: die Benachrichtigungsregel kennt das Slack-Mitglied {1} nicht. Bitten Sie darum, es dort einzutragen.',
  'The tool may only read: {1}. Choose a workflow that only reads, or let the tool have effects.':
    'Das Werkzeug darf nur lesen: {1}. Einen Workflow wählen, der nur liest, oder dem Werkzeug Wirkungen erlauben.',
  '`iteration` goes on among iterations that are kept, so nothing else can be different: leave out `{1}`, or `iteration`, so that the loop runs again as a whole.':
    '`iteration` macht unter Durchgängen weiter, die erhalten bleiben; deshalb kann sonst nichts anders sein: lassen Sie `{1}` weg, oder `iteration`, damit die Schleife als Ganzes noch einmal läuft.',
}
