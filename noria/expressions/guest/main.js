// What the host calls.

const NOTHING = Object.freeze({});
const UNREAD = { texts: [], places: [] };
const mailbox = new ArrayBuffer(64);
// [0] the item at work, for the host; [1] the most characters of all results, from the host.
const words = new Uint32Array(mailbox);

/** An expression's value as JSON text. */
function answer(part, work) {
  if (work.dirty) work.scope = work.give();
  const scope = work.scope;
  const reading = (part.reading ??= read(part.body));
  work.dirty = reading.changing;
  let value;
  try {
    const names = part.names ?? SCOPE;
    part.evaluate ??= compiled(part.body, names);
    value = Reflect.apply(part.evaluate, NOTHING, names.map((name) => scope[name]));
    if (value === undefined && reading.optional) value = null;
    if (!(reading.simple && value !== undefined) && !reading.conditional && !reading.optional) {
      const path = missing(reading, scope);
      if (path) throw absent(path, part);
    }
    return encode(value, part, reading, scope);
  } catch (error) {
    throw error instanceof Flaw ? error : thrown(error, part, reading, scope);
  }
}

/** How a value reads inside text. */
function written(json) {
  if (json === "null") return "";
  return json[0] === '"' ? JSON.parse(json) : json;
}

function evaluateItem(item, work) {
  const parts = (item.parts ??= item.bare ? bareParts(item.source) : split(item.source));
  if (parts.length === 1) return parts[0].body === undefined ? whole(JSON.stringify(item.source), { body: item.source, offset: 0 }) : answer(parts[0], work);
  let text = "";
  for (const part of parts) {
    text += part.body === undefined ? part.text : written(answer(part, work));
    if (text.length > work.limit) throw spent(tooLarge(work.limit), part);
  }
  return whole(JSON.stringify(text), { body: item.source, offset: 0 });
}

function tooLarge(limit) {
  return `The result is larger than ${limit / 1024} KB.`;
}

/** What one scope is to the items: `give` gives it anew once an expression has changed it. */
function workOn(limit, give) {
  return { limit, dirty: false, scope: give(), give };
}

/** The values of all items as JSON texts, or a report of the first that fails. */
function evaluateItems(items, work, budget) {
  const values = [];
  for (let index = 0; index < items.length; index += 1) {
    words[0] = index;
    const item = items[index];
    try {
      const text = evaluateItem(item, work);
      budget.room -= text.length;
      if (budget.room < 0) throw spent(tooLarge(work.limit), { body: item.source, offset: null });
      values.push(text);
    } catch (error) {
      const flaw = error instanceof Flaw ? error : thrown(error, { offset: 0, body: item.source }, UNREAD, {});
      return JSON.stringify({ error: report(flaw, item, index, true) });
    }
  }
  return `{"values":[${values.join(",")}]}`;
}

function evaluateAll(request, scopeText) {
  seed = request.seed;
  state = null;
  const limit = words[1];
  return evaluateItems(request.items, workOn(limit, () => JSON.parse(scopeText)), { room: limit });
}

/** The same items with one scope after the other; one that fails does not concern the next. */
function evaluateEach(request, scopesText) {
  const limit = words[1];
  const budget = { room: limit };
  const scopes = JSON.parse(scopesText);
  const answers = scopes.map((scope, at) => {
    seed = request.seeds[at];
    state = null;
    let fresh = scope;
    const give = () => {
      const given = fresh ?? JSON.parse(scopesText)[at];
      fresh = null;
      return given;
    };
    return evaluateItems(request.items, workOn(limit, give), budget);
  });
  return `[${answers.join(",")}]`;
}

function each(items, look) {
  return items.map((item, index) => {
    words[0] = index;
    try {
      return look(item.bare ? bareParts(item.source) : split(item.source));
    } catch (error) {
      const flaw = error instanceof Flaw ? error : thrown(error, { offset: 0, body: item.source }, UNREAD, {});
      return report(flaw, item, index, false);
    }
  });
}

/** What is the same of each part at every call; goes into an item as its `parts`. What is false is left out. */
function readParts(parts) {
  return parts.map(({ offset, body, text }) => {
    if (body === undefined) return { text };
    const { texts, places, ...kinds } = read(body);
    const known = { paths: paths({ texts, places }) };
    for (const kind of Object.keys(kinds)) if (kinds[kind]) known[kind] = true;
    // A name may be written with escapes.
    const names = body.includes("\\") ? SCOPE : SCOPE.filter((name) => body.includes(name));
    return { offset, body, names, reading: known };
  });
}

function main(requestText, scopeText) {
  const request = JSON.parse(requestText);
  switch (request.task) {
    case "evaluate":
      return evaluateAll(request, scopeText);
    case "evaluate_each":
      return evaluateEach(request, scopeText);
    case "check":
      return JSON.stringify(each(request.items, () => null).filter((flaw) => flaw !== null));
    case "read":
      return JSON.stringify(each(request.items, readParts));
    case "split":
      return JSON.stringify(
        each(request.items, (parts) => parts.filter((part) => part.body !== undefined).map(({ offset, body }) => [offset, body])),
      );
  }
}
main.mailbox = mailbox;
