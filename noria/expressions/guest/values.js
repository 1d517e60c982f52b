// Values to JSON.

// Counted in JSON as text; a value that JSON can't hold is an error rather than a silent null.
Object.defineProperty(BigInt.prototype, "toJSON", { value() { return this.toString(); } });
Object.defineProperty(Set.prototype, "toJSON", { value() { return [...this]; } });
Object.defineProperty(Map.prototype, "toJSON", { value() { return Object.fromEntries(this); } });
Object.defineProperty(Promise.prototype, "toJSON", {
  value() { throw new TypeError("the result is a Promise, and expressions can't wait"); },
});

function refusal(value) {
  if (typeof value === "number" && !Number.isFinite(value)) return `${value}`;
  if (typeof value === "function") return "a function: call it, or read one of its values";
  if (typeof value === "symbol") return "a symbol";
  if (value instanceof Date && Number.isNaN(value.getTime())) return "an invalid Date";
  return null;
}

/** JSON text without half of a character, which no database or message can hold. */
function whole(text, part) {
  // JSON.stringify writes halves, and only these, as \\ud800 to \\udfff; the rest may be a backslash and "ud…".
  if (!text.includes("\\ud") || !/(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(text)) return text;
  throw new Flaw("TypeError", "The result holds half of a character (a lone surrogate). Use .toWellFormed().", {
    offset: part.offset,
    body: part.body,
  });
}

/** What JSON turned into null, if anything; only looked for where a null was written. */
function nested(value) {
  const found = refusal(value);
  if (found !== null || typeof value !== "object" || value === null) return found;
  const inside = value instanceof Map ? [...value.values()] : value instanceof Set ? [...value] : Object.values(value);
  for (const entry of inside) {
    const deeper = nested(entry);
    if (deeper !== null) return deeper;
  }
  return null;
}

/** The value as JSON text. */
function encode(value, part, reading, scope) {
  let refused = refusal(value);
  const text = refused === null ? JSON.stringify(value) : undefined;
  if (refused === null && text === undefined) refused = "undefined";
  if (refused === null && typeof value === "object" && text.includes("null")) refused = nested(value);
  if (refused === null) return whole(text, part);
  const path = missing(reading, scope);
  if (path) throw absent(path, part);
  const advice = refused === "undefined" ? "Write null where nothing is meant." : "JSON has no such value.";
  throw new Flaw("TypeError", `The result is ${refused}. ${advice}`, { offset: part.offset, body: part.body });
}
