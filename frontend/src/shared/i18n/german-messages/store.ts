/** Deutsch für Meldungen von dem, was aufbewahrt wird. */
export const store: Readonly<Record<string, string>> = {
  'A credential does not decrypt: it was changed in the database, or another key has the id of the one it was made with.':
    'Zugangsdaten lassen sich nicht entschlüsseln: sie wurden in der Datenbank geändert, oder ein anderer Schlüssel hat die ID dessen, mit dem sie entstanden.',
  'A credential is encrypted with the key {1}, which NORIA_SECRET_KEYS does not hold: add it behind the first one.':
    'Zugangsdaten sind mit dem Schlüssel {1} verschlüsselt, den NORIA_SECRET_KEYS nicht enthält: ihn hinter dem ersten anfügen.',
  'A data set may have {1} cases: there are {2}, and {3} came.':
    'Ein Datensatz darf {1} Fälle haben: es sind {2}, und {3} kamen.',
  'A run with the key {1} is {2} already: wait for its end, or start this one with another key or key policy.':
    'Ein Lauf mit dem Schlüssel {1} ist schon da („{=2}“): auf sein Ende warten, oder diesen mit einem anderen Schlüssel oder einer anderen Regel für Schlüssel starten.',
  "A test run takes the draft; leave out 'version'.":
    "Ein Testlauf nimmt den Entwurf; 'version' weglassen.",
  'A workspace has at most {1} folders: remove one first.':
    'Ein Arbeitsbereich hat höchstens {1} Ordner: zuerst einen entfernen.',
  'A workspace has at most {1} knowledge bases: delete one first.':
    'Ein Arbeitsbereich hat höchstens {1} Wissensbasen: zuerst eine löschen.',
  "An account may have {1} passkeys; remove one that you don't use.":
    'Ein Konto darf {1} Passkeys haben; einen entfernen, der nicht gebraucht wird.',
  "An account may own {1} workspaces; delete one that you don't use.":
    'Ein Konto darf {1} Arbeitsbereiche besitzen; einen löschen, der nicht gebraucht wird.',
  'Another run with the key {1} is {2}: wait for its end, or fork this one, which leaves the key behind.':
    'Ein anderer Lauf mit dem Schlüssel {1} ist da („{=2}“): auf sein Ende warten, oder diesen abzweigen, was den Schlüssel zurücklässt.',
  'Another turn has the id {1}: choose a random one.':
    'Ein anderer Redebeitrag hat die ID {1}: eine zufällige wählen.',
  'Another worker has dealt with some of these messages meanwhile.':
    'Ein anderer Worker hat sich inzwischen um einige dieser Nachrichten gekümmert.',
  'Cancelled before its start.': 'Vor dem Start abgebrochen.',
  'Give one of them.': 'Eins davon angeben.',
  'It was {1} before, by {2}.': 'Das war vorher schon {=1}, durch {2}.',
  'Milvus does not do it: {1}': 'Milvus macht das nicht: {1}',
  'No attempt came to an end.': 'Kein Versuch kam zu einem Ende.',
  'No run waited for the event {1} from {2} to {3} UTC.':
    'Kein Lauf wartete von {2} bis {3} UTC auf das Ereignis {1}.',
  'Nobody waits for this answer any more: the run went on without it.':
    'Niemand wartet mehr auf diese Antwort: der Lauf ging ohne sie weiter.',
  'Not a cursor.': 'Kein Cursor.',
  'Not all of those who are named are members of this workspace.':
    'Nicht alle Genannten sind Mitglieder dieses Arbeitsbereichs.',
  "Raise it in the step's settings.": 'Es in den Einstellungen des Schritts anheben.',
  'Raise it under Models, or wait until the next one begins.':
    'Es unter Modelle anheben, oder warten, bis das nächste beginnt.',
  "Run {1} is of another workflow: choose one of this workflow's.":
    'Der Lauf {1} gehört zu einem anderen Workflow: einen von diesem wählen.',
  'Several workflows are called {1}: name one by its id.':
    'Mehrere Workflows heißen {1}: einen mit seiner ID nennen.',
  'Some workflows here are shared with some members only, and row security, which holds that, is off: ask whoever runs this server to make its role (docs/security.md).':
    'Einige Workflows hier sind nur mit einigen Mitgliedern geteilt, und die Zeilensicherheit, die das hält, ist aus: bitten, wer diesen Server betreibt, ihre Rolle anzulegen (docs/security.md).',
  "The blob store can't be read.": 'Der Blobspeicher kann nicht gelesen werden.',
  "The blob store can't be written.": 'Der Blobspeicher kann nicht beschrieben werden.',
  'The budget of {1} is spent: {2} of {3} US dollars, and this call of {4} may cost {5}. {6}':
    'Das Budget ({=1}) ist aufgebraucht: {2} von {3} US-Dollar, und dieser Aufruf von {4} kann {5} kosten. {6}',
  'The bulk action has ended: nothing is left to stop.':
    'Die Sammelaktion ist zu Ende: es gibt nichts mehr anzuhalten.',
  'The filter does not let this message through.': 'Der Filter lässt diese Nachricht nicht durch.',
  'The idempotency key {1} came with another request before; choose a new one.':
    'Der Idempotenzschlüssel {1} kam vorher mit einer anderen Anfrage; einen neuen wählen.',
  "The input breaks the start node's schema.": 'Die Eingabe verletzt das Schema des Startknotens.',
  'The key {1} came with another event before; choose a new one.':
    'Der Schlüssel {1} kam vorher mit einem anderen Ereignis; einen neuen wählen.',
  'The last message has no answer yet: wait for it, or stop it.':
    'Die letzte Nachricht hat noch keine Antwort: auf sie warten, oder sie anhalten.',
  'The path {1} is taken; choose another, or leave it empty for a random one.':
    'Der Pfad {1} ist vergeben; einen anderen wählen, oder für einen zufälligen leer lassen.',
  'The run ended before this step did.': 'Der Lauf endete vor diesem Schritt.',
  'The run is undoing what it did: wait for its end, or the fork would rest on what is about to be undone.':
    'Der Lauf macht gerade rückgängig, was er tat: auf sein Ende warten, sonst stünde die Abzweigung auf dem, was gerade verschwindet.',
  'The run is {1}: {2}, or fork it at the step that is to run again.':
    'Der Lauf ist im Zustand „{=1}“: {2}, oder ihn bei dem Schritt abzweigen, der noch einmal laufen soll.',
  'The run of this message, or of its key, was started before.':
    'Der Lauf dieser Nachricht, oder ihres Schlüssels, wurde schon gestartet.',
  'The worker of this attempt did not report its end; the step was tried again.':
    'Der Worker dieses Versuchs hat sein Ende nicht gemeldet; der Schritt wurde noch einmal versucht.',
  'The workflow has no version yet; publish it, or run its draft.':
    'Der Workflow hat noch keine Version; ihn veröffentlichen, oder seinen Entwurf laufen lassen.',
  'The workflow is archived; unarchive it to run it.':
    'Der Workflow ist archiviert; ihn zum Ausführen aus dem Archiv holen.',
  'The workflow {1} has no version yet; publish it first.':
    'Der Workflow {1} hat noch keine Version; ihn zuerst veröffentlichen.',
  'The workflow {1} is archived; unarchive it to run it.':
    'Der Workflow {1} ist archiviert; ihn zum Ausführen aus dem Archiv holen.',
  'The workspace has a credential {1} already: choose another name.':
    'Der Arbeitsbereich hat schon Zugangsdaten {1}: einen anderen Namen wählen.',
  'There are workflows in {1} that everybody would see without it: move them elsewhere, or share the folder with the whole workspace first.':
    'In {1} sind Workflows, die ohne den Ordner alle sehen würden: sie verschieben, oder den Ordner zuerst mit dem ganzen Arbeitsbereich teilen.',
  'There is a folder {1} here already.': 'Hier gibt es schon einen Ordner {1}.',
  'There is a knowledge base {1} already.': 'Eine Wissensbasis {1} gibt es schon.',
  'There is no Milvus for knowledge bases: set NORIA_MILVUS_URI.':
    'Für Wissensbasen gibt es kein Milvus: NORIA_MILVUS_URI setzen.',
  'There is no earlier evaluation to compare with.':
    'Es gibt keine frühere Bewertung zum Vergleichen.',
  'There is no node {1} to pause before: name nodes of the graph.':
    'Einen Knoten {1}, vor dem zu pausieren wäre, gibt es nicht: Knoten des Graphen nennen.',
  'There is no step {1} to pause before: name steps of the new run.':
    'Einen Schritt {1}, vor dem zu pausieren wäre, gibt es nicht: Schritte des neuen Laufs nennen.',
  'This account is a member of the workspace already.':
    'Dieses Konto ist schon Mitglied des Arbeitsbereichs.',
  'This account is in no workspace any more; ask for an invitation.':
    'Dieses Konto ist in keinem Arbeitsbereich mehr; um eine Einladung bitten.',
  "This is the workspace's last owner: make somebody else an owner first.":
    'Das ist der letzte Eigentümer des Arbeitsbereichs: zuerst jemand anders zum Eigentümer machen.',
  'This letter is of a {1}: retry it.': 'Das gehört hierzu: {=1}. Es wiederholen.',
  'This letter is {1} already.': 'Das ist schon {=1}.',
  'This passkey is known already.': 'Dieser Passkey ist schon bekannt.',
  "You keep {1} filters already; delete one that you don't need.":
    'Es sind schon {1} Filter gespeichert; einen löschen, der nicht gebraucht wird.',
  'it has nothing to retry; fork it': 'er hat nichts zu wiederholen; ihn abzweigen',
  'wait for its end': 'auf sein Ende warten',
  "{1} holds folders, so it can't lie in another one.":
    '{1} enthält Ordner und kann deshalb nicht in einem anderen liegen.',
  '{1} is a member of this workspace already.': '{1} ist schon Mitglied dieses Arbeitsbereichs.',
  '{1} is itself in a folder: folders lie one level deep.':
    '{1} ist selbst in einem Ordner: Ordner liegen eine Ebene tief.',
  '{1} is no member of this workspace: invite them first.':
    '{1} ist kein Mitglied dieses Arbeitsbereichs: zuerst einladen.',
  '{1} is not a cursor; take `next_cursor` of the page before.':
    '{1} ist kein Cursor; `next_cursor` der Seite davor nehmen.',
  '{1} runs go on in this workspace; cancel them first.':
    '{1} Läufe gehen in diesem Arbeitsbereich noch weiter; sie zuerst abbrechen.',
  'The broker does not say which stream this is, as it did before.':
    'Der Broker sagt nicht, welcher Strom das ist, wie er es vorher tat.',
  'The run was terminated, and the runs of some of its items are still being stopped: try again in a moment, when it is known what they have done.':
    'Der Lauf wurde beendet, und die Läufe einiger seiner Elemente werden noch angehalten: versuchen Sie es gleich noch einmal, wenn bekannt ist, was sie getan haben.',
  'This is the run of an item of a loop: retry the run {1} that the loop belongs to, which keeps what ended well, or fork this one at the step that is to run again.':
    'Dies ist der Lauf eines Elements einer Schleife: wiederholen Sie den Lauf {1}, zu dem die Schleife gehört und der behält, was gut endete, oder zweigen Sie diesen bei dem Schritt ab, der noch einmal laufen soll.',
  'This is the run of an item of a loop, which runs again among items that are kept, so nothing else can be different: fork the run {1} that the loop belongs to.':
    'Dies ist der Lauf eines Elements einer Schleife, das noch einmal läuft, während die anderen erhalten bleiben; deshalb kann sonst nichts anders sein: zweigen Sie den Lauf {1} ab, zu dem die Schleife gehört.',
  'The database refused {1} of the rows.': 'Die Datenbank hat {1} der Zeilen abgelehnt.',
  'Too many rows wait for the database; it does not answer.':
    'Zu viele Zeilen warten auf die Datenbank; sie antwortet nicht.',
  'The process ends before the database has taken the rows.':
    'Der Prozess endet, bevor die Datenbank die Zeilen übernommen hat.',
}
