import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ClipboardCheck, Plus } from 'lucide-react'
import { useState } from 'react'
import type { DataSetRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { DataSetDialog } from './data-set-dialog'
import { dataSetsQuery } from './evaluations-queries'

/** All data sets of the workspace. */
export function DataSetsPage() {
  const query = useInfiniteQuery(dataSetsQuery)
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const items = query.data?.pages.flatMap((page) => page.items) ?? []
  const create = (
    <Button variant="primary" needs="edit" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('New data set')}
    </Button>
  )
  return (
    <Page title={t('Evaluations')} actions={items.length > 0 ? create : undefined}>
      {query.isPending ? (
        <LoadingRows rows={5} label={t('Loading data sets')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState icon={ClipboardCheck} title={t('There are no data sets yet.')} action={create}>
          {t('A data set holds inputs and what a good answer is: it tells how good a workflow is.')}
        </EmptyState>
      ) : (
        <DataSetTable items={items} />
      )}
      <LoadMore query={query} />
      {creating && (
        <DataSetDialog
          onClose={() => setCreating(false)}
          onMade={({ id }) =>
            navigate({ to: '/evaluations/$dataSetId', params: { dataSetId: id } })
          }
        />
      )}
    </Page>
  )
}

function DataSetTable({ items }: { items: readonly DataSetRead[] }) {
  return (
    <Table aria-label={t('Data sets')}>
      <thead>
        <tr>
          <Th className="w-full">{t('Name')}</Th>
          <Th className="hidden sm:table-cell">{t('Workflow')}</Th>
          <Th>{t('Cases')}</Th>
          <Th className="hidden sm:table-cell">{t('Evaluators')}</Th>
        </tr>
      </thead>
      <tbody>
        {items.map((each) => (
          <Tr key={each.id}>
            <Td className="max-w-0">
              <Link
                to="/evaluations/$dataSetId"
                params={{ dataSetId: each.id }}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                {each.name}
              </Link>
            </Td>
            <Td className="hidden text-ink-2 sm:table-cell">{each.workflow_name}</Td>
            <Td className="num">{each.cases}</Td>
            <Td className="num hidden sm:table-cell">{each.evaluators.length}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
