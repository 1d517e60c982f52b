/** Deutsch für die mitgelieferten Knotentypen: ein Satz zu jedem. */
export const nodeSentences: Readonly<Record<string, string>> = {
  'Let a model work on a task in rounds, until it has an answer.':
    'Ein Modell arbeitet in Runden an einer Aufgabe, bis es eine Antwort hat.',
  'Work with records of Airtable.': 'Mit Einträgen von Airtable arbeiten.',
  'Ask people, and wait for the first answer.': 'Menschen fragen und auf die erste Antwort warten.',
  'Take the first path whose condition is true, else the default.':
    'Den ersten Weg nehmen, dessen Bedingung wahr ist, sonst den übrigen.',
  'Leave the loop around this node.': 'Die Schleife um diesen Knoten verlassen.',
  'Run a function of your own, in JavaScript.': 'Eine eigene Funktion ausführen, in JavaScript.',
  'Run a function of your own, in TypeScript or JavaScript, in Deno.':
    'Eine eigene Funktion ausführen, in TypeScript oder JavaScript, in Deno.',
  'Run a function of your own, in a small Python.':
    'Eine eigene Funktion ausführen, in einem kleinen Python.',
  'Run a function of your own, in CPython with its whole standard library.':
    'Eine eigene Funktion ausführen, in CPython mit der ganzen Standardbibliothek.',
  'End this iteration of the loop around this node, and go on with the next one.':
    'Diesen Durchgang der Schleife um diesen Knoten beenden und mit dem nächsten weitermachen.',
  'Work out the fingerprint of a text or file.':
    'Den Fingerabdruck eines Textes oder einer Datei berechnen.',
  'Sign a text or file with a shared secret, or check such a signature.':
    'Einen Text oder eine Datei mit einem gemeinsamen Geheimnis signieren, oder eine solche Signatur prüfen.',
  'Read a table of text, as a spreadsheet exports it, into rows.':
    'Eine Texttabelle, wie Tabellenprogramme sie ausgeben, in Zeilen einlesen.',
  'Write rows as a table of text, which every spreadsheet reads.':
    'Zeilen als Texttabelle schreiben, die jedes Tabellenprogramm liest.',
  'Count, sum, average and the like over a list, and over its groups.':
    'Zählen, summieren, mitteln und Ähnliches über eine Liste und ihre Gruppen.',
  'Keep one of each of the items of a list.':
    'Von gleichen Elementen einer Liste je eines behalten.',
  'Keep the items for which an expression is true.':
    'Die Elemente behalten, für die ein Ausdruck wahr ist.',
  'Gather the items of a list that have something in common.':
    'Elemente einer Liste sammeln, die etwas gemeinsam haben.',
  'Put the items of two lists side by side where their keys are the same.':
    'Elemente zweier Listen nebeneinanderstellen, deren Schlüssel gleich sind.',
  'Put the items of a list in order.': 'Die Elemente einer Liste ordnen.',
  'Cut a list into pieces of one size, as for an API that takes 100 at a time.':
    'Eine Liste in gleich große Stücke schneiden, etwa für eine API, die 100 auf einmal nimmt.',
  'Read a time, move it, round it, write it, and measure how far another is.':
    'Eine Zeit lesen, verschieben, runden, schreiben und den Abstand zu einer anderen messen.',
  'Wait for some seconds.': 'Einige Sekunden warten.',
  'Post a message to a channel of Discord through its webhook; nobody is pinged by it.':
    'Eine Nachricht über den Webhook eines Discord-Kanals senden; niemand wird dabei angestupst.',
  'Take the text out of a PDF, Word, Excel, PowerPoint, OpenDocument, HTML or e-mail file.':
    'Den Text aus PDF-, Word-, Excel-, PowerPoint-, OpenDocument-, HTML- oder E-Mail-Dateien holen.',
  'Send an e-mail through a mail server (SMTP), with text, HTML and files.':
    'Eine E-Mail über einen Mailserver (SMTP) senden, mit Text, HTML und Dateien.',
  'Give the run its output.': 'Dem Lauf seine Ausgabe geben.',
  'Publish an event to Kafka, NATS, Redis Streams or RabbitMQ, and wait until the broker has it.':
    'Ein Ereignis in Kafka, NATS, Redis Streams oder RabbitMQ veröffentlichen und warten, bis der Broker es hat.',
  'Read a sheet of an Excel workbook (.xlsx) into rows.':
    'Ein Blatt einer Excel-Mappe (.xlsx) in Zeilen einlesen.',
  'Write rows as an Excel workbook (.xlsx) with one sheet.':
    'Zeilen als Excel-Mappe (.xlsx) mit einem Blatt schreiben.',
  'End the run as failed.': 'Den Lauf als fehlgeschlagen beenden.',
  'Pack files into a zip archive, or one file with gzip.':
    'Dateien in ein Zip-Archiv packen, oder eine Datei mit gzip.',
  'Unpack a zip archive or a gzip file.': 'Ein Zip-Archiv oder eine gzip-Datei entpacken.',
  "Read, write, list, copy or delete files in the worker's folder for files.":
    'Dateien im Dateiordner des Workers lesen, schreiben, auflisten, kopieren oder löschen.',
  'Read, write, list, copy, delete or presign files of S3, or of a server that speaks its protocol.':
    'Dateien von S3, oder eines Servers mit dessen Protokoll, lesen, schreiben, auflisten, kopieren, löschen oder vorab signieren.',
  'Read, write, list, copy or delete files of a server over SSH, whose host key is checked.':
    'Dateien eines Servers über SSH lesen, schreiben, auflisten, kopieren oder löschen; sein Hostschlüssel wird geprüft.',
  'Run the body once for each item of a list, or for each property of an object.':
    'Den Rumpf einmal für jedes Element einer Liste oder jede Eigenschaft eines Objekts ausführen.',
  'Work with issues, comments and workflows of GitHub.':
    'Mit Issues, Kommentaren und Workflows von GitHub arbeiten.',
  'Work with cells of Google Sheets.': 'Mit Zellen von Google Sheets arbeiten.',
  'Take texts, attributes or parts out of a web page by CSS selectors.':
    'Texte, Attribute oder Teile einer Webseite mit CSS-Selektoren entnehmen.',
  'Ask a GraphQL API, or change something by it.':
    'Eine GraphQL-API fragen oder durch sie etwas ändern.',
  'Call an operation of an API by its OpenAPI description.':
    'Eine Operation einer API nach ihrer OpenAPI-Beschreibung aufrufen.',
  'Gather a list that an API gives page by page: by links, cursors, page numbers or offsets.':
    'Eine Liste sammeln, die eine API seitenweise gibt: über Links, Cursor, Seitennummern oder Abstände.',
  'Call a URL and pass on the answer.': 'Eine URL aufrufen und die Antwort weitergeben.',
  'Work with contacts, companies, deals and tickets of HubSpot.':
    'Mit Kontakten, Firmen, Geschäften und Tickets von HubSpot arbeiten.',
  'Work with issues of Jira Cloud.': 'Mit Vorgängen von Jira Cloud arbeiten.',
  'Read JSON, or JSON Lines, from a text or a file.':
    'JSON oder JSON Lines aus einem Text oder einer Datei lesen.',
  'Write a value as JSON, or a list as JSON Lines, in a text or a file.':
    'Einen Wert als JSON oder eine Liste als JSON Lines schreiben, in einen Text oder eine Datei.',
  'Make a signed token (JWT).': 'Ein signiertes Token (JWT) ausstellen.',
  'Check a signed token (JWT), and go on by `valid` or `invalid`.':
    'Ein signiertes Token (JWT) prüfen und über `valid` oder `invalid` weitergehen.',
  'Add a document to a knowledge base, and wait until it can be searched.':
    'Ein Dokument in eine Wissensbasis aufnehmen und warten, bis es durchsuchbar ist.',
  'Find passages in a knowledge base, and have a model answer from them with citations.':
    'Stellen in einer Wissensbasis finden und ein Modell daraus mit Belegen antworten lassen.',
  'Find the passages of a knowledge base that fit a question.':
    'Die Stellen einer Wissensbasis finden, die zu einer Frage passen.',
  'Ask a chat model, and pass on what it says.':
    'Ein Chat-Modell fragen und weitergeben, was es sagt.',
  'Ask a model which of your labels fits a text; a `switch` on `label` then goes the way for it.':
    'Ein Modell fragen, welche Ihrer Marken zu einem Text passt; eine `switch`-Weiche über `label` nimmt dann den Weg dafür.',
  'Turn texts into vectors that lie close together where the texts mean the same.':
    'Texte in Vektoren verwandeln, die nah beieinander liegen, wo die Texte dasselbe meinen.',
  'Ask a model for the data in a text, a picture or a file, in the shape that your schema gives.':
    'Ein Modell nach den Daten in einem Text, Bild oder einer Datei fragen, in der Form Ihres Schemas.',
  'Have a model draw pictures of what a text says.':
    'Ein Modell Bilder von dem zeichnen lassen, was ein Text sagt.',
  'Order items by how well they answer a question, as a model judges them, and keep the best.':
    'Elemente danach ordnen, wie gut sie nach dem Urteil eines Modells eine Frage beantworten, und die besten behalten.',
  'Have a model read a text aloud; the output is a stored recording.':
    'Ein Modell einen Text vorlesen lassen; die Ausgabe ist eine gespeicherte Aufnahme.',
  'Have a model write down what is said in a recording.':
    'Ein Modell aufschreiben lassen, was in einer Aufnahme gesagt wird.',
  'Call a tool of a server that speaks MCP, over HTTP or as a command on the worker.':
    'Ein Werkzeug eines MCP-Servers aufrufen, über HTTP oder als Befehl auf dem Worker.',
  'Gather the outputs of the steps that lead here.':
    'Die Ausgaben der Schritte sammeln, die hierher führen.',
  'Let several agents work on a task together, in the way that its strategy says.':
    'Mehrere Agenten zusammen an einer Aufgabe arbeiten lassen, so wie die Strategie es sagt.',
  'Work with pages and databases of Notion.': 'Mit Seiten und Datenbanken von Notion arbeiten.',
  'Send a notification to everybody who has subscribed to a topic, on telephone or desktop.':
    'Allen, die ein Thema abonniert haben, eine Nachricht aufs Telefon oder den Rechner senden.',
  'Answer the request that a webhook started this run with.':
    'Die Anfrage beantworten, mit der ein Webhook diesen Lauf gestartet hat.',
  'Check a value against a JSON Schema, and go on by `valid` or `invalid`.':
    'Einen Wert gegen ein JSON-Schema prüfen und über `valid` oder `invalid` weitergehen.',
  'Compute values and give them names.': 'Werte berechnen und benennen.',
  'Post a message to Slack, as a bot or through an incoming webhook.':
    'Eine Nachricht an Slack senden, als Bot oder über einen eingehenden Webhook.',
  'Send a text message to a telephone through Twilio.':
    'Eine Textnachricht über Twilio an ein Telefon senden.',
  'Change a database by statements that are done together or not at all.':
    'Eine Datenbank durch Anweisungen ändern, die zusammen oder gar nicht geschehen.',
  'Stream the rows of a query into a file, however many they are, up to 256 MB.':
    'Die Zeilen einer Abfrage in eine Datei leiten, so viele es sind, bis 256 MB.',
  'Put many rows into a table: all of them or none.':
    'Viele Zeilen in eine Tabelle schreiben: alle oder keine.',
  'Ask a PostgreSQL, MySQL, SQL Server or SQLite database for rows.':
    'Eine Datenbank (PostgreSQL, MySQL, SQL Server, SQLite) nach Zeilen fragen.',
  'Begin the run with its input.': 'Den Lauf mit seiner Eingabe beginnen.',
  'Work with customers, payments and refunds of Stripe.':
    'Mit Kunden, Zahlungen und Erstattungen von Stripe arbeiten.',
  'Take the first path whose value equals the one looked at, else the default.':
    'Den ersten Weg nehmen, dessen Wert dem betrachteten gleicht, sonst den übrigen.',
  'Post a card to a channel of Microsoft Teams through its workflow webhook.':
    'Eine Karte über den Workflow-Webhook eines Kanals von Microsoft Teams senden.',
  'Write to a chat or channel of Telegram as a bot.':
    'Als Bot in einen Chat oder Kanal von Telegram schreiben.',
  'Write a text, with a line for each item of a list if there is one.':
    'Einen Text schreiben, auf Wunsch mit einer Zeile für jedes Element einer Liste.',
  'Run the body until the condition is true, which is looked at after each iteration.':
    'Den Rumpf ausführen, bis die Bedingung wahr ist; geprüft wird nach jedem Durchgang.',
  'Set variables of the run.': 'Variablen des Laufs setzen.',
  'Wait until somebody sends an event with this key.':
    'Warten, bis jemand ein Ereignis mit diesem Schlüssel sendet.',
  'Wait for a point in time; one that is past is not waited for.':
    'Auf einen Zeitpunkt warten; auf einen vergangenen nicht.',
  'Tell another system that something happened, signed by the Standard Webhooks specification.':
    'Einem anderen System sagen, dass etwas geschehen ist, signiert nach Standard Webhooks.',
  'Run the body as long as the condition is true, which is looked at before each iteration.':
    'Den Rumpf ausführen, solange die Bedingung wahr ist; geprüft wird vor jedem Durchgang.',
  'Run another workflow as one step of this one.':
    'Einen anderen Workflow als einen Schritt von diesem starten.',
  'Read XML: elements by name, attributes as `@name`, text beside them as `#text`.':
    'XML lesen: Elemente unter ihrem Namen, Attribute als `@name`, Text daneben als `#text`.',
  'Write a value as XML, as `xml.parse` reads it.':
    'Einen Wert als XML schreiben, so wie `xml.parse` es liest.',
  'Read YAML, one document or several.': 'YAML lesen, ein Dokument oder mehrere.',
  'Write a value as YAML, its fields in their order.':
    'Einen Wert als YAML schreiben, die Felder in ihrer Reihenfolge.',
}
