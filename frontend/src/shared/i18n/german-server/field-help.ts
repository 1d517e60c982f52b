/** Deutsch für die Hilfe zu den Feldern, die am meisten gebraucht werden. */
export const fieldHelp: Readonly<Record<string, string>> = {
  'One path and its condition.': 'Ein Weg und seine Bedingung.',
  'Name of the path: small letters, digits and underscores.':
    'Name des Weges: Kleinbuchstaben, Ziffern und Unterstriche.',
  'The path is taken when this is true, as JavaScript sees truth.':
    'Der Weg wird genommen, wenn dies wahr ist, so wie JavaScript Wahrheit sieht.',
  'The first whose condition is true is taken.':
    'Genommen wird der erste, dessen Bedingung wahr ist.',
  'The list.': 'Die Liste.',
  'Looked at for each `item`; what is true is kept.':
    'Wird für jedes `item` betrachtet; was wahr ist, bleibt.',
  'How long to wait: 0 up to ten years.': 'Wie lange gewartet wird: 0 bis zehn Jahre.',
  "The run's output: any JSON value.": 'Die Ausgabe des Laufs: irgendein JSON-Wert.',
  "What people read as the run's error.": 'Was Menschen als Fehler des Laufs lesen.',
  'A list, or an object: then each property is an item, and `key` its name.':
    'Eine Liste oder ein Objekt: dann ist jede Eigenschaft ein Element und `key` ihr Name.',
  'How many iterations may run at the same time; 1 is one after the other.':
    'Wie viele Durchgänge gleichzeitig laufen dürfen; 1 heißt einer nach dem anderen.',
  '`stop`: the loop fails; `collect`: its result is `{error}`; `skip`: it has none.':
    '`stop`: die Schleife schlägt fehl; `collect`: das Ergebnis ist `{error}`; `skip`: es hat keines.',
  'What an iteration gives, from `item`, `steps` of the body and the like. Unset: the output of the last step of the body that ran.':
    'Was ein Durchgang ergibt, aus `item`, `steps` des Rumpfes und dergleichen. Leer: die Ausgabe des letzten Schritts im Rumpf, der lief.',
  'Names and values, sent as `application/x-www-form-urlencoded`.':
    'Namen und Werte, gesendet als `application/x-www-form-urlencoded`.',
  'Any JSON value, sent as `application/json`.':
    'Irgendein JSON-Wert, gesendet als `application/json`.',
  'Nothing is sent.': 'Nichts wird gesendet.',
  'Text, or a stored blob, sent as it is; give its type as the header `Content-Type`.':
    'Text oder ein gespeicherter Blob, gesendet wie er ist; seinen Typ nennt die Kopfzeile `Content-Type`.',
  'Added to the URL. A list repeats its name; null leaves the name out.':
    'Kommt an die URL. Eine Liste wiederholt den Namen; null lässt ihn weg.',
  'Null leaves a header out.': 'Null lässt eine Kopfzeile weg.',
  "Statuses that count as success, as 200, 404 or '2xx'.":
    'Statuscodes, die als Erfolg gelten, etwa 200, 404 oder „2xx“.',
  "Unexpected statuses after which the step's retry policy sends the request again, as 409 or '5xx'. Empty: none; a server that does not answer is always asked again.":
    'Unerwartete Statuscodes, bei denen die Anfrage nach den Regeln des Schritts wiederholt wird, etwa 409 oder „5xx“. Leer: keine; ein Server, der nicht antwortet, wird immer noch einmal gefragt.',
  "'auto' goes by the answer's Content-Type; binary answers become blobs.":
    '„auto“ richtet sich nach dem Content-Type der Antwort; binäre Antworten werden Blobs.',
  'The same for every attempt of a step, so that a server that knows the header does the work once.':
    'Derselbe für jeden Versuch eines Schritts, sodass ein Server, der die Kopfzeile kennt, die Arbeit einmal tut.',
  'Sent to the hosts that it allows only, and not across a redirect.':
    'Nur an die Hosts gesendet, die sie erlauben, und nicht über eine Weiterleitung.',
  'Provider and model, as `openai/gpt-5-mini`. `demo/demo` answers offline, without understanding anything.':
    'Anbieter und Modell, etwa `openai/gpt-5-mini`. `demo/demo` antwortet ohne Netz und ohne etwas zu verstehen.',
  "Of the model's provider; the demo model needs none.":
    'Des Anbieters des Modells; das Demo-Modell braucht keine.',
  'Asked in this order when the model fails or does not answer.':
    'In dieser Reihenfolge gefragt, wenn das Modell fehlschlägt oder nicht antwortet.',
  'Seconds for which the answer to exactly the same request is used again, by any step of the workspace, at no cost. 0: never.':
    'Sekunden, in denen die Antwort auf genau dieselbe Anfrage von jedem Schritt des Arbeitsbereichs kostenlos wiederverwendet wird. 0: nie.',
  'US dollars that all calls of this step may cost together; no further call is made once they are spent.':
    'US-Dollar, die alle Aufrufe dieses Schritts zusammen kosten dürfen; sind sie ausgegeben, folgt kein weiterer.',
  'What the model is and how it should answer; sent as the system message.':
    'Was das Modell ist und wie es antworten soll; gesendet als Systemnachricht.',
  'What is said to it; sent as the last message.':
    'Was ihm gesagt wird; gesendet als letzte Nachricht.',
  'Messages before the prompt, each with `role` and `content`, as an earlier step gave them.':
    'Nachrichten vor dem Prompt, jede mit `role` und `content`, wie ein früherer Schritt sie ergab.',
  'Stored files, or URLs that begin with https://.':
    'Gespeicherte Dateien oder URLs, die mit https:// beginnen.',
  'Stored files: PDF, text, and what else the model reads.':
    'Gespeicherte Dateien: PDF, Text und was das Modell sonst liest.',
  'JSON Schema that the answer has to fit. An answer that does not is sent back to the model once, with what is wrong. Empty: text.':
    'JSON-Schema, zu dem die Antwort passen muss. Eine, die nicht passt, geht einmal an das Modell zurück, mit dem, was falsch ist. Leer: Text.',
  'In tokens.': 'In Token.',
  "0: as sober as it gets. Unset: the provider's own.":
    '0: so nüchtern wie möglich. Leer: die des Anbieters.',
  'With the same one, some models answer the same each time.':
    'Mit demselben antworten manche Modelle jedes Mal gleich.',
  'Who the agent is, what it is to achieve and what it must not do.':
    'Wer der Agent ist, was er erreichen soll und was er nicht darf.',
  'What it has to do this time: text, or anything else, which it sees as JSON.':
    'Was er diesmal tun soll: Text, oder etwas anderes, das er als JSON sieht.',
  '`answer`: it answers with what it has; `fail`: the step fails.':
    '`answer`: er antwortet mit dem, was er hat; `fail`: der Schritt schlägt fehl.',
  'The question, in one line.': 'Die Frage, in einer Zeile.',
  'What people need to know to answer it.': 'Was Menschen wissen müssen, um zu antworten.',
  'Emails of those who may answer. None: everybody who may run workflows.':
    'E-Mail-Adressen derer, die antworten dürfen. Keine: alle, die Workflows starten dürfen.',
  'JSON Schema (draft 2020-12) of what is filled in besides. Empty: nothing.':
    'JSON-Schema (2020-12) dessen, was sonst ausgefüllt wird. Leer: nichts.',
  'Seconds after which the step ends by its port `timeout`: up to ten years. Unset: it waits until the run ends.':
    'Sekunden, nach denen der Schritt über seinen Ausgang `timeout` endet: bis zehn Jahre. Leer: er wartet, bis der Lauf endet.',
  'Seconds after which those who are asked are reminded, again and again: at most 100 times.':
    'Nach so vielen Sekunden werden die Gefragten erinnert, immer wieder: höchstens 100-mal.',
  '`object`: outputs by node id; `list`: outputs in the order of the edges; `first`: the first of them.':
    '`object`: Ausgaben nach Knoten-ID; `list`: Ausgaben in der Reihenfolge der Kanten; `first`: die erste von ihnen.',
  'HTTP status, from 200 to 599.': 'HTTP-Statuscode, von 200 bis 599.',
  'Each name with its value; a value may be an expression.':
    'Jeder Name mit seinem Wert; ein Wert kann ein Ausdruck sein.',
  "JSON Schema (draft 2020-12) of the run's input. Empty: any input will do.":
    'JSON-Schema (2020-12) der Eingabe des Laufs. Leer: jede Eingabe ist recht.',
  'One path and its value.': 'Ein Weg und sein Wert.',
  'The path is taken when the value is this, of the same type.':
    'Der Weg wird genommen, wenn der Wert dieser ist, vom selben Typ.',
  'What to look at.': 'Was betrachtet wird.',
  'The first that equals the value is taken.': 'Genommen wird der erste, der dem Wert gleicht.',
  'The loop fails when it has not ended by then.':
    'Die Schleife schlägt fehl, wenn sie bis dahin nicht geendet hat.',
  'Looked at after each iteration: the loop ends when this is true.':
    'Nach jedem Durchgang betrachtet: ist dies wahr, endet die Schleife.',
  'Looked at before each iteration: the loop goes on while this is true.':
    'Vor jedem Durchgang betrachtet: solange dies wahr ist, geht die Schleife weiter.',
  'Each name with its new value. Names are letters, digits and underscores.':
    'Jeder Name mit seinem neuen Wert. Namen sind Buchstaben, Ziffern und Unterstriche.',
  'What the event is sent with. Make it one that only this run waits for.':
    'Womit das Ereignis gesendet wird. Nehmen Sie einen, auf den nur dieser Lauf wartet.',
  'ISO 8601 with an offset, as 2026-05-01T09:00:00+02:00.':
    'ISO 8601 mit Zeitverschiebung, etwa 2026-05-01T09:00:00+02:00.',
  'Name or id of a published workflow of this workspace.':
    'Name oder ID eines veröffentlichten Workflows dieses Arbeitsbereichs.',
  'Number of a version. Unset: the newest when the step begins.':
    'Nummer einer Version. Leer: die neueste, wenn der Schritt beginnt.',
  'What the run is started with; it must fit the schema of its start node.':
    'Womit der Lauf gestartet wird; es muss zum Schema seines Startknotens passen.',
  'Whether the step ends when that run has ended, and gives its output. Else it ends at once and gives `{run_id}`.':
    'Ob der Schritt endet, wenn jener Lauf geendet hat, und dessen Ausgabe gibt. Sonst endet er sofort und gibt `{run_id}`.',
}
