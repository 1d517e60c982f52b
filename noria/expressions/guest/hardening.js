// Runs last, once: expressions can change nothing that others see.

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
