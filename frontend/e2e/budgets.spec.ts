/** How much a browser has to load before it shows something: the built app, compressed. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { expect, test } from '@playwright/test'

type Chunk = { file: string; isEntry?: boolean; imports?: string[] }

const DIST = 'dist'
const MANIFEST = `${DIST}/.vite/manifest.json`
const KB = 1_000

const chunks = (): Record<string, Chunk> => JSON.parse(readFileSync(MANIFEST, 'utf8'))

/** Files that a chunk needs before it runs, itself included. */
function filesOf(name: string, all: Record<string, Chunk>, seen = new Set<string>()): Set<string> {
  const chunk = all[name]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const each of chunk.imports ?? []) filesOf(each, all, seen)
  return seen
}

const gzipped = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(`${DIST}/${file}`)).length, 0)

function shell(all: Record<string, Chunk>): Set<string> {
  const entry = Object.keys(all).find((name) => all[name]?.isEntry) ?? ''
  return filesOf(entry, all)
}

test('the shell that every page waits for is at most 150 kB', () => {
  expect(gzipped(shell(chunks()))).toBeLessThanOrEqual(150 * KB)
})

test('the builder adds at most 230 kB before it can be drawn in', () => {
  const all = chunks()
  const route = Object.keys(all).find((name) => name.includes('$workflowId.tsx?')) ?? ''
  const first = shell(all)
  const added = [...filesOf(route, all)].filter((file) => !first.has(file))

  expect(added.length).toBeGreaterThan(3)
  expect(gzipped(added)).toBeLessThanOrEqual(230 * KB)
})
