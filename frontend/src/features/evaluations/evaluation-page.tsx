import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, Square } from 'lucide-react'
import type { EvaluationRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { StatusBadge } from '@/shared/ui/status'
import { notifyError } from '@/shared/ui/toaster'
import { CaseResults } from './case-results'
import { passedOf, whatWasRun } from './evaluation-words'
import {
  cancelEvaluation,
  comparisonQuery,
  dataSetQuery,
  evaluationQuery,
  evaluationsQuery,
  isOpen,
} from './evaluations-queries'

type EvaluationPageProps = {
  evaluationId: string
  /** An earlier one to compare with. */
  before: string | undefined
  onBefore: (before: string | undefined) => void
}

/** What came of an evaluation, case by case; beside an earlier one, if wanted. */
export function EvaluationPage({ evaluationId, before, onBefore }: EvaluationPageProps) {
  const query = useQuery(evaluationQuery(evaluationId))
  const compared = useQuery({
    ...comparisonQuery(evaluationId, before ?? ''),
    enabled: before !== undefined && query.data !== undefined && !isOpen(query.data.evaluation),
  })
  if (!query.data)
    return (
      <Page title={t('Evaluation')}>
        {query.isError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <LoadingRows rows={5} label={t('Loading the evaluation')} />
        )}
      </Page>
    )
  const { evaluation, cases } = query.data
  return (
    <Page
      title={whatWasRun(evaluation)}
      heading={<Heading evaluation={evaluation} />}
      facts={<Facts evaluation={evaluation} />}
      actions={isOpen(evaluation) && <StopButton evaluation={evaluation} />}
    >
      <div className="space-y-4 p-4">
        <Summary evaluation={evaluation} />
        <Before evaluation={evaluation} value={before} onValue={onBefore} />
        {compared.isError && <ErrorState error={compared.error} />}
        <CaseResults cases={cases} {...(compared.data && { comparison: compared.data })} />
      </div>
    </Page>
  )
}

function Facts({ evaluation }: { evaluation: EvaluationRead }) {
  const { data } = useQuery(dataSetQuery(evaluation.data_set_id))
  return (
    <>
      {data && <Badge className="max-w-40 truncate">{data.name}</Badge>}
      <StatusBadge status={evaluation.status} />
    </>
  )
}

function Heading({ evaluation }: { evaluation: EvaluationRead }) {
  return (
    <>
      <Link
        to="/evaluations/$dataSetId"
        params={{ dataSetId: evaluation.data_set_id }}
        aria-label={t('Back to the data set')}
        className="-ml-2 grid size-7 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
      >
        <ChevronLeft aria-hidden className="size-4" />
      </Link>
      <h1 className="truncate font-semibold text-md">{whatWasRun(evaluation)}</h1>
    </>
  )
}

function Summary({ evaluation }: { evaluation: EvaluationRead }) {
  const { done, cases, error } = evaluation
  return (
    <section aria-label={t('Result')} className="space-y-2">
      <p className="text-md">
        <span className="num font-semibold">{passedOf(evaluation)}</span> {t('cases passed')}
      </p>
      {isOpen(evaluation) && (
        <progress
          className="h-1.5 w-full max-w-md accent-running"
          aria-label={t('Cases that are done')}
          max={cases}
          value={done}
        />
      )}
      {error && (
        <p role="alert" className="text-failed">
          {error}
        </p>
      )}
    </section>
  )
}

const NONE = 'none'

type BeforeProps = {
  evaluation: EvaluationRead
  value: string | undefined
  onValue: (before: string | undefined) => void
}

function Before({ evaluation, value, onValue }: BeforeProps) {
  const { data } = useQuery(evaluationsQuery(evaluation.data_set_id))
  const others = data?.filter(({ id, status }) => id !== evaluation.id && status === 'succeeded')
  if (!others?.length) return null
  return (
    <Select
      aria-label={t('Compare with')}
      className="w-72 max-w-full"
      value={value ?? NONE}
      onValue={(next) => onValue(next === NONE ? undefined : next)}
      options={[
        { value: NONE, label: t('Compared with nothing') },
        ...others.map((each) => ({
          value: each.id,
          label: `${whatWasRun(each)} · ${passedOf(each)} · ${formatTime(each.created_at)}`,
        })),
      ]}
    />
  )
}

function StopButton({ evaluation }: { evaluation: EvaluationRead }) {
  const queryClient = useQueryClient()
  const stop = useMutation({
    mutationFn: () => cancelEvaluation(evaluation.id),
    onError: (error) => notifyError(t('It could not be stopped'), error),
    onSettled: () =>
      queryClient.invalidateQueries({ queryKey: evaluationQuery(evaluation.id).queryKey }),
  })
  return (
    <Button needs="run" loading={stop.isPending} onClick={() => stop.mutate()}>
      {!stop.isPending && <Square aria-hidden />}
      {t('Stop')}
    </Button>
  )
}
