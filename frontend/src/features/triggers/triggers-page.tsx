import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Zap } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { WorkflowFilter } from '@/features/workflows'
import type { TriggerRead } from '@/shared/api/types'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { useShortcuts } from '@/shared/lib/shortcuts'
import { Button } from '@/shared/ui/button'
import { CopyButton } from '@/shared/ui/copy-button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'
import { HealthBadge, TypeBadge } from './trigger-badges'
import { addressOf, whereOrWhen } from './trigger-words'
import { TriggersFrame } from './triggers-frame'
import { type TriggerFilters, triggersQuery, triggerTypesQuery } from './triggers-queries'

// The form, with its code fields, is fetched by those who open it.
const TriggerDialog = lazy(() =>
  import('./trigger-dialog').then((module) => ({ default: module.TriggerDialog })),
)

type TriggersPageProps = {
  filters: TriggerFilters
  onFilters: (filters: TriggerFilters) => void
}

const ANY = 'any'

/** All triggers of the workspace, or those of one workflow. */
export function TriggersPage({ filters, onFilters }: TriggersPageProps) {
  const query = useInfiniteQuery(triggersQuery(filters))
  const triggers = query.data?.pages.flatMap((page) => page.items) ?? []
  const open = (isOpen: boolean) => onFilters({ ...filters, new: isOpen || undefined })
  useShortcuts(t('Triggers'), [{ keys: 'C', label: t('Add a trigger'), run: () => open(true) }])
  const add = (
    <Button needs="edit" variant="primary" onClick={() => open(true)}>
      <Plus aria-hidden />
      {t('Add trigger')}
    </Button>
  )
  return (
    <TriggersFrame title={t('Triggers')} actions={add}>
      <search className="flex flex-wrap items-center gap-2 border-line border-b px-4 py-2">
        <WorkflowFilter
          value={filters.workflow}
          onValue={(workflow) => onFilters({ ...filters, workflow })}
        />
        <TypeFilter filters={filters} onFilters={onFilters} />
      </search>
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading triggers')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : triggers.length === 0 ? (
        <NoTriggers filters={filters} onAll={() => onFilters({})} onNew={() => open(true)} />
      ) : (
        <>
          <TriggerTable triggers={triggers} withWorkflow={!filters.workflow} />
          <LoadMore query={query} />
        </>
      )}
      {filters.new && (
        <Suspense>
          <TriggerDialog workflowId={filters.workflow} onClose={() => open(false)} />
        </Suspense>
      )}
    </TriggersFrame>
  )
}

function TypeFilter({ filters, onFilters }: TriggersPageProps) {
  const { data: types = [] } = useQuery(triggerTypesQuery)
  return (
    <Select
      aria-label={t('Type')}
      value={filters.type ?? ANY}
      onValue={(next) => onFilters({ ...filters, type: next === ANY ? undefined : next })}
      options={[
        { value: ANY, label: t('Any type') },
        ...types.map(({ name, title }) => ({ value: name, label: title })),
      ]}
      className="w-36 border-line"
    />
  )
}

type NoTriggersProps = { filters: TriggerFilters; onAll: () => void; onNew: () => void }

function NoTriggers({ filters, onAll, onNew }: NoTriggersProps) {
  const isFiltered = Boolean(filters.workflow || filters.type)
  return (
    <EmptyState
      icon={Zap}
      title={isFiltered ? t('No trigger fits.') : t('Nothing starts runs by itself yet.')}
      action={
        isFiltered ? (
          <Button onClick={onAll}>{t('Show all triggers')}</Button>
        ) : (
          <Button needs="edit" onClick={onNew}>
            {t('Add trigger')}
          </Button>
        )
      }
    >
      {t(
        'A trigger starts runs of a workflow: a request to its address, a time of its schedule, an event.',
      )}
    </EmptyState>
  )
}

type TriggerTableProps = { triggers: readonly TriggerRead[]; withWorkflow: boolean }

function TriggerTable({ triggers, withWorkflow }: TriggerTableProps) {
  return (
    <Table aria-label={t('Triggers')}>
      <thead>
        <tr>
          <Th className="w-full">{t('Trigger')}</Th>
          {withWorkflow && <Th className="hidden sm:table-cell">{t('Workflow')}</Th>}
          <Th>{t('Health')}</Th>
          <Th className="hidden sm:table-cell">{t('Last fired')}</Th>
          <Th>
            <span className="sr-only">{t('Address')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {triggers.map((trigger) => (
          <TriggerRow key={trigger.id} trigger={trigger} withWorkflow={withWorkflow} />
        ))}
      </tbody>
    </Table>
  )
}

function TriggerRow({ trigger, withWorkflow }: { trigger: TriggerRead; withWorkflow: boolean }) {
  return (
    <Tr>
      <Td className="max-w-0 py-2">
        <div className="flex items-baseline gap-2.5">
          <Link
            to="/triggers/$triggerId"
            params={{ triggerId: trigger.id }}
            className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            {trigger.name}
          </Link>
          <TypeBadge type={trigger.type} />
        </div>
        <p className="truncate text-ink-3 text-xs">{whereOrWhen(trigger, useSaid())}</p>
      </Td>
      {withWorkflow && (
        <Td className="hidden max-w-48 truncate text-ink-2 sm:table-cell">
          {trigger.workflow_name}
        </Td>
      )}
      <Td>
        <HealthBadge trigger={trigger} />
      </Td>
      <Td className="num hidden text-ink-3 sm:table-cell">
        {trigger.last_firing ? <Ago at={trigger.last_firing.at} /> : t('never')}
      </Td>
      <Td className="w-11 px-2">
        {trigger.url && (
          // Above the row's own link.
          <CopyButton
            value={addressOf(trigger.url)}
            label={t('Copy the address of {name}', { name: trigger.name })}
            className="relative z-1"
          />
        )}
      </Td>
    </Tr>
  )
}
