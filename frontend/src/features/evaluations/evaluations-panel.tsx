import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { api, dataOf } from '@/shared/api/client'
import type { DataSetRead, EvaluationRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'
import { notifyError } from '@/shared/ui/toaster'
import { passedOf, whatWasRun } from './evaluation-words'
import { dataSetsKey, evaluationsQuery, startEvaluation } from './evaluations-queries'

/** Starts evaluations, and lists those that there are. */
export function EvaluationsPanel({ dataSet }: { dataSet: DataSetRead }) {
  const query = useQuery(evaluationsQuery(dataSet.id))
  return (
    <div className="space-y-4 p-4">
      <Starter dataSet={dataSet} />
      {query.isPending ? (
        <LoadingRows rows={4} label={t('Loading evaluations')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : query.data.length === 0 ? (
        <p className="text-ink-2">{t('Nothing has been evaluated yet.')}</p>
      ) : (
        <EvaluationTable dataSet={dataSet} items={query.data} />
      )}
    </div>
  )
}

const DRAFT = 'draft'

function Starter({ dataSet }: { dataSet: DataSetRead }) {
  const queryClient = useQueryClient()
  const [chosen, setChosen] = useState<string>(DRAFT)
  const versions = useQuery({
    queryKey: ['versions-to-evaluate', dataSet.workflow_id],
    queryFn: async ({ signal }) => {
      const params = { path: { workflow_id: dataSet.workflow_id }, query: { limit: 50 } }
      return (await dataOf(api.GET('/api/v1/workflows/{workflow_id}/versions', { params, signal })))
        .items
    },
  })
  const start = useMutation({
    mutationFn: () => startEvaluation(dataSet.id, chosen === DRAFT ? null : Number(chosen)),
    onError: (error) => notifyError(t('The evaluation could not be started'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...dataSetsKey, dataSet.id] }),
  })
  const isReady = dataSet.cases > 0 && dataSet.evaluators.length > 0
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        aria-label={t('What to evaluate')}
        className="w-40"
        value={chosen}
        onValue={setChosen}
        options={[
          { value: DRAFT, label: t('Draft') },
          ...(versions.data ?? []).map(({ version }) => ({
            value: String(version),
            label: t('Version {version}', { version }),
          })),
        ]}
      />
      <Button
        variant="primary"
        needs="run"
        disabled={!isReady}
        loading={start.isPending}
        onClick={() => start.mutate()}
      >
        {!start.isPending && <Play aria-hidden />}
        {t('Evaluate')}
      </Button>
      <p className="text-ink-3 text-xs">
        {isReady
          ? t('Each case is a real run: what the workflow does is done.')
          : t('It needs a case and an evaluator first.')}
      </p>
    </div>
  )
}

type EvaluationTableProps = { dataSet: DataSetRead; items: readonly EvaluationRead[] }

function EvaluationTable({ dataSet, items }: EvaluationTableProps) {
  return (
    <Table aria-label={t('Evaluations')}>
      <thead>
        <tr>
          <Th className="w-full">{t('What was run')}</Th>
          <Th>{t('Passed')}</Th>
          <Th>{t('Status')}</Th>
          <Th className="hidden sm:table-cell">{t('Begun')}</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((each) => (
          <Tr key={each.id}>
            <Td>
              <Link
                to="/evaluations/$dataSetId"
                params={{ dataSetId: dataSet.id }}
                search={{ evaluation: each.id }}
                className="font-medium after:absolute after:inset-0"
              >
                {whatWasRun(each)}
              </Link>
              {each.edition !== dataSet.edition && (
                <span className="ml-2 text-ink-3 text-xs">{t('out of date')}</span>
              )}
            </Td>
            <Td className="num">{passedOf(each)}</Td>
            <Td>
              <StatusBadge status={each.status} />
            </Td>
            <Td className="hidden text-ink-3 sm:table-cell">
              <Ago at={each.created_at} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
