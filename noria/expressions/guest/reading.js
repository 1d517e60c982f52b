// Tokens: a rough reading, good enough to say which path an error is about; never to decide what runs. By hand,
// because a regular expression's match costs as much as compiling the whole expression.

const OTHER = 0;
const SPACE = 1;
const QUOTE = 2;
const WORD = 3;
const DIGIT = 4;
const classes = new Uint8Array(128);
for (const code of [9, 10, 11, 12, 13, 32]) classes[code] = SPACE;
for (let code = 48; code < 58; code += 1) classes[code] = DIGIT;
for (let code = 65; code < 91; code += 1) classes[code] = classes[code + 32] = WORD;
classes[36] = classes[95] = WORD;
classes[34] = classes[39] = QUOTE;

const DOT = 46;
const SLASH = 47;
const BACKTICK = 96;
const LITERAL = new Set([QUOTE, DIGIT]);
const PAIRS = new Set(["?.", "??", "&&", "||", "=>", "==", "!=", "<=", ">=", "++", "--"]);
const maybePair = new Uint8Array(128);
for (const pair of PAIRS) maybePair[pair.charCodeAt(0)] = 1;
const MARKS = Object.create(null);
for (const text of ["?", "??", "&&", "||", "=>", "typeof", "in", "null", "undefined", "function", "void"]) MARKS[text] = "conditional";
for (const text of ["=", "++", "--", "delete", "assign", "defineProperty", "defineProperties", "setPrototypeOf", "set", "sort"]) MARKS[text] = "changing";
for (const text of ["reverse", "push", "pop", "shift", "unshift", "splice", "fill", "copyWithin"]) MARKS[text] = "changing";
MARKS["?."] = "optional";

function classAt(body, at) {
  const code = body.charCodeAt(at);
  return code < 128 ? classes[code] : WORD;
}

/** Tokens and where they start, with what kinds there are among them; `simple` is nothing but one path. */
function read(body) {
  const reading = { texts: [], places: [], simple: true, conditional: false, optional: false, changing: false };
  scan(body, 0, body.length, reading);
  return reading;
}

function scan(body, from, until, reading) {
  let at = from;
  while (at < until) {
    const start = at;
    // Not `classAt`: calls are what costs most here.
    let code = body.charCodeAt(at);
    const kind = code < 128 ? classes[code] : WORD;
    at += 1;
    if (kind === SPACE) continue;
    if (kind >= WORD) {
      while (at < until && ((code = body.charCodeAt(at)) > 127 || classes[code] >= WORD)) at += 1;
    } else if (code === DOT) {
      // Most paths; nothing to look up.
      reading.texts.push(".");
      reading.places.push(start);
      continue;
    } else if (kind === QUOTE) at = afterString(body, at, until, body[start]);
    else if (code === BACKTICK) {
      reading.simple = false;
      at = scanTemplate(body, at, until, reading);
      continue;
    } else if (code === SLASH) {
      reading.simple = false;
      const end = afterSlash(body, start, until, reading.texts.at(-1));
      at = Math.abs(end);
      if (end < 0) continue;
    } else {
      reading.simple = false;
      if (maybePair[code] === 1) at = start + symbolSize(body, start);
    }
    const text = body.slice(start, at);
    reading.texts.push(text);
    reading.places.push(start);
    const mark = MARKS[text];
    if (mark !== undefined) reading[mark] = true;
  }
}

function afterString(body, from, until, quote) {
  let at = from;
  while (at < until && body[at] !== quote) at += body[at] === "\\" ? 2 : 1;
  return at + 1;
}

/** Where a division, a regular expression or, as a negative number, a comment ends. */
function afterSlash(body, start, until, last) {
  const next = body[start + 1];
  if (next === "/" || next === "*") {
    const end = next === "/" ? body.indexOf("\n", start) : body.indexOf("*/", start + 2) + 1;
    return -(end > 0 ? end + 1 : until);
  }
  const isDivision = last !== undefined && (last === ")" || last === "]" || last === "}" || classAt(last, 0) >= WORD);
  if (isDivision) return start + 1;
  let at = start + 1;
  for (let inSet = false; at < until && (inSet || body[at] !== "/"); at += 1) {
    if (body[at] === "\\") at += 1;
    else if (body[at] === "[") inSet = true;
    else if (body[at] === "]") inSet = false;
  }
  return at + 1;
}

function symbolSize(body, at) {
  const pair = body.slice(at, at + 2);
  if (!PAIRS.has(pair) || (pair === "?." && classAt(body, at + 2) === DIGIT)) return 1;
  return (pair === "==" || pair === "!=") && body[at + 2] === "=" ? 3 : 2;
}

function add(reading, text, at) {
  reading.texts.push(text);
  reading.places.push(at);
}

function scanTemplate(body, from, until, reading) {
  let at = from;
  add(reading, "`", from - 1);
  while (at < until && body[at] !== "`") {
    if (body[at] === "\\") at += 2;
    else if (body.startsWith("${", at)) {
      let end = at + 2;
      for (let depth = 1; end < until && depth > 0; end += 1) depth += body[end] === "{" ? 1 : body[end] === "}" ? -1 : 0;
      add(reading, "(", at);
      scan(body, at + 2, end - 1, reading);
      add(reading, ")", end - 1);
      at = end;
    } else at += 1;
  }
  add(reading, "`", at);
  return at + 1;
}
