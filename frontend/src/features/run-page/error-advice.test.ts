/** Every type of error that the server gives a step or a run, as its source names them, has advice. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ADVICE } from './error-advice'

const ROOT = `${import.meta.dirname}/../../../..`
const PACKAGES = ['noria', 'workflows', 'activities', 'store', 'api', 'worker', 'local']

/** What a node or an expression raises; their subclasses are types of their own. */
const RAISED = ['NodeFailed', 'NodeUnavailable', 'ExpressionError']

const code = PACKAGES.flatMap((name) =>
  readdirSync(`${ROOT}/${name}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => readFileSync(`${ROOT}/${name}/${path}`, 'utf8')),
).join('\n')

const found = (pattern: RegExp) => [...code.matchAll(pattern)].map(([, name = '']) => name)

function subclasses(parents: readonly string[]): string[] {
  const names = parents.flatMap((parent) => found(new RegExp(`class (\\w+)\\(${parent}\\)`, 'g')))
  return names.length === 0 ? [] : [...names, ...subclasses(names)]
}

const snake = (name: string) => name.replace(/(?!^)[A-Z]/g, (each) => `_${each}`).toLowerCase()

/** Its `code` is another one: `timeout`. */
const NAMED_OTHERWISE = 'StepTimeout'

const types = new Set([
  ...found(/ErrorInfo\(\s*type="(\w+)"/g),
  ...found(/error\.type or "(\w+)"/g),
  ...[...RAISED, ...subclasses(RAISED)].filter((name) => name !== NAMED_OTHERWISE).map(snake),
])

test('the source is read', () => {
  expect(types.size).toBeGreaterThan(20)
  expect([...types]).toEqual(expect.arrayContaining(['budget_spent', 'items_failed', 'bug']))
})

test.each([...types].sort())('%s has advice', (type) => expect(ADVICE).toHaveProperty(type))
