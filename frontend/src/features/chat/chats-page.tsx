import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { MessagesSquare } from 'lucide-react'
import type { ChatRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { chatsQuery } from './chat-queries'

/** All workflows that one can talk with. */
export function ChatsPage() {
  const query = useQuery(chatsQuery)
  return (
    <Page title={t('Chats')}>
      {query.isPending ? (
        <LoadingRows rows={4} label={t('Loading chats')} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : query.data.length === 0 ? (
        <EmptyState
          icon={MessagesSquare}
          title={t('No workflow can be talked with yet.')}
          action={
            <Button asChild>
              <Link to="/triggers" search={{ new: true }}>
                {t('Add a trigger')}
              </Link>
            </Button>
          }
        >
          {t('A chat trigger gives a workflow a page on which people talk with it.')}
        </EmptyState>
      ) : (
        <ChatTable chats={query.data} />
      )}
    </Page>
  )
}

function ChatTable({ chats }: { chats: readonly ChatRead[] }) {
  return (
    <Table aria-label={t('Chats')}>
      <thead>
        <tr>
          <Th className="w-full">{t('Title')}</Th>
          <Th className="hidden sm:table-cell">{t('Workflow')}</Th>
          <Th>{t('For')}</Th>
        </tr>
      </thead>
      <tbody>
        {chats.map((chat) => (
          <Tr key={chat.trigger_id}>
            <Td className="max-w-0">
              <Link
                to="/chat"
                search={{ with: chat.trigger_id }}
                className="block truncate font-medium after:absolute after:inset-0"
              >
                {chat.title}
              </Link>
            </Td>
            <Td className="hidden text-ink-2 sm:table-cell">{chat.workflow_name}</Td>
            <Td>
              {chat.paused ? (
                <Badge>{t('Paused')}</Badge>
              ) : chat.audience === 'public' ? (
                t('Everybody')
              ) : (
                t('Members')
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
