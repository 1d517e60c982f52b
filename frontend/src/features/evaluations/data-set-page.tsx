import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronLeft, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { DataSetRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Tabs } from '@/shared/ui/tabs'
import { notify, notifyError } from '@/shared/ui/toaster'
import { CasesPanel } from './cases-panel'
import { EvaluationsPanel } from './evaluations-panel'
import { dataSetQuery, dataSetsKey, deleteDataSet } from './evaluations-queries'
import { EvaluatorsPanel } from './evaluators-panel'
import { GatePanel } from './gate-panel'
import type { DataSetTab } from './tabs'

type DataSetPageProps = {
  dataSetId: string
  tab: DataSetTab
  onTab: (tab: DataSetTab) => void
}

/** One data set: its cases, what judges, what came of it, and the gate before publishing. */
export function DataSetPage({ dataSetId, tab, onTab }: DataSetPageProps) {
  const query = useQuery(dataSetQuery(dataSetId))
  const dataSet = query.data
  return (
    <Page
      title={dataSet?.name ?? t('Data set')}
      heading={
        <>
          <Link
            to="/evaluations"
            aria-label={t('Back to the data sets')}
            className="-ml-2 grid size-7 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
          >
            <ChevronLeft aria-hidden className="size-4" />
          </Link>
          <h1 className="truncate font-semibold text-md">{dataSet?.name ?? t('Data set')}</h1>
        </>
      }
      facts={dataSet && <Badge>{dataSet.workflow_name}</Badge>}
      actions={dataSet && <DeleteButton dataSet={dataSet} />}
    >
      {!dataSet ? (
        query.isError ? (
          <ErrorState error={query.error} onRetry={() => query.refetch()} />
        ) : (
          <LoadingRows rows={5} label={t('Loading the data set')} />
        )
      ) : (
        <Tabs
          label={t('Data set')}
          value={tab}
          onValue={onTab}
          listClassName="px-4"
          tabs={[
            {
              value: 'evaluations',
              label: t('Evaluations'),
              content: <EvaluationsPanel dataSet={dataSet} />,
            },
            { value: 'cases', label: t('Cases'), content: <CasesPanel dataSet={dataSet} /> },
            {
              value: 'evaluators',
              label: t('Evaluators'),
              content: <EvaluatorsPanel key={dataSet.edition} dataSet={dataSet} />,
            },
            { value: 'gate', label: t('Gate'), content: <GatePanel dataSet={dataSet} /> },
          ]}
        />
      )}
    </Page>
  )
}

function DeleteButton({ dataSet }: { dataSet: DataSetRead }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [asks, setAsks] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteDataSet(dataSet.id),
    onSuccess: async () => {
      notify(t('The data set is deleted'))
      await navigate({ to: '/evaluations' })
      queryClient.invalidateQueries({ queryKey: dataSetsKey, exact: true })
    },
    onError: (error) => notifyError(t('The data set could not be deleted'), error),
  })
  return (
    <>
      <IconButton
        needs="edit"
        icon={Trash2}
        label={t('Delete the data set…')}
        onClick={() => setAsks(true)}
      />
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('Delete “{name}”?', { name: dataSet.name })}
        action={t('Delete')}
        danger
        onConfirm={() => remove.mutate()}
      >
        {t('Its cases, its evaluations and a gate that asks for it go with it, for good.')}
      </ConfirmDialog>
    </>
  )
}
