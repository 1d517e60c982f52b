// Paths into the scope, and which of them are missing.

const MAX_LISTED_KEYS = 8;

/** Names that a function inside the expression takes for itself. */
function shadowed({ texts }) {
  const names = [];
  for (let at = texts.indexOf("=>"); at >= 0; at = texts.indexOf("=>", at + 1)) {
    let start = at - 1;
    if (texts[start] === ")") while (start > 0 && texts[start] !== "(") start -= 1;
    names.push(...texts.slice(start, at));
  }
  return names;
}

/**
 * Each path that starts at a scope name: its keys; which of them follow `?.`, if any does; whether `??` follows it.
 * As little as says it, since paths are sent as JSON.
 */
function paths(reading) {
  const { texts, places } = reading;
  const hidden = shadowed(reading);
  const found = [];
  for (let at = 0; at < texts.length; at += 1) {
    const before = texts[at - 1];
    if (!SCOPE.includes(texts[at]) || before === "." || before === "?." || hidden.includes(texts[at])) continue;
    if (texts[at + 1] === ":" && (before === "{" || before === ",")) continue;
    const path = { offset: places[at], keys: [texts[at]] };
    at = follow(texts, at, path);
    if (texts[at + 1] === "??") path.guarded = true;
    found.push(path);
  }
  return found;
}

function follow(texts, start, path) {
  let at = start;
  for (;;) {
    let next = at + 1;
    const optional = texts[next] === "?.";
    const dotted = optional || texts[next] === ".";
    if (dotted) next += 1;
    if (next >= texts.length) return at;
    if (texts[next] === "[" && texts[next + 2] === "]" && LITERAL.has(classAt(texts[next + 1], 0))) {
      path.keys.push(literal(texts[next + 1]));
      at = next + 2;
    } else if (dotted && classAt(texts[next], 0) === WORD) {
      path.keys.push(texts[next]);
      at = next;
    } else return at;
    if (optional) (path.optional ??= []).push(path.keys.length - 1);
  }
}

function literal(text) {
  return /^\d/.test(text) ? text : text.slice(1, -1);
}

function spell(keys) {
  return keys
    .map((key, at) => {
      if (at === 0) return key;
      if (/^\d+$/.test(key)) return `[${key}]`;
      return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("");
}

/** The first path that does not exist and that no `?.` or `??` lets be absent; null if there is none. */
function missing(reading, scope) {
  for (const path of (reading.paths ??= paths(reading))) {
    const why = absence(path, scope);
    if (why) return { offset: path.offset, path: spell(path.keys), why };
  }
  return null;
}

function absence({ keys, optional = [], guarded = false }, scope) {
  let value = scope;
  for (let at = 0; at < keys.length; at += 1) {
    const key = keys[at];
    if (optional.includes(at) && (value === null || value === undefined)) return null;
    if (value === null) return `${spell(keys.slice(0, at))} is null`;
    const next = value[key];
    if (next === undefined) {
      const allowed = at + 1 < keys.length ? optional.includes(at + 1) : guarded || optional.includes(at);
      return allowed ? null : lacks(spell(keys.slice(0, at)), value, key);
    }
    value = next;
  }
  return null;
}

function lacks(owner, value, key) {
  if (owner === "") return `${key} is not available here`;
  if (owner.startsWith("steps.") && value.status === "skipped") return `${owner} was skipped`;
  if (owner === "steps") return `there is no step "${key}" before this one`;
  if (typeof value !== "object") return `${owner} is a ${typeof value}`;
  if (Array.isArray(value)) return `${owner} has ${value.length} ${value.length === 1 ? "entry" : "entries"}`;
  const keys = Object.keys(value);
  const listed = keys.slice(0, MAX_LISTED_KEYS).join(", ") + (keys.length > MAX_LISTED_KEYS ? ", …" : "");
  return `${owner} has no "${key}"${keys.length ? ` (it has ${listed})` : ""}`;
}
