import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Hand } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { ApprovalRead } from '@/shared/api/types'
import { labelled, t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { Page } from '@/shared/ui/page'
import { Segmented } from '@/shared/ui/segmented'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { Ago } from '@/shared/ui/time'
import { whoMayAnswer } from './answer'
import { ApprovalBadge } from './approval-badge'
import { approvalsQuery } from './approvals-queries'

/** Its form brings the fields along: loaded when it is opened. */
const ApprovalDialog = lazy(async () => ({
  default: (await import('./approval-dialog')).ApprovalDialog,
}))

type ApprovalsPageProps = {
  /** Answered ones too. */
  all: boolean
  onAll: (all: boolean) => void
  /** Id of the one that is open. */
  chosen: string | undefined
  onChosen: (approvalId: string | undefined) => void
}

const SHOWN = [
  { value: 'open', label: 'Open' },
  { value: 'all', label: 'All' },
] as const

/** What runs ask people. */
export function ApprovalsPage({ all, onAll, chosen, onChosen }: ApprovalsPageProps) {
  return (
    <Page title={t('Approvals')}>
      <div className="flex items-center gap-2 border-line border-b px-4 py-2">
        <Segmented
          label={t('Which approvals')}
          value={all ? 'all' : 'open'}
          onValue={(value) => onAll(value === 'all')}
          options={labelled(SHOWN)}
        />
      </div>
      <ApprovalList all={all} onChosen={onChosen} />
      {chosen && (
        <Suspense>
          <ApprovalDialog key={chosen} approvalId={chosen} onClose={() => onChosen(undefined)} />
        </Suspense>
      )}
    </Page>
  )
}

type ApprovalListProps = Pick<ApprovalsPageProps, 'all' | 'onChosen'>

function ApprovalList({ all, onChosen }: ApprovalListProps) {
  const query = useInfiniteQuery(approvalsQuery(!all))
  if (query.isPending) return <LoadingRows rows={8} label={t('Loading approvals')} />
  if (query.isError && !query.data) {
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  }
  const approvals = query.data.pages.flatMap((page) => page.items)
  if (approvals.length === 0) {
    return (
      <EmptyState
        icon={Hand}
        title={all ? t('No run has asked anybody yet.') : t('Nothing waits for an answer.')}
        action={
          <Button asChild>
            <Link to="/templates">{t('Choose a template')}</Link>
          </Button>
        }
      >
        {t('A workflow asks with an approval step; what it asks shows up here.')}
      </EmptyState>
    )
  }
  return (
    <>
      <Table aria-label={t('Approvals')}>
        <thead>
          <tr>
            <Th className="w-full">{t('Asks')}</Th>
            <Th>{t('Status')}</Th>
            <Th className="hidden wide:table-cell">{t('Who may answer')}</Th>
            <Th className="hidden sm:table-cell">{t('Until')}</Th>
            <Th>{t('Asked')}</Th>
          </tr>
        </thead>
        <tbody>
          {approvals.map((approval) => (
            <ApprovalRow
              key={approval.id}
              approval={approval}
              onOpen={() => onChosen(approval.id)}
            />
          ))}
        </tbody>
      </Table>
      <LoadMore query={query} />
    </>
  )
}

type ApprovalRowProps = { approval: ApprovalRead; onOpen: () => void }

function ApprovalRow({ approval, onOpen }: ApprovalRowProps) {
  return (
    <Tr>
      <Td className="max-w-0 py-2">
        <span className="flex items-baseline gap-2.5">
          <button
            type="button"
            onClick={onOpen}
            className="truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-accent focus-visible:after:-outline-offset-2"
          >
            {approval.title}
          </button>
          <span className="hidden truncate text-ink-3 text-xs sm:inline">
            {approval.workflow_name}
          </span>
        </span>
      </Td>
      <Td>
        <ApprovalBadge status={approval.status} />
      </Td>
      <Td className="hidden max-w-60 truncate text-ink-2 wide:table-cell">
        {approval.answered_by ?? whoMayAnswer(approval)}
      </Td>
      <Td className="num hidden text-ink-3 sm:table-cell">
        {approval.until ? formatTime(approval.until) : '–'}
      </Td>
      <Td className="num text-ink-3">
        <Ago at={approval.created_at} />
      </Td>
    </Tr>
  )
}
