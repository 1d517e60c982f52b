/** Deutsch für die Hilfe zu den Feldern von `email` bis `knowledge`. */
export const helpEmailToKnowledge: Readonly<Record<string, string>> = {
  'As `Shop <shop@example.com>`.': 'Etwa `Shop <shop@example.com>`.',
  'Addresses.': 'Adressen.',
  'Empty: the sender.': 'Leer: der Absender.',
  'With expressions in it, it is a template.': 'Mit Ausdrücken darin ist es eine Vorlage.',
  'Shown instead of the text where it can be; escape values yourself.':
    'Erscheint statt des Textes, wo es kann; Werte sind selbst zu maskieren.',
  "Name of a credential that holds the broker's URL.":
    'Name von Zugangsdaten mit der URL des Brokers.',
  'Topic of Kafka, subject of NATS, stream of Redis, routing key of RabbitMQ.':
    'Topic von Kafka, Subject von NATS, Stream von Redis, Routing Key von RabbitMQ.',
  'Sent as JSON.': 'Wird als JSON gesendet.',
  'Of RabbitMQ; empty: straight to the queue that the subject names.':
    'Bei RabbitMQ; leer: direkt an die Queue, die das Subject nennt.',
  'Of Kafka: events with the same key go to one partition, and so stay in order.':
    'Bei Kafka: Ereignisse mit demselben Schlüssel gehen in eine Partition und bleiben so in ihrer Reihenfolge.',
  'A workbook (.xlsx) from an earlier step.':
    'Eine Arbeitsmappe (.xlsx) aus einem früheren Schritt.',
  'By name; empty: the first.': 'Nach dem Namen; leer: das erste.',
  'Its name.': 'Sein Name.',
  'What goes in.': 'Was hineinkommt.',
  '`gzip` takes one file.': '`gzip` nimmt eine Datei.',
  'In the archive, as `reports/may.csv`.': 'Im Archiv, etwa `reports/may.csv`.',
  'A zip archive or a gzip file from an earlier step.':
    'Ein Zip-Archiv oder eine Gzip-Datei aus einem früheren Schritt.',
  'What to do with which file.': 'Was mit welcher Datei zu tun ist.',
  'As `reports/may.csv`.': 'Etwa `reports/may.csv`.',
  'Path of the copy.': 'Pfad der Kopie.',
  'Empty: all of it.': 'Leer: alles.',
  "Empty: by the name's ending.": 'Leer: nach der Endung des Namens.',
  'Name of a credential; it names the region, and the server if it is not AWS.':
    'Name von Zugangsdaten; sie nennen die Region, und den Server, wenn es nicht AWS ist.',
  'Seconds.': 'Sekunden.',
  'Items that one activity takes at once. Unset: single ones, or 1,000 where there are many and every step of the body is quick.':
    'Elemente, die eine Activity auf einmal nimmt. Leer: einzelne, oder 1.000, wo es viele sind und jeder Schritt des Rumpfes schnell ist.',
  'With a page, a history and an end of its own. Unset: where a step of the body waits for a time, an event or a person, unless one sets variables, responds or can be undone.':
    'Mit eigener Seite, eigenem Verlauf und eigenem Ende. Leer: wo ein Schritt des Rumpfs auf eine Zeit, ein Ereignis oder einen Menschen wartet, außer wenn einer Variablen setzt, antwortet oder rückgängig gemacht werden kann.',
  'A token of GitHub.': 'Ein Token von GitHub.',
  'Person or organisation.': 'Person oder Organisation.',
  'Its file, as `build.yml`.': 'Seine Datei, etwa `build.yml`.',
  'With commas between.': 'Mit Kommas dazwischen.',
  'OAuth 2 with the scope `https://www.googleapis.com/auth/spreadsheets`.':
    'OAuth 2 mit dem Scope `https://www.googleapis.com/auth/spreadsheets`.',
  'Its id, as in its address.': 'Ihre Id, wie sie in der Adresse steht.',
  "As `Orders!A1:D`, or a sheet's name.": 'Etwa `Orders!A1:D`, oder der Name eines Blattes.',
  'A list of rows, each a list of cells: `{{ steps.rows.output }}`.':
    'Eine Liste von Zeilen, jede eine Liste von Zellen: `{{ steps.rows.output }}`.',
  'As people see them, as they are, or as they are computed.':
    'Wie Menschen sie sehen, wie sie sind oder wie sie berechnet werden.',
  'Field by field.': 'Feld für Feld.',
  'Of the field in the output.': 'Des Feldes in der Ausgabe.',
  'A CSS selector, as `article > h2 a`.': 'Ein CSS-Selektor, etwa `article > h2 a`.',
  'A list of all that match; else the first, or null.':
    'Eine Liste aller, die passen; sonst das erste oder null.',
  'Of the API.': 'Der API.',
  'A query or mutation. It takes no expressions: values are variables.':
    'Eine Query oder Mutation. Sie nimmt keine Ausdrücke: Werte sind Variablen.',
  'By name, without the $.': 'Nach dem Namen, ohne das $.',
  'Gives what there is, and the errors beside it, instead of failing.':
    'Gibt, was da ist, und die Fehler daneben, statt zu scheitern.',
  'Sent to the hosts that it allows only.': 'Nur an die Hosts gesendet, die sie erlauben.',
  'The OpenAPI document, version 3; what is imported holds the chosen operation alone. References to other documents are not followed.':
    'Das OpenAPI-Dokument, Version 3; importiert wird die gewählte Operation allein. Verweisen auf andere Dokumente wird nicht gefolgt.',
  'Its `operationId`, or method and path as `GET /orders/{id}`.':
    'Ihre `operationId`, oder Methode und Pfad wie `GET /orders/{id}`.',
  'Of path, query and header, by name.': 'Von Pfad, Abfrage und Kopfzeile, nach dem Namen.',
  'Sent as JSON, or as a form where the operation takes nothing else.':
    'Gesendet als JSON, oder als Formular, wo die Operation nichts anderes nimmt.',
  'Instead of the first one of the specification.': 'Statt des ersten der Beschreibung.',
  'Of the first page.': 'Der ersten Seite.',
  'Sent with every page, but for links.': 'Wird mit jeder Seite gesendet, außer bei Links.',
  'Path of the list in the answer, as `data.items`; empty: the answer is the list.':
    'Pfad der Liste in der Antwort, etwa `data.items`; leer: die Antwort ist die Liste.',
  'How the list goes on.': 'Wie die Liste weitergeht.',
  'Path in the answer, as `meta.next_cursor`.': 'Pfad in der Antwort, etwa `meta.next_cursor`.',
  'Path in the answer, as `paging.next`; empty: the `Link` header.':
    'Pfad in der Antwort, etwa `paging.next`; leer: die Kopfzeile `Link`.',
  'Items in a page, for an offset.': 'Elemente auf einer Seite, für einen Versatz.',
  'The token of a private app.': 'Der Token einer privaten App.',
  'Or a value of the property below.': 'Oder ein Wert der Eigenschaft darunter.',
  "One whose values are unique, as `email`. Empty: HubSpot's own id.":
    'Eine, deren Werte einmalig sind, wie `email`. Leer: die Id von HubSpot selbst.',
  '`paging.next.after` of an earlier answer.': '`paging.next.after` einer früheren Antwort.',
  "By HubSpot's names.": 'Nach den Namen von HubSpot.',
  'As `https://example.atlassian.net`.': 'Etwa `https://example.atlassian.net`.',
  'E-mail and API token (basic), or OAuth 2.': 'E-Mail-Adresse und API-Token (basic) oder OAuth 2.',
  'Its key, as `SHOP-12`.': 'Sein Schlüssel, etwa `SHOP-12`.',
  'Its key, as `SHOP`.': 'Sein Schlüssel, etwa `SHOP`.',
  "By Jira's names, as `{ priority: { name: 'High' } }`.":
    "Nach den Namen von Jira, etwa `{ priority: { name: 'High' } }`.",
  'As `project = SHOP and status = Open`.': 'Etwa `project = SHOP and status = Open`.',
  '`nextPageToken` of an earlier answer.': '`nextPageToken` einer früheren Antwort.',
  'Its id.': 'Ihre Id.',
  "By Jira's names.": 'Nach den Namen von Jira.',
  'The value is then the list of them (JSON Lines).':
    'Der Wert ist dann die Liste davon (JSON Lines).',
  'What to write.': 'Was zu schreiben ist.',
  'With line breaks and indents.': 'Mit Umbrüchen und Einzügen.',
  'Of a list (JSON Lines).': 'Einer Liste (JSON Lines).',
  Claims: 'Angaben',
  'What it says; `iat`, `nbf`, `exp` and `jti` are added where they are missing.':
    'Was er sagt; `iat`, `nbf`, `exp` und `jti` werden ergänzt, wo sie fehlen.',
  '`HS…` take a shared secret of 32 characters or more, `RS256` and `ES256` a private key in PEM form.':
    '`HS…` brauchen ein gemeinsames Geheimnis von mindestens 32 Zeichen, `RS256` und `ES256` einen privaten Schlüssel als PEM.',
  'Seconds from now.': 'Sekunden von jetzt an.',
  '`kid` in the header; empty: none.': '`kid` im Kopf; leer: keine.',
  'With or without `Bearer ` before it.': 'Mit oder ohne `Bearer ` davor.',
  'The only one that is taken, whatever the token says.':
    'Nur dieses wird genommen, was auch immer der Token sagt.',
  '`iss` must be this; empty: any.': '`iss` muss dies sein; leer: beliebig.',
  '`aud` must hold this; empty: any.': '`aud` muss dies enthalten; leer: beliebig.',
  'Of the document, as `notes.md`. One of this name is replaced.':
    'Des Dokuments, etwa `notes.md`. Eines mit diesem Namen wird ersetzt.',
  'Text, or a file from an earlier step: PDF, Office, HTML, Markdown.':
    'Text oder eine Datei aus einem früheren Schritt: PDF, Office, HTML, Markdown.',
  'Of what to read instead of a content.': 'Dessen, was statt eines Inhalts zu lesen ist.',
  'With the bundled embedding model, where there is none of this name.':
    'Mit dem mitgelieferten Embedding-Modell, wo es keine dieses Namens gibt.',
  'What searches may be narrowed to, as `language` = `en`.':
    'Worauf sich eine Suche eingrenzen lässt, etwa `language` = `en`.',
  'US dollars that embedding may cost.': 'US-Dollar, die das Einbetten kosten darf.',
  'How many to find at most.': 'Wie viele höchstens gefunden werden.',
  '`meaning` finds other words for the same, `words` finds names and numbers, `hybrid` puts both together by rank, and `relations` adds what is tied to what the question names, where the base notes entities.':
    '`meaning` findet andere Worte für dasselbe, `words` findet Namen und Zahlen, `hybrid` fügt beides nach Rang zusammen, und `relations` ergänzt, was mit dem verbunden ist, was die Frage nennt, wo Entitäten festgehalten werden.',
  'Empty: that of the file.': 'Leer: der der Datei.',
  "Of a file; empty: a plain field, or the field's name where the value is a file.":
    'Einer Datei; leer: ein einfaches Feld, oder der Name des Feldes, wo der Wert eine Datei ist.',
}
