import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { LibraryBig, Plus } from 'lucide-react'
import { useState } from 'react'
import type { KnowledgeBaseRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { BaseDialog } from './base-dialog'
import { basesQuery } from './knowledge-queries'

/** All knowledge bases of the workspace. */
export function KnowledgePage() {
  const query = useQuery(basesQuery)
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const create = (
    <Button variant="primary" needs="edit" onClick={() => setCreating(true)}>
      <Plus aria-hidden />
      {t('New knowledge base')}
    </Button>
  )
  return (
    <Page title={t('Knowledge')} actions={query.data?.length ? create : undefined}>
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading knowledge bases')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : query.data.length === 0 ? (
        <EmptyState
          icon={LibraryBig}
          title={t('There are no knowledge bases yet.')}
          action={create}
        >
          {t(
            'A knowledge base holds documents that steps and agents search, by meaning and by words.',
          )}
        </EmptyState>
      ) : (
        <BaseTable bases={query.data} />
      )}
      {creating && (
        <BaseDialog
          onClose={() => setCreating(false)}
          onMade={({ id }) => navigate({ to: '/knowledge/$baseId', params: { baseId: id } })}
        />
      )}
    </Page>
  )
}

function BaseTable({ bases }: { bases: readonly KnowledgeBaseRead[] }) {
  return (
    <Table aria-label={t('Knowledge bases')}>
      <thead>
        <tr>
          <Th className="w-full">{t('Name')}</Th>
          <Th>{t('Documents')}</Th>
          <Th className="hidden sm:table-cell">{t('Chunks')}</Th>
          <Th className="hidden sm:table-cell">{t('Model')}</Th>
        </tr>
      </thead>
      <tbody>
        {bases.map((base) => (
          <Tr key={base.id}>
            <Td>
              <Link
                to="/knowledge/$baseId"
                params={{ baseId: base.id }}
                className="font-medium after:absolute after:inset-0"
              >
                {base.name}
              </Link>
            </Td>
            <Td className="num">
              {base.documents}
              <span className="text-ink-3">{standing(base)}</span>
            </Td>
            <Td className="num hidden sm:table-cell">{base.chunks}</Td>
            <Td className="hidden font-mono text-xs sm:table-cell">{base.model}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function standing({ open, failed }: KnowledgeBaseRead): string {
  if (open > 0) return `, ${plural(open, '{count} is being indexed', '{count} are being indexed')}`
  return failed > 0 ? `, ${t('{count} failed', { count: failed })}` : ''
}
