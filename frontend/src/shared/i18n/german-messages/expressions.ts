/** Deutsch für das, was die Engine der Ausdrücke sagt (`noria/expressions/guest`), auch in der Vorschau des Browsers. */
export const expressions: Readonly<Record<string, string>> = {
  '{1} is missing: {2}. Write ?. or ?? where absence is fine.':
    '{1} fehlt: {2}. Dort ?. oder ?? schreiben, wo etwas fehlen darf.',
  '{1} is null': '{1} ist null',
  '{1} is not available here': '{1} gibt es hier nicht',
  '{1} was skipped': '{1} wurde übersprungen',
  'there is no step "{1}" before this one': 'vor diesem gibt es keinen Schritt "{1}"',
  '{1} is a boolean': '{1} ist ein Wahrheitswert',
  '{1} is a number': '{1} ist eine Zahl',
  '{1} is a string': '{1} ist ein Text',
  '{1} has {2} entries': '{1} hat {2} Einträge',
  '{1} has {2} entry': '{1} hat {2} Eintrag',
  '{1} has no "{2}"': '{1} hat kein "{2}"',
  '{1} has no "{2}" (it has {3})': '{1} hat kein "{2}" (es hat {3})',
  'the expression threw {1}': 'der Ausdruck warf {1}',
  'The expression threw {1}.': 'Der Ausdruck warf {1}.',
  "the expression threw a value that can't be shown":
    'der Ausdruck warf einen Wert, der sich nicht zeigen lässt',
  'It needs more than 64 MB of memory.': 'Er braucht mehr als 64 MB Speicher.',
  'It makes a string that is too long.': 'Er bildet einen zu langen Text.',
  '{1}. An expression sees {2}.': '{1}. Ein Ausdruck sieht {2}.',
  'The result is larger than {1} KB.': 'Das Ergebnis ist größer als {1} KB.',
  'The expression is empty.': 'Der Ausdruck ist leer.',
  'the expression is empty': 'der Ausdruck ist leer',
  'Unexpected end of the expression.': 'Der Ausdruck endet unerwartet.',
  'Not one expression.': 'Das ist nicht genau ein Ausdruck.',
  '{{ is never closed by }}. To write the braces themselves, use {{ "{{" }}.':
    '{{ wird nie durch }} geschlossen. Die Klammern selbst schreibt {{ "{{" }}.',
  "The result is a Promise, and expressions can't wait.":
    'Das Ergebnis ist ein Promise, und Ausdrücke können nicht warten.',
  'The result holds half of a character (a lone surrogate). Use .toWellFormed().':
    'Das Ergebnis enthält ein halbes Zeichen (ein einzelnes Surrogat). .toWellFormed() verwenden.',
  'The result is {1}. Write null where nothing is meant.':
    'Das Ergebnis ist {1}. null schreiben, wo nichts gemeint ist.',
  'The result is {1}. JSON has no such value.':
    'Das Ergebnis ist {1}. JSON hat keinen solchen Wert.',
  'a function: call it, or read one of its values':
    'eine Funktion: sie aufrufen, oder einen ihrer Werte lesen',
  "'{1}' is read-only": "'{1}' lässt sich nur lesen",
}
