/** Deutsch für die Hilfe zu den Feldern von `agent` bis `document`. */
export const helpAgentToDocument: Readonly<Record<string, string>> = {
  'What it is told of earlier runs. Under Models, people see and erase it.':
    'Was er von früheren Läufen erfährt. Unter „Modelle“ lässt es sich ansehen und löschen.',
  'The agent is told to answer with what it has when it comes to one of them.':
    'Der Agent soll mit dem antworten, was er hat, wenn er an eine davon kommt.',
  'JSON Schema that its answer has to fit. Empty: text.':
    'JSON Schema, zu dem seine Antwort passen muss. Leer: Text.',
  'In tokens, of each round.': 'In Tokens, je Runde.',
  'Servers whose tools it may use besides the nodes in its body.':
    'Server, deren Werkzeuge er außer den Knoten in seinem Rumpf verwenden darf.',
  "What the model is told of the nodes in the agent's body, and how far it may go with each. A node without an entry is a tool by its name, without limits of its own.":
    'Was das Modell von den Knoten im Rumpf des Agenten erfährt und wie weit es mit jedem gehen darf. Ein Knoten ohne Eintrag ist ein Werkzeug mit seinem Namen, ohne eigene Grenzen.',
  'Calls of the model.': 'Aufrufe des Modells.',
  'Its tools are called NAME_TOOL.': 'Ihre Werkzeuge heißen NAME_WERKZEUG.',
  'Of a server that speaks MCP over HTTP.': 'Von einem Server, der MCP über HTTP spricht.',
  'Name of a command that the administrator has allowed, for a server on the worker.':
    'Name eines Befehls, den die Verwaltung erlaubt hat, für einen Server auf dem Worker.',
  'The only ones that the model is told of. Empty: all.':
    'Nur von diesen erfährt das Modell. Leer: von allen.',
  '`conversation`: the newest exchanges, word for word. `summary`: besides, a summary of those before them, which the model writes. `vector`: those that are nearest in meaning to the task.':
    '`conversation`: die neuesten Wortwechsel, Wort für Wort. `summary`: dazu eine Zusammenfassung der früheren, die das Modell schreibt. `vector`: die der Aufgabe dem Sinn nach nächsten.',
  'Whose memory it is, as `customer {{ trigger.customer_id }}`. Agents of the workspace that use the same key share it.':
    'Wessen Gedächtnis es ist, etwa `customer {{ trigger.customer_id }}`. Agenten des Arbeitsbereichs mit demselben Schlüssel teilen es.',
  Exchanges: 'Wortwechsel',
  'How many of them, a task and its answer each, the model is told.':
    'Von wie vielen, je einer Aufgabe und ihrer Antwort, das Modell erfährt.',
  'Of `vector`.': 'Bei `vector`.',
  'The bundled model needs none.': 'Das mitgelieferte Modell braucht keine.',
  "Id of a node in the agent's body.": 'Id eines Knotens im Rumpf des Agenten.',
  "When and what for the model should use it. Empty: the node's name.":
    'Wann und wofür das Modell es verwenden soll. Leer: der Name des Knotens.',
  "JSON Schema of what the model gives. Empty: what the node's expressions read of `item`.":
    'JSON Schema dessen, was das Modell angibt. Leer: was die Ausdrücke des Knotens von `item` lesen.',
  'Whether a person has to agree to a call before it is made.':
    'Ob ein Mensch einem Aufruf zustimmen muss, bevor er geschieht.',
  "Of `when`: an expression about the call's arguments, as `item.amount > 100`.":
    'Bei `when`: ein Ausdruck über die Argumente des Aufrufs, etwa `item.amount > 100`.',
  'Emails. None: everybody who may run workflows.':
    'E-Mail-Adressen. Keine: alle, die Workflows starten dürfen.',
  '`read`: the tool may change nothing: all of its nodes have to be such as change nothing, as an HTTP request by GET.':
    '`read`: das Werkzeug darf nichts ändern: all seine Knoten müssen solche sein, die nichts ändern, etwa eine HTTP-Anfrage mit GET.',
  "`read`: none of its tools, and of its servers' tools, may change anything.":
    '`read`: keines seiner Werkzeuge, auch nicht der Server, darf etwas ändern.',
  '`read`: of its tools, the model may use only those that change nothing.':
    '`read`: von seinen Werkzeugen darf das Modell nur die verwenden, die nichts ändern.',
  'Those that change nothing. Empty: those that the server itself says it of (`readOnlyHint`). All others count as changing things.':
    'Die, die nichts ändern. Leer: die, von denen es der Server selbst sagt (`readOnlyHint`). Von allen anderen gilt, dass sie etwas ändern.',
  'Whether a person has to agree to a call before it is made; `changes`: to one of a tool that may change things.':
    'Ob ein Mensch einem Aufruf zustimmen muss, bevor er geschieht; `changes`: einem Werkzeug, das etwas ändern kann.',
  "Of `when`: an expression about the call, as `item.tool === 'refund' && item.arguments.amount > 100`.":
    "Bei `when`: ein Ausdruck über den Aufruf, etwa `item.tool === 'refund' && item.arguments.amount > 100`.",
  'The only hosts that its calls may reach, whatever the model gives. Empty: those that the node may reach anyway.':
    'Nur diese Hosts dürfen seine Aufrufe erreichen, was auch immer das Modell angibt. Leer: die, die der Knoten ohnehin erreichen darf.',
  'In one run of the agent.': 'In einem Lauf des Agenten.',
  'In one run of the agent. A round whose calls would come too soon waits in Temporal; what one round asks for beyond it is refused, and the model told so.':
    'In einem Lauf des Agenten. Eine Runde, deren Aufrufe zu früh kämen, wartet in Temporal; was eine Runde darüber hinaus verlangt, wird abgelehnt und dem Modell gesagt.',
  'Of all its tools together, in one run of the agent. A round whose calls would come too soon waits in Temporal; what one round asks for beyond it is refused.':
    'Von all seinen Werkzeugen zusammen, in einem Lauf des Agenten. Eine Runde, deren Aufrufe zu früh kämen, wartet in Temporal; was eine Runde darüber hinaus verlangt, wird abgelehnt.',
  'A personal access token, or OAuth 2.': 'Ein persönlicher Zugangstoken oder OAuth 2.',
  Operation: 'Vorgang',
  'What to do.': 'Was zu tun ist.',
  'Its id, as `app…`.': 'Ihre Id, etwa `app…`.',
  'Its name or id.': 'Ihr Name oder ihre Id.',
  "By the table's names.": 'Nach den Namen der Tabelle.',
  'Let Airtable turn texts into what a field takes, and add options that are new.':
    'Airtable soll Texte in das umwandeln, was ein Feld nimmt, und neue Auswahlmöglichkeiten anlegen.',
  'Its id, as `rec…`.': 'Seine Id, etwa `rec…`.',
  "As `{Status} = 'Open'`; only records for which it is true.":
    "Etwa `{Status} = 'Open'`; nur Datensätze, für die es wahr ist.",
  '`offset` of an earlier answer.': '`offset` einer früheren Antwort.',
  'The fields of each, ten at most.': 'Die Felder eines jeden, höchstens zehn.',
  'Names of fields.': 'Namen von Feldern.',
  'The port that is taken when no condition is true.':
    'Der Ausgang, der genommen wird, wenn keine Bedingung wahr ist.',
  'The argument of `main`, as JSON: `{{ steps.fetch.output }}`, or an object of several.':
    'Das Argument von `main`, als JSON: `{{ steps.fetch.output }}` oder ein Objekt aus mehreren.',
  'JavaScript with a function `main(input)`, whose answer is the output.':
    'JavaScript mit einer Funktion `main(input)`, deren Antwort die Ausgabe ist.',
  'Seconds that it may take, at most the time of the step itself.':
    'Sekunden, die er brauchen darf, höchstens so viele wie der Schritt selbst.',
  'Megabytes that it may use.': 'Megabyte, die er verwenden darf.',
  'TypeScript or JavaScript with a function `main(input)`, whose answer is the output.':
    'TypeScript oder JavaScript mit einer Funktion `main(input)`, deren Antwort die Ausgabe ist.',
  'Python with a function `main(input)`, whose answer is the output.':
    'Python mit einer Funktion `main(input)`, deren Antwort die Ausgabe ist.',
  'Text, or a file from an earlier step.': 'Text oder eine Datei aus einem früheren Schritt.',
  '`sha1` and `md5` only where another system asks for them: they can be forged.':
    '`sha1` und `md5` nur, wo ein anderes System sie verlangt: sie lassen sich fälschen.',
  'Media Type': 'Medientyp',
  'Name of a credential; its secret is the key.':
    'Name von Zugangsdaten; ihr Geheimnis ist der Schlüssel.',
  '`sha1` only where another system asks for it.': '`sha1` nur, wo ein anderes System es verlangt.',
  'A signature to compare with, in hex or base64; a prefix as `sha256=` is fine.':
    'Eine Signatur zum Vergleich, hexadezimal oder in Base64; ein Vorsatz wie `sha256=` darf davor stehen.',
  '`auto` takes the one that the first line has most of.':
    '`auto` nimmt das, was in der ersten Zeile am häufigsten steht.',
  'Rows are then objects, else lists.': 'Zeilen sind dann Objekte, sonst Listen.',
  '`guess` makes numbers, true, false and null of what looks like them.':
    '`guess` macht Zahlen, true, false und null aus dem, was so aussieht.',
  'Of a file, as utf-8 or cp1252.': 'Einer Datei, etwa utf-8 oder cp1252.',
  'Objects, or lists of values.': 'Objekte oder Listen von Werten.',
  'Fields to write, in order; empty: those of all rows, as they come.':
    'Felder, die geschrieben werden, in dieser Reihenfolge; leer: die aller Zeilen, wie sie kommen.',
  "`harmless` puts a ' before text that a spreadsheet would compute.":
    "`harmless` stellt ein ' vor Text, den eine Tabellenkalkulation ausrechnen würde.",
  '`blob` is a file for later steps.': '`blob` ist eine Datei für spätere Schritte.',
  'What to work out.': 'Was auszurechnen ist.',
  'Figures of each group of items with the same value; unset: of all together.':
    'Kennzahlen jeder Gruppe von Elementen mit demselben Wert; leer: aller zusammen.',
  'Of the figure in the output.': 'Der Kennzahl in der Ausgabe.',
  '`count` counts what is not null, `distinct` lists each value once.':
    '`count` zählt, was nicht null ist, `distinct` nennt jeden Wert einmal.',
  'Looked at for each `item`; null does not count.':
    'Wird für jedes `item` betrachtet; null zählt nicht.',
  'Items with the same value are the same; unset: when they are wholly equal.':
    'Elemente mit demselben Wert sind gleich; leer: wenn sie ganz übereinstimmen.',
  'Which of the same to keep.': 'Welches der gleichen bleibt.',
  'Looked at for each `item`; items with the same value are one group.':
    'Wird für jedes `item` betrachtet; Elemente mit demselben Wert sind eine Gruppe.',
  'Looked at for each `item` of the left list.':
    'Wird für jedes `item` der linken Liste betrachtet.',
  'Looked at for each `item` of the right list.':
    'Wird für jedes `item` der rechten Liste betrachtet.',
  '`matches`: pairs only; `left`, `right`: also what has no match on that side; `all`: also both.':
    '`matches`: nur Paare; `left`, `right`: auch was auf dieser Seite ohne Gegenstück ist; `all`: beides.',
  'The first counts most; a later one decides between equals.':
    'Das erste zählt am meisten; ein späteres entscheidet zwischen gleichen.',
  'Items to give; unset: all.': 'So viele Elemente werden ausgegeben; leer: alle.',
  'Looked at for each `item`.': 'Wird für jedes `item` betrachtet.',
  'From the largest to the smallest; null is last either way.':
    'Vom größten zum kleinsten; null steht in jedem Fall zuletzt.',
  'Items in a piece; the last has the rest.':
    'Elemente in einem Stück; das letzte enthält den Rest.',
  'ISO 8601, seconds since 1970, or text in the format below. A time without a zone is one of the zone below.':
    'ISO 8601, Sekunden seit 1970 oder Text im Format unten. Eine Zeit ohne Zone gilt in der Zone unten.',
  'Format of the text, as `%d.%m.%Y %H:%M`; empty: ISO 8601.':
    'Format des Textes, etwa `%d.%m.%Y %H:%M`; leer: ISO 8601.',
  'Of the result, as `Europe/Berlin`.': 'Des Ergebnisses, etwa `Europe/Berlin`.',
  'May be negative.': 'Darf negativ sein.',
  'Years to days keep the time of day, also where clocks change.':
    'Jahre bis Tage lassen die Uhrzeit, wie sie ist, auch wo Uhren umgestellt werden.',
  'Done after adding; weeks start on Monday.':
    'Geschieht nach dem Addieren; Wochen beginnen am Montag.',
  'Format of `text`, as `%d.%m.%Y`; empty: ISO 8601.':
    'Format von `text`, etwa `%d.%m.%Y`; leer: ISO 8601.',
  'Another time; `until_s` gives the seconds from the result to it.':
    'Eine andere Zeit; `until_s` gibt die Sekunden vom Ergebnis bis zu ihr.',
  "The channel's webhook.": 'Der Webhook des Kanals.',
  "Empty: the webhook's own name.": 'Leer: der Name des Webhooks.',
  'Cards, as Discord describes them.': 'Karten, wie Discord sie beschreibt.',
  'Text of a picture': 'Text eines Bildes',
  'Read what is written in a picture (PNG, JPEG, TIFF, WebP) or a scanned PDF, without any service.':
    'Lesen, was auf einem Bild (PNG, JPEG, TIFF, WebP) oder in einem eingescannten PDF steht, ohne fremden Dienst.',
  'A picture or a scanned PDF that an earlier step gave.':
    'Ein Bild oder ein eingescanntes PDF, das ein früherer Schritt ergab.',
  'Least confidence': 'Geringste Sicherheit',
  'Lines that were read with less, from 0 to 1, are left out.':
    'Zeilen, die weniger sicher gelesen wurden, von 0 bis 1, entfallen.',
  'A document that an earlier step gave.': 'Ein Dokument, das ein früherer Schritt ergab.',
  'Of a PDF that asks for one; empty: none.': 'Eines PDFs, das danach fragt; leer: keines.',
  'Name of a credential.': 'Name von Zugangsdaten.',
}
