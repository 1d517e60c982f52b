import { describe, expect, it } from 'vitest'
import type { TemplateRead } from '@/shared/api/types'
import { foundAmong, textsOf } from './found'

const template = (slug: string, category: string, description: string) =>
  ({
    ...{ slug, name: slug, category, description, node_types: [] as string[] },
    translations:
      slug === 'refund' ? { de: { name: 'Erstattung', description: 'Zahlt zurück.' } } : {},
  }) as unknown as TemplateRead

const ALL = [
  template('greeting', 'Data', 'Says hello.'),
  template('refund', 'Orders', 'Pays back.'),
  template('invoice', 'Orders', 'Reads a bill.'),
]
const answer = (...slugs: string[]) => ({
  items: slugs.map((slug) => ({ slug, name: slug, score: 0.5 })),
  next_cursor: null,
  by: 'meaning' as const,
})
const slugs = (found: readonly TemplateRead[]) => found.map((each) => each.slug)

describe('templates are found', () => {
  it('by words, until it is known what they mean', () => {
    expect(slugs(foundAmong(ALL, { search: 'PAYS back' }, undefined))).toEqual(['refund'])
    expect(slugs(foundAmong(ALL, { category: 'Orders' }, answer()))).toEqual(['refund', 'invoice'])
  })

  it('in German too, and shown so where they are translated', () => {
    const [refund, invoice] = ALL.slice(1) as [TemplateRead, TemplateRead]

    expect(slugs(foundAmong(ALL, { search: 'zahlt' }, undefined))).toEqual(['refund'])
    expect(textsOf(refund, 'de').name).toBe('Erstattung')
    expect(textsOf(refund, 'en').name).toBe('refund')
    expect(textsOf(invoice, 'de').description).toBe('Reads a bill.')
  })

  it('by meaning, the best first, in the chosen category', () => {
    const found = answer('invoice', 'greeting', 'gone', 'refund')

    expect(slugs(foundAmong(ALL, { search: 'money' }, found))).toEqual([
      'invoice',
      'greeting',
      'refund',
    ])
    expect(slugs(foundAmong(ALL, { search: 'money', category: 'Orders' }, found))).toEqual([
      'invoice',
      'refund',
    ])
  })
})
