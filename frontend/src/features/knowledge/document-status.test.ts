import { describe, expect, it } from 'vitest'
import type { DocumentRead } from '@/shared/api/types'
import { isOpen, placeOf, progressOf } from './document-status'

const document = (given: Partial<DocumentRead>) => given as DocumentRead

describe('a document', () => {
  it('tells how far it is', () => {
    const indexing = document({ status: 'indexing', chunks: 10, indexed: 4 })

    expect(progressOf(indexing)).toBe('4 of 10 chunks')
    expect(progressOf(document({ status: 'ready', chunks: 1 }))).toBe('1 chunk')
    expect([isOpen(indexing), isOpen({ status: 'failed' })]).toEqual([true, false])
  })

  it('tells where a chunk stands, by page where there are pages', () => {
    expect(placeOf({ page: 4, heading: 'Leave', start: 0 })).toBe('Leave · page 4')
    expect(placeOf({ page: null, heading: '', start: 99 })).toBe('character 100')
  })
})
