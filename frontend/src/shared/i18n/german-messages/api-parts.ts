/** Deutsch für Meldungen der API, die mit einem Wert beginnen oder Teil einer anderen sind. */
export const apiParts: Readonly<Record<string, string>> = {
  "'Idempotency-Key' and 'idempotency_key' differ; send one of them.":
    "'Idempotency-Key' und 'idempotency_key' unterscheiden sich; nur eins senden.",
  "'If-Match' must be a revision, as '\"3\"', not {1}.":
    "'If-Match' muss eine Fassung sein, etwa '\"3\"', nicht {1}.",
  "'Last-Event-ID' must be the id of an event, not {1}.":
    "'Last-Event-ID' muss die ID eines Ereignisses sein, nicht {1}.",
  "'draft' and 'version' name different graphs; send one of them.":
    "'draft' und 'version' nennen verschiedene Graphen; nur eins senden.",
  "'shares' are only for what is 'restricted'":
    "'shares' gibt es nur für das, was 'restricted' ist",
  "'since' {1} must not be after 'until' {2}, and by a year before it at most.":
    "'since' {1} darf nicht nach 'until' {2} liegen, und höchstens ein Jahr davor.",
  "'since' {1} must be before 'until', by a year at most.":
    "'since' {1} muss vor 'until' liegen, um höchstens ein Jahr.",
  "an account is named twice in 'shares'": "ein Konto steht zweimal in 'shares'",
  'change where or as whom it signs in': 'ändern, wo oder als wer sie sich anmelden',
  'change who may use it': 'ändern, wer sie verwenden darf',
  'send it to more hosts': 'sie an mehr Hosts senden',
  '{1} cases passed with version {2} and no longer do: {3}.':
    '{1} Fälle bestanden mit Version {2} und bestehen nicht mehr: {3}.',
  '{1} good until {2} UTC': '{1} bis {2} UTC gültig',
  '{1} has no meaning for {2}: leave it out.': '{1} hat für {2} keine Bedeutung: es weglassen.',
  '{1} is neither {2} nor a chat model of {3}.': '{1} ist weder {2} noch ein Chatmodell von {3}.',
  '{1} is no decision: press one of the buttons.':
    '{1} ist keine Entscheidung: einen der Knöpfe drücken.',
  "{1} is no file of S3: write it as 's3://bucket/path'.":
    "{1} ist keine Datei in S3: als 's3://bucket/path' schreiben.",
  '{1} is not invited here; ask for an invitation.':
    '{1} ist hier nicht eingeladen; um eine Einladung bitten.',
  '{1} names no provider of embeddings before a slash; they are {2}.':
    '{1} nennt vor einem Schrägstrich keinen Anbieter von Embeddings; es gibt {2}.',
  "{1} needs a 'tag'.": "{1} braucht ein 'tag'.",
  '{1} needs a credential of the type {2} that you may use.':
    '{1} braucht Zugangsdaten der Art {2}, die man hier verwenden darf.',
  '{1} of the type {2}, and this step takes {3} only':
    '{1} von der Art {2}, und dieser Schritt nimmt nur {3}',
  '{1} of {2} cases of “{3}” pass, and the gate asks for {4}.':
    '{1} von {2} Fällen von „{3}“ bestehen, und die Schranke verlangt {4}.',
  '{1} private to somebody else: ask for it to be shared':
    '{1} jemand anderem allein zugeordnet: darum bitten, dass sie geteilt werden',
  '{1} runs match by now, more than the {2} expected: look at them again.':
    '{1} Läufe passen inzwischen, mehr als die {2} erwarteten: noch einmal ansehen.',
  '{1} workflows use the credential {2}, as {3}: let them use another, or delete it with force.':
    '{1} Workflows verwenden die Zugangsdaten {2}, etwa {3}: sie andere verwenden lassen, oder mit Nachdruck löschen.',
  '{1}, or choose another.': '{1}, oder andere wählen.',
  '{1}: choose another.': '{1}: andere wählen.',
  '{1}: renew it, and say until when the new one is good.':
    '{1}: sie erneuern, und angeben, bis wann die neuen gelten.',
}
