import { isFinalRun } from '@/features/run-stream'
import type { RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { type Tab, Tabs } from '@/shared/ui/tabs'
import { AuditList } from './audit-list'
import { ErrorNotice } from './error-notice'
import { ChildRuns } from './related-runs'
import type { DetailTab } from './run-search'
import { NoValue, Value } from './value-panel'

type RunDetailProps = {
  run: RunRead
  tab: DetailTab | undefined
  onTab: (tab: DetailTab) => void
}

/** The run's own input and output: shown while no step is chosen. */
export function RunDetail({ run, tab, onTab }: RunDetailProps) {
  const tabs = runTabs(run)
  const shown = tabs.some((each) => each.value === tab) ? tab : undefined
  return (
    <section aria-label={t('The whole run')} className="flex h-full flex-col">
      <header className="px-4 pt-3 pb-1">
        <h2 className="font-semibold text-md">{t('The whole run')}</h2>
        <p className="text-ink-3 text-xs">
          {t('Choose a step to see what it was given and what it gave.')}
        </p>
      </header>
      <Tabs
        label={t('Of the run')}
        // The error of a failed run stands above the graph already.
        value={shown ?? (run.status === 'succeeded' ? 'output' : 'input')}
        onValue={onTab}
        tabs={tabs}
        className="flex-1"
        listClassName="px-4"
      />
    </section>
  )
}

function runTabs(run: RunRead): Tab<DetailTab>[] {
  const tabs: Tab<DetailTab>[] = [
    {
      value: 'output',
      label: t('Output'),
      content: isFinalRun(run.status) ? (
        <Value value={run.output} label={t('output of the run')} />
      ) : (
        <NoValue>{t('It shows here when the run ends.')}</NoValue>
      ),
    },
    {
      value: 'input',
      label: t('Input'),
      content: (
        <Value
          value={run.input}
          label={t('input of the run')}
          {...(run.relation === 'item' ? {} : { root: 'trigger' })}
        />
      ),
    },
  ]
  if (run.error) {
    const content = (
      <div className="p-4">
        <ErrorNotice error={run.error} />
      </div>
    )
    tabs.push({ value: 'error', label: t('Error'), content })
  }
  if (run.not_undone.length > 0) {
    tabs.push({ value: 'undone', label: t('Not undone'), content: <NotUndone run={run} /> })
  }
  return [
    ...tabs,
    { value: 'related', label: t('Related runs'), content: <ChildRuns runId={run.id} /> },
    { value: 'audit', label: t('Who did what'), content: <AuditList runId={run.id} /> },
  ]
}

/** What steps did and their compensations could not undo: somebody has to look after it. */
function NotUndone({ run }: { run: RunRead }) {
  return (
    <ul aria-label={t('Not undone')} className="space-y-3 overflow-auto p-4">
      {run.not_undone.map(({ node_id: nodeId, iteration, undo, error }) => (
        <li key={`${nodeId}@${iteration}`} className="space-y-1.5">
          <p>
            <span className="font-medium">
              {nodeId}
              {iteration && ` #${iteration}`}
            </span>
            : <span className="font-mono text-xs">{undo}</span> {t('could not undo it.')}
          </p>
          <ErrorNotice error={error} />
        </li>
      ))}
    </ul>
  )
}
