/** Deutsch für Meldungen der Sprache und ihrer Prüfung: N bis S. */
export const noriaNToS: Readonly<Record<string, string>> = {
  'Node type {1} has a bug: it answered by the port {2}, which is none of {3}.':
    'Der Knotentyp {1} hat einen Fehler: er antwortete über den Port {2}, der keiner von {3} ist.',
  'Node type {1} has a bug: it raised {2}.':
    'Der Knotentyp {1} hat einen Fehler: er löste {2} aus.',
  'Node {1} asks for version {2} of {3}, but this installation has {4}: choose that, or update Noria.':
    'Der Knoten {1} verlangt Version {2} von {3}, aber diese Installation hat {4}: diese wählen, oder Noria aktualisieren.',
  "Node {1} can't be reached from the start node: draw an edge to it, or remove it.":
    'Der Knoten {1} ist vom Startknoten aus nicht zu erreichen: eine Kante zu ihm ziehen, oder ihn entfernen.',
  'Node {1} has no port {2}: {3}': 'Der Knoten {1} hat keinen Port {2}: {3}',
  'Node {1} has the unknown type {2}: {3}': 'Der Knoten {1} hat den unbekannten Typ {2}: {3}',
  'Node {1} is a second start node, after {2}: keep one.':
    'Der Knoten {1} ist ein zweiter Startknoten, nach {2}: nur einen behalten.',
  'Node {1} is a start node, where runs begin: enable it.':
    'Der Knoten {1} ist ein Startknoten, wo Läufe beginnen: ihn einschalten.',
  'Node {1} is in the body of {2}, which does not exist: {3}':
    'Der Knoten {1} ist im Rumpf von {2}, das es nicht gibt: {3}',
  'Node {1} is in the body of {2}, which is of type {3} and has none: remove its `parent`, or make that a loop.':
    'Der Knoten {1} ist im Rumpf von {2}, das vom Typ {3} ist und keinen hat: sein `parent` entfernen, oder daraus eine Schleife machen.',
  "Node {1} is in the quick lane, where an attempt may take {2} s, not {3} s: set `lane` to 'remote'.":
    "Der Knoten {1} ist auf der schnellen Spur, wo ein Versuch {2} s dauern darf, nicht {3} s: `lane` auf 'remote' setzen.",
  'Node {1} is of type {2} and in the body of a loop: {3}.':
    'Der Knoten {1} ist vom Typ {2} und im Rumpf einer Schleife: {3}.',
  "Node {1} is of type {2}, where `on_error` can't be {3}: set it to 'fail'.":
    "Der Knoten {1} ist vom Typ {2}, wo `on_error` nicht {3} sein kann: auf 'fail' setzen.",
  'Node {1} is of type {2}, which means something in the body of a loop only: move it into one, or remove it.':
    'Der Knoten {1} ist vom Typ {2}, der nur im Rumpf einer Schleife etwas bedeutet: in eine verschieben, oder entfernen.',
  'Node {1} is of type {2}, which undoes nothing outside of the run: choose a node that does its work outside, as http.request.':
    'Der Knoten {1} ist vom Typ {2}, der außerhalb des Laufs nichts rückgängig macht: einen Knoten wählen, der draußen arbeitet, etwa http.request.',
  "Node {1} joins any of its incoming edges but has fewer than two: draw another, or set `join` to 'all'.":
    "Der Knoten {1} wartet auf irgendeine der ankommenden Kanten, hat aber weniger als zwei: noch eine ziehen, oder `join` auf 'all' setzen.",
  "Node {1} names a port 'error', which is where failures go: choose another name.":
    "Der Knoten {1} nennt einen Port 'error', an den aber Fehler gehen: einen anderen Namen wählen.",
  'Node {1} runs inside the workflow, at once and once: its {2} has no effect. Remove it.':
    'Der Knoten {1} läuft im Workflow selbst, sofort und einmal: {=2} hat keine Wirkung. Die Angabe entfernen.',
  "Node {1} runs on workers of the queue {2}, so it can't be in the quick lane: remove `lane` from its policy.":
    'Der Knoten {1} läuft auf Workern der Schlange {2} und kann deshalb nicht auf der schnellen Spur sein: `lane` aus seinen Regeln entfernen.',
  'Node {1} sets variables in {2} iterations at a time, of which the last one wins: let the iterations give results instead.':
    'Der Knoten {1} setzt Variablen in {2} Durchgängen zugleich, von denen der letzte gewinnt: stattdessen die Durchgänge Ergebnisse geben lassen.',
  'Node {1} undoes {2} already: give {3} a node of its own.':
    'Der Knoten {1} macht schon {2} rückgängig: {3} einen eigenen Knoten geben.',
  "Node {1} undoes {2} and can't be undone itself: leave out its `undo`.":
    'Der Knoten {1} macht {2} rückgängig und kann selbst nicht rückgängig gemacht werden: sein `undo` weglassen.',
  'Node {1} undoes {2}, so no edge may lead to it or from it: remove its edges.':
    'Der Knoten {1} macht {2} rückgängig, also darf keine Kante zu ihm oder von ihm weg führen: seine Kanten entfernen.',
  'Node {1} undoes {2}: place both in the same body.':
    'Der Knoten {1} macht {2} rückgängig: beide in denselben Rumpf setzen.',
  'Node {1} waits at most {2} s between attempts but {3} s before the first retry: make the first number larger.':
    'Der Knoten {1} wartet höchstens {2} s zwischen Versuchen, aber {3} s vor der ersten Wiederholung: die erste Zahl größer machen.',
  'Node {1} {2}: change its `parent`.': 'Der Knoten {1} {2}: sein `parent` ändern.',
  'None of the steps before this one has an output to take as the first.':
    'Keiner der Schritte davor hat eine Ausgabe, die als erste genommen werden könnte.',
  'Not allowed': 'Nicht erlaubt',
  'Not found': 'Nicht gefunden',
  'Nothing is left to run: every step of the run has ended. Fork it at the step that is to run again.':
    'Es ist nichts mehr zu tun: jeder Schritt des Laufs ist zu Ende. Den Lauf bei dem Schritt abzweigen, der noch einmal laufen soll.',
  'Outputs of earlier steps are missing.': 'Ausgaben früherer Schritte fehlen.',
  'Say which revision you read': 'Es fehlt, welche Fassung gelesen wurde',
  'Send a list of objects with `input`, `expected` and `name`; at {1}: {2}.':
    'Eine Liste von Objekten mit `input`, `expected` und `name` senden; bei {1}: {2}.',
  'Several nodes have the id {1}: give each its own.':
    'Mehrere Knoten haben die ID {1}: jedem eine eigene geben.',
  'Sign in first': 'Bitte zuerst anmelden',
  'Somebody else was first': 'Jemand anders war schneller',
  'Something went wrong in Noria': 'In Noria ist etwas schiefgegangen',
  "Step `{1}` can't read itself: it has not run yet.":
    'Der Schritt `{1}` kann sich nicht selbst lesen: er ist noch nicht gelaufen.',
  'Step `{1}` may run at the same time as `{2}`, or not at all: draw a path of edges from `{3}` to `{4}`, or read another step.':
    'Der Schritt `{1}` läuft vielleicht zur gleichen Zeit wie `{2}`, oder gar nicht: einen Weg aus Kanten von `{3}` zu `{4}` ziehen, oder einen anderen Schritt lesen.',
  'Step `{1}` runs after `{2}`: read a step that runs before it.':
    'Der Schritt `{1}` läuft nach `{2}`: einen Schritt lesen, der davor läuft.',
  'Step `{1}` runs after the condition of `{2}` has been looked at: read `loop.prev`, or a step before the loop.':
    'Der Schritt `{1}` läuft, nachdem die Bedingung von `{2}` geprüft ist: `loop.prev` lesen, oder einen Schritt vor der Schleife.',
  'Step `{1}` runs inside the loop `{2}`, once in each iteration: read `steps.{3}.output`, and let its `result` or `next` say what an iteration gives.':
    'Der Schritt `{1}` läuft in der Schleife `{2}`, einmal je Durchgang: `steps.{3}.output` lesen, und mit `result` oder `next` sagen, was ein Durchgang ergibt.',
  'Step {1} has no port {2}: it has {3}.': 'Der Schritt {1} hat keinen Port {2}: er hat {3}.',
  'Step {1} is in the body of {2}, where it has an output for each iteration: pin the loop.':
    'Der Schritt {1} ist im Rumpf von {2}, wo er eine Ausgabe je Durchgang hat: die Ausgabe der Schleife anheften.',
  "Step {1} is to run again, so it can't be pinned too: remove its pin.":
    'Der Schritt {1} soll noch einmal laufen, also kann seine Ausgabe nicht angeheftet sein: sie lösen.',
  'Step {1} reads `steps.{2}`, which is not run here: pin an output of {3}, or take the outputs of an earlier run.':
    'Der Schritt {1} liest `steps.{2}`, der hier nicht läuft: eine Ausgabe von {3} anheften, oder die Ausgaben eines früheren Laufs nehmen.',
  'Step {1} undoes {2} and runs only when a run fails or is cancelled: fork at {3}.':
    'Der Schritt {1} macht {2} rückgängig und läuft nur, wenn ein Lauf fehlschlägt oder abgebrochen wird: bei {3} abzweigen.',
  'Step {1} would be skipped: every edge into it is dead by what the steps before it gave. Fork at the step that chose another way, or pin that step with another port.':
    'Der Schritt {1} würde übersprungen: jede Kante zu ihm ist tot durch das, was die Schritte davor ergaben. Bei dem Schritt abzweigen, der einen anderen Weg wählte, oder dessen Ausgabe mit einem anderen Port anheften.',
  'No node sets the variable `{1}`: {2}': 'Kein Knoten setzt die Variable `{1}`: {2}',
  'Node {1} is undone by {2}, which does not exist: {3}':
    'Den Knoten {1} macht {2} rückgängig, das es nicht gibt: {3}',
  'Node {1} sets variables in a run of its own, with which they end: let the items give results instead.':
    'Knoten {1} setzt Variablen in einem eigenen Lauf, mit dem sie enden: lassen Sie die Elemente stattdessen Ergebnisse geben.',
  'Step {1} would be skipped again in iteration {2}: every edge into it is dead. Fork at the step that chose another way.':
    'Schritt {1} würde in Durchgang {2} wieder übersprungen: jede Kante zu ihm ist tot. Zweigen Sie bei dem Schritt ab, der einen anderen Weg gewählt hat.',
  'Step {1} is in no loop, so it has no iteration {2}: leave it out.':
    'Schritt {1} ist in keiner Schleife und hat deshalb keinen Durchgang {2}: lassen Sie ihn weg.',
  'Step {1} is in {2}, of which the run has no iteration {3}: give the index of each loop, the outermost first, as {4}. Loops that ran in batches run again as a whole.':
    'Schritt {1} ist in {2}, wovon der Lauf keinen Durchgang {3} hat: geben Sie den Index jeder Schleife an, die äußerste zuerst, wie {4}. Schleifen, die stapelweise liefen, laufen als Ganzes noch einmal.',
  "Node {1} would answer in the run of an item, which nobody waits for: place it outside of the loop, or leave out the loop's `own_runs`.":
    'Knoten {1} würde im Lauf eines Elements antworten, auf den niemand wartet: setzen Sie ihn außerhalb der Schleife, oder lassen Sie deren `own_runs` weg.',
}
