// The language of templates and expressions, as it runs inside QuickJS. The files of this folder are one script:
// `image` joins them, in its order, into one strict function, whose end is `main`. The worker, the API and the
// browser all run the image that holds it, so there is one dialect.
//
// This file: an expression's text to a function, or to where it breaks.

const SCOPE = ["steps", "trigger", "vars", "env", "run", "item", "index", "key", "loop"];
const globalEval = globalThis.eval;

const OPENING = opening(SCOPE);

function opening(names) {
  return `(function(${names.join(",")}){"use strict";return `;
}

function bracketed(body) {
  return `(()=>[\n${body}\n])`;
}

/** What is known to be an expression as a function of these names; its text starts on line 2. */
function compiled(body, names) {
  return globalEval(`${opening(names)}(\n${body}\n)})`);
}

/** The expression as a function of the whole scope. Throws SyntaxError. */
function compile(body) {
  const made = compiled(body, SCOPE);
  // "1) + (2" compiles between parentheses but is not one expression: it must fit between brackets too.
  if (body.includes(")")) globalEval(bracketed(body));
  return made;
}

function syntaxErrorOf(text) {
  try {
    globalEval(text);
    return null;
  } catch (error) {
    return error.message;
  }
}

/**
 * Where the parser stopped, as an offset into the body, and why. QuickJS' own columns are wrong after a
 * parenthesis, so this looks for the shortest beginning that gives the same error.
 */
function locate(body) {
  const beginning = `${OPENING}(\n`;
  let reason = syntaxErrorOf(`${beginning}${body}\n)})`);
  if (reason === null) reason = syntaxErrorOf(bracketed(body)) ?? "not one expression";
  // No program has this character outside a string, so a beginning never ends well by chance.
  const stopsWithin = (size) => syntaxErrorOf(`${beginning}${body.slice(0, size)}\n\u0001`) === reason;
  if (!stopsWithin(body.length)) return { offset: body.trimEnd().length, reason: ending(body, reason) };
  let low = 0;
  let high = body.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stopsWithin(middle)) high = middle;
    else low = middle + 1;
  }
  const token = /'([^]*)'$/.exec(reason)?.[1] ?? "";
  const start = token && body.slice(0, low).endsWith(token) ? low - token.length : Math.max(0, low - 1);
  return { offset: start, reason };
}

function ending(body, reason) {
  if (/comment|string|template|regexp/.test(reason)) return reason;
  return body.trim() === "" ? "the expression is empty" : "unexpected end of the expression";
}
