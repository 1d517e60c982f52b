/** The sheet shows the builder's shortcuts: each key that it works by, and none that does nothing. */

import { readdirSync, readFileSync } from 'node:fs'
import { completionKeymap } from '@codemirror/autocomplete'
import { expect, test } from 'vitest'
import { findShortcut, type Shortcut } from '@/shared/lib/shortcuts'
import type { Editor } from './editor'
import { builderShortcuts } from './shortcuts'
import type { BuilderRun } from './use-run'

const FEATURES = `${import.meta.dirname}/..`
/** Where the builder's keys are named beside what they do: in menus, tips and panels. */
const FOLDERS = ['editor', 'expression', 'schema-form']

const groups = builderShortcuts({
  editor: {} as Editor,
  cycleRegions: () => {},
  run: { goesOn: true, trials: {}, store: {} } as unknown as BuilderRun,
})
const shortcuts: readonly Shortcut[] = Object.values(groups).flat()
const sheet = new Set(shortcuts.map(({ keys }) => keys))

const named = FOLDERS.flatMap((folder) =>
  readdirSync(`${FEATURES}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\./.test(path))
    .flatMap((path) => {
      const code = readFileSync(`${FEATURES}/${folder}/${path}`, 'utf8')
      return [...code.matchAll(/\bkeys(?:=|: )["']([^"']+)["']/g)].map(([, keys]) => keys)
    }),
)

/** What the browser, React Flow or CodeMirror does by itself. */
const NATIVE = [
  'ArrowLeft+ArrowUp+ArrowRight+ArrowDown',
  'Ctrl+Space',
  'Enter',
  'Mod+.',
  'Mod+C',
  'Mod+V',
  'Mod+X',
  'Shift+F10',
  'Space',
]

test('every key that the builder names is on the sheet', () => {
  expect(named.length).toBeGreaterThan(60)
  expect(named.filter((keys) => !sheet.has(keys ?? ''))).toEqual([])
})

test('what others do is on the sheet as well', () => {
  expect(
    shortcuts
      .filter(({ native }) => native)
      .map(({ keys }) => keys)
      .sort(),
  ).toEqual(NATIVE)
  expect(completionKeymap.map(({ key }) => key)).toContain('Ctrl-Space')
})

test.each(
  shortcuts
    .filter(({ native, when }) => !native && !when)
    .map((each) => [each.keys, each] as const),
)('%s is dispatched, and no other shortcut takes it', (keys, shortcut) => {
  const parts = keys === '+' ? ['+'] : keys.split('+')
  const event = new KeyboardEvent('keydown', {
    key: parts.at(-1) === 'Esc' ? 'Escape' : (parts.at(-1) ?? ''),
    ctrlKey: parts.includes('Mod'),
    shiftKey: parts.includes('Shift'),
    altKey: parts.includes('Alt'),
  })

  expect(findShortcut(event, { groups: [{ name: 'All', shortcuts }], singleKeys: true })).toBe(
    shortcut,
  )
})

test('held down, only what moves step by step goes on', () => {
  const repeating = shortcuts.filter(({ repeats }) => repeats).map(({ keys }) => keys)

  expect(repeating.sort()).toEqual([
    '+',
    '-',
    'Alt+ArrowDown',
    'Alt+ArrowLeft',
    'Alt+ArrowRight',
    'Alt+ArrowUp',
    'Mod+Shift+Z',
    'Mod+Z',
  ])
})
