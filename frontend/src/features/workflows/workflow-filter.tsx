import { useInfiniteQuery } from '@tanstack/react-query'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { Select } from '@/shared/ui/select'
import { workflowsQuery } from './workflows-queries'

type WorkflowFilterProps = {
  /** Id. */
  value: string | undefined
  onValue: (value: string | undefined) => void
}

const ANY = 'any'

/** Narrows a list to what belongs to one workflow. */
export function WorkflowFilter({ value, onValue }: WorkflowFilterProps) {
  const { data } = useInfiniteQuery(workflowsQuery({}))
  const workflows = data?.pages.flatMap((page) => page.items) ?? []
  const isListed = value === undefined || workflows.some(({ id }) => id === value)
  return (
    <Select
      aria-label={t('Workflow')}
      value={value ?? ANY}
      onValue={(next) => onValue(next === ANY ? undefined : next)}
      options={[
        { value: ANY, label: t('Any workflow') },
        // An archived workflow, or one beyond the first page, is still what is filtered by.
        ...(isListed ? [] : [{ value: value ?? '', label: t('This workflow') }]),
        ...workflows.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      className={cn('w-48 border-line', !value && 'text-ink-2')}
    />
  )
}
