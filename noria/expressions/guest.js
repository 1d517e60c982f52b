// The language of templates and expressions, as it runs inside QuickJS: splitting, evaluating, and what an
// error says. The only copy: the worker, the API and the browser all run the image that holds it.
// Loaded once, when the image is built; evaluates to `main`.
(() => {
  "use strict";

  const SCOPE = ["steps", "trigger", "vars", "env", "run", "item", "index", "loop"];
  const MAX_QUOTED_CHARS = 120;
  const MAX_LISTED_KEYS = 8;
  const MAX_MESSAGE_CHARS = 500;

  const globalEval = globalThis.eval;
  const mailbox = new ArrayBuffer(64);
  const progress = new Uint32Array(mailbox);

  // ---- compiling -------------------------------------------------------------------------------------------

  const OPENING = `(function(${SCOPE.join(",")}){"use strict";return `;

  /** The expression as a function; its text starts on line 2. Throws SyntaxError. */
  function compile(body) {
    const compiled = globalEval(`${OPENING}(\n${body}\n)})`);
    // "1) + (2" compiles between parentheses but is not one expression: it must fit between brackets too.
    if (body.includes(")")) globalEval(`${OPENING}[\n${body}\n]})`);
    return compiled;
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
    const opening = `${OPENING}(\n`;
    let reason = syntaxErrorOf(`${opening}${body}\n)})`);
    if (reason === null) reason = syntaxErrorOf(`${OPENING}[\n${body}\n]})`) ?? "not one expression";
    // No program has this character outside a string, so a beginning never ends well by chance.
    const stopsWithin = (size) => syntaxErrorOf(`${opening}${body.slice(0, size)}\n\u0001`) === reason;
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

  /** Text and expressions, in order; an expression ends at the shortest `}}` whose body compiles. */
  function split(source) {
    const parts = [];
    let at = 0;
    for (let open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", at)) {
      if (open > at) parts.push({ text: source.slice(at, open) });
      const part = closing(source, open + 2);
      parts.push(part);
      at = part.offset + part.body.length + 2;
    }
    if (at < source.length || parts.length === 0) parts.push({ text: source.slice(at) });
    return parts;
  }

  function closing(source, offset) {
    const ends = [];
    for (let end = source.indexOf("}}", offset); end >= 0; end = source.indexOf("}}", end + 1)) {
      const body = source.slice(offset, end);
      try {
        return { offset, body, evaluate: compile(body) };
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        ends.push(end);
      }
    }
    if (ends.length === 0) {
      throw new Flaw("SyntaxError", "{{ is never closed by }}. To write the braces themselves, use {{ \"{{\" }}.", {
        offset: offset - 2,
        body: source.slice(offset - 2),
      });
    }
    // None compiles: blame the one that the author most likely meant.
    const meant = ends.find((end) => isBalanced(source.slice(offset, end))) ?? ends[0];
    throw broken(source.slice(offset, meant), offset);
  }

  function isBalanced(body) {
    let depth = 0;
    for (const { text } of tokens(body)) {
      if (text === "(" || text === "[" || text === "{") depth += 1;
      if (text === ")" || text === "]" || text === "}") depth -= 1;
    }
    return depth === 0;
  }

  function broken(body, offset) {
    const found = locate(body);
    return new Flaw("SyntaxError", sentence(found.reason), { offset: offset + found.offset, body });
  }

  function bareParts(source) {
    try {
      return [{ offset: 0, body: source, evaluate: compile(source) }];
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      throw broken(source, 0);
    }
  }

  // ---- reading -----------------------------------------------------------------------------------------

  const TOKEN =
    /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'|[\p{ID_Start}$_][\p{ID_Continue}$]*|\d[\w.]*|\?\.(?!\d)|\?\?|&&|\|\||=>|[^\s]/uy;
  const REGEXP = /\/(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/uy;
  const OPERAND_END = /^(?:[\p{ID_Continue}$)\]}"'`])/u;
  const SPACE = /\s+/uy;

  /** A rough reading, good enough to say which path an error is about; never to decide what runs. */
  function tokens(body, from = 0, until = body.length) {
    const found = [];
    let at = from;
    while (at < until) {
      SPACE.lastIndex = at;
      if (SPACE.test(body)) at = SPACE.lastIndex;
      if (at >= until) break;
      if (body[at] === "`") {
        at = templateTokens(body, at, found);
        continue;
      }
      const last = found.at(-1)?.text;
      const isRegExp = body[at] === "/" && !/^\/[/*]/.test(body.slice(at, at + 2)) && !(last && OPERAND_END.test(last.at(-1)));
      const pattern = isRegExp ? REGEXP : TOKEN;
      pattern.lastIndex = at;
      const text = pattern.exec(body)?.[0] ?? body[at];
      if (!text.startsWith("//") && !text.startsWith("/*")) found.push({ text: isRegExp ? "/" : text, at });
      at += text.length;
    }
    return found;
  }

  function templateTokens(body, start, found) {
    found.push({ text: "`", at: start });
    let at = start + 1;
    while (at < body.length && body[at] !== "`") {
      if (body[at] === "\\") at += 2;
      else if (body.startsWith("${", at)) {
        let depth = 1;
        let end = at + 2;
        for (; end < body.length && depth > 0; end += 1) depth += body[end] === "{" ? 1 : body[end] === "}" ? -1 : 0;
        found.push({ text: "(", at }, ...tokens(body, at + 2, end - 1), { text: ")", at: end - 1 });
        at = end;
      } else at += 1;
    }
    found.push({ text: "`", at });
    return at + 1;
  }

  const CONDITIONAL = new Set(["?", "?.", "??", "&&", "||", "=>", "typeof", "in", "null", "undefined", "function", "void"]);
  const CHANGES = /[^=!<>]=[^=>]|\+\+|--|\bdelete\b|\.\s*(?:sort|reverse|push|pop|shift|unshift|splice|fill|copyWithin|assign|define\w+|set\w*)\b/;

  /** Names that a function inside the expression takes for itself. */
  function shadowed(list) {
    const names = new Set();
    list.forEach(({ text }, at) => {
      if (text !== "=>") return;
      let start = at - 1;
      if (list[start].text === ")") for (; start > 0 && list[start].text !== "("; ) start -= 1;
      for (const token of list.slice(start, at)) names.add(token.text);
    });
    return names;
  }

  /** Each path that starts at a scope name: its links, and whether `??` follows. */
  function paths(list) {
    const hidden = shadowed(list);
    const found = [];
    for (let at = 0; at < list.length; at += 1) {
      const { text } = list[at];
      const before = list[at - 1]?.text;
      if (!SCOPE.includes(text) || hidden.has(text) || before === "." || before === "?.") continue;
      if (list[at + 1]?.text === ":" && (before === "{" || before === ",")) continue;
      const path = { offset: list[at].at, links: [{ key: text, optional: false }], guarded: false };
      at = follow(list, at, path);
      path.guarded = list[at + 1]?.text === "??";
      found.push(path);
    }
    return found;
  }

  function follow(list, start, path) {
    let at = start;
    for (;;) {
      let next = at + 1;
      const optional = list[next]?.text === "?.";
      if (optional || list[next]?.text === ".") next += 1;
      const dotted = next > at + 1;
      const text = list[next]?.text ?? "";
      if (text === "[" && list[next + 2]?.text === "]" && /^["'\d]/.test(list[next + 1].text)) {
        path.links.push({ key: literal(list[next + 1].text), optional });
        at = next + 2;
      } else if (dotted && /^[\p{ID_Start}$_]/u.test(text)) {
        path.links.push({ key: text, optional });
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
  function missing(list, scope) {
    for (const path of paths(list)) {
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
      const owner = spell(links.slice(0, at));
      if (value === null) return `${owner} is null`;
      const next = value[key];
      if (next === undefined) {
        const allowed = at + 1 < links.length ? links[at + 1].optional : guarded || optional;
        return allowed ? null : lacks(owner, value, key);
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

  // ---- errors --------------------------------------------------------------------------------------------

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
  function thrown(error, part, list, scope) {
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
    if (message === "Maximum call stack size exceeded") return spent("It calls itself too deeply.", part);
    const path = name === "TypeError" ? missing(list, scope) : null;
    if (path) return absent(path, part);
    const hint = name === "ReferenceError" ? `. An expression sees ${SCOPE.join(", ")}` : "";
    return new Flaw(name, sentence((message || name || "Error") + hint), { offset: placeOf(stack, part), body: part.body });
  }

  function spent(message, part) {
    return new Flaw("RangeError", message, { body: part?.body ?? "", offset: part?.offset ?? null, limit: true });
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
      message,
      expression: expression || item.source.slice(0, MAX_QUOTED_CHARS),
      path: flaw.path,
      limit: flaw.limit,
      ...position(item.source, flaw.offset),
    };
  }

  // ---- values ----------------------------------------------------------------------------------------------

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
  function encode(value, part, list, scope) {
    let refused = refusal(value);
    const text = refused === null ? JSON.stringify(value) : undefined;
    if (refused === null && text === undefined) refused = "undefined";
    if (refused === null && typeof value === "object" && text.includes("null")) refused = nested(value);
    if (refused === null) return text;
    const path = missing(list, scope);
    if (path) throw absent(path, part);
    const advice = refused === "undefined" ? "Write null where nothing is meant." : "JSON has no such value.";
    throw new Flaw("TypeError", `The result is ${refused}. ${advice}`, { offset: part.offset, body: part.body });
  }

  /** An expression's value as JSON text. */
  function answer(part, work) {
    if (work.dirty) work.refresh();
    const scope = work.scope;
    const list = tokens(part.body);
    work.dirty = CHANGES.test(part.body);
    let value;
    try {
      value = part.evaluate.call(Object.freeze({}), ...SCOPE.map((name) => scope[name]));
      if (value === undefined && list.some(({ text }) => text === "?.")) value = null;
      if (!list.some(({ text }) => CONDITIONAL.has(text))) {
        const path = missing(list, scope);
        if (path) throw absent(path, part);
      }
      return encode(value, part, list, scope);
    } catch (error) {
      throw error instanceof Flaw ? error : thrown(error, part, list, scope);
    }
  }

  /** How a value reads inside text. */
  function written(json) {
    if (json === "null") return "";
    return json[0] === '"' ? JSON.parse(json) : json;
  }

  function evaluateItem(item, work) {
    const parts = item.bare ? bareParts(item.source) : split(item.source);
    if (parts.length === 1) return parts[0].body === undefined ? JSON.stringify(item.source) : answer(parts[0], work);
    let text = "";
    for (const part of parts) {
      text += part.body === undefined ? part.text : written(answer(part, work));
      if (text.length > work.limit) throw spent(tooLarge(work.limit), part);
    }
    return JSON.stringify(text);
  }

  function tooLarge(limit) {
    return `The result is larger than ${limit / 1024} KB.`;
  }

  // ---- chance ------------------------------------------------------------------------------------------

  let state = [0, 0, 0, 1];

  /** Four words from the seed (FNV-1a with different offsets); the same seed gives the same numbers. */
  function seedRandom(seed) {
    state = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b].map((start) => {
      let hash = start;
      for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
      return hash >>> 0;
    });
    for (let at = 0; at < 12; at += 1) Math.random();
  }

  // sfc32 (Chris Doty-Humphrey, PractRand): small, fast, and not for secrets.
  Math.random = function random() {
    const [a, b, c, counter] = state;
    const sum = (a + b + counter) | 0;
    state = [b ^ (b >>> 9), (c + (c << 3)) | 0, (((c << 21) | (c >>> 11)) + sum) | 0, (counter + 1) | 0];
    return (sum >>> 0) / 4294967296;
  };

  // ---- the host's door -----------------------------------------------------------------------------------

  function evaluateAll(request, scopeText) {
    seedRandom(request.seed);
    const work = { limit: request.limit, dirty: false, scope: null, refresh: null };
    work.refresh = () => {
      work.scope = JSON.parse(scopeText);
    };
    work.refresh();
    const values = [];
    let room = request.limit;
    for (let index = 0; index < request.items.length; index += 1) {
      progress[0] = index;
      const item = request.items[index];
      try {
        const text = evaluateItem(item, work);
        room -= text.length;
        if (room < 0) throw spent(tooLarge(request.limit), null);
        values.push(text);
      } catch (error) {
        const flaw = error instanceof Flaw ? error : thrown(error, { offset: 0, body: item.source }, [], {});
        return JSON.stringify({ error: report(flaw, item, index, true) });
      }
    }
    return `{"values":[${values.join(",")}]}`;
  }

  function each(items, look) {
    return items.map((item, index) => {
      progress[0] = index;
      try {
        return look(item.bare ? bareParts(item.source) : split(item.source));
      } catch (error) {
        const flaw = error instanceof Flaw ? error : thrown(error, { offset: 0, body: item.source }, [], {});
        return report(flaw, item, index, false);
      }
    });
  }

  function main(requestText, scopeText) {
    const request = JSON.parse(requestText);
    switch (request.task) {
      case "evaluate":
        return evaluateAll(request, scopeText);
      case "check":
        return JSON.stringify(each(request.items, () => null).filter((flaw) => flaw !== null));
      case "split":
        return JSON.stringify(
          each(request.items, (parts) => parts.filter((part) => part.body !== undefined).map(({ offset, body }) => [offset, body])),
        );
    }
  }
  main.mailbox = mailbox;

  // ---- closing the doors ---------------------------------------------------------------------------------

  // Direct eval would read names that `references` can't see; microtasks never run.
  delete globalThis.eval;
  delete globalThis.queueMicrotask;

  /** Frozen, yet `copy.toString = 1` still works on objects that inherit it. */
  function allowOverride(owner, name) {
    const { value, writable } = Object.getOwnPropertyDescriptor(owner, name);
    if (!writable) return;
    Object.defineProperty(owner, name, {
      get() {
        return value;
      },
      set(given) {
        if (this === owner) throw new TypeError(`'${name}' is read-only`);
        Object.defineProperty(this, name, { value: given, writable: true, enumerable: true, configurable: true });
      },
    });
  }

  for (const owner of [Object.prototype, Error.prototype]) {
    for (const name of Object.getOwnPropertyNames(owner)) allowOverride(owner, name);
  }

  // One expression must not change what the next one of the same step sees.
  const seen = new Set([main, mailbox]);
  const pending = [globalThis, (function* () {})(), (async () => {})(), [][Symbol.iterator](), new Map().entries(), ""[Symbol.iterator]()];
  while (pending.length > 0) {
    const target = pending.pop();
    if ((typeof target !== "object" && typeof target !== "function") || target === null || seen.has(target)) continue;
    seen.add(target);
    Object.freeze(target);
    pending.push(Object.getPrototypeOf(target));
    for (const key of Reflect.ownKeys(target)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(target, key);
      pending.push(value, get, set);
    }
  }
  return main;
})();
