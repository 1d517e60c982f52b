import { expect, test } from 'vitest'
import { inSlices, parseSteps, writeSteps } from './json-slices'

const parsed = (text: string) => inSlices(parseSteps(text), new AbortController().signal)

const long = 'x"\\ü😀'.repeat(20_000)

const VALUES = {
  'a plain value': -12.5e3,
  'an empty list': [],
  'a list of many': Array.from({ length: 20_000 }, (_, id) => ({ id, text: `a "b" [${id}}, \\` })),
  'a list of large ones': [1, long, [long, { a: long }], 'end'],
  'an object of large ones': { first: 1, 'b"c': { deep: [long, 2] }, last: { x: long }, end: null },
  'an object of many': Object.fromEntries(
    Array.from({ length: 9_000 }, (_, id) => [`key ${id}`, [id, null, true]]),
  ),
  'one inside another': { body: { items: Array.from({ length: 30_000 }, (_, id) => id / 3) } },
}

test.each(Object.entries(VALUES))('%s is read as JSON.parse reads it', async (_, value) => {
  expect(await parsed(JSON.stringify(value))).toEqual(value)
  expect(await parsed(` ${JSON.stringify(value, null, 2)}\n`)).toEqual(value)
})

test.each(Object.entries(VALUES))('%s is written as JSON.stringify writes it', async (_, value) => {
  const lines: string[] = []
  await inSlices(writeSteps(value, lines), new AbortController().signal)
  expect(lines.join('\n')).toBe(JSON.stringify(value, null, 2))
})

test('`__proto__` is a name like any other', async () => {
  const text = `{"__proto__": {"a": 1}, "large": ${JSON.stringify(long)}}`
  expect(Object.keys((await parsed(text)) as object)).toEqual(['__proto__', 'large'])
})

test.each([
  `{"a": ${JSON.stringify(long)}`,
  `[${JSON.stringify(long)} 1]`,
  `[${JSON.stringify(long)}] 1`,
  '{"a" 1}',
  '',
])('what is no JSON is an error', async (text) => {
  await expect(parsed(text)).rejects.toThrow(SyntaxError)
})

test('a large value leaves the page many pauses, and stops when it is told to', async () => {
  const text = JSON.stringify(VALUES['a list of many'])
  let steps = 0
  const stop = new AbortController()
  const work = (function* () {
    for (const _ of parseSteps(text)) {
      steps += 1
      if (steps === 3) stop.abort()
      yield
    }
  })()
  await expect(inSlices(work, stop.signal)).rejects.toThrow()
  expect(steps).toBe(3)
  let all = 0
  for (const _ of parseSteps(text)) all += 1
  // A piece has 64 KiB: none of them keeps the page for long.
  expect(all).toBeGreaterThanOrEqual(Math.floor(text.length / 65_536) - 1)
})
