import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Bookmark, X } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Input } from '@/shared/ui/input'
import { Popover } from '@/shared/ui/popover'
import { Refusal } from '@/shared/ui/refusal'
import { notify, notifyError } from '@/shared/ui/toaster'
import { hasFilters, type RunFilters, readRunFilters } from '../run-filters'
import { deleteFilter, savedKey, savedQuery, saveFilter } from './saved-queries'

type SavedFiltersProps = { filters: RunFilters; onFilters: (filters: RunFilters) => void }

/** Filters under names: taken with a click, kept, and forgotten. */
export function SavedFilters({ filters, onFilters }: SavedFiltersProps) {
  const [open, setOpen] = useState(false)
  const [saves, setSaves] = useState(0)
  return (
    <Popover
      label={t('Saved filters')}
      open={open}
      onOpenChange={setOpen}
      align="end"
      className="w-72 p-2"
      trigger={
        <Button>
          <Bookmark aria-hidden />
          {t('Saved')}
        </Button>
      }
    >
      <SavedList
        onTaken={(taken) => {
          onFilters(taken)
          setOpen(false)
        }}
      />
      {hasFilters(filters) && (
        <SaveForm key={saves} filters={filters} onSaved={() => setSaves(saves + 1)} />
      )}
    </Popover>
  )
}

function SavedList({ onTaken }: { onTaken: (filters: RunFilters) => void }) {
  const { data } = useQuery(savedQuery)
  const queryClient = useQueryClient()
  const forget = useMutation({
    mutationFn: deleteFilter,
    onError: (error) => notifyError(t('The filter could not be deleted'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: savedKey }),
  })
  const saved = data?.items ?? []
  if (saved.length === 0) {
    return (
      <p className="p-2 text-ink-3">
        {data ? t('None yet: set filters, and keep them here under a name.') : t('Loading…')}
      </p>
    )
  }
  return (
    <ul aria-label={t('Saved filters')} className="max-h-64 overflow-y-auto">
      {saved.map(({ id, name, search }) => (
        <li key={id} className="flex items-center gap-1">
          <Button
            variant="ghost"
            className="min-w-0 flex-1 justify-start font-normal"
            onClick={() => onTaken(readRunFilters(search))}
          >
            <span className="truncate">{name}</span>
          </Button>
          <IconButton
            icon={X}
            size="icon-sm"
            label={t('Delete the filter {name}', { name })}
            disabled={forget.isPending}
            onClick={() => forget.mutate(id)}
          />
        </li>
      ))}
    </ul>
  )
}

type SaveFormProps = { filters: RunFilters; onSaved: () => void }

function SaveForm({ filters, onSaved }: SaveFormProps) {
  const [name, setName] = useState('')
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onSaved)
  const save = async () => {
    await saveFilter(name.trim(), filters)
    await queryClient.invalidateQueries({ queryKey: savedKey })
    notify(t('Saved as “{name}”', { name: name.trim() }))
  }
  return (
    <form
      className="mt-2 flex flex-col gap-2 border-line border-t px-2 pt-3 pb-1"
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) submit(save)
      }}
    >
      <div className="flex gap-2">
        <Input
          aria-label={t('Name of the filter')}
          placeholder={t('Keep these filters as…')}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" loading={busy} disabled={!name.trim()}>
          {t('Save')}
        </Button>
      </div>
      <Refusal error={error} />
    </form>
  )
}
