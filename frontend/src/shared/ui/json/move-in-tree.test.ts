import { expect, test } from 'vitest'
import { jsonLines } from '@/shared/lib/json-lines'
import { moveInTree } from './move-in-tree'

const lines = jsonLines({ body: { id: 1 }, list: [1] }, new Set(['', '/body']))

test('up and down go line by line and stop at the ends', () => {
  expect(moveInTree('ArrowDown', lines, '/body')).toEqual({ active: '/body/id' })
  expect(moveInTree('ArrowUp', lines, '')).toEqual({ active: '' })
  expect(moveInTree('End', lines, '')).toEqual({ active: '/list' })
  expect(moveInTree('ArrowDown', lines, '/list')).toEqual({ active: '/list' })
})

test('right opens a branch, then goes in', () => {
  expect(moveInTree('ArrowRight', lines, '/list')?.toggle?.id).toBe('/list')
  expect(moveInTree('ArrowRight', lines, '/body')).toEqual({ active: '/body/id' })
})

test('left closes a branch, or goes to its parent', () => {
  expect(moveInTree('ArrowLeft', lines, '/body')?.toggle?.id).toBe('/body')
  expect(moveInTree('ArrowLeft', lines, '/body/id')).toEqual({ active: '/body' })
})

test('other keys are left to the browser', () => {
  expect(moveInTree('Tab', lines, '')).toBeNull()
})
