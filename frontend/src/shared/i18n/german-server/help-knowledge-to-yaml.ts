/** Deutsch für die Hilfe zu den Feldern von `knowledge` bis `yaml`. */
export const helpKnowledgeToYaml: Readonly<Record<string, string>> = {
  'Details that a document must have, as `language` = `en`.':
    'Angaben, die ein Dokument haben muss, etwa `language` = `en`.',
  'A chat model that judges how well each passage answers, as `openai/gpt-5-mini`; three times as many are found for it to choose from. Empty: none is asked.':
    'Ein Chat-Modell, das beurteilt, wie gut jeder Abschnitt antwortet, etwa `openai/gpt-5-mini`; gefunden werden dreimal so viele, aus denen es wählt. Leer: keines wird gefragt.',
  'The demo model needs none.': 'Das Demo-Modell braucht keine.',
  'About the manner of the answer; that it is to come from the sources is said anyway.':
    'Zur Art der Antwort; dass sie aus den Quellen kommen soll, wird ohnehin gesagt.',
  'Messages before the question, each with `role` and `content`.':
    'Nachrichten vor der Frage, jede mit `role` und `content`.',
  'A question, or some words.': 'Eine Frage oder einige Worte.',
  'What the model may ask for. The step ends with `tool_calls`; an `agent` does them by itself.':
    'Worum das Modell bitten darf. Der Schritt endet mit `tool_calls`; ein `agent` führt sie selbst aus.',
  "Off for servers that can't stream.": 'Aus für Server, die nicht streamen können.',
  'What is judged: text, or anything else, which the model sees as JSON.':
    'Was beurteilt wird: Text, oder anderes, das das Modell als JSON sieht.',
  'What else the model should know to judge.':
    'Was das Modell sonst wissen sollte, um zu urteilen.',
  'When it fits.': 'Wann es passt.',
  'Provider and model, as `openai/text-embedding-3-small`. `local/all-minilm-l6-v2` is bundled: it works offline, and knows English.':
    'Anbieter und Modell, etwa `openai/text-embedding-3-small`. `local/all-minilm-l6-v2` ist dabei: es arbeitet ohne Netz und kann Englisch.',
  "Of the model's provider; the bundled model needs none.":
    'Des Anbieters; das mitgelieferte Modell braucht keine.',
  "Shorter vectors, where the model can. Unset: the model's own.":
    'Kürzere Vektoren, wo das Modell es kann. Leer: seine eigene Länge.',
  'US dollars that all calls of this step may cost together.':
    'US-Dollar, die alle Aufrufe dieses Schritts zusammen kosten dürfen.',
  'Each becomes a vector.': 'Jeder wird ein Vektor.',
  'What to read: text, or anything else, which the model sees as JSON.':
    'Was zu lesen ist: Text, oder anderes, das das Modell als JSON sieht.',
  'JSON Schema of what to look for. Descriptions of its fields help the model.':
    'JSON Schema dessen, wonach zu suchen ist. Beschreibungen der Felder helfen dem Modell.',
  'What else the model should know to find it.':
    'Was das Modell sonst wissen sollte, um es zu finden.',
  'Provider and model, as `openai/gpt-image-1`. `demo/demo` works offline, without understanding anything.':
    'Anbieter und Modell, etwa `openai/gpt-image-1`. `demo/demo` arbeitet ohne Netz, ohne etwas zu verstehen.',
  'US dollars; no further call is made once they are spent.':
    'US-Dollar; sind sie ausgegeben, folgt kein weiterer Aufruf.',
  'What the picture shows.': 'Was das Bild zeigt.',
  'As the model has it: `1024x1024`. Empty: its own.':
    'Wie das Modell sie kennt: `1024x1024`. Leer: seine eigene.',
  'As the model has it. Empty: its own.': 'Wie das Modell sie kennt. Leer: seine eigene.',
  'Texts, or objects, such as a search gives.': 'Texte oder Objekte, wie eine Suche sie gibt.',
  'The field of an object that is judged. An object without it is judged as JSON.':
    'Das Feld eines Objekts, das beurteilt wird. Ein Objekt ohne dieses wird als JSON beurteilt.',
  'That are given back.': 'Die zurückgegeben werden.',
  'From 0 to 1.': 'Von 0 bis 1.',
  'As the model calls it.': 'Wie das Modell sie nennt.',
  'The demo model knows WAV alone.': 'Das Demo-Modell kennt nur WAV.',
  'A stored file, as another step gives it.':
    'Eine gespeicherte Datei, wie ein anderer Schritt sie gibt.',
  'As `en`. Empty: the model finds out.': 'Etwa `en`. Leer: das Modell findet sie heraus.',
  'Names and words that are said in it.': 'Namen und Wörter, die darin gesagt werden.',
  'The name of one of them.': 'Der Name von einem davon.',
  '`supervisor`: a model says each time who does what next. `hand_off`: the member at work passes the task on. `vote`: all do it at the same time, and the best answer wins. `debate`: all answer, then answer again with what the others said, and a model concludes. `plan`: a model plans, the members do it step by step, and it concludes or plans again.':
    '`supervisor`: ein Modell sagt jedes Mal, wer als Nächstes was tut. `hand_off`: wer an der Arbeit ist, gibt die Aufgabe weiter. `vote`: alle tun sie zugleich, und die beste Antwort gewinnt. `debate`: alle antworten, dann noch einmal mit dem, was die anderen sagten, und ein Modell schließt. `plan`: ein Modell plant, die Mitglieder führen es Schritt für Schritt aus, und es schließt oder plant neu.',
  'For the model that leads or judges: what the team is to achieve, and how.':
    'Für das Modell, das leitet oder urteilt: was das Team erreichen soll und wie.',
  'What the team has to do: text, or anything else, which it sees as JSON.':
    'Was das Team zu tun hat: Text, oder anderes, das es als JSON sieht.',
  'Of `vote`: `majority` takes the answer that most gave, word for word; `judge` asks the model which is best.':
    'Bei `vote`: `majority` nimmt die Antwort, die die meisten gaben, Wort für Wort; `judge` fragt das Modell, welche die beste ist.',
  'Rounds are decisions, hand-offs or plans.': 'Runden sind Entscheidungen, Übergaben oder Pläne.',
  'What the team is told of the nodes in its body. A node without an entry is a member by its name.':
    'Was das Team von den Knoten in seinem Rumpf erfährt. Ein Knoten ohne Eintrag ist ein Mitglied mit seinem Namen.',
  "Id of a node in the team's body.": 'Id eines Knotens im Rumpf des Teams.',
  "What to give it to do. Empty: the node's name.":
    'Was ihm zu tun zu geben ist. Leer: der Name des Knotens.',
  'The token of an integration.': 'Der Token einer Integration.',
  'As Notion describes them.': 'Wie Notion sie beschreibt.',
  'Blocks.': 'Blöcke.',
  'As Notion describes it.': 'Wie Notion ihn beschreibt.',
  '`next_cursor` of an earlier answer.': '`next_cursor` einer früheren Antwort.',
  "One that speaks ntfy's protocol.": 'Einer, der das Protokoll von ntfy spricht.',
  'Who has subscribed to it sees it.': 'Wer es abonniert hat, sieht es.',
  "Empty: the topic's name.": 'Leer: der Name des Themas.',
  'Opened by a tap; empty: none.': 'Öffnet sich beim Antippen; leer: keiner.',
  'Where the topic is not open to all.': 'Wo das Thema nicht allen offensteht.',
  'As `Content-Type`. Cookies and headers that guard the address are refused.':
    'Als `Content-Type`. Cookies und Kopfzeilen, die die Adresse schützen, werden abgelehnt.',
  'Text is sent as it is, any other value as JSON, a blob as its bytes.':
    'Text wird gesendet, wie er ist, jeder andere Wert als JSON, ein Blob als seine Bytes.',
  'What to check.': 'Was zu prüfen ist.',
  'JSON Schema, draft 2020-12.': 'JSON Schema, Entwurf 2020-12.',
  "A bot's token (xoxb-…), or an incoming webhook's URL.":
    'Der Token eines Bots (xoxb-…) oder die URL eines eingehenden Webhooks.',
  'Name or id; a webhook has its own.': 'Name oder Id; ein Webhook hat seinen eigenen.',
  "Slack's Block Kit, as buttons that lead to an approval; the text is then what notifications show.":
    'Block Kit von Slack, etwa Knöpfe, die zu einer Freigabe führen; der Text steht dann in Benachrichtigungen.',
  '`ts` of a message; empty: a new one.': '`ts` einer Nachricht; leer: eine neue.',
  "Twilio's account SID as the user name, and its token as the password.":
    'Die Account-SID von Twilio als Benutzername und der Token als Passwort.',
  'A number of yours, or a name.': 'Eine eigene Nummer oder ein Name.',
  "With the country's code, as +4915112345678.": 'Mit Landesvorwahl, etwa +4915112345678.',
  "Name of a credential that holds the database's URL.":
    'Name von Zugangsdaten mit der URL der Datenbank.',
  'Done in order, all of them or none.': 'Der Reihe nach ausgeführt, alle oder keine.',
  "Notes in the same transaction that the step was done, in a table `noria_done` that is made where it isn't there.":
    'Hält in derselben Transaktion fest, dass der Schritt getan ist, in einer Tabelle `noria_done`, die angelegt wird, wo sie fehlt.',
  'With `:name` where a parameter goes. It takes no expressions: values are parameters.':
    'Mit `:name`, wo ein Parameter steht. Sie nimmt keine Ausdrücke: Werte sind Parameter.',
  'By name. Lists and objects are sent as JSON.':
    'Nach dem Namen. Listen und Objekte werden als JSON gesendet.',
  'As `orders` or `shop.orders`.': 'Etwa `orders` oder `shop.orders`.',
  'Objects by the names of the columns; what is missing is null.':
    'Objekte nach den Namen der Spalten; was fehlt, ist null.',
  'Empty: the fields of all rows.': 'Leer: die Felder aller Zeilen.',
  '`skip` leaves rows that break a unique key out; not for SQL Server.':
    '`skip` lässt Zeilen weg, die einen eindeutigen Schlüssel verletzen; nicht bei SQL Server.',
  'Rows to give; for more than that use `sql.export`.':
    'So viele Zeilen werden ausgegeben; für mehr gibt es `sql.export`.',
  'A secret or restricted key of Stripe.':
    'Ein geheimer oder eingeschränkter Schlüssel von Stripe.',
  'Names and texts.': 'Namen und Texte.',
  "In the currency's smallest unit, as cents.": 'In der kleinsten Einheit der Währung, etwa Cent.',
  'As `eur`.': 'Etwa `eur`.',
  'Id of the payment intent.': 'Id des Payment Intents.',
  'Id of the last one.': 'Id des letzten.',
  'The port that is taken when no case equals the value.':
    'Der Ausgang, der genommen wird, wenn kein Fall dem Wert gleicht.',
  "URL of the channel's workflow “When a webhook request is received”.":
    'URL des Workflows „Wenn eine Webhook-Anforderung empfangen wird“ im Kanal.',
  'Above the text; empty: none.': 'Über dem Text; leer: keiner.',
  'A button that opens this URL; empty: none.': 'Ein Knopf, der diese URL öffnet; leer: keiner.',
  "The bot's token.": 'Der Token des Bots.',
  'Its number, or `@name` of a channel.': 'Seine Nummer oder `@name` eines Kanals.',
  'With expressions in it. Where there are items, it comes before them.':
    'Mit Ausdrücken darin. Wo es Elemente gibt, steht es vor ihnen.',
  'A list that is written out, line by line.':
    'Eine Liste, die ausgeschrieben wird, Zeile für Zeile.',
  'The text of each `item`.': 'Der Text jedes `item`.',
  'What stands between two lines.': 'Was zwischen zwei Zeilen steht.',
  'What comes after the lines.': 'Was nach den Zeilen kommt.',
  'What `loop.prev` is in the first iteration.': 'Was `loop.prev` im ersten Durchgang ist.',
  'What `loop.prev` is in the next iteration, from the steps of the body. Unset: the output of the last step of the body that ran.':
    'Was `loop.prev` im nächsten Durchgang ist, aus den Schritten des Rumpfes. Leer: die Ausgabe des letzten Schritts im Rumpf, der lief.',
  'Of the receiver.': 'Des Empfängers.',
  'What happened, as `order.created`.': 'Was geschah, etwa `order.created`.',
  'About it.': 'Darüber.',
  'Shared with the receiver: base64, with or without `whsec_`.':
    'Mit dem Empfänger geteilt: Base64, mit oder ohne `whsec_`.',
  'Names of elements that are a list also where there is only one.':
    'Namen von Elementen, die auch dann eine Liste sind, wenn es nur eines gibt.',
  'The root element by its name; attributes as `@name`, text as `#text`.':
    'Das Wurzelelement nach seinem Namen; Attribute als `@name`, Text als `#text`.',
}
