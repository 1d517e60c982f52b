/** Deutsch für Meldungen der Sprache und ihrer Prüfung: A bis M. */
export const noriaAToM: Readonly<Record<string, string>> = {
  'A code is needed too': 'Ein Code wird auch gebraucht',
  "A document holds no NUL character; an expression may write '\\0'.":
    "Ein Dokument enthält kein NUL-Zeichen; ein Ausdruck darf '\\0' schreiben.",
  "A document is an object that begins with 'noria: 1' and has 'workflows'.":
    "Ein Dokument ist ein Objekt, das mit 'noria: 1' beginnt und 'workflows' hat.",
  "A fork can't begin at a compensation.":
    'Eine Abzweigung kann nicht bei einem Schritt beginnen, der rückgängig macht.',
  'A part of Noria is not available': 'Ein Teil von Noria ist nicht verfügbar',
  'A step, a pin or a port is not right.':
    'Ein Schritt, eine angeheftete Ausgabe oder ein Port stimmt nicht.',
  "A value of step {1} can't be written as JSON: {2}.":
    'Ein Wert des Schritts {1} lässt sich nicht als JSON schreiben: {2}.',
  'An edge leads from {1} into {2}, but nothing runs before a start node: remove it.':
    'Eine Kante führt von {1} zu {2}, aber vor einem Startknoten läuft nichts: die Kante entfernen.',
  'An edge leads out of {1}, but nothing runs after a node of type {2}: remove it.':
    'Eine Kante führt aus {1} heraus, aber nach einem Knoten des Typs {2} läuft nichts: die Kante entfernen.',
  'An edge names the node {1}, which does not exist: {2}':
    'Eine Kante nennt den Knoten {1}, den es nicht gibt: {2}',
  'An expression failed': 'Ein Ausdruck ist fehlgeschlagen',
  'An expression is too expensive': 'Ein Ausdruck ist zu aufwendig',
  'Another worker was faster': 'Ein anderer Worker war schneller',
  "Failures of node {1} go to its error port, from which no edge leads: draw one, or set `on_error` to 'fail'.":
    "Fehler des Knotens {1} gehen an seinen Port 'error', von dem keine Kante wegführt: eine ziehen, oder `on_error` auf 'fail' setzen.",
  "Further lines of this attempt are in the worker's log only.":
    'Weitere Zeilen dieses Versuchs stehen nur im Protokoll des Workers.',
  'HTTP carries printable ASCII only: give it without line breaks':
    'HTTP befördert nur druckbares ASCII: ohne Zeilenumbrüche angeben',
  'It came out as {1}.': 'Heraus kam {1}.',
  'It did not finish within its budget of {1} instructions.':
    'Er wurde mit seinem Budget von {1} Anweisungen nicht fertig.',
  'It did not finish within {1} instructions.': 'Er wurde mit {1} Anweisungen nicht fertig.',
  'It differs from what was expected.': 'Es weicht von dem ab, was erwartet wurde.',
  'It is not CSV: {1}.': 'Das ist kein CSV: {1}.',
  'It is not JSON: {1}.': 'Das ist kein JSON: {1}.',
  'It needs more memory than an expression may have, or calls itself too deeply.':
    'Er braucht mehr Speicher, als ein Ausdruck haben darf, oder ruft sich zu tief selbst auf.',
  'It needs more than 64 MB of memory, or calls itself too deeply.':
    'Er braucht mehr als 64 MB Speicher, oder ruft sich zu tief selbst auf.',
  'JSON has no word for a {1}: {2}.': 'JSON hat kein Wort für {1}: {2}.',
  'Line {1} has not as many fields as the header.':
    'Zeile {1} hat nicht so viele Felder wie die Kopfzeile.',
  "Loop `{1}` has no output while it runs: read `loop.prev`, or steps of its body, here and the loop's output after it.":
    'Die Schleife `{1}` hat keine Ausgabe, solange sie läuft: hier `loop.prev` oder Schritte ihres Rumpfs lesen, und danach die Ausgabe der Schleife.',
  "Message {1} can't be edited: it is not there, the model's own, or no text.":
    'Nachricht {1} kann nicht geändert werden: es gibt sie nicht, sie ist vom Modell selbst, oder sie ist kein Text.',
  'A specification in YAML may have {1} characters at most: give it as JSON.':
    'Eine Beschreibung in YAML darf höchstens {1} Zeichen haben: geben Sie sie als JSON.',
  'More than {1} steps have ended in the loops around {2}, too many to be taken over: fork the run at {3}, which runs again as a whole.':
    'In den Schleifen um {2} sind mehr als {1} Schritte zu Ende, zu viele zum Übernehmen: den Lauf bei {3} verzweigen, das als Ganzes noch einmal läuft.',
  'In the specification, {1} {2}.': 'In der Beschreibung {1}: {2}.',
  'Another node is called {1}, as the runs of the items of {2} would be: rename one of the two.':
    'Ein anderer Knoten heißt {1}, wie die Läufe der Elemente von {2} hießen: benennen Sie einen von beiden um.',
}
