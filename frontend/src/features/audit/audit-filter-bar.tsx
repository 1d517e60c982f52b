import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { membersQuery } from '@/features/members'
import { labelled, t } from '@/shared/i18n/texts'
import { useDebouncedText } from '@/shared/lib/use-debounced-text'
import { Button } from '@/shared/ui/button'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { type AuditFilters, OBJECT_TYPES, RESULTS } from './audit-text'

type AuditFilterBarProps = {
  filters: AuditFilters
  onFilters: (filters: AuditFilters) => void
}

const ANY = 'any'

export function AuditFilterBar({ filters, onFilters }: AuditFilterBarProps) {
  const change = (part: Partial<AuditFilters>) => onFilters({ ...filters, ...part })
  const { data: members } = useQuery(membersQuery)
  const people = (members ?? []).map(({ account_id, name, email }) => ({
    value: account_id,
    label: name || email,
  }))
  return (
    <search className="flex flex-wrap items-center gap-2">
      <Choice
        label={t('Person')}
        any={t('Anybody')}
        value={filters.person}
        onValue={(person) => change({ person })}
        options={people}
      />
      <Choice
        label={t('Object')}
        any={t('Any object')}
        value={filters.type}
        onValue={(type) => change({ type, action: undefined })}
        options={labelled(OBJECT_TYPES)}
      />
      <ActionFilter value={filters.action} onValue={(action) => change({ action })} />
      <Choice
        label={t('Result')}
        any={t('Any result')}
        value={filters.result}
        onValue={(result) => change({ result })}
        options={labelled(RESULTS)}
      />
      <Input
        type="date"
        aria-label={t('From this day')}
        value={filters.from ?? ''}
        onChange={(event) => change({ from: event.target.value || undefined })}
        className="w-36"
      />
      <Input
        type="date"
        aria-label={t('To this day')}
        value={filters.to ?? ''}
        onChange={(event) => change({ to: event.target.value || undefined })}
        className="w-36"
      />
      {Object.values(filters).some(Boolean) && (
        <Button variant="ghost" onClick={() => onFilters({})}>
          <X aria-hidden />
          {t('Clear')}
        </Button>
      )}
    </search>
  )
}

type ActionFilterProps = {
  value: string | undefined
  onValue: (value: string | undefined) => void
}

function ActionFilter({ value, onValue }: ActionFilterProps) {
  const [typed, setTyped] = useDebouncedText(value, onValue)
  return (
    <Input
      aria-label={t('Action')}
      placeholder={t('Action, as run.cancel')}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      pattern="[a-z][a-z0-9_.\-]*"
      spellCheck={false}
      autoComplete="off"
      className="w-44"
    />
  )
}

type ChoiceProps<Value extends string> = {
  label: string
  any: string
  value: Value | undefined
  onValue: (value: Value | undefined) => void
  options: readonly { value: Value; label: string }[]
}

function Choice<Value extends string>({ label, any, value, onValue, options }: ChoiceProps<Value>) {
  return (
    <Select<Value | typeof ANY>
      aria-label={label}
      value={value ?? ANY}
      onValue={(next) => onValue(next === ANY ? undefined : (next as Value))}
      options={[{ value: ANY, label: any }, ...options]}
      className="w-36"
    />
  )
}
