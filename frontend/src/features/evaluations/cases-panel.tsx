import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { History, Pencil, Plus, Trash2, Upload } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { CaseRead, DataSetRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { LoadMore } from '@/shared/ui/load-more'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { notify, notifyError } from '@/shared/ui/toaster'
import { CaseDialog } from './case-dialog'
import { casesQuery, dataSetsKey, deleteCase, uploadCases } from './evaluations-queries'

const PastRunsDialog = lazy(async () => ({
  default: (await import('./past-runs-dialog')).PastRunsDialog,
}))

/** The cases of a data set, and the ways in which more come in. */
export function CasesPanel({ dataSet }: { dataSet: DataSetRead }) {
  const query = useInfiniteQuery(casesQuery(dataSet.id))
  const [edited, setEdited] = useState<CaseRead | 'new' | null>(null)
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="space-y-4 p-4">
      <AddButtons dataSet={dataSet} onNew={() => setEdited('new')} />
      {query.isPending ? (
        <LoadingRows rows={4} label={t('Loading cases')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <p className="text-ink-2">
          {t(
            'There are no cases yet. A file is JSON, a list of input, expected and name, or CSV with a header.',
          )}
        </p>
      ) : (
        <CaseTable dataSet={dataSet} items={items} onEdit={setEdited} />
      )}
      <LoadMore query={query} />
      {edited && (
        <CaseDialog
          dataSetId={dataSet.id}
          {...(edited !== 'new' && { given: edited })}
          onClose={() => setEdited(null)}
        />
      )}
    </div>
  )
}

type AddButtonsProps = { dataSet: DataSetRead; onNew: () => void }

function AddButtons({ dataSet, onNew }: AddButtonsProps) {
  const queryClient = useQueryClient()
  const input = useRef<HTMLInputElement>(null)
  const again = () => queryClient.invalidateQueries({ queryKey: [...dataSetsKey, dataSet.id] })
  const told = (count: number) => notify(plural(count, '{count} case added', '{count} cases added'))
  const upload = useMutation({
    mutationFn: (file: File) => uploadCases(dataSet.id, file),
    onSuccess: ({ added }) => told(added),
    onError: (error) => notifyError(t('The file could not be read'), error),
    onSettled: again,
  })
  const [chooses, setChooses] = useState(false)
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" needs="edit" onClick={onNew}>
        <Plus aria-hidden />
        {t('Add a case')}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".json,.csv,application/json,text/csv"
        aria-label={t('File with cases')}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) upload.mutate(file)
          target.value = ''
        }}
      />
      <Button needs="edit" loading={upload.isPending} onClick={() => input.current?.click()}>
        {!upload.isPending && <Upload aria-hidden />}
        {t('Upload a file')}
      </Button>
      <Button needs="edit" onClick={() => setChooses(true)}>
        <History aria-hidden />
        {t('Take past runs…')}
      </Button>
      {chooses && (
        <Suspense>
          <PastRunsDialog dataSet={dataSet} onClose={() => setChooses(false)} />
        </Suspense>
      )}
    </div>
  )
}

type CaseTableProps = {
  dataSet: DataSetRead
  items: readonly CaseRead[]
  onEdit: (given: CaseRead) => void
}

function CaseTable({ dataSet, items, onEdit }: CaseTableProps) {
  return (
    <Table aria-label={t('Cases')}>
      <thead>
        <tr>
          <Th className="w-1/4">{t('Name')}</Th>
          <Th className="w-1/3">{t('Input')}</Th>
          <Th className="hidden w-1/3 sm:table-cell">{t('Expected')}</Th>
          <Th>
            <span className="sr-only">{t('Actions')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {items.map((each, at) => (
          <Tr key={each.id}>
            <Td className="max-w-0 truncate">
              {each.name || t('Case {number}', { number: at + 1 })}
            </Td>
            <Td className="max-w-0 truncate font-mono text-xs">{JSON.stringify(each.input)}</Td>
            <Td className="hidden max-w-0 truncate font-mono text-xs sm:table-cell">
              {JSON.stringify(each.expected)}
            </Td>
            <Td>
              <CaseActions dataSetId={dataSet.id} given={each} onEdit={() => onEdit(each)} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

type CaseActionsProps = { dataSetId: string; given: CaseRead; onEdit: () => void }

function CaseActions({ dataSetId, given, onEdit }: CaseActionsProps) {
  const queryClient = useQueryClient()
  const [asks, setAsks] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteCase(dataSetId, given.id),
    onSuccess: () => notify(t('The case is deleted')),
    onError: (error) => notifyError(t('The case could not be deleted'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [...dataSetsKey, dataSetId] }),
  })
  return (
    <span className="flex justify-end">
      <IconButton needs="edit" icon={Pencil} size="icon-sm" label={t('Change…')} onClick={onEdit} />
      <IconButton
        needs="edit"
        icon={Trash2}
        size="icon-sm"
        label={t('Delete…')}
        onClick={() => setAsks(true)}
      />
      <ConfirmDialog
        open={asks}
        onOpenChange={setAsks}
        title={t('Delete this case?')}
        action={t('Delete')}
        danger
        onConfirm={() => remove.mutate()}
      >
        {t('Evaluations that were made with it keep what came of it.')}
      </ConfirmDialog>
    </span>
  )
}
