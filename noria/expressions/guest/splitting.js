// A template to its parts.

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
  for (const text of read(body).texts) {
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
