import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { RunRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { ErrorState } from '@/shared/ui/error-state'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify } from '@/shared/ui/toaster'
import { addRuns, dataSetsKey, dataSetsOfQuery } from './evaluations-queries'

type AddRunDialogProps = { run: RunRead; onClose: () => void }

/** Makes a case of a run, in a data set of its workflow. */
export function AddRunDialog({ run, onClose }: AddRunDialogProps) {
  const queryClient = useQueryClient()
  const query = useQuery(dataSetsOfQuery(run.workflow_id))
  const [chosen, setChosen] = useState<string>()
  const { busy, error, submit } = useSubmit(onClose)
  const dataSetId = chosen ?? query.data?.[0]?.id
  const onSubmit = () => {
    if (!dataSetId) return
    submit(async () => {
      await addRuns(dataSetId, [run.id])
      await queryClient.invalidateQueries({ queryKey: dataSetsKey })
      notify(t('The run is a case now'))
    })
  }
  return (
    <FormDialog
      title={t('Add to a data set')}
      description={t('What each was given is a case’s input, and what it answered is expected.')}
      action={t('Add')}
      busy={busy}
      error={error}
      disabled={!dataSetId}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {query.isPending ? (
        <LoadingRows rows={1} label={t('Loading data sets')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : query.data.length === 0 ? (
        <p>
          {t('The workflow has no data set yet.')}{' '}
          <Link to="/evaluations" className="underline">
            {t('Make one')}
          </Link>
        </p>
      ) : (
        <Field label={t('Data set')}>
          {(wiring) => (
            <Select
              {...wiring}
              value={dataSetId ?? ''}
              onValue={setChosen}
              options={query.data.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
        </Field>
      )}
    </FormDialog>
  )
}
