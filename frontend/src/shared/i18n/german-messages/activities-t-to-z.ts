/** Deutsch für Meldungen der Knoten: T bis Z. */
export const activitiesTToZ: Readonly<Record<string, string>> = {
  'The API gave the cursor {1} twice.': 'Die API gab den Cursor {1} zweimal.',
  'The API refused it: {1}': 'Die API hat es abgelehnt: {1}',
  'The API says that a page comes after itself.':
    'Die API sagt, dass eine Seite nach sich selbst kommt.',
  'The MCP server {1} answered {2}.': 'Der MCP-Server {1} antwortete {2}.',
  'The MCP server {1} could not be reached, or broke off.':
    'Der MCP-Server {1} war nicht zu erreichen, oder brach ab.',
  'The MCP server {1} does not speak MCP as it should.':
    'Der MCP-Server {1} spricht MCP nicht so, wie er soll.',
  'The MCP server {1} has the URL {2}: give one that begins with https://, or a command that the administrator has allowed.':
    'Der MCP-Server {1} hat die URL {2}: eine angeben, die mit https:// beginnt, oder einen Befehl, den der Administrator erlaubt hat.',
  'The MCP server {1} has {2} tools, more than {3}: name those that the agent may use in `tools`.':
    'Der MCP-Server {1} hat {2} Werkzeuge, mehr als {3}: in `tools` nennen, welche der Agent verwenden darf.',
  'The MCP server {1} refuses: {2}': 'Der MCP-Server {1} lehnt ab: {2}',
  'The PDF asks for a password that was not given, or is another one.':
    'Das PDF verlangt ein Passwort, das nicht oder falsch angegeben wurde.',
  'The PDF asks for a password: take it off first.':
    'Das PDF verlangt ein Passwort: es zuerst entfernen.',
  "The PDF can't be read; it may be broken.":
    'Das PDF ist nicht zu lesen; vielleicht ist es beschädigt.',
  'The PDF has {1} pages, more than {2}.': 'Das PDF hat {1} Seiten, mehr als {2}.',
  'The PDF has {1} pages, some of them pictures, and {2} of such a one can be read: split it.':
    'Das PDF hat {1} Seiten, einige davon Bilder, und {2} eines solchen können gelesen werden: es teilen.',
  'The URL has a user name before its host; send it as an Authorization header instead.':
    'Die URL hat einen Benutzernamen vor ihrem Host; ihn stattdessen als Kopfzeile Authorization senden.',
  "The URL has no host; write it as 'https://example.com/path'.":
    "Die URL hat keinen Host; sie als 'https://example.com/path' schreiben.",
  'The YAML holds what JSON has no notation for, as keys of lists.':
    'Das YAML enthält, wofür JSON keine Schreibweise hat, etwa Listen als Schlüssel.',
  'The agent came to its limit of {1} after {2} rounds without an answer: raise the limit, or give it less to do.':
    'Der Agent kam nach {2} Runden ohne Antwort an seine Grenze von {1}: die Grenze anheben, oder ihm weniger zu tun geben.',
  'The answer is none of GraphQL: it has neither data nor errors.':
    'Die Antwort ist keine von GraphQL: sie hat weder Daten noch Fehler.',
  'The answer of {1} was cut off: its budget had room for {2} tokens. Raise the budget, or give the model less to write.':
    'Die Antwort von {1} wurde abgeschnitten: ihr Budget hatte Platz für {2} Tokens. Das Budget erhöhen, oder dem Modell weniger zu schreiben geben.',
  'The answer of {1} does not fit the schema, nor did its second one: {2}':
    'Die Antwort von {1} passt nicht zum Schema, und die zweite auch nicht: {2}',
  "The answer of {1} has more than {2} bytes of text; set the field 'response' to 'blob' to keep it as it is.":
    "Die Antwort von {1} hat mehr als {2} Bytes Text; das Feld 'response' auf 'blob' setzen, um sie zu behalten, wie sie ist.",
  'The answer of {1} is larger than the {2} bytes that this step accepts.':
    'Die Antwort von {1} ist größer als die {2} Bytes, die dieser Schritt annimmt.',
  'The answer of {1} is not JSON.': 'Die Antwort von {1} ist kein JSON.',
  'The answer of {1} {2}.': 'Die Antwort von {1} {2}.',
  "The archive has a password, which this node can't give.":
    'Das Archiv hat ein Passwort, das dieser Knoten nicht angeben kann.',
  'The archive has {1} files, more than {2}.': 'Das Archiv hat {1} Dateien, mehr als {2}.',
  'The arguments are not a JSON object.': 'Die Argumente sind kein JSON-Objekt.',
  'The arguments of an MCP tool are a JSON object.':
    'Die Argumente eines MCP-Werkzeugs sind ein JSON-Objekt.',
  "The body holds half a character, which UTF-8 can't write.":
    'Der Inhalt enthält ein halbes Zeichen, das UTF-8 nicht schreiben kann.',
  "The bot can't post to {1} ({2}): invite it to the channel.":
    'Der Bot darf nicht in {1} schreiben ({2}): ihn in den Kanal einladen.',
  "The bot's token.": 'Das Token des Bots.',
  "The broker refused the credential's user or password.":
    'Der Broker hat Benutzer oder Passwort der Zugangsdaten abgelehnt.',
  'The broker {1} could not take the event now.':
    'Der Broker {1} konnte das Ereignis gerade nicht nehmen.',
  'The bundled embedding model is {1} with its own dimensions; there is no {2}{3}':
    'Das mitgelieferte Modell für Embeddings ist {1} mit seinen eigenen Dimensionen; es gibt kein {2}{3}',
  "The channel's webhook.": 'Der Webhook des Kanals.',
  'The config of {1} does not fit: {2}': 'Die Einstellungen von {1} passen nicht: {2}',
  'The content has {1} bytes, which is more than the {2} that this node takes; split it before.':
    'Der Inhalt hat {1} Bytes, mehr als die {2}, die dieser Knoten nimmt; ihn vorher aufteilen.',
  'The content is no XML that can be read: {1}.': 'Der Inhalt ist kein lesbares XML: {1}.',
  'The content is no YAML that can be read: {1}.': 'Der Inhalt ist kein lesbares YAML: {1}.',
  'The credential {1} has no token yet: connect it.':
    'Die Zugangsdaten {1} haben noch kein Token: sie verbinden.',
  'The credential {1} holds no URL.': 'Die Zugangsdaten {1} enthalten keine URL.',
  'The credential {1} holds no token of a Telegram bot.':
    'Die Zugangsdaten {1} enthalten kein Token eines Telegram-Bots.',
  'The credential {1} holds {2} secrets; use one that holds a single one.':
    'Die Zugangsdaten {1} enthalten {2} Geheimnisse; welche mit nur einem verwenden.',
  "The credential's URL asks for sasl={1}: write one of {2}.":
    'Die URL der Zugangsdaten verlangt sasl={1}: eins von {2} schreiben.',
  "The credential's URL is none: its port is not a number.":
    'Die URL der Zugangsdaten ist keine: ihr Port ist keine Zahl.',
  "The credential's URL names no broker that is known; write it as 'nats://host:4222', 'kafka://host:9092', 'redis://host:6379' or 'amqp://host:5672'.":
    "Die URL der Zugangsdaten nennt keinen bekannten Broker; sie als 'nats://host:4222', 'kafka://host:9092', 'redis://host:6379' oder 'amqp://host:5672' schreiben.",
  "The credential's URL names no host.": 'Die URL der Zugangsdaten nennt keinen Host.',
  "The credential's secret is no key for {1}; give one in PEM form.":
    'Das Geheimnis der Zugangsdaten ist kein Schlüssel für {1}; einen im PEM-Format angeben.',
  'The database could not be reached, or broke off.':
    'Die Datenbank war nicht zu erreichen, oder brach ab.',
  'The database could not be reached.': 'Die Datenbank war nicht zu erreichen.',
  'The database could not do it now ({1}).': 'Die Datenbank konnte das gerade nicht ({1}).',
  'The database could not do it now: {1}': 'Die Datenbank konnte das gerade nicht: {1}',
  "The database has no connection left for the credential's user.":
    'Die Datenbank hat für den Benutzer der Zugangsdaten keine Verbindung mehr frei.',
  'The database or the user that the credential names does not exist.':
    'Die Datenbank oder den Benutzer, den die Zugangsdaten nennen, gibt es nicht.',
  "The database refused the credential's user or password.":
    'Die Datenbank hat Benutzer oder Passwort der Zugangsdaten abgelehnt.',
  'The database refused the statement ({1}): {2}.':
    'Die Datenbank hat die Anweisung abgelehnt ({1}): {2}.',
  'The database refused the statement ({1}): {2}.{3}':
    'Die Datenbank hat die Anweisung abgelehnt ({1}): {2}.{3}',
  'The database refused the statement: {1}.': 'Die Datenbank hat die Anweisung abgelehnt: {1}.',
  'The document has more than {1} characters of text.':
    'Das Dokument hat mehr als {1} Zeichen Text.',
  'The document {1} has no content: add it again.':
    'Das Dokument {1} hat keinen Inhalt: es noch einmal hinzufügen.',
  'The event has {1} bytes, more than {2}: store the data and send where it is.':
    'Das Ereignis hat {1} Bytes, mehr als {2}: die Daten speichern und senden, wo sie sind.',
  'The expressions read more than {1} MB; let an earlier step pick out what is needed.':
    'Die Ausdrücke lesen mehr als {1} MB; einen früheren Schritt heraussuchen lassen, was gebraucht wird.',
  "The field {1} can't be {2}.": 'Das Feld {1} kann nicht {2} sein.',
  'The field {1} has {2} values for {3} items: write it as an expression about one `item`.':
    'Das Feld {1} hat {2} Werte für {3} Elemente: es als Ausdruck über ein `item` schreiben.',
  'The figure {1} needs numbers, but met {2}: turn it into one in the expression, as `Number(item.total)`.':
    'Die Kennzahl {1} braucht Zahlen, traf aber auf {2}: im Ausdruck eine daraus machen, etwa `Number(item.total)`.',
  "The file can't be read as {1} text: give the encoding it was written in.":
    'Die Datei ist nicht als Text in {1} zu lesen: die Kodierung angeben, in der sie geschrieben ist.',
  'The file is no Excel workbook (.xlsx) that can be read.':
    'Die Datei ist keine lesbare Excel-Mappe (.xlsx).',
  'The file is no picture that can be read: {1} or a PDF.':
    'Die Datei ist kein lesbares Bild: {1} oder ein PDF.',
  'The file is no zip archive and no gzip file that can be read.':
    'Die Datei ist kein lesbares Zip-Archiv und keine lesbare gzip-Datei.',
  'The file is no {1}.': 'Die Datei ist kein {1}.',
  'The file unpacks to more than {1} MB, which is not taken.':
    'Entpackt hat die Datei mehr als {1} MB, was nicht angenommen wird.',
  'The graph came to no end: {1}': 'Der Graph kam zu keinem Ende: {1}',
  "The graph can't go on: {1}: {2}": 'Der Graph kann nicht weitergehen: {1}: {2}',
  'The graph waits for {1}, which gave nothing.': 'Der Graph wartet auf {1}, das nichts ergab.',
  "The graph {1} can't be imported: {2}": 'Der Graph {1} kann nicht geladen werden: {2}',
  'The graph {1} has no node {2}.': 'Der Graph {1} hat keinen Knoten {2}.',
  "The graph's state can't be read: {1}": 'Der Zustand des Graphen ist nicht zu lesen: {1}',
  "The host {1} can't be resolved.": 'Der Host {1} ist nicht aufzulösen.',
  "The input can't be given to Python: {1}": 'Die Eingabe kann Python nicht gegeben werden: {1}',
  'The interpreter ended in the middle: {1}': 'Der Interpreter endete mittendrin: {1}',
  "The knowledge base {1} notes no entities, so that there are no relations to follow: switch them on where it is changed, or look by 'hybrid'.":
    "Die Wissensbasis {1} notiert keine Entitäten, also sind keinen Beziehungen zu folgen: sie einschalten, wo sie geändert wird, oder mit 'hybrid' suchen.",
  'The list has more than {1} items; ask for fewer.':
    'Die Liste hat mehr als {1} Elemente; weniger verlangen.',
  'The lists give more than {1} pairs: choose keys that are rarer.':
    'Die Listen ergeben mehr als {1} Paare: seltenere Schlüssel wählen.',
  'The loop gives {1} bytes, more than the {2} that a step may give: let `result` keep less of each item, or store results elsewhere.':
    'Die Schleife ergibt {1} Bytes, mehr als die {2}, die ein Schritt geben darf: mit `result` weniger von jedem Element behalten, oder Ergebnisse anderswo speichern.',
  "The loop's results take more than the {1} bytes that a step may give: let `result` say less, or store it in the body.":
    'Die Ergebnisse der Schleife sind größer als die {1} Bytes, die ein Schritt geben darf: mit `result` weniger angeben, oder im Rumpf speichern.',
  'The mail server answered {1}.': 'Der Mailserver antwortete {1}.',
  "The mail server can't do what the credential asks for: {1}.":
    'Der Mailserver kann nicht, was die Zugangsdaten verlangen: {1}.',
  'The mail server could not take the message now: {1}.':
    'Der Mailserver konnte die Nachricht gerade nicht nehmen: {1}.',
  'The mail server does not answer.': 'Der Mailserver antwortet nicht.',
  'The mail server refused all addresses: {1}.': 'Der Mailserver hat alle Adressen abgelehnt: {1}.',
  'The mail server refused it: {1}.': 'Der Mailserver hat es abgelehnt: {1}.',
  'The mail server refused the credential {1}.':
    'Der Mailserver hat die Zugangsdaten {1} abgelehnt.',
  'The mail server refused the message: {1} {2}.':
    'Der Mailserver hat die Nachricht abgelehnt: {1} {2}.',
  'The mail server refused {1}.': 'Der Mailserver hat {1} abgelehnt.',
  'The mail server takes none of the addresses now: {1}.':
    'Der Mailserver nimmt gerade keine der Adressen: {1}.',
  'The mail server {1} did not answer.': 'Der Mailserver {1} hat nicht geantwortet.',
  "The memory's key {1} is none: give one of 1 to {2} characters, as the id of whom the conversation is with.":
    'Der Schlüssel des Gedächtnisses {1} ist keiner: einen mit 1 bis {2} Zeichen angeben, etwa die ID der Person, mit der gesprochen wird.',
  'The model gave no picture.': 'Das Modell gab kein Bild.',
  'The model {1} broke off without an answer.': 'Das Modell {1} brach ohne Antwort ab.',
  'The model {1} gave {2} vectors for {3} texts.': 'Das Modell {1} gab {2} Vektoren für {3} Texte.',
  "The model {1} needs a credential of the type {2}: name one, or use the model 'demo/demo', which needs none.":
    "Das Modell {1} braucht Zugangsdaten der Art {2}: welche nennen, oder das Modell 'demo/demo' verwenden, das keine braucht.",
  'The next page is said to be at {1}, which is another host.':
    'Die nächste Seite soll bei {1} sein, was ein anderer Host ist.',
  "The node type {1} broke off with {2}; the worker's log has the traceback.":
    'Der Knotentyp {1} brach mit {2} ab; das Protokoll des Workers hat die Einzelheiten.',
  'The node type {1} left by the port {2}, but has only {3}.':
    'Der Knotentyp {1} endete über den Port {2}, hat aber nur {3}.',
  'The node type {1} runs inside the workflow only.':
    'Der Knotentyp {1} läuft nur im Workflow selbst.',
  'The node {1} of {2} failed: {3}: {4}': 'Der Knoten {1} von {2} ist fehlgeschlagen: {3}: {4}',
  "The node {1} of {2} waits for somebody by LangGraph's `interrupt`, which ends with its step: let it end, and put an approval behind the graph.":
    'Der Knoten {1} von {2} wartet mit LangGraphs `interrupt` auf jemanden, was mit seinem Schritt endet: ihn enden lassen, und hinter den Graphen eine Freigabe setzen.',
  "The node's output has {1} bytes, which is more than the {2} that a step may give.":
    'Die Ausgabe des Knotens hat {1} Bytes, mehr als die {2}, die ein Schritt geben darf.',
  "The node's output holds NaN or an infinity, which JSON has no notation for.":
    'Die Ausgabe des Knotens enthält NaN oder Unendlich, wofür JSON keine Schreibweise hat.',
  "The node's output is nested more than {1} levels deep; pass it on as text.":
    'Die Ausgabe des Knotens ist mehr als {1} Ebenen tief verschachtelt; sie als Text weitergeben.',
  "The node's output is not JSON: use plain values only.":
    'Die Ausgabe des Knotens ist kein JSON: nur einfache Werte verwenden.',
  "The node's output is not JSON: {1}.": 'Die Ausgabe des Knotens ist kein JSON: {1}.',
  'The other side did not answer.': 'Die andere Seite hat nicht geantwortet.',
  'The output has {1} characters; {2} are the most.':
    'Die Ausgabe hat {1} Zeichen; höchstens {2} sind erlaubt.',
  "The parameter {1} can't be {2}.": 'Der Parameter {1} kann nicht {2} sein.',
  "The picture can't be read, or takes too much memory: make it smaller.":
    'Das Bild ist nicht zu lesen, oder braucht zu viel Speicher: es kleiner machen.',
  "The picture can't be read; it may be broken or too large.":
    'Das Bild ist nicht zu lesen; vielleicht ist es beschädigt oder zu groß.',
  'The picture has more than {1} pages: split it.': 'Das Bild hat mehr als {1} Seiten: es teilen.',
  'The picture has more than {1} pixels: make it smaller.':
    'Das Bild hat mehr als {1} Pixel: es kleiner machen.',
  'The picture was made, but not found: {1}.': 'Das Bild entstand, war aber nicht zu finden: {1}.',
  'The pictures were not read within {1} s: give the step more time, split the document, or make them smaller.':
    'Die Bilder waren nach {1} s nicht gelesen: dem Schritt mehr Zeit geben, das Dokument teilen, oder sie kleiner machen.',
  'The provider of {1} could not be reached, or broke off.':
    'Der Anbieter von {1} war nicht zu erreichen, oder brach ab.',
  "The request can't be sent: its URL or a header is not right.":
    'Die Anfrage kann nicht gesendet werden: ihre URL oder eine Kopfzeile stimmt nicht.',
  'The result is not between the years 1 and 9999.':
    'Das Ergebnis liegt nicht zwischen den Jahren 1 und 9999.',
  'The rows have no fields, so there is nothing to insert.':
    'Die Zeilen haben keine Felder, also ist nichts einzufügen.',
  'The rows take more than {1} MB; ask for fewer at a time.':
    'Die Zeilen sind größer als {1} MB; weniger auf einmal verlangen.',
  'The run was paused; this is tried again when it goes on.':
    'Der Lauf wurde pausiert; das wird noch einmal versucht, wenn er weitergeht.',
  'The secret is shorter than 32 characters, so that tokens could be forged.':
    'Das Geheimnis ist kürzer als 32 Zeichen, sodass sich Token fälschen ließen.',
  "The secret of {1} can't sign: give it in base64, as 'whsec_…'.":
    "Das Geheimnis von {1} kann nicht signieren: es in Base64 angeben, als 'whsec_…'.",
  'The server answered {1} when asked for its models: check address and key of the credential.':
    'Der Server antwortete auf die Frage nach seinen Modellen {1}: Adresse und Schlüssel der Zugangsdaten prüfen.',
  'The server answered {1} when asked for models.':
    'Der Server antwortete auf die Frage nach Modellen {1}.',
  'The server broke off.': 'Der Server brach ab.',
  'The server did not answer.': 'Der Server hat nicht geantwortet.',
  'The server does not let this user use {1}.':
    'Der Server lässt diesen Benutzer {1} nicht verwenden.',
  "The server does not list its models as OpenAI's protocol says.":
    'Der Server nennt seine Modelle nicht so, wie das Protokoll von OpenAI es verlangt.',
  'The server has another host key than the credential {1} says: it may be another server.':
    'Der Server hat einen anderen Hostschlüssel, als die Zugangsdaten {1} sagen: vielleicht ist es ein anderer Server.',
  'The server refused it: {1}.': 'Der Server hat es abgelehnt: {1}.',
  'The server refused the credential {1}.': 'Der Server hat die Zugangsdaten {1} abgelehnt.',
  'The sheet has more than {1} rows; split it before.':
    'Das Blatt hat mehr als {1} Zeilen; es vorher aufteilen.',
  "The specification names no server with 'https://': fill in the field 'server'.":
    "Die Spezifikation nennt keinen Server mit 'https://': das Feld 'server' ausfüllen.",
  "The statement did not finish within the step's timeout.":
    'Die Anweisung wurde in der Zeit des Schritts nicht fertig.',
  'The statement gives no rows: use a node that executes instead.':
    'Die Anweisung ergibt keine Zeilen: stattdessen einen Knoten verwenden, der ausführt.',
  'The statement names :{1}, but there is no such parameter.':
    'Die Anweisung nennt :{1}, aber einen solchen Parameter gibt es nicht.',
  'The table has more than {1} rows; split the file before.':
    'Die Tabelle hat mehr als {1} Zeilen; die Datei vorher aufteilen.',
  "The team's model can't decide: {1}": 'Das Modell des Teams kann nicht entscheiden: {1}',
  "The text holds half a character, which UTF-8 can't write.":
    'Der Text enthält ein halbes Zeichen, das UTF-8 nicht schreiben kann.',
  'The text is not CSV: {1}.': 'Der Text ist kein CSV: {1}.',
  "The token can't be signed: {1}.": 'Das Token kann nicht signiert werden: {1}.',
  'The token is none that can be read.': 'Das Token ist kein lesbares.',
  'The tool {1} may be called {2} times only, which it was.':
    'Das Werkzeug {1} darf nur {2}-mal aufgerufen werden, und das wurde es.',
  'The tool {1} of {2} failed: {3}': 'Das Werkzeug {1} von {2} ist fehlgeschlagen: {3}',
  'The tool {1} of {2} is not among those that may be used.':
    'Das Werkzeug {1} von {2} ist keins, das verwendet werden darf.',
  'The user name of {1} is no account SID of Twilio.':
    'Der Benutzername von {1} ist keine Konto-SID von Twilio.',
  "The value can't be written as XML: {1}.": 'Der Wert lässt sich nicht als XML schreiben: {1}.',
  'The workbook has no sheet {1}; it has {2}.': 'Die Mappe hat kein Blatt {1}; sie hat {2}.',
  'The worker may not use {1}: its owner has to let it.':
    'Der Worker darf {1} nicht benutzen: der Eigentümer muss ihn lassen.',
  "The worker's folder for files has no space left: make some.":
    'Der Dateiordner des Workers hat keinen Platz mehr: schaffen Sie welchen.',
  'The worker stopped before this attempt was done.':
    'Der Worker hielt an, bevor dieser Versuch fertig war.',
  'The {1} does not fit the specification: {2}':
    'Die Angabe „{1}“ passt nicht zur Spezifikation: {2}',
  'The {1} is called too often: at most {2} per minute. Ask for this call once more if you still need it.':
    'Zu oft aufgerufen ({1}): höchstens {2} je Minute. Diesen Aufruf noch einmal verlangen, wenn er noch gebraucht wird.',
  'The {1} unpacks to {2} bytes, more than the {3} allowed.':
    'Entpackt hat die Datei ({1}) {2} Bytes, mehr als die {3} erlaubten.',
  'There are more than {1} lines; split the file before.':
    'Es sind mehr als {1} Zeilen; die Datei vorher aufteilen.',
  'There is no MCP server {1}; there are {2}.': 'Einen MCP-Server {1} gibt es nicht; es gibt {2}.',
  "There is no database {1}; use postgresql, mysql, sqlserver or sqlite, as 'postgresql://user:password@host:5432/name'.":
    "Eine Datenbank {1} gibt es nicht; postgresql, mysql, sqlserver oder sqlite verwenden, etwa 'postgresql://user:password@host:5432/name'.",
  'There is no file {1}.': 'Eine Datei {1} gibt es nicht.',
  'There is no list {1}: say where the items are.':
    'Eine Liste {1} gibt es nicht: angeben, wo die Elemente sind.',
  'There is no provider {1}; there are {2}.': 'Einen Anbieter {1} gibt es nicht; es gibt {2}.',
  'There is no such bucket.': 'Diesen Bucket gibt es nicht.',
  'There is no text in {1}, nor in its pictures.':
    'In {1} ist kein Text, auch nicht in den Bildern.',
  "There is no time zone {1}; write it as 'Europe/Berlin'.":
    "Eine Zeitzone {1} gibt es nicht; sie als 'Europe/Berlin' schreiben.",
  'There is no tool {1}; there are {2}.': 'Ein Werkzeug {1} gibt es nicht; es gibt {2}.',
  'There is nothing about this in the knowledge base.': 'Darüber steht nichts in der Wissensbasis.',
  'There is nothing to ask: give a prompt, or a conversation so far.':
    'Es ist nichts zu fragen: einen Prompt angeben, oder ein bisheriges Gespräch.',
  'There is nothing to look for: the query is empty.':
    'Es ist nichts zu suchen: die Anfrage ist leer.',
  'There is nothing to read: give a text, an image or a file.':
    'Es ist nichts zu lesen: einen Text, ein Bild oder eine Datei angeben.',
  'This installation sends no mail: set NORIA_SMTP_HOST for its workers.':
    'Diese Installation sendet keine E-Mails: für ihre Worker NORIA_SMTP_HOST setzen.',
  'This step may call {1} only, not {2}: its policy says so.':
    'Dieser Schritt darf nur {1} aufrufen, nicht {2}: so sagen es seine Regeln.',
  "This worker has no driver for SQL Server; install Noria with its extra 'sqlserver'.":
    "Dieser Worker hat keinen Treiber für SQL Server; Noria mit dem Extra 'sqlserver' installieren.",
  'This worker has no folder for files. An administrator can set one with NORIA_FILES_DIR.':
    'Dieser Worker hat keinen Ordner für Dateien. Ein Administrator kann mit NORIA_FILES_DIR einen angeben.',
  'This worker has no graph of the type {1}, version {2}: install the package that brings it.':
    'Dieser Worker hat keinen Graphen des Typs {1}, Version {2}: das Paket installieren, das ihn bringt.',
  "Twilio's account SID as the user name, and its token as the password.":
    'Die Konto-SID von Twilio als Benutzername, und das Token als Passwort.',
  "URL of the channel's workflow “When a webhook request is received”.":
    'URL des Workflows „Wenn eine Webhook-Anfrage eingeht“ des Kanals.',
  'XML has one root element, but the value has the names {1}.':
    'XML hat ein Wurzelelement, aber der Wert hat die Namen {1}.',
  'The model {1} answered {2}: {3}': 'Das Modell {1} antwortete {2}: {3}',
  'LiteLLM may not call {1} with blocking requests.':
    'LiteLLM darf {1} nicht mit blockierenden Anfragen aufrufen.',
  "Nothing is sent outside of a step's call.":
    'Außerhalb des Aufrufs eines Schritts wird nichts gesendet.',
  "The credential {1} is for models of {2}, and {3} is none: write 'litellm/{4}/' before the model, or choose another credential.":
    "Die Zugangsdaten {1} sind für Modelle von {2}, und {3} ist keines: 'litellm/{4}/' vor das Modell schreiben, oder andere Zugangsdaten wählen.",
  'The credential {1} may not be sent to {2}, but to {3} only: change its allowed hosts, or its address.':
    'Die Zugangsdaten {1} dürfen nicht an {2} gesendet werden, sondern nur an {3}: ihre erlaubten Hosts oder ihre Adresse ändern.',
  'The tool {1} may change things, and this agent may only read from {2}.':
    'Das Werkzeug {1} kann Dinge ändern, und dieser Agent darf von {2} nur lesen.',
  'What the model {1} gave is no vector.': 'Was das Modell {1} gab, ist kein Vektor.',
}
