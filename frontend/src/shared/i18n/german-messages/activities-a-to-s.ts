/** Deutsch für Meldungen der Knoten: A bis S. */
export const activitiesAToS: Readonly<Record<string, string>> = {
  "A bot has to be told the channel; write it as '#orders'.":
    "Einem Bot muss der Kanal gesagt werden; ihn als '#orders' schreiben.",
  "A bot's token (xoxb-…), or an incoming webhook's URL.":
    'Das Token eines Bots (xoxb-…), oder die URL eines eingehenden Webhooks.',
  "A document of the type {1} can't be read.":
    'Ein Dokument des Typs {1} kann nicht gelesen werden.',
  "A document of the type {1} can't be read: it is no document.":
    'Ein Dokument des Typs {1} kann nicht gelesen werden: es ist kein Dokument.',
  'A file of the type {1} is no image: give it as a file instead.':
    'Eine Datei des Typs {1} ist kein Bild: sie als Datei angeben.',
  'A file of {1} bytes is more than a model takes, which is {2}.':
    'Eine Datei von {1} Bytes ist mehr, als ein Modell nimmt, nämlich {2}.',
  "A key of the credential {1} can't be read.":
    'Ein Schlüssel der Zugangsdaten {1} ist nicht zu lesen.',
  'A loop goes over a list or an object, not over {1}.':
    'Eine Schleife geht über eine Liste oder ein Objekt, nicht über {1}.',
  'A picture of {1} bytes is too large.': 'Ein Bild von {1} Bytes ist zu groß.',
  'A recording of {1} bytes is more than models take, which is {2}: cut it into pieces.':
    'Eine Aufnahme von {1} Bytes ist mehr, als Modelle nehmen, nämlich {2}: sie in Stücke schneiden.',
  "A row is an object with the columns' names, not {1}.":
    'Eine Zeile ist ein Objekt mit den Namen der Spalten, nicht {1}.',
  'An asynchronous client sends asynchronous bodies.':
    'Ein asynchroner Client sendet asynchrone Inhalte.',
  'Give either a content or a URL.': 'Entweder einen Inhalt oder eine URL angeben.',
  'It took longer than {1} s.': 'Das dauerte länger als {1} s.',
  'Kafka at {1} does not answer{2}.': 'Kafka antwortet unter {1} nicht{2}.',
  'Kafka has no topic {1}: create it.': 'Kafka hat kein Topic {1}: es anlegen.',
  'NATS could not take the event now: {1}.': 'NATS konnte das Ereignis gerade nicht nehmen: {1}.',
  "NORIA_ALLOWED_HOSTS has the entry {1}; write a host, an address or a network, each with or without a port, as 'shop.internal:8080' or '10.1.0.0/16'.":
    "NORIA_ALLOWED_HOSTS hat den Eintrag {1}; einen Host, eine Adresse oder ein Netz schreiben, jeweils mit oder ohne Port, etwa 'shop.internal:8080' oder '10.1.0.0/16'.",
  'No member of the team has an answer. {1}': 'Kein Mitglied des Teams hat eine Antwort. {1}',
  'No queue of RabbitMQ takes {1}: bind one.': 'Keine Queue von RabbitMQ nimmt {1}: eine binden.',
  'No stream of JetStream takes the subject {1}: make one that does.':
    'Kein Stream von JetStream nimmt das Subject {1}: einen anlegen, der es nimmt.',
  'Nodes call http and https URLs only, not {1}.':
    'Knoten rufen nur URLs mit http und https auf, nicht {1}.',
  'Nodes may not connect to unix sockets.': 'Knoten dürfen sich nicht mit Unix-Sockets verbinden.',
  'OCR is not installed on this worker ({1}): install noria[ai].':
    'OCR ist auf diesem Worker nicht installiert ({1}): noria[ai] installieren.',
  'One item a line needs a list, not {1}.': 'Ein Element je Zeile braucht eine Liste, nicht {1}.',
  'Port {1} is not open to nodes: use 80, 443 or one above 1023 that no database or cluster claims. An administrator can open it with NORIA_ALLOWED_HOSTS.':
    'Port {1} ist für Knoten nicht offen: 80, 443 oder einen über 1023 verwenden, den keine Datenbank und kein Cluster beansprucht. Ein Administrator kann ihn mit NORIA_ALLOWED_HOSTS öffnen.',
  "Redis can't keep the event now: {1}.": 'Redis kann das Ereignis gerade nicht behalten: {1}.',
  'Redis refused the event: {1}.': 'Redis hat das Ereignis abgelehnt: {1}.',
  'Row {1} has {2} fields, but there are {3} names: is {4} what stands between fields?':
    'Zeile {1} hat {2} Felder, aber es gibt {3} Namen: steht {4} zwischen den Feldern?',
  "Row {1} is {2}: a row is an object with the columns' names, or a list.":
    'Zeile {1} ist {2}: eine Zeile ist ein Objekt mit den Namen der Spalten, oder eine Liste.',
  'S3 could not do it now ({1}).': 'S3 konnte das gerade nicht ({1}).',
  'S3 could not finish the copy.': 'S3 konnte die Kopie nicht fertigstellen.',
  'S3 did not answer.': 'S3 hat nicht geantwortet.',
  'S3 refused it ({1} {2}).': 'S3 hat es abgelehnt ({1} {2}).',
  'S3 refused the credential {1} ({2}).': 'S3 hat die Zugangsdaten {1} abgelehnt ({2}).',
  "SQL Server can't skip rows that are there: choose 'fail'.":
    "SQL Server kann vorhandene Zeilen nicht überspringen: 'fail' wählen.",
  'Slack could not do it now: {1}.': 'Slack konnte das gerade nicht: {1}.',
  'Slack refused the credential {1}: {2}.': 'Slack hat die Zugangsdaten {1} abgelehnt: {2}.',
  'Slack refused the message: {1}.': 'Slack hat die Nachricht abgelehnt: {1}.',
  'Somebody else is writing to the database.': 'Jemand anders schreibt gerade in die Datenbank.',
  'Step {1} gave no sign of life in time.':
    'Der Schritt {1} gab nicht rechtzeitig ein Lebenszeichen.',
  'Step {1} took longer than the {2} s that its policy gives one attempt.':
    'Der Schritt {1} dauerte länger als die {2} s, die seine Regeln einem Versuch geben.',
}
