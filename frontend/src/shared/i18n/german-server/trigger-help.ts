/** Deutsch für die Hilfe zu den Feldern der Auslöser. */
export const triggerHelp: Readonly<Record<string, string>> = {
  'Behind /chats/. Empty: a random one, which nobody can guess.':
    'Hinter /chats/. Leer: eine zufällige, die niemand erraten kann.',
  'What stands there before anybody said anything. Markdown.':
    'Was dort steht, bevor jemand etwas gesagt hat. Markdown.',
  'Questions to begin with, at a click.': 'Fragen zum Anfangen, mit einem Klick.',
  '`public`: whoever knows the address, without signing in. `members`: those who may start runs.':
    '`public`: wer die Adresse kennt, ohne Anmeldung. `members`: wer Läufe starten darf.',
  'As https://www.example.com. On no other site does the chat open in a frame.':
    'Etwa https://www.example.com. Auf keiner anderen Seite öffnet sich der Chat in einem Rahmen.',
  'People may send files with what they say.':
    'Menschen dürfen mit dem, was sie sagen, Dateien senden.',
  'So many go along with each message.': 'So viele gehen mit jeder Nachricht mit.',
  'Of all people together.': 'Aller Menschen zusammen.',
  'Name of a credential of the type `imap`.': 'Name von Zugangsdaten der Art `imap`.',
  'Seconds between two looks.': 'Sekunden zwischen zwei Blicken.',
  '`skip`: only what comes later starts runs. `start`: all of it does.':
    '`skip`: nur was später kommt, startet Läufe. `start`: alles.',
  'Kafka: a topic. NATS: a subject that a stream of JetStream takes. Redis: a stream. RabbitMQ: a queue.':
    'Kafka: ein Topic. NATS: ein Subject, das ein Stream von JetStream aufnimmt. Redis: ein Stream. RabbitMQ: eine Queue.',
  '`skip`: only what comes later starts runs. `start`: all that the broker has kept. A queue of RabbitMQ holds only what nobody has taken yet: all of it counts.':
    '`skip`: nur was später kommt, startet Läufe. `start`: alles, was der Broker aufgehoben hat. Eine Queue von RabbitMQ enthält nur, was noch niemand genommen hat: alles davon zählt.',
  'Above 1, so many messages at most are gathered for one run.':
    'Über 1 werden höchstens so viele Nachrichten für einen Lauf gesammelt.',
  'A batch that is not full starts its run so long after its first message.':
    'Ein Stapel, der nicht voll ist, startet seinen Lauf so lange nach seiner ersten Nachricht.',
  'As an expression fails on them, or their input is wrong. `keep`: as dead letters, to be started again once that is mended. `publish`: to a subject of the broker, with the reason. `drop`: only the history tells of them.':
    'Weil ein Ausdruck an ihnen scheitert oder ihre Eingabe falsch ist. `keep`: als unzustellbar, bis das behoben ist. `publish`: an ein Subject des Brokers, mit dem Grund. `drop`: nur der Verlauf erzählt von ihnen.',
  'Of `publish`: a topic, a subject, a stream or a queue.':
    'Bei `publish`: ein Topic, ein Subject, ein Stream oder eine Queue.',
  'Behind /forms/. Empty: a random one, which nobody can guess.':
    'Hinter /forms/. Leer: eine zufällige, die niemand erraten kann.',
  'JSON Schema (draft 2020-12) of what is filled in.':
    'JSON Schema (Entwurf 2020-12) dessen, was ausgefüllt wird.',
  '`public`: whoever knows the address. `members`: those who may start runs.':
    '`public`: wer die Adresse kennt. `members`: wer Läufe starten darf.',
  '`message`: thanks. `output`: how the run goes, and its output.':
    '`message`: ein Dank. `output`: wie der Lauf geht, und seine Ausgabe.',
  'More are refused by each process of the API.': 'Mehr lehnt jeder Prozess der API ab.',
  'Seconds between two times.': 'Sekunden zwischen zwei Zeiten.',
  'With `:cursor` where the cursor goes. Nothing that it changes is kept.':
    'Mit `:cursor`, wo der Cursor steht. Nichts, was sie ändert, bleibt.',
  'An expression that gives the list; `trigger` is the answer. Empty: its `body`, or its rows.':
    'Ein Ausdruck, der die Liste ergibt; `trigger` ist die Antwort. Leer: ihr `body` oder ihre Zeilen.',
  'An expression that names the item: an item with a key that came before starts nothing.':
    'Ein Ausdruck, der das Element benennt: eines mit einem Schlüssel, der schon kam, startet nichts.',
  'An expression that gives the next cursor of `trigger` and `vars.items`. Empty: none.':
    'Ein Ausdruck, der aus `trigger` und `vars.items` den nächsten Cursor ergibt. Leer: keiner.',
  'Minute, hour, day of the month, month, day of the week: `0 9 * * 1-5`.':
    'Minute, Stunde, Tag des Monats, Monat, Wochentag: `0 9 * * 1-5`.',
  'Seconds by which all times are later than full intervals since 1970.':
    'Sekunden, um die alle Zeiten später sind als volle Abstände seit 1970.',
  'As `09:30`.': 'Etwa `09:30`.',
  'None: every day.': 'Keiner: jeden Tag.',
  'None: every day. With days of the week, both must fit.':
    'Keiner: jeden Tag. Mit Wochentagen muss beides passen.',
  'From 1 to 12. None: every month.': 'Von 1 bis 12. Keiner: jeden Monat.',
  'As `Europe/Berlin`.': 'Etwa `Europe/Berlin`.',
  '`skip` starts none; `queue` starts it afterwards; `cancel_previous` cancels the last one; `allow` starts it beside.':
    '`skip` startet keinen; `queue` startet ihn danach; `cancel_previous` bricht den letzten ab; `allow` startet ihn daneben.',
  'Seconds by which a time may be late, after an outage, and still start a run.':
    'Sekunden, um die eine Zeit nach einem Ausfall verspätet sein und noch einen Lauf starten darf.',
  'Each run starts up to so many seconds later, by chance.':
    'Jeder Lauf startet zufällig bis zu so viele Sekunden später.',
  'Behind /hooks/. Empty: a random one, which nobody can guess.':
    'Hinter /hooks/. Leer: eine zufällige, die niemand erraten kann.',
  'How a sender proves who it is. `none`: whoever knows the address.':
    'Wie ein Absender beweist, wer er ist. `none`: wer die Adresse kennt.',
  'Name of the credential with the secret.': 'Name der Zugangsdaten mit dem Geheimnis.',
  'Header that holds the signature.': 'Kopfzeile mit der Signatur.',
  'What stands in the header before the signature, as `sha256=`.':
    'Was in der Kopfzeile vor der Signatur steht, etwa `sha256=`.',
  'Header with the Unix time of sending. With one, what is signed is the time, a dot and the body; without, the body alone, and an old message can be sent again.':
    'Kopfzeile mit der Unix-Zeit des Sendens. Mit ihr sind die Zeit, ein Punkt und der Inhalt signiert; ohne sie nur der Inhalt, und eine alte Nachricht lässt sich noch einmal senden.',
  'Seconds by which a signature may be old, or ahead of our clock.':
    'Sekunden, um die eine Signatur alt oder unserer Uhr voraus sein darf.',
  'Header that names the message: the same name starts no second run. Empty: what the kind of sender uses, else `webhook-id` or `Idempotency-Key` if it is sent.':
    'Kopfzeile, die die Nachricht benennt: derselbe Name startet keinen zweiten Lauf. Leer: was diese Art Absender verwendet, sonst `webhook-id` oder `Idempotency-Key`, wenn sie gesendet wird.',
  'JSON Schema (draft 2020-12) that the body must fit. Empty: any body.':
    'JSON Schema (Entwurf 2020-12), zu dem der Inhalt passen muss. Leer: jeder Inhalt.',
  "`accepted`: 202 at once. `respond`: what the run's `respond` node gives.":
    '`accepted`: sofort 202. `respond`: was der Knoten `respond` des Laufs ergibt.',
  'Seconds; after them the answer is 202, and the run goes on.':
    'Sekunden; danach ist die Antwort 202, und der Lauf geht weiter.',
  'Origins, as `https://shop.example`, or `*` for all. None: browsers refuse to.':
    'Ursprünge, etwa `https://shop.example`, oder `*` für alle. Keine: Browser weigern sich.',
  "Bytes of a request's body.": 'Bytes des Inhalts einer Anfrage.',
  'More are refused with 429 by each process of the API. Unset: no limit.':
    'Mehr lehnt jeder Prozess der API mit 429 ab. Leer: keine Grenze.',
  'Names or ids. None: any other workflow of the workspace.':
    'Namen oder Ids. Keine: jeder andere Workflow des Arbeitsbereichs.',
}
