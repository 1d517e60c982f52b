import { useState } from 'react'
import { roleLabel } from '@/features/members'
import type { Level, Role } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { SearchInput } from '@/shared/ui/search-input'
import { Select } from '@/shared/ui/select'
import { found, LEVELS, type Levels, levelLabel, type Person, seesAll } from './levels'

type PeopleListProps = {
  people: readonly Person[]
  levels: Levels
  meId: string | undefined
  readOnly: boolean
  onLevel: (accountId: string, level: Level) => void
}

/** More are searched for. */
const IN_SIGHT = 8

/** Everybody in the workspace, each with what they may do. */
export function PeopleList({ people, levels, meId, readOnly, onLevel }: PeopleListProps) {
  const [search, setSearch] = useState('')
  // Who may change nothing is told who is named; the rest is no concern of theirs.
  const listed = readOnly
    ? people.filter((each) => seesAll(each) || levels[each.account_id])
    : found(people, search)
  return (
    <div className="flex flex-col gap-2">
      {!readOnly && people.length > IN_SIGHT && (
        <SearchInput
          label={t('Search members')}
          placeholder={t('Search by name or e-mail')}
          value={search}
          onValue={setSearch}
        />
      )}
      {listed.length === 0 && <p className="py-4 text-ink-3">{t('Nobody is called so.')}</p>}
      <ul aria-label={t('Members')} className="divide-y divide-line">
        {listed.map((person) => (
          <PersonRow
            key={person.account_id}
            person={person}
            isMe={person.account_id === meId}
            level={levels[person.account_id] ?? 'none'}
            readOnly={readOnly}
            onLevel={(level) => onLevel(person.account_id, level)}
          />
        ))}
      </ul>
    </div>
  )
}

type PersonRowProps = {
  person: Person
  isMe: boolean
  level: Level
  readOnly: boolean
  onLevel: (level: Level) => void
}

function PersonRow({ person, isMe, level, readOnly, onLevel }: PersonRowProps) {
  return (
    <li className="flex min-h-12 items-center gap-3 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">
          {person.name || person.email} {isMe && <Badge>{t('you')}</Badge>}
        </p>
        <p className="flex gap-2 text-ink-3 text-xs">
          <span className="truncate">{person.email}</span>
          <span className="shrink-0">{roleLabel(person.role as Role)}</span>
        </p>
      </div>
      {seesAll(person) ? (
        <span className="text-ink-3">{t('Sees everything')}</span>
      ) : isMe || readOnly ? (
        // Whoever shares a thing stays in.
        <span className="text-ink-2">{levelLabel(readOnly ? level : 'edit')}</span>
      ) : (
        <Select
          aria-label={t('What {name} may do', { name: person.name || person.email })}
          size="sm"
          className="w-32"
          value={level}
          onValue={onLevel}
          options={LEVELS.map((value) => ({ value, label: levelLabel(value) }))}
        />
      )}
    </li>
  )
}
