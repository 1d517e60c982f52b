import { expect, it } from 'vitest'
import { freeName, KINDS, newEvaluator } from './evaluation-words'

it('makes an evaluator of each kind, with a name of its own', () => {
  const made = KINDS.map(({ value }) => newEvaluator(value, 'It'))

  expect(made.map(({ kind }) => kind)).toEqual(['exact', 'schema', 'similarity', 'rule', 'judge'])
  expect(freeName('It', made)).toBe('It 2')
  expect(freeName('Other', made)).toBe('Other')
})
