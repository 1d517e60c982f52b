import { useInfiniteQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { LoadMore } from '@/shared/ui/load-more'
import { Menu } from '@/shared/ui/menu'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { conversationsQuery } from './chat-queries'
import { useChatSource } from './chat-source'

type ConversationListProps = {
  shown: string | undefined
  onShow: (conversationId: string) => void
}

/** One's own conversations, the last used first. */
export function ConversationList({ shown, onShow }: ConversationListProps) {
  const query = useInfiniteQuery(conversationsQuery(useChatSource()))
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading conversations')} />
  if (query.isError && !query.data)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const items = query.data.pages.flatMap((page) => page.items)
  if (items.length === 0)
    return <p className="p-3 text-ink-3 text-sm">{t('Your conversations stay here.')}</p>
  return (
    <>
      <ul aria-label={t('Conversations')} className="space-y-0.5 p-2">
        {items.map(({ id, title, updated_at: at }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === shown || undefined}
              onClick={() => onShow(id)}
              className={cn(
                'block w-full rounded-control px-2 py-1.5 text-left text-sm hover:bg-sunken',
                id === shown && 'bg-sunken font-medium',
              )}
            >
              <span className="block truncate">{title}</span>
              <Ago at={at} className="block text-ink-3 text-xs" />
            </button>
          </li>
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}

/** The same where there is no room for a list. */
export function ConversationMenu({ onShow }: Pick<ConversationListProps, 'onShow'>) {
  const { data } = useInfiniteQuery(conversationsQuery(useChatSource()))
  const items = data?.pages.flatMap((page) => page.items) ?? []
  if (items.length === 0) return null
  return (
    <Menu
      trigger={<IconButton icon={History} label={t('Conversations')} />}
      items={items.map(({ id, title }) => ({ label: title, onSelect: () => onShow(id) }))}
    />
  )
}
