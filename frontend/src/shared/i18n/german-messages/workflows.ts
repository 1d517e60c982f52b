/** Deutsch für Meldungen laufender Läufe. */
export const workflows: Readonly<Record<string, string>> = {
  'A payload does not decrypt with the key {1}: it was changed, or another key has that id.':
    'Ein Payload lässt sich mit dem Schlüssel {1} nicht entschlüsseln: er wurde geändert, oder ein anderer Schlüssel hat diese ID.',
  'A payload is encrypted with the key {1}, which NORIA_SECRET_KEYS does not hold: add it behind the first one.':
    'Ein Payload ist mit dem Schlüssel {1} verschlüsselt, den NORIA_SECRET_KEYS nicht enthält: ihn hinter dem ersten anfügen.',
  'A payload is larger than {1} bytes: Noria wrote none of that size.':
    'Ein Payload ist größer als {1} Bytes: Noria hat keinen dieser Größe geschrieben.',
  'A person failed the step.': 'Jemand hat den Schritt fehlschlagen lassen.',
  'A person paused the run.': 'Jemand hat den Lauf pausiert.',
  'It gives no sign of life.': 'Es gibt kein Lebenszeichen.',
  'Loop {1} has not ended after {2} iterations: mend its condition, or raise `max_iterations`.':
    'Die Schleife {1} ist nach {2} Durchgängen nicht zu Ende: ihre Bedingung berichtigen, oder `max_iterations` erhöhen.',
  'No step is ready to start: those that run have to end first.':
    'Kein Schritt kann jetzt beginnen: die laufenden müssen zuerst enden.',
  'No worker of the queue {1} answered in time: is one running?':
    'Kein Worker der Schlange {1} hat rechtzeitig geantwortet: läuft einer?',
  'Node type {1} has no port {2}: take one of {3}.':
    'Der Knotentyp {1} hat keinen Port {2}: einen von {3} nehmen.',
  'Step {1} ended with {2}.': 'Der Schritt {1} endete mit {2}.',
  'Step {1} gave no answer within {2} s; raise `timeout_s` in its policy if that is too short.':
    'Der Schritt {1} gab innerhalb von {2} s keine Antwort; `timeout_s` in seinen Regeln erhöhen, wenn das zu kurz ist.',
  'Step {1} is just having something else done to it: look at it again first.':
    'Mit Schritt {1} geschieht gerade etwas anderes: erst noch einmal nachsehen.',
  'Step {1} has not started: resume the run, or start this step.':
    'Der Schritt {1} hat nicht begonnen: den Lauf fortsetzen, oder diesen Schritt starten.',
  'Step {1} is not ready to start; {2} may.':
    'Der Schritt {1} kann noch nicht beginnen; {2} dürfen es.',
  'Step {1} is not under way: it has ended, or was not reached yet.':
    'Der Schritt {1} ist nicht unterwegs: er ist zu Ende, oder wurde noch nicht erreicht.',
  'Step {1} waits for something, and is neither held nor being tried.':
    'Der Schritt {1} wartet auf etwas, und ist weder gehalten noch wird er gerade versucht.',
  'Step {1} waits in the task queue {2}, which no worker serves; it goes on by itself once one does. Start a worker that has this queue in NORIA_WORKER_QUEUES, or one without that setting, which serves all.':
    'Der Schritt {1} wartet in der Schlange {2}, die kein Worker bedient; er geht von selbst weiter, sobald einer es tut. Einen Worker starten, der diese Schlange in NORIA_WORKER_QUEUES hat, oder einen ohne diese Einstellung, der alle bedient.',
  'Step {1} would start a run below {2} others, which is as deep as they go: a workflow that calls itself needs a branch that ends.':
    'Der Schritt {1} würde einen Lauf unter {2} anderen starten, tiefer geht es nicht: ein Workflow, der sich selbst aufruft, braucht einen Zweig, der endet.',
  'Temporal does not answer at {1}: {2}': 'Temporal antwortet unter {1} nicht: {2}',
  'Temporal does not answer.': 'Temporal antwortet nicht.',
  'Temporal refused a call: {1}': 'Temporal hat einen Aufruf abgelehnt: {1}',
  'Temporal refused a call: {1} ({2})': 'Temporal hat einen Aufruf abgelehnt: {1} ({2})',
  'The body of loop {1} reads {2} MB from outside of the loop, which is more than the {3} MB that a batch may be sent with its items. Read single fields of earlier outputs instead of whole ones.':
    'Der Rumpf der Schleife {1} liest {2} MB von außerhalb der Schleife, mehr als die {3} MB, die ein Stapel mit seinen Elementen bekommen darf. Einzelne Felder früherer Ausgaben lesen statt ganzer.',
  'The engine did not expect {1}.': 'Die Engine hat {1} nicht erwartet.',
  'The expressions of step {1} read {2} MB, which is more than the {3} MB that one step may be sent. Read single fields of earlier outputs instead of whole ones.':
    'Die Ausdrücke des Schritts {1} lesen {2} MB, mehr als die {3} MB, die ein Schritt bekommen darf. Einzelne Felder früherer Ausgaben lesen statt ganzer.',
  'The plan and the input of this run are larger than Temporal takes (2 MB): send a smaller input or split the workflow.':
    'Der Plan und die Eingabe dieses Laufs sind größer, als Temporal nimmt (2 MB): eine kleinere Eingabe senden, oder den Workflow aufteilen.',
  "The run can't be asked how it stands: {1}.":
    'Der Lauf kann nicht gefragt werden, wie er steht: {1}.',
  'The idempotency key {1} came with another act before: send this one with its own.':
    'Der Idempotenzschlüssel {1} kam vorher mit einer anderen Handlung: Senden Sie diese mit einem eigenen.',
  'The run is about to end: its steps are being stopped.':
    'Der Lauf ist kurz vor dem Ende: seine Schritte werden angehalten.',
  'The run is just going on in a new history; ask again.':
    'Der Lauf geht gerade in einem neuen Verlauf weiter; fragen Sie noch einmal.',
  'The run is not paused: pause it to go on step by step.':
    'Der Lauf ist nicht pausiert: ihn pausieren, um Schritt für Schritt zu gehen.',
  'The run took longer than the {1} s that its workflow allows.':
    'Der Lauf dauerte länger als die {1} s, die sein Workflow erlaubt.',
  'The run was cancelled.': 'Der Lauf wurde abgebrochen.',
  'The step is of type {1} and stays so; {2} was sent.':
    'Der Schritt ist vom Typ {1} und bleibt es; gesendet wurde {2}.',
  'The sub-run {1} was started by somebody else.':
    'Der Teillauf {1} wurde von jemand anderem gestartet.',
  'The worker of step {1} went silent; each of its attempts did.':
    'Der Worker des Schritts {1} verstummte; bei jedem seiner Versuche.',
  'The worker that indexed it did not answer any more.':
    'Der Worker, der es indizierte, hat nicht mehr geantwortet.',
  'This run has no node {1}.': 'Dieser Lauf hat keinen Knoten {1}.',
  'it was cancelled.': 'er wurde abgebrochen.',
  '{1} of {2} items failed and were left out; item {3}: {4}':
    '{1} von {2} Elementen sind fehlgeschlagen und wurden weggelassen; Element {3}: {4}',
  'The run of {1} failed: {2}': 'Der Lauf von {1} ist fehlgeschlagen: {2}',
  'The run of this item, {1}, was cancelled.': 'Der Lauf dieses Elements, {1}, wurde abgebrochen.',
}
