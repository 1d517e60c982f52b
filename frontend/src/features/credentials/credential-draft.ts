/** A credential while it is edited: what the form shows, and what is sent. No React. */

import type { Problem } from '@/shared/api/error'
import type {
  CredentialCreate,
  CredentialRead,
  CredentialTypeRead,
  CredentialUpdate,
  JsonValue,
} from '@/shared/api/types'

export type Values = Readonly<Record<string, JsonValue>>
export type Schema = { readonly [key: string]: unknown }

export type CredentialDraft = {
  name: string
  description: string
  values: Values
  /** Secrets that are stored and are being written anew, or taken away. */
  replaced: readonly string[]
  removed: readonly string[]
  /** One a line. */
  hosts: string
  isPrivate: boolean
  /** The last day that it is good, as `2026-11-30`; empty: it does not end. */
  lastDay: string
}

export const draftOf = (credential: CredentialRead | undefined): CredentialDraft => ({
  name: credential?.name ?? '',
  description: credential?.description ?? '',
  values: (credential?.public as Values | undefined) ?? {},
  replaced: [],
  removed: [],
  hosts: credential?.allowed_hosts.join('\n') ?? '',
  isPrivate: credential?.sharing === 'private',
  lastDay: credential?.expires_at ? dayOf(credential.expires_at) : '',
})

/** The day of an instant, where the reader is. */
function dayOf(iso: string): string {
  const at = new Date(iso)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** With the whole of its last day; what was said to the minute stays so while its day does. */
function expiryOf({ lastDay }: CredentialDraft, before: string | null): string | null {
  if (!lastDay) return null
  if (before && dayOf(before) === lastDay) return before
  return new Date(`${lastDay}T23:59:59`).toISOString()
}

/** A secret that the server has and that nobody can read again. */
export type StoredSecret = { name: string; title: string; required: boolean }

const propertiesOf = (type: CredentialTypeRead) =>
  Object.entries((type.fields_schema as Schema).properties as Record<string, Schema>)

const requiredOf = (type: CredentialTypeRead): readonly string[] =>
  ((type.fields_schema as Schema).required as string[] | undefined) ?? []

/** Noria writes it itself, as a token that it renews. */
const isKept = (field: Schema) => (field['x-ui'] as Schema | undefined)?.kept === true

export function storedSecrets(
  type: CredentialTypeRead,
  credential: CredentialRead | undefined,
): StoredSecret[] {
  const required = requiredOf(type)
  return propertiesOf(type)
    .filter(([name, field]) => credential?.secrets.includes(name) && !isKept(field))
    .map(([name, field]) => ({
      name,
      title: typeof field.title === 'string' ? field.title : name,
      required: required.includes(name),
    }))
}

/** The type's schema as the form shows it: stored secrets only once they are being replaced. */
export function formSchema(type: CredentialTypeRead, hidden: ReadonlySet<string>): Schema {
  const fields = propertiesOf(type)
    .filter(([name, field]) => !hidden.has(name) && !isKept(field))
    .map(([name, field]) => [name, type.secrets.includes(name) ? withReference(field) : field])
  return {
    ...(type.fields_schema as Schema),
    properties: Object.fromEntries(fields),
    required: requiredOf(type).filter((name) => !hidden.has(name)),
  }
}

const withReference = (field: Schema): Schema => ({
  ...field,
  'x-ui': { ...(field['x-ui'] as Schema | undefined), references: true },
})

/** Stored secrets that stay as they are, or go. */
export const hiddenSecrets = (
  stored: readonly StoredSecret[],
  draft: CredentialDraft,
): ReadonlySet<string> =>
  new Set(stored.map(({ name }) => name).filter((name) => !draft.replaced.includes(name)))

export const hostsOf = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((host) => host.trim())
    .filter(Boolean)

/** Empty text counts as nothing: a field that was not filled. */
const filled = (values: Values): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))

const sharingOf = ({ isPrivate }: CredentialDraft) => (isPrivate ? 'private' : 'workspace')

export const toCreate = (type: CredentialTypeRead, draft: CredentialDraft): CredentialCreate => ({
  name: draft.name.trim(),
  type: type.type,
  description: draft.description.trim(),
  fields: filled(draft.values),
  allowed_hosts: hostsOf(draft.hosts),
  sharing: sharingOf(draft),
  expires_at: expiryOf(draft, null),
})

/** Only what differs: secrets that were not written again stay. */
export function toUpdate(credential: CredentialRead, draft: CredentialDraft): CredentialUpdate {
  const next = {
    name: draft.name.trim(),
    description: draft.description.trim(),
    fields: { ...filled(draft.values), ...removedFields(draft) },
    allowed_hosts: hostsOf(draft.hosts),
    sharing: sharingOf(draft),
    expires_at: expiryOf(draft, credential.expires_at),
  } as const
  const before = { ...credential, fields: filled(credential.public as Values) }
  const names = Object.keys(next) as (keyof typeof next)[]
  return Object.fromEntries(
    names
      .filter((name) => JSON.stringify(sorted(next[name])) !== JSON.stringify(sorted(before[name])))
      .map((name) => [name, next[name]]),
  )
}

const removedFields = ({ removed }: CredentialDraft) =>
  Object.fromEntries(removed.map((name) => [name, null]))

/** The order of an object's fields says nothing; that of a list does. */
const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)))
    : value

/** The server's word on the type's fields, by their place in the form. */
export function fieldFaults(problems: readonly Problem[]) {
  const told = problems.filter((problem) => problem.field?.startsWith('/fields/'))
  return new Map(
    told.map((problem) => [
      (problem.field ?? '').slice('/fields'.length),
      [{ message: problem.message, severity: 'error' as const, line: null, column: null }],
    ]),
  )
}

/** Where a test may call: the first host that is one. */
export function tryUrl({ allowed_hosts }: CredentialRead): string {
  const host = allowed_hosts.find((each) => !each.includes('*'))
  return host ? `https://${host}/` : ''
}

/** Tokens came in since. */
export const hasNewTokens = (before: CredentialRead, now: CredentialRead): boolean =>
  !needsConsent(now) && (needsConsent(before) || before.public.expires_at !== now.public.expires_at)

/** A person has still to agree at the service. */
export const needsConsent = ({ type, secrets }: CredentialRead): boolean =>
  type === 'oauth2_code' && !secrets.includes('access_token')

const SOON_MS = 7 * 86_400_000

/** When it ends, if that is soon or over: as its maker says, or as its token does that nothing renews. */
export function endsSoon(credential: CredentialRead, nowMs: number) {
  const token = credential.type === 'oauth2_code' && !credential.secrets.includes('refresh_token')
  const ends = [credential.expires_at, token ? credential.public.expires_at : null]
    .filter((each) => typeof each === 'string')
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0]
  if (ends === undefined || Date.parse(ends) > nowMs + SOON_MS) return null
  return { at: ends, isOver: Date.parse(ends) <= nowMs }
}
