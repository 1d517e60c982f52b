// What the author is told.

const MAX_QUOTED_CHARS = 120;
const MAX_MESSAGE_CHARS = 500;

/** What the author is told. */
class Flaw {
  constructor(name, message, { offset = null, body, path = null, limit = false }) {
    Object.assign(this, { name, message, offset, body, path, limit });
  }
}

function sentence(text) {
  const short = text.length > MAX_MESSAGE_CHARS ? `${text.slice(0, MAX_MESSAGE_CHARS)}…` : text;
  // Only QuickJS' own words: a name or an author's message stays as it is.
  const start = /^(?:cannot|circular|expecting|invalid|missing|not|the|unexpected|unterminated)\b/.test(short)
    ? short[0].toUpperCase()
    : short[0];
  return start + short.slice(1) + (/[.!?…]$/.test(short) ? "" : ".");
}

function absent({ offset, path, why }, part) {
  return new Flaw("TypeError", `${path} is missing: ${why}. Write ?. or ?? where absence is fine.`, {
    offset: part.offset + offset,
    body: part.body,
    path,
  });
}

/** An error as thrown inside an expression; the thrown value may be anything, even hostile. */
function thrown(error, part, reading, scope) {
  let name = "Error";
  let message = "";
  let stack = "";
  try {
    if (error instanceof Error) {
      name = String(error.name);
      message = String(error.message);
      stack = String(error.stack);
    } else message = `the expression threw ${typeof error === "string" ? error : JSON.stringify(error)}`;
  } catch {
    message = "the expression threw a value that can't be shown";
  }
  if (name === "InternalError" && message === "out of memory") return spent("It needs more than 64 MB of memory.", part);
  if (message === "string too long") return spent("It makes a string that is too long.", part);
  const path = name === "TypeError" ? missing(reading, scope) : null;
  if (path) return absent(path, part);
  const hint = name === "ReferenceError" ? `. An expression sees ${SCOPE.join(", ")}` : "";
  return new Flaw(name, sentence((message || name || "Error") + hint), { offset: placeOf(stack, part), body: part.body });
}

function spent(message, part) {
  return new Flaw("RangeError", message, { body: part.body, offset: part.offset, limit: true });
}

/** QuickJS counts columns in UTF-8 bytes and the text starts on line 2. */
function placeOf(stack, part) {
  const found = /<input>:(\d+):(\d+)/.exec(stack);
  if (!found) return part.offset;
  const lines = part.body.split("\n");
  const row = Number(found[1]) - 2;
  if (row < 0 || row >= lines.length) return part.offset;
  let before = part.offset;
  for (let at = 0; at < row; at += 1) before += lines[at].length + 1;
  let bytes = 1;
  let units = 0;
  for (const character of lines[row]) {
    if (bytes >= Number(found[2])) break;
    const code = character.codePointAt(0);
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    units += character.length;
  }
  return before + units;
}

/** Line and column from 1; a column counts UTF-16 units, as editors do. */
function position(source, offset) {
  if (offset === null) return { line: null, column: null };
  const before = source.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

function report(flaw, item, index, evaluating) {
  const expression = flaw.body.trim();
  const quoted = expression.length > MAX_QUOTED_CHARS ? `${expression.slice(0, MAX_QUOTED_CHARS)}…` : expression;
  const message = evaluating && quoted ? `${flaw.message} (in: ${quoted})` : flaw.message;
  return {
    index,
    name: flaw.name,
    message: message.toWellFormed(),
    expression: (expression || item.source.slice(0, MAX_QUOTED_CHARS)).toWellFormed(),
    path: flaw.path,
    limit: flaw.limit,
    ...position(item.source, flaw.offset),
  };
}
