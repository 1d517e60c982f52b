/** Deutsch für Meldungen der Sprache und ihrer Prüfung: T bis Z. */
export const noriaTToZ: Readonly<Record<string, string>> = {
  "The `on_error_output` of node {1} is used only when `on_error` is 'continue': set that, or remove the output.":
    "`on_error_output` des Knotens {1} gilt nur, wenn `on_error` 'continue' ist: das setzen, oder die Ausgabe entfernen.",
  'The agent {1} has {2} tools, more than {3}: split its work between several agents.':
    'Der Agent {1} hat {2} Werkzeuge, mehr als {3}: seine Arbeit auf mehrere Agenten verteilen.',
  'The agent {1} says something of the tool {2}, but no node of that id begins a tool in its body: put one there, or remove the entry.':
    'Der Agent {1} sagt etwas zum Werkzeug {2}, aber kein Knoten mit dieser ID beginnt in seinem Rumpf ein Werkzeug: dort einen einsetzen, oder den Eintrag entfernen.',
  'The business key came out as {1}: it may have up to {2} printable ASCII characters without blanks.':
    'Der Geschäftsschlüssel wurde zu {1}: er darf bis zu {2} druckbare ASCII-Zeichen ohne Leerzeichen haben.',
  'The channel {1} is not set up right.': 'Der Kanal {1} ist nicht richtig eingerichtet.',
  'The config of this {1} trigger is not valid.':
    'Die Einstellungen dieses Auslösers der Art {1} sind nicht gültig.',
  'The credential type {1} is not named in snake_case.':
    'Die Art von Zugangsdaten {1} ist nicht in snake_case benannt.',
  "The credential types of {1} can't be imported: {2}. Mend or uninstall the package that brings them.":
    'Die Arten von Zugangsdaten von {1} können nicht geladen werden: {2}. Das Paket, das sie bringt, berichtigen oder entfernen.',
  'The credential {1} is of the type {2}, and the step takes {3} only.':
    'Die Zugangsdaten {1} sind von der Art {2}, und der Schritt nimmt nur {3}.',
  "The credential {1} is of the type {2}, which this step can't use.":
    'Die Zugangsdaten {1} sind von der Art {2}, die dieser Schritt nicht verwenden kann.',
  "The credential {1} may not be sent to {2}, but to {3} only: let the step call that, or change the credential's allowed hosts.":
    'Die Zugangsdaten {1} dürfen nicht an {2} gesendet werden, sondern nur an {=3}: den Schritt das aufrufen lassen, oder die erlaubten Hosts der Zugangsdaten ändern.',
  'The data that the expression reads is nested too deeply.':
    'Die Daten, die der Ausdruck liest, sind zu tief verschachtelt.',
  'The draft would lose most of its nodes': 'Der Entwurf würde die meisten seiner Knoten verlieren',
  'The edge from {1} to {2} crosses the border of a loop: {3}':
    'Die Kante von {1} zu {2} führt über die Grenze einer Schleife: {3}',
  'The edges go round in a circle: {1}. Remove one of them.':
    'Die Kanten führen im Kreis: {1}. Eine davon entfernen.',
  "The expression can't be read: {1}": 'Der Ausdruck ist nicht zu lesen: {1}',
  'The expression is {1} bytes long; {2} is the most.':
    'Der Ausdruck ist {1} Bytes lang; höchstens {2} sind erlaubt.',
  'The field {1} is missing: give it a value.': 'Das Feld {1} fehlt: ihm einen Wert geben.',
  'The field {1} takes a credential of the type {2}, which this installation does not have: install the package that brings it, or leave the field empty.':
    'Das Feld {1} nimmt Zugangsdaten der Art {2}, die diese Installation nicht hat: das Paket installieren, das sie bringt, oder das Feld leer lassen.',
  'The field {1} takes no expressions: {2} is used as it stands. Write a plain value.':
    'Das Feld {1} nimmt keine Ausdrücke: {2} wird so verwendet, wie es dasteht. Einen einfachen Wert schreiben.',
  'The fork would not reach its step.': 'Die Abzweigung würde ihren Schritt nicht erreichen.',
  'The graph has errors': 'Der Graph hat Fehler',
  'The graph has no start node: add one and draw from it.':
    'Der Graph hat keinen Startknoten: einen hinzufügen und von ihm aus Kanten ziehen.',
  'The graph has {1} {2}, more than {3}: split it into several.':
    'Der Graph hat {1} {=2}, mehr als {3}: ihn in mehrere aufteilen.',
  "The graph's configs take {1} bytes, more than a run can be started with: keep large values outside and fetch them.":
    'Die Einstellungen des Graphen haben {1} Bytes, mehr, als ein Lauf beim Start haben kann: große Werte anderswo aufbewahren und holen.',
  "The id {1} can't be a graph's: use at most {2} characters, without {3}.":
    'Die ID {1} kann keinem Graphen gehören: höchstens {2} Zeichen verwenden, ohne {3}.',
  "The id {1} can't be a team's or a member's: use at most {2} characters, without {3}, and not {4}.":
    'Die ID {1} kann keinem Team oder Mitglied gehören: höchstens {2} Zeichen verwenden, ohne {3}, und nicht {4}.',
  "The id {1} can't be an agent's or a tool's: use at most {2} characters, without {3}.":
    'Die ID {1} kann keinem Agenten oder Werkzeug gehören: höchstens {2} Zeichen verwenden, ohne {3}.',
  'The input is not valid': 'Die Eingabe ist nicht gültig',
  'The input schema is not valid JSON Schema: {1}.':
    'Das Schema der Eingabe ist kein gültiges JSON Schema: {1}.',
  'The key {1} has to be a text: put it in quotes.':
    'Der Schlüssel {1} muss ein Text sein: ihn in Anführungszeichen setzen.',
  'The fork would begin in no iteration.': 'Die Abzweigung begänne in keinem Durchgang.',
  "The loop {1} around {2} reads `vars` in its settings, so it can't go on where it was: fork the run at {3}, which runs again as a whole.":
    'Die Schleife {1} um {2} liest in ihren Einstellungen `vars` und kann nicht weitermachen, wo sie war: den Lauf bei {3} verzweigen, das als Ganzes noch einmal läuft.',
  'The loop {1} has nothing in its body: put a node into it, or remove it.':
    'Die Schleife {1} hat nichts in ihrem Rumpf: einen Knoten hineinsetzen, oder sie entfernen.',
  'The message is nested more than {1} levels deep: send it flatter.':
    'Die Nachricht ist mehr als {1} Ebenen tief geschachtelt: flacher senden.',
  'The message is no JSON that can be kept: {1}.':
    'Die Nachricht ist kein JSON, das sich aufbewahren lässt: {1}.',
  "The message's id is not one short line of ASCII text.":
    'Die ID der Nachricht ist keine kurze Zeile aus ASCII-Text.',
  "The node type {1} names the graph {2}: use 'package.module:NAME'.":
    "Der Knotentyp {1} nennt den Graphen {2}: als 'package.module:NAME' schreiben.",
  'The plan has the format {1} and this program reads 1 to {2}: upgrade Noria, or publish the workflow again.':
    'Der Plan hat das Format {1}, und dieses Programm liest 1 bis {2}: Noria aktualisieren, oder den Workflow noch einmal veröffentlichen.',
  'The request is not signed as this address asks for.':
    'Die Anfrage ist nicht so signiert, wie diese Adresse es verlangt.',
  'The request was signed more than {1} s away from our clock; send it anew.':
    'Die Anfrage wurde mehr als {1} s entfernt von unserer Uhr signiert; sie neu senden.',
  "The request's timestamp is not a Unix time in seconds.":
    'Die Zeit der Anfrage ist keine Unix-Zeit in Sekunden.',
  'The result is nested more than {1} levels deep.':
    'Das Ergebnis ist mehr als {1} Ebenen tief verschachtelt.',
  'The result is nested too deeply.': 'Das Ergebnis ist zu tief verschachtelt.',
  'The step needs a credential: choose one in its settings.':
    'Der Schritt braucht Zugangsdaten: in seinen Einstellungen welche wählen.',
  'The team {1} has {2} members: put 1 to {3} nodes into its body.':
    'Das Team {1} hat {2} Mitglieder: 1 bis {3} Knoten in seinen Rumpf setzen.',
  'The team {1} says something of {2}, but no node of that id begins a member in its body: put one there, or remove the entry.':
    'Das Team {1} sagt etwas zu {2}, aber kein Knoten mit dieser ID beginnt in seinem Rumpf ein Mitglied: dort einen einsetzen, oder den Eintrag entfernen.',
  "The text can't be read{1}: {2}.": 'Der Text ist nicht zu lesen{1}: {2}.',
  'The text is nested too deep, or has a number that is too long.':
    'Der Text ist zu tief verschachtelt, oder hat eine zu lange Zahl.',
  'The tool {1} may change nothing, but node {2} sends {3}: use GET or HEAD, or let the tool have effects.':
    'Das Werkzeug {1} darf nichts ändern, aber der Knoten {2} sendet {3}: GET oder HEAD verwenden, oder dem Werkzeug Wirkungen erlauben.',
  "The trigger type {1} can't fire: a package's type has the source 'poll', a function `ask` and the config field `every_s`.":
    "Die Art {1} von Auslösern kann nicht auslösen: eine Art aus einem Paket hat die Quelle 'poll', eine Funktion `ask` und das Feld `every_s` in ihrer Konfiguration.",
  "The trigger types of {1} can't be imported: {2}. Mend or uninstall the package that brings them.":
    'Die Arten von Auslösern von {1} können nicht geladen werden: {2}. Das Paket, das sie bringt, berichtigen oder entfernen.',
  'The value of {1} looks like a secret and is left out: use a credential.':
    'Der Wert von {1} sieht wie ein Geheimnis aus und wird weggelassen: Zugangsdaten verwenden.',
  'There are two edges from {1}, port {2}, to {3}: remove one.':
    'Zwei Kanten führen von {1}, Port {2}, zu {3}: eine entfernen.',
  'There is no `{1}` in {2}: read `loop.prev` instead.':
    'Es gibt kein `{1}` in {2}: stattdessen `loop.prev` lesen.',
  'There is no case in it.': 'Es ist kein Fall darin.',
  'There is no credential {1} in this workspace: make it, or let the step use another.':
    'Zugangsdaten {1} gibt es in diesem Arbeitsbereich nicht: sie anlegen, oder den Schritt andere verwenden lassen.',
  "There is no field '/{1}' in {2}: draw edges to the node instead.":
    "Ein Feld '/{1}' gibt es in {2} nicht: stattdessen Kanten zum Knoten ziehen.",
  "There is no model {1}: write the provider before a slash, as 'openai/gpt-5-mini'; providers are {2}.":
    "Ein Modell {1} gibt es nicht: den Anbieter vor einen Schrägstrich schreiben, etwa 'openai/gpt-5-mini'; Anbieter sind {2}.",
  'There is no step {1} in the version that the new run follows: choose one of its steps.':
    'Einen Schritt {1} gibt es nicht in der Version, der der neue Lauf folgt: einen ihrer Schritte wählen.',
  'There is no trigger type {1}: use {2}.':
    'Eine Art von Auslöser {1} gibt es nicht: {2} verwenden.',
  'There is no {1} {2} in this workspace.': '{=1} {2} gibt es in diesem Arbeitsbereich nicht.',
  "This Noria can't read the plan": 'Dieses Noria kann den Plan nicht lesen',
  "This can't be done to the run as it stands": 'Das geht mit dem Lauf, wie er steht, nicht',
  'This field is an expression as it stands: leave out the double braces around it.':
    'Dieses Feld ist selbst ein Ausdruck: lassen Sie die doppelten geschweiften Klammern weg.',
  'This is not a document of workflows.': 'Das ist kein Dokument mit Workflows.',
  'This worker has no control node {1} of version {2}: update it.':
    'Dieser Worker hat keinen Steuerknoten {1} in Version {2}: ihn aktualisieren.',
  'Too large': 'Zu groß',
  'Too many requests': 'Zu viele Anfragen',
  'Too slow': 'Zu langsam',
  'Two credential types are called {1}: rename one.':
    'Zwei Arten von Zugangsdaten heißen {1}: eine umbenennen.',
  'Two trigger types are called {1}: rename one.':
    'Zwei Arten von Auslösern heißen {1}: eine umbenennen.',
  'Value error,': 'Wertfehler,',
  'The config of {1}': 'Die Einstellung von {1}',
  'The field {1}': 'Das Feld {1}',
  'The graph': 'Der Graph',
  'The input': 'Die Eingabe',
  "The input's {1}": '{1} der Eingabe',
  'There is no field {1} in {2}: {3}': 'Ein Feld {1} gibt es in {2} nicht: {3}',
  'There is no step `{1}`: {2}': 'Einen Schritt `{1}` gibt es nicht: {2}',
  'There is nothing called `{1}`: {2}': 'Nichts heißt `{1}`: {2}',
  'LiteLLM has no provider {1} that Noria calls; choose one of the list':
    'LiteLLM hat keinen Anbieter {1}, den Noria aufruft; einen der Liste wählen',
  "There is no model {1}: after 'litellm/' write one of LiteLLM's providers and the model, as 'litellm/groq/llama-3.3-70b-versatile'; the form of a LiteLLM credential lists them.":
    "Es gibt kein Modell {1}: nach 'litellm/' einen Anbieter von LiteLLM und das Modell schreiben, etwa 'litellm/groq/llama-3.3-70b-versatile'; das Formular von Zugangsdaten für LiteLLM nennt sie.",
  'The tool {1} may change nothing, but node {2} of the type {3} may: choose what only reads, or let the tool have effects.':
    'Das Werkzeug {1} darf nichts ändern, aber Knoten {2} des Typs {3} kann es: wählen, was nur liest, oder dem Werkzeug Wirkungen erlauben.',
  "The tool {1} may change nothing, but tools of the MCP server {2} may: set the server's effects to 'read'.":
    "Das Werkzeug {1} darf nichts ändern, aber Werkzeuge des MCP-Servers {2} können es: die Wirkungen des Servers auf 'read' stellen.",
  "The specification can't be read{1}: {2}.": 'Die Beschreibung ist nicht lesbar{1}: {2}.',
  'The specification has no operation {1}; it has {2}.':
    'Die Beschreibung hat keine Operation {1}; sie hat {2}.',
  'The specification is nested more than {1} levels deep.':
    'Die Beschreibung ist mehr als {1} Ebenen tief verschachtelt.',
  'The specification is no object: paste an OpenAPI document, all of it.':
    'Die Beschreibung ist kein Objekt: fügen Sie ein ganzes OpenAPI-Dokument ein.',
  'The specification may have {1} characters at most.':
    'Die Beschreibung darf höchstens {1} Zeichen haben.',
  'The text is nested more than {1} levels deep.':
    'Der Text ist mehr als {1} Ebenen tief verschachtelt.',
  'What {1} takes is described with more than {2} bytes.':
    'Was {1} nimmt, ist mit mehr als {2} Bytes beschrieben.',
  "This is no click in a message of Noria's.": 'Das ist kein Klick in einer Nachricht von Noria.',
  'This field is required.': 'Dieses Feld wird gebraucht.',
  '`batch_size` gives many items to one activity and `own_runs` gives each item a run: leave one of them out':
    '`batch_size` gibt viele Elemente an eine Activity und `own_runs` gibt jedem Element einen Lauf: lassen Sie eines davon weg',
}
