/** Deutsch für Meldungen der Knoten, die mit einem Wert beginnen oder Teil einer anderen sind. */
export const activitiesParts: Readonly<Record<string, string>> = {
  'a URL has no backslash': 'eine URL hat keinen Rückstrich',
  'a list is needed here, not {1} {2}': 'hier wird eine Liste gebraucht, nicht {1} {2}',
  'broke off': 'brach ab',
  "can't be decompressed": 'ist nicht zu entpacken',
  "can't be sent this request": 'kann diese Anfrage nicht bekommen',
  'could not be called: too many calls at once':
    'konnte nicht aufgerufen werden: zu viele Aufrufe zugleich',
  'could not be reached': 'war nicht zu erreichen',
  'did not answer in time': 'hat nicht rechtzeitig geantwortet',
  'did not answer with whole HTTP': 'hat nicht mit ganzem HTTP geantwortet',
  'did not take the request in time': 'hat die Anfrage nicht rechtzeitig genommen',
  'ended in the middle of its compressed body': 'endete mitten in ihrem gepackten Inhalt',
  "gzip packs one file, not {1}: choose 'zip'.": "gzip packt eine Datei, nicht {1}: 'zip' wählen.",
  'has an unknown protocol': 'hat ein unbekanntes Protokoll',
  'is encoded as {1}, which was not asked for': 'ist als {1} kodiert, was nicht verlangt war',
  'it answered {1}.': 'die Antwort war {1}.',
  'it has an alias (*name); write the value out':
    'darin ist ein Alias (*name); den Wert ausschreiben',
  'it has no such model, or not at this address.':
    'er hat kein solches Modell, oder nicht unter dieser Adresse.',
  'it is nested more than {1} levels deep': 'mehr als {1} Ebenen tief verschachtelt',
  'it says no more.': 'mehr sagt er nicht.',
  'its credential may not use this model.':
    'seine Zugangsdaten dürfen dieses Modell nicht verwenden.',
  'its limit of calls or tokens is reached.': 'die Grenze an Aufrufen oder Token ist erreicht.',
  "name at least one status, as '2xx'": "mindestens einen Status nennen, etwa '2xx'",
  'the account has no credit left.': 'das Konto hat kein Guthaben mehr.',
  'the header {1} has characters that HTTP does not carry; use printable ASCII without line breaks':
    'die Kopfzeile {1} hat Zeichen, die HTTP nicht befördert; druckbares ASCII ohne Zeilenumbrüche verwenden',
  'the key of its credential is not accepted.':
    'der Schlüssel der Zugangsdaten wird nicht angenommen.',
  '{1} answered with more headers than nodes accept: {2} headers of {3} bytes together.':
    '{1} antwortete mit mehr Kopfzeilen, als Knoten annehmen: {2} Kopfzeilen mit zusammen {3} Bytes.',
  '{1} answered {2}: is the URL right?': '{1} antwortete {2}: stimmt die URL?',
  '{1} broke off.': '{1} brach ab.',
  "{1} can't be a document's name: give one line of text.":
    '{1} kann nicht der Name eines Dokuments sein: eine Zeile Text angeben.',
  "{1} can't be used: {2}.": '{1} kann nicht verwendet werden: {2}.',
  '{1} could not be reached.': '{1} war nicht zu erreichen.',
  '{1} did not answer.': '{1} hat nicht geantwortet.',
  '{1} did not finish in time.': '{1} wurde nicht rechtzeitig fertig.',
  '{1} gives {2} chunks, more than {3}: split it, or cut it into larger ones.':
    '{1} ergibt {2} Abschnitte, mehr als {3}: es aufteilen, oder in größere zerlegen.',
  '{1} has a line break, which could carry another header.':
    '{1} enthält einen Zeilenumbruch, der eine weitere Kopfzeile tragen könnte.',
  '{1} has a scope id.': '{1} hat eine Scope-ID.',
  '{1} has no certificate that this worker trusts.':
    '{1} hat kein Zertifikat, dem dieser Worker vertraut.',
  '{1} has {2} bytes, more than {3}.': '{1} hat {2} Bytes, mehr als {3}.',
  '{1} is a folder, or lies in a file.': '{1} ist ein Ordner, oder liegt in einer Datei.',
  '{1} is below {2}.': '{1} ist unter {2}.',
  "{1} is neither a host name nor an address in its usual form, as 'example.com', '192.0.2.7' or '[2001:db8::7]'.":
    "{1} ist weder ein Hostname noch eine Adresse in üblicher Form, etwa 'example.com', '192.0.2.7' oder '[2001:db8::7]'.",
  '{1} is no LangGraph StateGraph, but {2}.': '{1} ist kein StateGraph von LangGraph, sondern {2}.',
  '{1} is no command that the administrator has allowed: name one of NORIA_MCP_COMMANDS ({2}), or an MCP server over HTTP.':
    '{1} ist kein Befehl, den der Administrator erlaubt hat: einen aus NORIA_MCP_COMMANDS ({2}) nennen, oder einen MCP-Server über HTTP.',
  "{1} is no e-mail address; write it as 'ada@example.com'.":
    "{1} ist keine E-Mail-Adresse; sie als 'ada@example.com' schreiben.",
  '{1} is no id of a workspace.': '{1} ist keine ID eines Arbeitsbereichs.',
  '{1} is no image: give a stored file, or a URL that begins with https://.':
    '{1} ist kein Bild: eine gespeicherte Datei angeben, oder eine URL, die mit https:// beginnt.',
  "{1} is no name in an archive; write it as 'reports/may.csv'.":
    "{1} ist kein Name in einem Archiv; ihn als 'reports/may.csv' schreiben.",
  '{1} is no name of a column.': '{1} ist kein Name einer Spalte.',
  "{1} is no name of a file; write it as 'reports/may.csv'.":
    "{1} ist kein Name einer Datei; ihn als 'reports/may.csv' schreiben.",
  "{1} is no name of a table; write it as 'orders' or 'shop.orders'.":
    "{1} ist kein Name einer Tabelle; ihn als 'orders' oder 'shop.orders' schreiben.",
  "{1} is no path in a bucket; write it as 'reports/may.csv'.":
    "{1} ist kein Pfad in einem Bucket; ihn als 'reports/may.csv' schreiben.",
  '{1} is no text in UTF-8: read it as a file.': '{1} ist kein Text in UTF-8: es als Datei lesen.',
  '{1} is not JSON: {2}.': '{1} ist kein JSON: {2}.',
  '{1} is not a CSS selector that can be read.': '{1} ist kein lesbarer CSS-Selektor.',
  '{1} is not a URL.': '{1} ist keine URL.',
  '{1} is not a header that can be set': '{1} ist keine Kopfzeile, die gesetzt werden kann',
  '{1} is not a port: use 1 to {2}.': '{1} ist kein Port: 1 bis {2} verwenden.',
  "{1} is not a status; write 200, 404 or '2xx'":
    "{1} ist kein Status; 200, 404 oder '2xx' schreiben",
  '{1} is not a time {2}.': '{1} ist keine Zeit {2}.',
  '{1} is not on the public internet, so nodes may not connect to it. An administrator can open it with NORIA_ALLOWED_HOSTS.':
    '{1} liegt nicht im öffentlichen Internet, also dürfen sich Knoten nicht damit verbinden. Ein Administrator kann es mit NORIA_ALLOWED_HOSTS öffnen.',
  '{1} leads out of the folder for files.': '{1} führt aus dem Ordner für Dateien heraus.',
  '{1} may be called only so often (NORIA_HOST_RATES), and other calls have taken all turns of the next {2} s.':
    '{1} darf nur so oft aufgerufen werden (NORIA_HOST_RATES), und andere Aufrufe haben alle Plätze der nächsten {2} s genommen.',
  '{1} redirected more than {2} times.': '{1} hat öfter als {2}-mal weitergeleitet.',
  '{1} redirected to no URL.': '{1} hat an keine URL weitergeleitet.',
  '{1} redirected to {2}, which is not a URL.': '{1} hat an {2} weitergeleitet, was keine URL ist.',
  '{1} refused the credential {2} ({3}): renew it, or give it the rights that this needs.':
    '{1} hat die Zugangsdaten {2} abgelehnt ({3}): sie erneuern, oder ihnen die Rechte geben, die das braucht.',
  '{1} resolves to an address with a scope id.': '{1} löst sich zu einer Adresse mit Scope-ID auf.',
  "as '2026-11-21T12:00:00Z'": "etwa '2026-11-21T12:00:00Z'",
  'in the format {1}': 'im Format {1}',
  'parameter {1}': 'Parameter {1}',
  '{1} answered {2}.': '{1} antwortete {2}.',
  '{1} has no parameter {2}; it has {3}': '{1} hat keinen Parameter {2}; es hat {3}',
  '{1} needs a body': '{1} braucht einen Inhalt',
  '{1} needs the parameter {2}': '{1} braucht den Parameter {2}',
}
