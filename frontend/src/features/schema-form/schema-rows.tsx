import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { JsonValue } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Checkbox } from '@/shared/ui/checkbox'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { Select } from '@/shared/ui/select'
import { sameJson } from './fields'
import { ROW_TYPE_TITLES, ROW_TYPES, type SchemaRow, schemaOf } from './input-schema'
import type { Schema } from './schema'

type SchemaRowsProps = {
  rows: readonly SchemaRow[]
  before: Schema
  onSchema: (schema: JsonValue) => void
  id: string | undefined
}

const TYPES = ROW_TYPES.map((value) => ({ value, label: ROW_TYPE_TITLES[value] }))
const EMPTY: SchemaRow = {
  name: '',
  type: 'string',
  required: true,
  description: '',
  example: '',
  rest: {},
}

/** One row for each field of a run's input. */
export function SchemaRows({ rows: stored, before, onSchema, id }: SchemaRowsProps) {
  const [kept, setKept] = useState(stored)
  // Rows without a name live here only; an undo changes the stored ones from outside.
  const rows = sameJson(schemaOf(kept, before), schemaOf(stored, before)) ? kept : stored
  const set = (next: readonly SchemaRow[]) => {
    setKept(next)
    onSchema(schemaOf(next, before))
  }
  const change = (index: number, changed: Partial<SchemaRow>) =>
    set(rows.map((row, at) => (at === index ? { ...row, ...changed } : row)))
  return (
    <div id={id} tabIndex={-1} className="flex flex-col gap-2 outline-none">
      {rows.map((row, index) => (
        <SchemaRowCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a row's name changes while it is typed
          key={index}
          row={row}
          onChange={(changed) => change(index, changed)}
          onRemove={() => set(rows.filter((_, at) => at !== index))}
        />
      ))}
      <Button
        variant="ghost"
        size="sm"
        className="-ml-2 self-start"
        onClick={() => setKept([...rows, EMPTY])}
      >
        <Plus aria-hidden />
        {t('Add a field')}
      </Button>
    </div>
  )
}

type SchemaRowCardProps = {
  row: SchemaRow
  onChange: (changed: Partial<SchemaRow>) => void
  onRemove: () => void
}

function SchemaRowCard({ row, onChange, onRemove }: SchemaRowCardProps) {
  const called = row.name || t('new field')
  return (
    <div className="flex flex-col gap-1.5 rounded-control border border-line bg-surface p-2">
      <div className="flex items-center gap-1.5">
        <Input
          aria-label={t('Name of {called}', { called })}
          value={row.name}
          placeholder="field_name"
          spellCheck={false}
          className="flex-1 font-mono text-xs"
          onChange={(event) => onChange({ name: event.target.value.trim() })}
        />
        <Select
          aria-label={t('Type of {called}', { called })}
          value={row.type}
          onValue={(type) => onChange({ type, rest: {} })}
          options={labelled(TYPES)}
          className="w-34"
        />
        <IconButton
          icon={X}
          size="icon-sm"
          label={t('Remove {called}', { called })}
          onClick={onRemove}
        />
      </div>
      <div className="flex items-center gap-1.5">
        <Input
          aria-label={t('Example for {called}', { called })}
          value={row.example}
          placeholder={t('example value')}
          className="h-7 flex-1 text-xs"
          onChange={(event) => onChange({ example: event.target.value })}
        />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is a button of Radix */}
        <label className="flex items-center gap-1.5 px-1 text-ink-2 text-xs">
          <Checkbox
            checked={row.required}
            onCheckedChange={(checked) => onChange({ required: checked === true })}
          />
          {t('Required')}
        </label>
      </div>
    </div>
  )
}
