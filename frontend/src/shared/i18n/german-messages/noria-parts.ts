/** Deutsch für Meldungen der Sprache, die mit einem Wert beginnen oder Teil einer anderen sind. */
export const noriaParts: Readonly<Record<string, string>> = {
  "'*{1}' is an alias: write out what it stands for.":
    "'*{1}' ist ein Alias: ausschreiben, wofür er steht.",
  '`vars.{1}` may not be set yet, since `{2}` may be skipped or run later: write `??` where that is fine, or set it on a path that always runs before.':
    '`vars.{1}` ist vielleicht noch nicht gesetzt, denn `{2}` wird vielleicht übersprungen oder läuft später: `??` schreiben, wo das in Ordnung ist, oder auf einem Weg setzen, der immer davor läuft.',
  '`{1}` exists inside loops only: read `trigger`, `steps` or `vars` instead.':
    '`{1}` gibt es nur in Schleifen: stattdessen `trigger`, `steps` oder `vars` lesen.',
  '`{1}` has no `{2}`: {3}': '`{1}` hat kein `{2}`: {3}',
  'a calendar needs at least one time of the day': 'ein Kalender braucht mindestens eine Uhrzeit',
  'a component without a cycle': 'ein Bestandteil ohne Kreis',
  'a cron line is missing': 'eine Cron-Zeile fehlt',
  'a loop goes over a list or an object, not over {1}':
    'eine Schleife geht über eine Liste oder ein Objekt, nicht über {1}',
  'a run begins outside of loops, and the body with its nodes that no edge leads to':
    'ein Lauf beginnt außerhalb von Schleifen, und der Rumpf mit seinen Knoten, zu denen keine Kante führt',
  'a time is text in ISO 8601; for a number of milliseconds write new Date(value).toISOString()':
    'eine Zeit ist Text nach ISO 8601; für eine Zahl von Millisekunden new Date(value).toISOString() schreiben',
  'an iteration ends by itself after its last step: remove the edge.':
    'ein Durchgang endet von selbst nach seinem letzten Schritt: die Kante entfernen.',
  'authentication {1} needs a secret: choose a credential of type {2}':
    'die Anmeldung {1} braucht ein Geheimnis: Zugangsdaten der Art {2} wählen',
  'choose a step before this one.': 'einen Schritt vor diesem wählen.',
  'choose one from the palette.': 'einen aus der Palette wählen.',
  'days of the month go from 1 to 31, months from 1 to 12':
    'Tage des Monats gehen von 1 bis 31, Monate von 1 bis 12',
  "dead letters are to be published: name a subject for them that is not the trigger's own":
    'Unzustellbares soll veröffentlicht werden: dafür ein Subject nennen, das nicht das des Auslösers ist',
  'did you mean `steps.{1}`?': 'ist `steps.{1}` gemeint?',
  'did you mean `vars.{1}`?': 'ist `vars.{1}` gemeint?',
  'did you mean `{1}.{2}`?': 'ist `{1}.{2}` gemeint?',
  'did you mean `{1}`?': 'ist `{1}` gemeint?',
  'did you mean {1}?': 'ist {1} gemeint?',
  'draw it from or to the loop itself, or move the nodes into one body.':
    'sie von oder zu der Schleife selbst ziehen, oder die Knoten in einen Rumpf verschieben.',
  'give a private key or a password': 'einen privaten Schlüssel oder ein Passwort angeben',
  "give the URL to ask, as 'https://api.example.com/orders'":
    "die URL angeben, die gefragt wird, etwa 'https://api.example.com/orders'",
  "give the database's credential and the SQL to ask with":
    'die Zugangsdaten der Datenbank und das SQL angeben, mit dem gefragt wird',
  'in line {1}': 'in Zeile {1}',
  'is inside itself, by way of its loops': 'ist über seine Schleifen in sich selbst enthalten',
  'is more than {1} loops deep': 'ist mehr als {1} Schleifen tief',
  'it has {1}.': 'er hat {1}.',
  'it is nested more than {1} deep': 'mehr als {1} Ebenen tief verschachtelt',
  'it is nested too deeply; make it flatter.': 'zu tief verschachtelt; flacher machen.',
  'it is not YAML': 'kein YAML',
  "let the loop's result be read by an `end` after it":
    'das Ergebnis der Schleife von einem `end` nach ihr lesen lassen',
  'name a node of this graph.': 'einen Knoten dieses Graphen nennen.',
  'overlap must be at most half of the size':
    'die Überlappung darf höchstens die Hälfte der Größe sein',
  'remove it.': 'die Angabe entfernen.',
  'remove its `parent`.': 'sein `parent` entfernen.',
  'remove the edge.': 'die Kante entfernen.',
  'say how many seconds are between two times':
    'angeben, wie viele Sekunden zwischen zwei Malen liegen',
  'set it with a `vars.set` node.': 'mit einem Knoten `vars.set` setzen.',
  "set its `on_error` to 'port', or remove the edge.":
    "`on_error` auf 'port' setzen, oder die Kante entfernen.",
  'step `{1}` may be skipped': 'der Schritt `{1}` wird vielleicht übersprungen',
  'step `{1}` may be skipped, or leave by its error port':
    "der Schritt `{1}` wird vielleicht übersprungen, oder endet über seinen Port 'error'",
  'the body begins by itself with its nodes that no edge leads to: remove the edge.':
    'der Rumpf beginnt von selbst mit seinen Knoten, zu denen keine Kante führt: die Kante entfernen.',
  'the dialect {1} is not known: use {2}': 'der Dialekt {1} ist nicht bekannt: {2} verwenden',
  'the end comes before the start': 'das Ende kommt vor dem Anfang',
  "the header {1} is not a run's to set": 'die Kopfzeile {1} darf ein Lauf nicht setzen',
  'there are {1}.': 'es gibt {1}.',
  'write ISO 8601 with an offset, as 2026-05-01T09:00:00+02:00 or 2026-05-01T07:00:00Z':
    'ISO 8601 mit Zeitverschiebung schreiben, etwa 2026-05-01T09:00:00+02:00 oder 2026-05-01T07:00:00Z',
  'write an expression about one item, as `item.total > 100`':
    'einen Ausdruck über ein Element schreiben, etwa `item.total > 100`',
  "write it as 'https://models.example.com/v1', without a user name":
    "als 'https://models.example.com/v1' schreiben, ohne Benutzernamen",
  "write where it is kept as 'vault:mount/path#field', 'aws:name#field', 'env:NAME' or 'file:/path'":
    "schreiben, wo es liegt: als 'vault:mount/path#field', 'aws:name#field', 'env:NAME' oder 'file:/path'",
  'written out, its references make more than {1} parts; use fewer of them':
    'ausgeschrieben ergeben seine Verweise mehr als {1} Teile; weniger davon verwenden',
  '{1} (it is {2}).': '{1} (es ist {2}).',
  "{1} can't be in a batch.": '{1} kann nicht in einem Stapel sein.',
  "{1} can't be read as vars.<name>: use letters, digits and underscores, a letter first":
    '{1} ist nicht als vars.<name> zu lesen: Buchstaben, Ziffern und Unterstriche verwenden, zuerst ein Buchstabe',
  '{1} is empty, since step `{2}` is disabled: enable it, or write `?.` or `??` where that is fine.':
    '{1} ist leer, denn der Schritt `{2}` ist abgeschaltet: ihn einschalten, oder `?.` oder `??` schreiben, wo das in Ordnung ist.',
  '{1} is missing: add it.': '{1} fehlt: hinzufügen.',
  '{1} is more than ten years away: choose an earlier time.':
    '{1} ist mehr als zehn Jahre entfernt: eine frühere Zeit wählen.',
  "{1} is never there, since no step runs after `{2}` has failed: set the `on_error` of `{3}` to 'port' and read it behind that port.":
    "{1} ist nie da, denn kein Schritt läuft, nachdem `{2}` fehlgeschlagen ist: `on_error` von `{3}` auf 'port' setzen und es hinter diesem Port lesen.",
  "{1} is no cron line of five fields: write one as '0 9 * * 1-5'":
    "{1} ist keine Cron-Zeile aus fünf Feldern: eine wie '0 9 * * 1-5' schreiben",
  '{1} is no cron line: {2}': '{1} ist keine Cron-Zeile: {2}',
  '{1} is no email address: name people by email':
    '{1} ist keine E-Mail-Adresse: Personen mit ihrer E-Mail-Adresse nennen',
  '{1} is no header of one line of ASCII text':
    '{1} ist keine Kopfzeile aus einer Zeile ASCII-Text',
  "{1} is no origin: write it as 'https://shop.example'":
    "{1} ist kein Ursprung: als 'https://shop.example' schreiben",
  "{1} is no time of the day: write it as '09:30'": "{1} ist keine Uhrzeit: als '09:30' schreiben",
  "{1} is no time zone: write one as 'Europe/Berlin'":
    "{1} ist keine Zeitzone: eine wie 'Europe/Berlin' schreiben",
  '{1} is not a field that graphs have: correct its name or remove it.':
    '{1} ist kein Feld, das Graphen haben: den Namen berichtigen oder es entfernen.',
  "{1} is not a host: write it without scheme, port or path, as 'api.example.com', '*.example.com', or '*' for any host.":
    "{1} ist kein Host: ohne Schema, Port oder Pfad schreiben, etwa 'api.example.com', '*.example.com', oder '*' für jeden Host.",
  '{1} is not fetched': '{1} wird nicht geholt',
  '{1} is there only when `{2}` has failed: write `?.` or `??` where that is fine, or read it behind the error port.':
    "{1} ist nur da, wenn `{2}` fehlgeschlagen ist: `?.` oder `??` schreiben, wo das in Ordnung ist, oder es hinter dem Port 'error' lesen.",
  '{1} is wrong: {2}': '{1} ist falsch: {2}',
  '{1} is wrong: {2}.': '{1} ist falsch: {2}.',
  "{1} leaves the schema: use a reference that begins with '#'":
    "{1} verlässt das Schema: einen Verweis verwenden, der mit '#' beginnt",
  '{1} may be absent, since {2}: write `?.` or `??` where that is fine.':
    '{1} fehlt vielleicht, denn {2}: `?.` oder `??` schreiben, wo das in Ordnung ist.',
  '{1} may not be there yet, since a join on the way waits for any of its edges: write `?.` or `??` where that is fine, or let it wait for all.':
    '{1} ist vielleicht noch nicht da, denn eine Zusammenführung auf dem Weg wartet auf irgendeine ihrer Kanten: `?.` oder `??` schreiben, wo das in Ordnung ist, oder sie auf alle warten lassen.',
  '{1} (in: {2})': '{1} (in: {2})',
  '{1} of node {2}': '{1} des Knotens {2}',
  '… ({1} more)': '… ({1} weitere)',
  'has to be a list': 'muss eine Liste sein',
  'has to be a schema': 'muss ein Schema sein',
  'has to be an object': 'muss ein Objekt sein',
  "has to say the version, as '3.1.0'": "muss die Version nennen, wie '3.1.0'",
  'has to say where {1} goes: in {2}': 'muss sagen, wohin {1} gehört: in {2}',
  'is Swagger 2: convert the document to OpenAPI 3 first':
    'ist Swagger 2: wandeln Sie das Dokument zuerst in OpenAPI 3 um',
  'is a parameter without a name': 'ist ein Parameter ohne Namen',
  'names more than {1} operations': 'nennt mehr als {1} Operationen',
  'names no operation': 'nennt keine Operation',
  'refers to itself': 'verweist auf sich selbst',
  'refers to {1}, which is another document: bundle them into one':
    'verweist auf {1}, und das ist ein anderes Dokument: fassen Sie beide zu einem zusammen',
  'refers to {1}, which there is not': 'verweist auf {1}, und das gibt es nicht',
  'its node {1} of the type {2} may': 'sein Knoten {1} des Typs {2} kann es',
  'its node {1} runs a workflow that may': 'sein Knoten {1} startet einen Workflow, der es kann',
  'the workflow {1} is to change nothing, but {2}': 'der Workflow {1} soll nichts ändern, aber {2}',
}
