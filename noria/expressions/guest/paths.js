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

/** Each path that starts at a scope name: its links, and whether `??` follows. */
function paths(reading) {
  const { texts, places } = reading;
  const hidden = shadowed(reading);
  const found = [];
  for (let at = 0; at < texts.length; at += 1) {
    const before = texts[at - 1];
    if (!SCOPE.includes(texts[at]) || before === "." || before === "?." || hidden.includes(texts[at])) continue;
    if (texts[at + 1] === ":" && (before === "{" || before === ",")) continue;
    const path = { offset: places[at], links: [{ key: texts[at], optional: false }], guarded: false };
    at = follow(texts, at, path.links);
    path.guarded = texts[at + 1] === "??";
    found.push(path);
  }
  return found;
}

function follow(texts, start, links) {
  let at = start;
  for (;;) {
    let next = at + 1;
    const optional = texts[next] === "?.";
    const dotted = optional || texts[next] === ".";
    if (dotted) next += 1;
    if (next >= texts.length) return at;
    if (texts[next] === "[" && texts[next + 2] === "]" && LITERAL.has(classAt(texts[next + 1], 0))) {
      links.push({ key: literal(texts[next + 1]), optional });
      at = next + 2;
    } else if (dotted && classAt(texts[next], 0) === WORD) {
      links.push({ key: texts[next], optional });
      at = next;
    } else return at;
  }
}

function literal(text) {
  return /^\d/.test(text) ? text : text.slice(1, -1);
}

function spell(links) {
  return links
    .map(({ key }, at) => {
      if (at === 0) return key;
      if (/^\d+$/.test(key)) return `[${key}]`;
      return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join("");
}

/** The first path that does not exist and that no `?.` or `??` lets be absent; null if there is none. */
function missing(reading, scope) {
  for (const path of paths(reading)) {
    const why = absence(path, scope);
    if (why) return { offset: path.offset, path: spell(path.links), why };
  }
  return null;
}

function absence({ links, guarded }, scope) {
  let value = scope;
  for (let at = 0; at < links.length; at += 1) {
    const { key, optional } = links[at];
    if (optional && (value === null || value === undefined)) return null;
    if (value === null) return `${spell(links.slice(0, at))} is null`;
    const next = value[key];
    if (next === undefined) {
      const allowed = at + 1 < links.length ? links[at + 1].optional : guarded || optional;
      return allowed ? null : lacks(spell(links.slice(0, at)), value, key);
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
