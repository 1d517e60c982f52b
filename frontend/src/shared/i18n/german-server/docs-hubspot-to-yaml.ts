/** Deutsch für die Absätze der Hilfe von `hubspot` bis `yaml`. */
export const docsHubspotToYaml: Readonly<Record<string, string>> = {
  'HubSpot takes no idempotency key: a repeat after a lost answer makes a second deal or ticket, while a contact with the same e-mail is refused; changes and reads may be repeated.':
    'HubSpot nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort legt ein zweites Geschäft oder Ticket an, während ein Kontakt mit derselben E-Mail-Adresse abgelehnt wird; Änderungen und Lesen dürfen wiederholt werden.',
  'Jira takes no idempotency key: a repeat after a lost answer opens a second issue or writes a second comment; changes and reads may be repeated.':
    'Jira nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort öffnet ein zweites Issue oder schreibt einen zweiten Kommentar; Änderungen und Lesen dürfen wiederholt werden.',
  'A repeat gives the same.': 'Eine Wiederholung ergibt dasselbe.',
  "The token is the step's output and so is kept with the run: let it expire soon. A repeat makes another one with the same `jti`.":
    'Der Token ist die Ausgabe des Schritts und wird also mit dem Lauf aufgehoben: er sollte bald ablaufen. Eine Wiederholung stellt einen weiteren mit derselben `jti` aus.',
  'The signature, the times, the issuer and the audience are checked. A repeat checks again, so that a token may have expired by then.':
    'Signatur, Zeiten, Aussteller und Empfänger werden geprüft. Eine Wiederholung prüft noch einmal; bis dahin kann ein Token abgelaufen sein.',
  'A document of the same name is replaced: chunks whose text stayed keep their vectors, and only the others are embedded. So a repeat costs nothing, and goes on where an attempt broke off.':
    'Ein Dokument mit demselben Namen wird ersetzt: Abschnitte mit gleichem Text behalten ihre Vektoren, nur die anderen werden eingebettet. Eine Wiederholung kostet also nichts und geht weiter, wo ein Versuch abbrach.',
  'The answer names its sources by number, as [1]; `citations` holds those that it names, with document, page and place. When nothing is found, no model is asked. The demo model quotes the sentence that has most words in common with the question. A repeat pays for no answer twice.':
    'Die Antwort nennt ihre Quellen mit Nummern, etwa [1]; `citations` enthält die genannten, mit Dokument, Seite und Stelle. Wird nichts gefunden, wird kein Modell gefragt. Das Demo-Modell zitiert den Satz, der die meisten Worte mit der Frage teilt. Eine Wiederholung bezahlt keine Antwort zweimal.',
  "By meaning, with the base's embedding model, and by words, with BM25; both lists are put together by rank. Where a model is named for it, that one then judges how well each passage answers, and orders them by it; a repeated attempt does not pay for that twice. Each passage says in which document it stands, on which page, and where. In an agent's body it is a tool: write `{{ item.query }}` as the query. A repeat changes nothing.":
    'Nach dem Sinn, mit dem Embedding-Modell der Wissensbasis, und nach Worten, mit BM25; beide Listen werden nach Rang zusammengefügt. Wo ein Modell dafür genannt ist, beurteilt es dann, wie gut jeder Abschnitt antwortet, und ordnet sie danach; ein wiederholter Versuch bezahlt dafür nicht zweimal. Jeder Abschnitt sagt, in welchem Dokument er steht, auf welcher Seite und wo. Im Rumpf eines Agenten ist es ein Werkzeug, mit `{{ item.query }}` als Frage. Eine Wiederholung ändert nichts.',
  "The answer is shown on the run page while it is written. With a schema it is read as data, checked, and sent back to the model once where it does not fit. What each call cost is kept in the workspace's usage; a call is not made when a budget of the step, the run, the workflow or the workspace is spent. An attempt that is repeated after the worker died does not ask again for what was answered already.":
    'Die Antwort erscheint auf der Seite des Laufs, während sie geschrieben wird. Mit einem Schema wird sie als Daten gelesen, geprüft und einmal an das Modell zurückgegeben, wo sie nicht passt. Was jeder Aufruf kostete, steht im Verbrauch des Arbeitsbereichs; er unterbleibt, wenn ein Budget des Schritts, des Laufs, des Workflows oder des Arbeitsbereichs ausgegeben ist. Ein Versuch, der wiederholt wird, weil der Worker starb, fragt nicht noch einmal, was schon beantwortet ist.',
  'The model can answer with your labels only: whatever else it says is sent back to it once, and fails the step then. An attempt that is repeated after the worker died does not ask again for what was answered already.':
    'Das Modell kann nur mit Ihren Etiketten antworten: was es sonst sagt, geht einmal an es zurück, und dann scheitert der Schritt. Ein Versuch, der wiederholt wird, weil der Worker starb, fragt nicht noch einmal, was schon beantwortet ist.',
  'The bundled model works offline. A text that the workspace has had embedded before by the same model is not embedded again, so a repeat costs nothing. Calls are in the ledger, and stop at budgets, as those of `llm.chat`.':
    'Das mitgelieferte Modell arbeitet ohne Netz. Ein Text, den dasselbe Modell für den Arbeitsbereich schon eingebettet hat, wird nicht noch einmal eingebettet; eine Wiederholung kostet also nichts. Aufrufe stehen im Verbrauch und enden an Budgets wie die von `llm.chat`.',
  'The answer is checked against the schema, and sent back to the model once where it does not fit. An attempt that is repeated after the worker died does not ask again for what was answered already.':
    'Die Antwort wird gegen das Schema geprüft und einmal an das Modell zurückgegeben, wo sie nicht passt. Ein Versuch, der wiederholt wird, weil der Worker starb, fragt nicht noch einmal, was schon beantwortet ist.',
  "What the call cost is kept in the workspace's usage; it is not made when a budget of the step, the run, the workflow or the workspace is spent. An attempt that is repeated after the worker died finds the pictures that were paid for.":
    'Was der Aufruf kostete, steht im Verbrauch des Arbeitsbereichs; er unterbleibt, wenn ein Budget des Schritts, des Laufs, des Workflows oder des Arbeitsbereichs ausgegeben ist. Ein Versuch, der wiederholt wird, weil der Worker starb, findet die bezahlten Bilder wieder.',
  'A rerank model is asked for what it was made for, any other as a chat model.':
    'Ein Rerank-Modell wird gefragt, wofür es gemacht ist, jedes andere als Chat-Modell.',
  'An item that the model gives no score has 0. Items of the same score keep their order. An attempt that is repeated after the worker died does not ask again for what was answered already.':
    'Ein Element, dem das Modell keine Wertung gibt, hat 0. Elemente mit gleicher Wertung behalten ihre Reihenfolge. Ein Versuch, der wiederholt wird, weil der Worker starb, fragt nicht noch einmal, was schon beantwortet ist.',
  'Costs, budgets and repeated attempts are as those of `llm.image`.':
    'Kosten, Budgets und wiederholte Versuche sind wie die von `llm.image`.',
  "Over HTTP it goes through the same guard as HTTP requests. A command has to be one that the administrator has allowed by name (`NORIA_MCP_COMMANDS`). The output is the tool's data where it gives any, else its text; images and sounds are stored.":
    'Über HTTP gilt derselbe Schutz wie für HTTP-Anfragen. Ein Befehl muss einer sein, den die Verwaltung mit Namen erlaubt hat (`NORIA_MCP_COMMANDS`). Die Ausgabe sind die Daten des Werkzeugs, wo es welche gibt, sonst sein Text; Bilder und Töne werden gespeichert.',
  'A repeat has the same `noria/idempotency-key` in its `_meta`: a tool that does not look at it does its work twice when the worker dies in a call.':
    'Eine Wiederholung hat denselben `noria/idempotency-key` in ihrem `_meta`: ein Werkzeug, das nicht darauf achtet, tut seine Arbeit zweimal, wenn der Worker in einem Aufruf stirbt.',
  'Only edges that were taken count: a step that was skipped, or that left by another port, gives nothing. With `join: all` it waits for all branches; with `join: any` it goes on with the first that arrives, which is what `first` then gives.':
    'Nur genommene Kanten zählen: ein Schritt, der übersprungen wurde oder über einen anderen Ausgang ging, gibt nichts. Mit `join: all` wartet er auf alle Zweige; mit `join: any` geht er mit dem ersten weiter, der ankommt und den `first` dann gibt.',
  "The nodes in its body are its members: agents as a rule, but any node may be one. A member reads `item.task`, what it has to do, and `item.said`, what was said so far; an agent without a task of its own gets `item.task`. A node that no edge of the body leads to is a member; those after it belong to it, and the last one's output is what it says.":
    'Die Knoten in seinem Rumpf sind seine Mitglieder: in der Regel Agenten, aber jeder Knoten darf eines sein. Ein Mitglied liest `item.task`, was es zu tun hat, und `item.said`, was bisher gesagt wurde; ein Agent ohne eigene Aufgabe bekommt `item.task`. Ein Knoten, zu dem keine Kante des Rumpfes führt, ist ein Mitglied; die nach ihm gehören dazu, und die Ausgabe des letzten ist, was es sagt.',
  "Who is next is decided by a LangGraph graph, whose state travels with the run. Each agent's calls are steps of their own, as they are outside of a team, and shown in its own lane of the run.":
    'Wer als Nächstes dran ist, entscheidet ein Graph von LangGraph, dessen Zustand mit dem Lauf reist. Die Aufrufe jedes Agenten sind eigene Schritte, wie außerhalb eines Teams, und stehen im Lauf in seiner eigenen Spur.',
  'The output is `{text, data, said, rounds, stopped, input_tokens, output_tokens, cost_usd}`.':
    'Die Ausgabe ist `{text, data, said, rounds, stopped, input_tokens, output_tokens, cost_usd}`.',
  'Notion takes no idempotency key: a repeat after a lost answer makes a second page; changes and reads may be repeated.':
    'Notion nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort legt eine zweite Seite an; Änderungen und Lesen dürfen wiederholt werden.',
  'The server takes no idempotency key: a repeat after a lost answer notifies twice.':
    'Der Server nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort benachrichtigt zweimal.',
  "The webhook's trigger must be set to answer by the run. The first such step that ends gives the answer; the run goes on behind it. Where nobody waits for an answer, the step does nothing. A repeat answers nothing: who asked has the first answer.":
    'Der Webhook-Auslöser muss so eingestellt sein, dass der Lauf antwortet. Der erste solche Schritt, der endet, gibt die Antwort; der Lauf geht dahinter weiter. Wo niemand auf eine Antwort wartet, tut der Schritt nichts. Eine Wiederholung antwortet nichts: wer gefragt hat, hat die erste Antwort.',
  'References to other documents are not followed. A repeat gives the same.':
    'Verweisen auf andere Dokumente wird nicht gefolgt. Eine Wiederholung ergibt dasselbe.',
  "The output is the object: `steps.<id>.output.<name>`. The values don't see each other; put one step after the other where they must. It costs no call to a worker.":
    'Die Ausgabe ist das Objekt: `steps.<id>.output.<name>`. Die Werte sehen einander nicht; wo sie müssen, folgt ein Schritt dem anderen. Es kostet keinen Aufruf eines Workers.',
  'Slack takes no idempotency key: a repeat after a lost answer posts twice.':
    'Slack nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort sendet zweimal.',
  'Twilio takes no idempotency key for messages: a repeat after a lost answer sends twice.':
    'Twilio nimmt für Nachrichten keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort sendet zweimal.',
  'When the worker dies right after the commit, the repeat does it again: choose `once`, or write statements that may be done twice, as `INSERT … ON CONFLICT DO NOTHING`.':
    'Stirbt der Worker gleich nach dem Commit, führt die Wiederholung es noch einmal aus: dagegen hilft `once`, oder Anweisungen, die zweimal geschehen dürfen, etwa `INSERT … ON CONFLICT DO NOTHING`.',
  'PostgreSQL and MySQL send them in portions through a cursor, so that neither side holds all of them. It changes nothing; a repeat asks again.':
    'PostgreSQL und MySQL senden sie in Portionen über einen Cursor, sodass keine Seite alle hält. Es ändert nichts; eine Wiederholung fragt noch einmal.',
  'A repeat puts them in again where no unique key prevents it: choose `once`, or `skip` with a unique key.':
    'Eine Wiederholung fügt sie noch einmal ein, wo kein eindeutiger Schlüssel es verhindert: dagegen hilft `once`, oder `skip` mit einem eindeutigen Schlüssel.',
  "It runs in a transaction that is rolled back, so it changes nothing, and a repeat asks again. Dates are text in ISO 8601, bytes are base64, decimals that no number holds exactly are text. A SQLite database is a file in the worker's folder of files.":
    'Es läuft in einer Transaktion, die zurückgerollt wird, ändert also nichts, und eine Wiederholung fragt noch einmal. Daten sind Text in ISO 8601, Bytes sind Base64, Dezimalzahlen, die keine Zahl genau fasst, sind Text. Eine SQLite-Datenbank ist eine Datei im Ordner des Workers.',
  'A graph has exactly one. The input is checked against the schema before the run starts, and the form that asks for it is made from the schema. Later steps read it as `trigger`, as in `trigger.order_id`; it is the output of this step, too.':
    'Ein Graph hat genau einen. Die Eingabe wird gegen das Schema geprüft, bevor der Lauf beginnt, und das Formular, das nach ihr fragt, entsteht aus dem Schema. Spätere Schritte lesen sie als `trigger`, etwa `trigger.order_id`; sie ist auch die Ausgabe dieses Schritts.',
  "Every request has the step's `Idempotency-Key`, by which Stripe does a repeat only once.":
    'Jede Anfrage hat den `Idempotency-Key` des Schritts, an dem Stripe eine Wiederholung nur einmal ausführt.',
  'Equal are values of the same type: `1` is not `"1"`, `0` is not `false`; `1` and `1.0` are the same number. Objects are equal when all their properties are, in any order. The cases are plain values; where they have to be computed, use `branch`.':
    'Gleich sind Werte derselben Art: `1` ist nicht `"1"`, `0` ist nicht `false`; `1` und `1.0` sind dieselbe Zahl. Objekte sind gleich, wenn alle ihre Eigenschaften es sind, in beliebiger Reihenfolge. Die Fälle sind feste Werte; wo sie zu berechnen sind, hilft `branch`.',
  'Teams takes no idempotency key: a repeat after a lost answer posts twice.':
    'Teams nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort sendet zweimal.',
  'Telegram takes no idempotency key: a repeat after a lost answer writes twice.':
    'Telegram nimmt keinen Idempotency-Key: eine Wiederholung nach einer verlorenen Antwort schreibt zweimal.',
  'Nothing is escaped: for HTML and URLs escape values in the expressions. A repeat gives the same.':
    'Nichts wird maskiert: für HTML und URLs sind Werte in den Ausdrücken zu maskieren. Eine Wiederholung ergibt dasselbe.',
  'The condition reads the steps of the body, and `loop.prev` as the iteration leaves it. The output is the last `loop.prev`.':
    'Die Bedingung liest die Schritte des Rumpfes und `loop.prev`, wie der Durchgang es hinterlässt. Die Ausgabe ist das letzte `loop.prev`.',
  'Steps after this one read them as `vars.<name>`, in whichever branch they are. Where two parallel steps set the same variable, the one that ends last wins. The output is the object.':
    'Schritte nach diesem lesen sie als `vars.<name>`, in welchem Zweig sie auch stehen. Setzen zwei gleichzeitige Schritte dieselbe Variable, gilt der, der zuletzt endet. Die Ausgabe ist das Objekt.',
  'Events are sent with `POST /api/v1/events` and a `payload`, which is the output of this step. Each event goes to one step, once: to the one that has waited longest for its key, or, if none waits yet, to the first that does. The run waits in Temporal and occupies no worker.':
    'Ereignisse werden mit `POST /api/v1/events` und einem `payload` gesendet, der die Ausgabe dieses Schritts ist. Jedes Ereignis geht einmal an einen Schritt: an den, der am längsten auf seinen Schlüssel wartet, oder, wenn noch keiner wartet, an den ersten, der es tut. Der Lauf wartet in Temporal und belegt keinen Worker.',
  'The offset is required, since a time without one means another moment on every machine. The run waits in Temporal, for up to ten years, and occupies no worker.':
    'Die Zeitverschiebung ist nötig, da eine Zeit ohne sie auf jedem Rechner einen anderen Augenblick meint. Der Lauf wartet in Temporal, bis zu zehn Jahre, und belegt keinen Worker.',
  'A repeat has the same `webhook-id`, by which the receiver does it once. Answers below 300 are success.':
    'Eine Wiederholung hat dieselbe `webhook-id`, an der der Empfänger sie nur einmal ausführt. Antworten unter 300 sind ein Erfolg.',
  '`loop.prev` carries what one iteration leaves for the next, and `loop.index` counts from 0. The output is the last `loop.prev`: the initial one when the condition is false from the start.':
    '`loop.prev` trägt, was ein Durchgang dem nächsten hinterlässt, und `loop.index` zählt ab 0. Die Ausgabe ist das letzte `loop.prev`: das anfängliche, wenn die Bedingung von Anfang an falsch ist.',
  'The sub-run is a run of its own, with its own page and history. When it fails, so does this step, and the error says why; when this run is cancelled, so is the sub-run it waits for. One that is not waited for goes on by itself. Runs may be nested 25 deep. A repeat starts no second sub-run: its id is that of the step.':
    'Der Unterlauf ist ein eigener Lauf mit eigener Seite und eigenem Verlauf. Scheitert er, scheitert auch dieser Schritt, und der Fehler sagt, warum; wird dieser Lauf abgebrochen, wird es auch der Unterlauf, auf den er wartet. Einer, auf den nicht gewartet wird, geht allein weiter. Läufe dürfen 25 tief verschachtelt sein. Eine Wiederholung startet keinen zweiten Unterlauf: seine Id ist die des Schritts.',
  'Elements that repeat are a list. A document that declares entities is refused, since those can grow without end or read files. A repeat gives the same.':
    'Elemente, die sich wiederholen, sind eine Liste. Ein Dokument, das Entitäten erklärt, wird abgelehnt, da sie endlos wachsen oder Dateien lesen können. Eine Wiederholung ergibt dasselbe.',
  'Only plain values: tags of programming languages are refused, and so are aliases (`*name`), with which a small text can become a huge value. Dates are text. A repeat gives the same.':
    'Nur einfache Werte: Tags von Programmiersprachen werden abgelehnt, ebenso Aliase (`*name`), mit denen ein kleiner Text ein riesiger Wert werden kann. Daten sind Text. Eine Wiederholung ergibt dasselbe.',
}
