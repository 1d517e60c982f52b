import { expect, test } from 'vitest'
import { HOME, safeNext } from './next-path'

test.each(['/runs', '/runs/01?step=fetch#a', '/workflows/x'])('%s is kept', (next) => {
  expect(safeNext(next)).toBe(next)
})

test.each([
  undefined,
  7,
  '',
  'runs',
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
  '/sign-in?next=/runs',
])('%j leads home', (next) => {
  expect(safeNext(next)).toBe(HOME)
})
