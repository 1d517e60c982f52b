import type { Level, MemberRead, ShareRead, SharingWrite } from '@/shared/api/types'
import { type PlainText, t } from '@/shared/i18n/texts'

const LABELS: Record<Level, PlainText> = {
  none: 'No access',
  view: 'View|level',
  run: 'View and run',
  edit: 'Edit|level',
}

export const LEVELS: readonly Level[] = ['none', 'view', 'run', 'edit']

export const levelLabel = (level: Level): string => t(LABELS[level])

/** Of a listed thing: whether its level lets one change it. The role is asked for besides. */
export const mayEdit = (thing: { level: Level }): boolean => thing.level === 'edit'

/** One who could be named. */
export type Person = Pick<ShareRead, 'account_id' | 'name' | 'email' | 'role'>

export type Levels = Readonly<Record<string, Level>>

const SEES_ALL = ['owner', 'admin']

/** Owners and admins need not be named. */
export const seesAll = (person: Person): boolean => SEES_ALL.includes(person.role)

/** All who could be named, and who is named already though the list of members has them not. */
export function peopleOf(
  members: readonly Pick<MemberRead, keyof Person & keyof MemberRead>[],
  shares: readonly ShareRead[],
): Person[] {
  const known = new Set(members.map((each) => each.account_id))
  const people = [...members, ...shares.filter((each) => !known.has(each.account_id))]
  const title = (person: Person) => (person.name || person.email).toLowerCase()
  return people.toSorted(
    (a, b) => Number(seesAll(b)) - Number(seesAll(a)) || title(a).localeCompare(title(b)),
  )
}

export const levelsOf = (shares: readonly ShareRead[]): Levels =>
  Object.fromEntries(shares.map((share) => [share.account_id, share.level]))

/** What is sent: nobody is named with no access. */
export function sharingOf(restricted: boolean, levels: Levels): SharingWrite {
  const shares = Object.entries(levels).flatMap(([account_id, level]) =>
    level === 'none' ? [] : [{ account_id, level }],
  )
  return { restricted, shares: restricted ? shares : [] }
}

/** Those whose name or address has the text. */
export function found(people: readonly Person[], text: string): Person[] {
  const wanted = text.trim().toLowerCase()
  return people.filter((each) => `${each.name}\n${each.email}`.toLowerCase().includes(wanted))
}
