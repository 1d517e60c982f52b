/** Deutsch für die Prüfungen, die Noria nicht selbst schreibt: von Pydantic, von JSON Schema und von HTTP. */
export const foreign: Readonly<Record<string, string>> = {
  // HTTP
  'Bad Request': 'Fehlerhafte Anfrage',
  'Method Not Allowed': 'Methode nicht erlaubt',
  'Not Found': 'Nicht gefunden',
  'Query parameter {1}': 'Parameter der Abfrage {1}',
  'Path parameter {1}': 'Parameter des Pfads {1}',
  'Header {1}': 'Kopfzeile {1}',

  // QuickJS
  '{1} is not defined. An expression sees {2}.': '{1} gibt es nicht. Ein Ausdruck sieht {2}.',
  "'{1}' is not defined. An expression sees {2}.": "'{1}' gibt es nicht. Ein Ausdruck sieht {2}.",
  'Cannot read property {1} of {2}.': '{1} von {2} lässt sich nicht lesen.',
  'Circular reference.': 'Der Wert enthält sich selbst.',
  'Expecting {1}.': 'Hier wird {1} erwartet.',
  'Invalid property name.': 'Das ist kein Name eines Felds.',
  'Not a function.': 'Das ist keine Funktion.',
  'Unexpected character.': 'Dieses Zeichen passt hier nicht.',
  'Unexpected end of comment.': 'Der Kommentar endet nicht.',
  'Unexpected end of string.': 'Der Text endet nicht.',
  'Unexpected identifier {1}.': 'Der Name {1} passt hier nicht.',
  'Unexpected number.': 'Diese Zahl passt hier nicht.',
  'Unexpected token in expression: {1}.': '{1} passt hier nicht.',
  'Unexpected token {1}.': '{1} passt hier nicht.',

  // Lists of choices
  "'{1}' or '{2}'": "'{1}' oder '{2}'",
  '"{1}" or "{2}"': '"{1}" oder "{2}"',
  "'{1}' or '{2}' or '{3}'": "'{1}' oder '{2}' oder '{3}'",
  "'{1}' or '{2}' or '{3}' or '{4}'": "'{1}' oder '{2}' oder '{3}' oder '{4}'",
  "'{1}' or '{2}' or '{3}' or '{4}' or '{5}'": "'{1}' oder '{2}' oder '{3}' oder '{4}' oder '{5}'",
  "'{1}' or '{2}' or '{3}' or '{4}' or '{5}' or '{6}'":
    "'{1}' oder '{2}' oder '{3}' oder '{4}' oder '{5}' oder '{6}'",

  // Triggers, in words
  '“{1}”, for members': '„{1}“, für Mitglieder',
  '“{1}”, for whoever knows the address': '„{1}“, für alle, die die Adresse kennen',
  '“{1}”, for whoever knows the address, on {2}':
    '„{1}“, für alle, die die Adresse kennen, auf {2}',
  'Messages of {1} at {2}': 'Nachrichten von {1} bei {2}',
  'Messages of {1} at {2}, up to {3} in one run':
    'Nachrichten von {1} bei {2}, bis zu {3} in einem Lauf',
  'When a run of {1} has {2}': 'Wenn ein Lauf von {1} so endet: {=2}',
  'When a run of {1} has {2} or {3}': 'Wenn ein Lauf von {1} so endet: {=2} oder {=3}',
  'When a run of {1} has {2} or {3} or {4}': 'Wenn ein Lauf von {1} so endet: {=2}, {=3} oder {=4}',
  'any other workflow': 'irgendeinem anderen Workflow',
  'Asks the database {1} every {2} s': 'Fragt die Datenbank {1} alle {2} s',
  'Asks {1} every {2} s': 'Fragt {1} alle {2} s',
  'Looks into {1} of {2} every {3} s': 'Sieht alle {3} s in {1} von {2} nach',

  // Pydantic
  'Input should be a valid dictionary or instance of {1}': 'hier muss ein Objekt stehen',
  'Value error, {1}': '{1}',
  'Assertion failed, {1}': '{1}',
  'Extra inputs are not permitted': 'dieses Feld gibt es nicht',
  'Field required': 'dieses Feld fehlt',
  'Input should be {1}': 'hier muss {1} stehen',
  'Input should be a finite number': 'hier muss eine endliche Zahl stehen',
  'Input should be a multiple of {1}': 'hier muss ein Vielfaches von {1} stehen',
  'Input should be a valid UUID, {1}': 'das ist keine UUID: {1}',
  'Input should be a valid URL, {1}': 'das ist keine URL: {1}',
  'Input should be a valid boolean': 'hier muss true oder false stehen',
  'Input should be a valid boolean, unable to interpret input': 'hier muss true oder false stehen',
  'Input should be a valid date': 'hier muss ein Datum stehen',
  'Input should be a valid date or datetime, {1}': 'hier muss ein Datum oder eine Zeit stehen: {1}',
  'Input should be a valid datetime': 'hier muss eine Zeit stehen',
  'Input should be a valid datetime or date, {1}': 'hier muss eine Zeit oder ein Datum stehen: {1}',
  'Input should be a valid dictionary': 'hier muss ein Objekt stehen',
  'Input should be a valid dictionary or object to extract fields from':
    'hier muss ein Objekt stehen',
  'Input should be a valid integer': 'hier muss eine ganze Zahl stehen',
  'Input should be a valid integer, got a number with a fractional part':
    'hier muss eine ganze Zahl stehen, ohne Nachkommastellen',
  'Input should be a valid integer, unable to parse string as an integer':
    'hier muss eine ganze Zahl stehen, und dieser Text ist keine',
  'Input should be a valid list': 'hier muss eine Liste stehen',
  'Input should be a valid number': 'hier muss eine Zahl stehen',
  'Input should be a valid number, unable to parse string as a number':
    'hier muss eine Zahl stehen, und dieser Text ist keine',
  'Input should be a valid string': 'hier muss Text stehen',
  'Input should be greater than or equal to {1}': 'hier muss mindestens {1} stehen',
  'Input should be greater than {1}': 'hier muss mehr als {1} stehen',
  'Input should be less than or equal to {1}': 'hier darf höchstens {1} stehen',
  'Input should be less than {1}': 'hier muss weniger als {1} stehen',
  'Input should have timezone info': 'die Zeitzone fehlt',
  'Input tag {1} found using {2} does not match any of the expected tags: {3}':
    '{1} in {2} ist keins von {3}',
  'Invalid JSON: {1}': 'das ist kein JSON: {1}',
  'JSON decode error': 'das ist kein JSON',
  'List should have at least {1} item after validation, not {2}':
    'die Liste muss mindestens {1} Element haben, nicht {2}',
  'List should have at least {1} items after validation, not {2}':
    'die Liste muss mindestens {1} Elemente haben, nicht {2}',
  'List should have at most {1} item after validation, not {2}':
    'die Liste darf höchstens {1} Element haben, nicht {2}',
  'List should have at most {1} items after validation, not {2}':
    'die Liste darf höchstens {1} Elemente haben, nicht {2}',
  'Dictionary should have at most {1} items after validation, not {2}':
    'das Objekt darf höchstens {1} Felder haben, nicht {2}',
  'String should have at least {1} character': 'der Text muss mindestens {1} Zeichen haben',
  'String should have at least {1} characters': 'der Text muss mindestens {1} Zeichen haben',
  'String should have at most {1} character': 'der Text darf höchstens {1} Zeichen haben',
  'String should have at most {1} characters': 'der Text darf höchstens {1} Zeichen haben',
  'String should match pattern {1}': 'der Text muss zum Muster {1} passen',
  'URL scheme should be {1}': 'die URL muss mit {1} beginnen',
  'Unable to extract tag using discriminator {1}': '{1} fehlt',
  'value is not a valid email address: {1}': 'das ist keine E-Mail-Adresse: {1}',

  // JSON Schema
  'False schema does not allow {1}': '{1} ist hier nicht erlaubt',
  '{1} has less than {2} property': '{1} hat weniger als {2} Feld',
  '{1} has less than {2} properties': '{1} hat weniger als {2} Felder',
  '{1} has more than {2} property': '{1} hat mehr als {2} Feld',
  '{1} has more than {2} properties': '{1} hat mehr als {2} Felder',
  '"{1}" is a required property': '"{1}" fehlt',
  '{1} is not of type {2}': '{1} ist nicht vom Typ {2}',
  '{1} is not of types {2}': '{1} ist von keinem der Typen {2}',
  '{1} is not one of {2}': '{1} ist keins von {2}',
  '{1} is not a "{2}"': '{1} ist nicht vom Format "{2}"',
  '{1} was expected': 'erwartet war {1}',
  '{1} does not match "{2}"': '{1} passt nicht zu "{2}"',
  '{1} is less than the minimum of {2}': '{1} ist weniger als {2}',
  '{1} is greater than the maximum of {2}': '{1} ist mehr als {2}',
  '{1} is less than or equal to the minimum of {2}': '{1} ist nicht mehr als {2}',
  '{1} is greater than or equal to the maximum of {2}': '{1} ist nicht weniger als {2}',
  '{1} is not a multiple of {2}': '{1} ist kein Vielfaches von {2}',
  '{1} is shorter than {2} character': '{1} ist kürzer als {2} Zeichen',
  '{1} is shorter than {2} characters': '{1} ist kürzer als {2} Zeichen',
  '{1} is longer than {2} character': '{1} ist länger als {2} Zeichen',
  '{1} is longer than {2} characters': '{1} ist länger als {2} Zeichen',
  '{1} has less than {2} item': '{1} hat weniger als {2} Element',
  '{1} has less than {2} items': '{1} hat weniger als {2} Elemente',
  '{1} has more than {2} item': '{1} hat mehr als {2} Element',
  '{1} has more than {2} items': '{1} hat mehr als {2} Elemente',
  '{1} has non-unique elements': '{1} enthält etwas mehrfach',
  "{1} is not valid under any of the schemas listed in the 'anyOf' keyword":
    "{1} passt zu keinem der Schemas unter 'anyOf'",
  "{1} is not valid under any of the schemas listed in the 'oneOf' keyword":
    "{1} passt zu keinem der Schemas unter 'oneOf'",
  "{1} is valid under more than one of the schemas listed in the 'oneOf' keyword":
    "{1} passt zu mehreren der Schemas unter 'oneOf'",
  'Additional properties are not allowed ({1} was unexpected)': '{1} gibt es nicht',
  'Additional properties are not allowed ({1} were unexpected)': '{1} gibt es nicht',
}
