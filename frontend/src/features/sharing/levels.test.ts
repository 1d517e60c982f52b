import { expect, test } from 'vitest'
import { found, levelsOf, peopleOf, seesAll, sharingOf } from './levels'

const person = (account_id: string, name: string, role: 'owner' | 'editor' | 'viewer') => ({
  account_id,
  name,
  email: `${name.toLowerCase()}@noria.example`,
  role,
})
const share = (account_id: string, level: 'view' | 'edit') => ({
  ...person(account_id, 'Robot', 'editor'),
  level,
})

test('owners come first, the others by name, and who is named is there though no member lists them', () => {
  const people = peopleOf(
    [person('1', 'Zoe', 'editor'), person('2', 'ada', 'viewer'), person('3', 'Max', 'owner')],
    [share('4', 'view'), share('1', 'edit')],
  )

  expect(people.map((each) => each.name)).toEqual(['Max', 'ada', 'Robot', 'Zoe'])
  expect(people.filter(seesAll)).toHaveLength(1)
  expect(found(people, ' ADA@ ').map((each) => each.name)).toEqual(['ada'])
})

test('nobody is named with no access, and nobody at all where everybody sees it', () => {
  const levels = { ...levelsOf([share('4', 'view')]), '5': 'none' as const }

  expect(sharingOf(true, levels).shares).toEqual([{ account_id: '4', level: 'view' }])
  expect(sharingOf(false, levels)).toEqual({ restricted: false, shares: [] })
})
