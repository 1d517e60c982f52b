import { describe, expect, it } from 'vitest'
import type { CredentialRead, CredentialTypeRead } from '@/shared/api/types'
import {
  draftOf,
  endsSoon,
  fieldFaults,
  formSchema,
  hasNewTokens,
  hiddenSecrets,
  hostsOf,
  needsConsent,
  storedSecrets,
  toCreate,
  toUpdate,
  tryUrl,
} from './credential-draft'

const TYPE: CredentialTypeRead = {
  type: 'basic',
  title: 'User name and password',
  description: '',
  icon: 'key',
  fields_schema: {
    properties: {
      username: { type: 'string' },
      password: { title: 'Password', type: 'string', writeOnly: true },
      pin: { anyOf: [{ type: 'string', writeOnly: true }, { type: 'null' }] },
      token: { type: 'string', writeOnly: true, 'x-ui': { kept: true } },
    },
    required: ['username', 'password'],
  },
  secrets: ['password', 'pin', 'token'],
  hosts: [],
  asks_hosts: true,
}
const SHOP: CredentialRead = {
  id: '1',
  name: 'Shop',
  type: 'basic',
  description: '',
  public: { username: 'ada' },
  secrets: ['password', 'pin', 'token'],
  allowed_hosts: ['*.a.example', 'a.example'],
  sharing: 'workspace',
  account_id: null,
  may_use: true,
  used_at: null,
  expires_at: null,
  created_at: '2026-11-21T12:00:00Z',
  updated_at: '2026-11-21T12:00:00Z',
}

const names = (schema: { readonly [key: string]: unknown }) =>
  Object.keys(schema.properties as object)

describe('a credential being edited', () => {
  it('asks for secrets of a new one, and leaves out what Noria writes itself', () => {
    const schema = formSchema(TYPE, new Set())

    expect(names(schema)).toEqual(['username', 'password', 'pin'])
    expect(schema.required).toEqual(['username', 'password'])
  })

  it('shows stored secrets only once they are being replaced', () => {
    const stored = storedSecrets(TYPE, SHOP)
    const draft = { ...draftOf(SHOP), replaced: ['pin'] }

    expect(stored).toEqual([
      { name: 'password', title: 'Password', required: true },
      { name: 'pin', title: 'pin', required: false },
    ])
    expect(names(formSchema(TYPE, hiddenSecrets(stored, draftOf(SHOP))))).toEqual(['username'])
    expect(names(formSchema(TYPE, hiddenSecrets(stored, draft)))).toEqual(['username', 'pin'])
  })

  it('sends what was written and nothing empty', () => {
    const values = { username: 'ada', password: '', pin: { $ref: 'env:PIN' } }
    const draft = { ...draftOf(undefined), name: ' Shop ', values }

    expect(toCreate(TYPE, draft)).toMatchObject({
      name: 'Shop',
      fields: { username: 'ada', pin: { $ref: 'env:PIN' } },
    })
  })

  it('sends only what changed, so that stored secrets stay', () => {
    const draft = draftOf(SHOP)

    expect(toUpdate(SHOP, draft)).toEqual({})
    expect(toUpdate(SHOP, { ...draft, hosts: 'a.example, b.example' })).toEqual({
      allowed_hosts: ['a.example', 'b.example'],
    })
    expect(toUpdate(SHOP, { ...draft, values: { username: 'ada', password: 'new' } })).toEqual({
      fields: { username: 'ada', password: 'new' },
    })
    expect(toUpdate(SHOP, { ...draft, removed: ['pin'] })).toEqual({
      fields: { username: 'ada', pin: null },
    })
  })

  it('is good for the whole of its last day, and stays as it was said while the day does', () => {
    const said = { ...SHOP, expires_at: new Date('2026-11-30T08:15:00').toISOString() }
    const moved = toUpdate(said, { ...draftOf(said), lastDay: '2026-12-01' })

    expect(draftOf(said).lastDay).toBe('2026-11-30')
    expect(toUpdate(said, draftOf(said))).toEqual({})
    expect(moved).toEqual({ expires_at: new Date('2026-12-01T23:59:59').toISOString() })
    expect(toUpdate(said, { ...draftOf(said), lastDay: '' })).toEqual({ expires_at: null })
  })

  it('warns a week before its end, and of a token that nothing renews', () => {
    const now = Date.parse('2026-11-22T00:00:00Z')
    const ends = (expires_at: string) => endsSoon({ ...SHOP, expires_at }, now)
    const token = { ...SHOP, type: 'oauth2_code', public: { expires_at: '2026-11-22T01:00:00Z' } }

    expect(endsSoon(SHOP, now)).toBeNull()
    expect(ends('2026-12-22T00:00:00Z')).toBeNull()
    expect(ends('2026-11-28T00:00:00Z')).toEqual({ at: '2026-11-28T00:00:00Z', isOver: false })
    expect(ends('2026-11-21T00:00:00Z')?.isOver).toBe(true)
    expect(endsSoon(token, now)?.at).toBe('2026-11-22T01:00:00Z')
    expect(endsSoon({ ...token, secrets: ['refresh_token'] }, now)).toBeNull()
  })

  it('shows the refusal of a field at that field', () => {
    const told = fieldFaults([
      { severity: 'error', code: 'bad_field', message: 'Too short.', field: '/fields/password' },
      { severity: 'error', code: 'no_hosts', message: 'Say where.', field: '/allowed_hosts' },
    ])

    expect([...told.keys()]).toEqual(['/password'])
  })

  it('reads hosts by line or comma, and tries the first that is one', () => {
    expect(hostsOf(' a.example\n*.b.example, ')).toEqual(['a.example', '*.b.example'])
    expect(tryUrl(SHOP)).toBe('https://a.example/')
    expect(tryUrl({ ...SHOP, allowed_hosts: ['*'] })).toBe('')
  })

  it('knows when a person has still to agree, and when they have', () => {
    const code = { ...SHOP, type: 'oauth2_code', secrets: [] }
    const connected = { ...code, secrets: ['access_token'], public: { expires_at: '1' } }

    expect([needsConsent(code), needsConsent(connected), needsConsent(SHOP)]).toEqual([
      true,
      false,
      false,
    ])
    expect(hasNewTokens(code, connected)).toBe(true)
    expect(hasNewTokens(connected, connected)).toBe(false)
    expect(hasNewTokens(connected, { ...connected, public: { expires_at: '2' } })).toBe(true)
  })
})
