/** Deutsch für die Absätze der Hilfe von `agent` bis `http`. */
export const docsAgentToHttp: Readonly<Record<string, string>> = {
  "The nodes in its body are its tools: HTTP requests, other workflows (`workflow.run`), other agents, whatever has a node type. In a tool's config, `item` is what the model gives: a node that reads `{{ item.order_id }}` is a tool with the parameter `order_id`. A node that no edge of the body leads to is a tool; those after it belong to it, and the last one's output is what the model sees.":
    'Die Knoten in seinem Rumpf sind seine Werkzeuge: HTTP-Anfragen, andere Workflows (`workflow.run`), andere Agenten, alles, was einen Knotentyp hat. In den Einstellungen eines Werkzeugs ist `item`, was das Modell angibt: ein Knoten, der `{{ item.order_id }}` liest, ist ein Werkzeug mit dem Parameter `order_id`. Ein Knoten, zu dem keine Kante des Rumpfes führt, ist ein Werkzeug; die nach ihm gehören dazu, und die Ausgabe des letzten ist, was das Modell sieht.',
  "Each call of the model and each call of a tool is a step of its own, with retries: when a worker dies, the agent goes on, and no call that had ended is made again. What the model can't give is out of its reach: it fills in `item` and nothing else, so credentials, hosts and whatever else the config fixes stay as they are. Calls that need a person's agreement wait for it, for days if need be.":
    'Jeder Aufruf des Modells und jeder eines Werkzeugs ist ein eigener Schritt mit Wiederholungen: stirbt ein Worker, geht der Agent weiter, und kein beendeter Aufruf geschieht noch einmal. Was das Modell nicht angeben kann, liegt außer seiner Reichweite: es füllt `item` und sonst nichts, also bleiben Zugangsdaten, Hosts und was sonst festgelegt ist, wie sie sind. Aufrufe, denen ein Mensch zustimmen muss, warten darauf, wenn nötig tagelang.',
  'The output is `{text, data, rounds, stopped, model, input_tokens, output_tokens, cost_usd, transcript}`.':
    'Die Ausgabe ist `{text, data, rounds, stopped, model, input_tokens, output_tokens, cost_usd, transcript}`.',
  'Airtable takes no idempotency key: a repeat after a lost answer makes a second record. Where that must not be, use `upsert_records`, which may be repeated, as changes and reads may.':
    'Airtable nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort legt einen zweiten Datensatz an. Wo das nicht sein darf, hilft `upsert_records`, das wiederholt werden darf wie Änderungen und Lesen auch.',
  'Open approvals are listed at `GET /api/v1/approvals`. They are answered there, or by a signed link that needs no sign-in. To escalate, lead the port `timeout` to another approval that asks somebody else. The run waits in Temporal and occupies no worker.':
    'Offene Freigaben stehen unter `GET /api/v1/approvals`. Sie werden dort beantwortet oder über einen signierten Link, der keine Anmeldung braucht. Um weiterzureichen, führt der Ausgang `timeout` zu einer Freigabe, die jemand anderen fragt. Der Lauf wartet in Temporal und belegt keinen Worker.',
  'The conditions are JavaScript without braces. False are `false`, `0`, `""`, `null` and nothing else: an empty list is true. All conditions are evaluated, also those below the one that is taken, so write `?.` where a value may be absent. Steps on paths that are not taken are skipped.':
    'Die Bedingungen sind JavaScript ohne Klammern. Falsch sind `false`, `0`, `""`, `null` und sonst nichts: eine leere Liste ist wahr. Alle Bedingungen werden ausgewertet, auch die unter der genommenen; wo ein Wert fehlen kann, hilft `?.`. Schritte auf Wegen, die nicht genommen werden, werden übersprungen.',
  'No further iteration begins, and those that run beside this one are cancelled. The loop succeeds with the results of the iterations that have ended by then; this one gives none. A `while` or `until` gives the last `loop.prev`.':
    'Kein weiterer Durchgang beginnt, und die neben diesem laufen, werden abgebrochen. Die Schleife gelingt mit den Ergebnissen der Durchgänge, die bis dahin beendet sind; dieser gibt keines. `while` und `until` geben das letzte `loop.prev`.',
  "It gets its input as JSON and gives JSON; what it prints with `console.log` is in the step's log. There are no files, no network, no modules and no waiting, and it may take about two seconds and 64 MB. `code.javascript_full` has TypeScript, `async` and larger limits.":
    'Er bekommt seine Eingabe als JSON und gibt JSON; was er mit `console.log` ausgibt, steht im Protokoll des Schritts. Es gibt keine Dateien, kein Netz, keine Module und kein Warten; er darf etwa zwei Sekunden und 64 MB brauchen. `code.javascript_full` hat TypeScript, `async` und höhere Grenzen.',
  'A repeat runs it again: it can reach nothing outside, so nothing is done twice.':
    'Eine Wiederholung führt ihn noch einmal aus: er erreicht nichts außerhalb, also geschieht nichts doppelt.',
  "`main` may be `async`; types are read past, not checked. The code runs in a sandbox of its own, in a process without secrets: no network, no other processes, no files, no packages, nothing of any other run. What it prints is in the step's log. Fetch what it needs with a step before, and send what it makes with a step after it.":
    '`main` darf `async` sein; Typen werden überlesen, nicht geprüft. Der Code läuft in einer eigenen Sandbox, in einem Prozess ohne Geheimnisse: kein Netz, keine anderen Prozesse, keine Dateien, keine Pakete, nichts von einem anderen Lauf. Was er ausgibt, steht im Protokoll des Schritts. Was er braucht, holt ein Schritt davor; was er macht, sendet ein Schritt danach.',
  "It gets its input as JSON and gives JSON; what it prints is in the step's log. The interpreter has the language without generators and inheritance, and of the standard library `json`, `re`, `datetime`, `math`, `hashlib`, `base64`, `csv`, `decimal`, `random`, `itertools`, `functools` and `collections`. There are no files, no network and no packages, and it may take three seconds and 64 MB. `code.python_full` has all of Python and larger limits.":
    'Er bekommt seine Eingabe als JSON und gibt JSON; was er ausgibt, steht im Protokoll des Schritts. Der Interpreter kennt die Sprache ohne Generatoren und Vererbung und von der Standardbibliothek `json`, `re`, `datetime`, `math`, `hashlib`, `base64`, `csv`, `decimal`, `random`, `itertools`, `functools` und `collections`. Es gibt keine Dateien, kein Netz und keine Pakete; er darf drei Sekunden und 64 MB brauchen. `code.python_full` hat ganz Python und höhere Grenzen.',
  "`main` may be `async`. The code runs in a sandbox of its own, in a process without secrets: no network, no other processes, no files but Python's own, nothing of any other run. What it prints is in the step's log. Fetch what it needs with a step before, and send what it makes with a step after it.":
    '`main` darf `async` sein. Der Code läuft in einer eigenen Sandbox, in einem Prozess ohne Geheimnisse: kein Netz, keine anderen Prozesse, keine Dateien außer denen von Python, nichts von einem anderen Lauf. Was er ausgibt, steht im Protokoll des Schritts. Was er braucht, holt ein Schritt davor; was er macht, sendet ein Schritt danach.',
  "The iteration gives no result and is left out of the loop's list; steps of it that still run are cancelled. In a `while` or `until`, `loop.prev` stays what it was.":
    'Der Durchgang gibt kein Ergebnis und fehlt in der Liste der Schleife; seine Schritte, die noch laufen, werden abgebrochen. Bei `while` und `until` bleibt `loop.prev`, was es war.',
  'Not for passwords, which need a slow hash. A repeat gives the same.':
    'Nicht für Passwörter, die einen langsamen Hash brauchen. Eine Wiederholung ergibt dasselbe.',
  'Signatures are compared in constant time. A repeat gives the same.':
    'Signaturen werden in gleichbleibender Zeit verglichen. Eine Wiederholung ergibt dasselbe.',
  'A row with fewer fields than names has null for the rest; one with more fails the step, by its line. Empty lines are passed over. A repeat gives the same.':
    'Eine Zeile mit weniger Feldern als Namen hat für den Rest null; an einer mit mehr scheitert der Schritt und nennt sie. Leere Zeilen werden übergangen. Eine Wiederholung ergibt dasselbe.',
  'Lists and objects in a field are written as JSON. A repeat gives the same.':
    'Listen und Objekte in einem Feld werden als JSON geschrieben. Eine Wiederholung ergibt dasselbe.',
  'The sum of nothing is 0; average, smallest and largest of nothing are null. A repeat gives the same.':
    'Die Summe von nichts ist 0; Durchschnitt, kleinster und größter Wert von nichts sind null. Eine Wiederholung ergibt dasselbe.',
  'It knows this list only: what earlier runs saw is not remembered. A repeat gives the same.':
    'Er kennt nur diese Liste: was frühere Läufe sahen, merkt er sich nicht. Eine Wiederholung ergibt dasselbe.',
  'The expression reads `item`, `index` (from 0) and all that other expressions read. Those that were not kept are in `rest`. A repeat gives the same.':
    'Der Ausdruck liest `item`, `index` (ab 0) und alles, was andere Ausdrücke lesen. Was nicht blieb, steht in `rest`. Eine Wiederholung ergibt dasselbe.',
  'For sums and averages over groups use `data.aggregate`. A repeat gives the same.':
    'Für Summen und Durchschnitte über Gruppen gibt es `data.aggregate`. Eine Wiederholung ergibt dasselbe.',
  'An item with several matches comes several times; a null key matches nothing. Keys match when they are of the same type: `1` is not `"1"`. A repeat gives the same.':
    'Ein Element mit mehreren Gegenstücken kommt mehrmals; ein Schlüssel, der null ist, passt zu nichts. Schlüssel passen, wenn sie von derselben Art sind: `1` ist nicht `"1"`. Eine Wiederholung ergibt dasselbe.',
  "Numbers come before text, text before lists and objects, null last. Text is compared by its characters' code points: capital letters before small ones. Equal items keep their order. A repeat gives the same.":
    'Zahlen kommen vor Text, Text vor Listen und Objekten, null zuletzt. Text wird nach den Codepunkten seiner Zeichen verglichen: Großbuchstaben vor kleinen. Gleiche Elemente behalten ihre Reihenfolge. Eine Wiederholung ergibt dasselbe.',
  'Let a `for_each` go over `batches`. A repeat gives the same.':
    'Ein `for_each` kann über `batches` gehen. Eine Wiederholung ergibt dasselbe.',
  'Where clocks change, a time of day that is there twice is the first, and one that is skipped is an hour later. The 31st plus a month is the last day of a shorter one. A repeat gives the same.':
    'Wo Uhren umgestellt werden, ist von einer Uhrzeit, die es zweimal gibt, die erste gemeint, und eine übersprungene ist eine Stunde später. Der 31. plus ein Monat ist der letzte Tag eines kürzeren. Eine Wiederholung ergibt dasselbe.',
  'The run waits in Temporal and occupies no worker, so that it may wait for years and outlives any restart.':
    'Der Lauf wartet in Temporal und belegt keinen Worker, kann also jahrelang warten und überlebt jeden Neustart.',
  'Discord takes no idempotency key: a repeat after a lost answer posts twice.':
    'Discord nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort sendet zweimal.',
  'The models are bundled (PP-OCRv6: Chinese, English, and other languages in Latin letters), and work offline. A page of a few lines takes a processor about three seconds, a full one ten; a busy machine takes longer. Pages of a PDF that have text give that, without reading. Calls nothing outside, and a repeat gives the same.':
    'Die Modelle sind dabei (PP-OCRv6: Chinesisch, Englisch und andere Sprachen in lateinischer Schrift) und arbeiten ohne Netz. Eine Seite mit wenigen Zeilen kostet etwa drei Sekunden Rechenzeit, eine volle zehn; ein ausgelasteter Rechner braucht länger. Seiten eines PDFs, die Text haben, geben ihn ungelesen. Ruft nichts außerhalb auf, und eine Wiederholung ergibt dasselbe.',
  'Pictures of text, as scans are, have none: `document.ocr` reads those. A repeat gives the same.':
    'Bilder von Text, wie Scans es sind, haben keinen: die liest `document.ocr`. Eine Wiederholung ergibt dasselbe.',
  'A repeat has the same `Message-ID`, by which some servers know it; others deliver it twice. An address that the server refuses does not stop the others, unless all are refused.':
    'Eine Wiederholung hat dieselbe `Message-ID`, an der manche Server sie erkennen; andere stellen sie zweimal zu. Eine Adresse, die der Server ablehnt, hält die anderen nicht auf, es sei denn, alle werden abgelehnt.',
  'Nothing runs after it on its path; other paths go on to their own end. A graph may have several of them, or none where nobody reads the output.':
    'Auf seinem Weg läuft danach nichts; andere Wege gehen bis zu ihrem eigenen Ende. Ein Graph darf mehrere haben, oder keines, wo niemand die Ausgabe liest.',
  'A repeat is published with the same id: JetStream of NATS drops it by its header `Nats-Msg-Id`; of the others the receiver has to look at the header `message-id`.':
    'Eine Wiederholung wird mit derselben Id veröffentlicht: JetStream von NATS verwirft sie an der Kopfzeile `Nats-Msg-Id`; bei den anderen muss der Empfänger auf die Kopfzeile `message-id` sehen.',
  'Formulas give the values that Excel saved last; dates and times are text in ISO 8601. Empty rows are passed over. A repeat gives the same.':
    'Formeln geben die Werte, die Excel zuletzt gespeichert hat; Daten und Zeiten sind Text in ISO 8601. Leere Zeilen werden übergangen. Eine Wiederholung ergibt dasselbe.',
  'Text stays text, also where it begins with `=`; lists and objects are written as JSON. A repeat stores another file with the same rows.':
    'Text bleibt Text, auch wo er mit `=` beginnt; Listen und Objekte werden als JSON geschrieben. Eine Wiederholung speichert noch eine Datei mit denselben Zeilen.',
  'Steps still at work are cancelled. Use it on a path that should never be taken, or behind an error port once everything is put right.':
    'Schritte, die noch arbeiten, werden abgebrochen. Für einen Weg, der nie genommen werden sollte, oder hinter einem Ausgang für Fehler, sobald alles gerichtet ist.',
  'The same files give the same archive, byte by byte, so a repeat stores nothing new.':
    'Dieselben Dateien ergeben dasselbe Archiv, Byte für Byte; eine Wiederholung speichert also nichts Neues.',
  'What unpacks to more than 256 MB, has more than 1,000 files or a password is refused. Names that lead out of a folder are passed over. A repeat stores nothing new.':
    'Abgelehnt wird, was entpackt größer als 256 MB ist, mehr als 1.000 Dateien oder ein Passwort hat. Namen, die aus einem Ordner hinausführen, werden übergangen. Eine Wiederholung speichert nichts Neues.',
  'Each workspace has a folder of its own below the one that an administrator sets with `NORIA_FILES_DIR`. Nothing outside of it can be reached, and a file is there whole or not at all. A repeat of any action leaves the same files.':
    'Jeder Arbeitsbereich hat einen eigenen Ordner unter dem, den die Verwaltung mit `NORIA_FILES_DIR` festlegt. Nichts außerhalb ist erreichbar, und eine Datei ist ganz da oder gar nicht. Jeder Vorgang hinterlässt bei einer Wiederholung dieselben Dateien.',
  'A repeat of any action leaves the same files. A presigned URL lets whoever has it in: it is kept with the run, so let it expire soon.':
    'Jeder Vorgang hinterlässt bei einer Wiederholung dieselben Dateien. Eine ausgestellte URL lässt jeden ein, der sie hat, und wird mit dem Lauf aufgehoben: sie sollte bald ablaufen.',
  'A file is written under another name and then renamed, so that nobody reads half of it. A repeat of any action leaves the same files.':
    'Eine Datei wird unter anderem Namen geschrieben und dann umbenannt, damit niemand eine halbe liest. Jeder Vorgang hinterlässt bei einer Wiederholung dieselben Dateien.',
  "The body are the nodes whose `parent` is this one; those without incoming edges begin it. They read `item`, `index` (from 0), `key` (the property's name; null for a list) and `loop`, whose `loop.outer` is the loop around this one. The output is the list of results in the order of the items, or an object for an object, whatever the order in which they were done.":
    'Der Rumpf sind die Knoten, deren `parent` dieser ist; die ohne eingehende Kanten beginnen ihn. Sie lesen `item`, `index` (ab 0), `key` (der Name der Eigenschaft; null bei einer Liste) und `loop`, dessen `loop.outer` die Schleife um diese ist. Die Ausgabe ist die Liste der Ergebnisse in der Reihenfolge der Elemente, oder ein Objekt bei einem Objekt, gleich in welcher Reihenfolge gearbeitet wurde.',
  'With more than 50 items and a body of quick steps, or with a batch size, batches of items go to workers as one activity each: a million items take seconds, and history stays short. An item may then be done twice when a worker dies in the middle of its batch, with the same idempotency key.':
    'Bei mehr als 50 Elementen und einem Rumpf aus schnellen Schritten, oder mit einer Stapelgröße, gehen Stapel von Elementen als je eine Activity an die Worker: eine Million Elemente dauert Sekunden, und der Verlauf bleibt kurz. Ein Element kann dann zweimal bearbeitet werden, wenn ein Worker mitten im Stapel stirbt, mit demselben Idempotency-Key.',
  'GitHub takes no idempotency key: a repeat after a lost answer opens or comments twice; changes and reads may be repeated.':
    'GitHub nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort öffnet oder kommentiert zweimal; Änderungen und Lesen dürfen wiederholt werden.',
  'Google takes no idempotency key: a repeat of `append_rows` after a lost answer appends the rows twice. Where that must not be, write to a known range with `update_range`, which may be repeated, as reading and clearing may.':
    'Google nimmt keinen Idempotency-Key: eine Wiederholung von `append_rows` nach einer verlorenen Antwort hängt die Zeilen zweimal an. Wo das nicht sein darf, schreibt `update_range` in einen bekannten Bereich; das darf wiederholt werden, wie Lesen und Leeren auch.',
  'Broken HTML is read as browsers do; scripts are not run. What is not there is null, or an empty list. A repeat gives the same.':
    'Fehlerhaftes HTML wird gelesen, wie Browser es tun; Skripte laufen nicht. Was fehlt, ist null oder eine leere Liste. Eine Wiederholung ergibt dasselbe.',
  'A repeat sends the same `Idempotency-Key`; a mutation is done twice where the API does not know the header.':
    'Eine Wiederholung sendet denselben `Idempotency-Key`; eine Mutation geschieht zweimal, wo die API die Kopfzeile nicht kennt.',
  "Parameters and body are checked against the description's schemas before anything is sent; publishing already says which parameter is missing or unknown.":
    'Parameter und Inhalt werden gegen die Schemas der Beschreibung geprüft, bevor etwas gesendet wird; schon beim Veröffentlichen heißt es, welcher Parameter fehlt oder unbekannt ist.',
  'A repeat sends the same `Idempotency-Key`; something is done twice where the API does not know the header.':
    'Eine Wiederholung sendet denselben `Idempotency-Key`; etwas geschieht zweimal, wo die API die Kopfzeile nicht kennt.',
  "It only reads. A repeat begins at the first page again. Links to another host than the first page's are refused.":
    'Er liest nur. Eine Wiederholung beginnt wieder bei der ersten Seite. Links zu einem anderen Host als dem der ersten Seite werden abgelehnt.',
  "At most five redirects are followed; a status that is expected is not. A failed attempt is sent again by the step's retry policy, so a server may see a request twice: the header `Idempotency-Key` is the same each time. Answers 408, 429 and 5xx and broken transfers are tried again, no sooner than `Retry-After` says; every other unexpected status fails the step. Hosts of internal networks can be called only when an administrator allows them.":
    'Höchstens fünf Weiterleitungen wird gefolgt; einem erwarteten Status nicht. Ein gescheiterter Versuch wird nach den Regeln des Schritts wiederholt, ein Server kann eine Anfrage also zweimal sehen: die Kopfzeile `Idempotency-Key` ist jedes Mal dieselbe. Bei 408, 429 und 5xx und bei abgebrochener Übertragung wird es noch einmal versucht, nicht früher, als `Retry-After` sagt; an jedem anderen unerwarteten Status scheitert der Schritt. Hosts interner Netze lassen sich nur aufrufen, wenn die Verwaltung sie erlaubt.',
}
