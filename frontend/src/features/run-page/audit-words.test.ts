import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { AuditRead } from '@/shared/api/types'
import { actFacts } from '@/shared/lib/act-facts'
import { ACTIONS, actWords, newRunOf } from './audit-words'

const act = (facts: Partial<AuditRead>): AuditRead => ({
  id: '1',
  action: 'run.pause',
  target_type: 'run',
  target_id: 'r',
  result: 'done',
  details: {},
  at: '2026-01-01T00:00:00Z',
  address: null,
  account: { id: 'a', name: 'Ada', email: 'ada@noria.example' } as AuditRead['account'],
  ...facts,
})

test('an act reads as a sentence, and says when it was refused', () => {
  expect(actWords(act({}))).toBe('Ada paused the run')
  expect(actWords(act({ result: 'refused' }))).toBe('Ada paused the run: refused')
  expect(actWords(act({ account: null, action: 'run.odd' }))).toBe('Noria run.odd')
})

/** Where the server notes acts: by a call with the name of the act in it. */
const NOTED = /(?:audited\(|note\(|_act\(|action=)[^"()]*"(run\.\w+)"/g

test('every act of the server on a run is said in words', () => {
  const acts = ['../api', '../store'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.py'))
      .flatMap((name) => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(NOTED)])
      .map(([, act = '']) => act),
  )

  expect(acts).toEqual(expect.arrayContaining(['run.start', 'run.replay', 'run.change_policy']))
  expect(acts.filter((act) => !(act in ACTIONS))).toEqual([])
})

test('facts that say nothing are left out', () => {
  const facts = actFacts(
    act({ details: { node_id: 'charge', iteration: '', reason: null, changes: ['config'] } }),
  )

  expect(facts).toEqual(['step: charge', 'changes: config'])
})

test('a retry names the run that came of it', () => {
  expect(newRunOf(act({ details: { new_run_id: 'x' } }))).toBe('x')
  expect(newRunOf(act({}))).toBeNull()
})
