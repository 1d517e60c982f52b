import { useQuery } from '@tanstack/react-query'
import { Bell as BellIcon } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Popover } from '@/shared/ui/popover'
import { NotificationList } from './notification-list'
import { unreadCountQuery } from './notifications-queries'
import { useDomainEvents } from './use-domain-events'

const MOST_COUNTED = 99

/** How much is new, and what it is. */
export function Bell() {
  const [open, setOpen] = useState(false)
  useDomainEvents()
  const { data: count = 0 } = useQuery(unreadCountQuery)
  const shown = count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count)
  const label = count > 0 ? t('Notifications, {shown} new', { shown }) : t('Notifications')
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      label={t('Notifications')}
      className="flex max-h-[70vh] w-96 max-w-[calc(100vw-16px)] flex-col p-0"
      trigger={
        <Button variant="ghost" size="icon" aria-label={label} title={label} className="relative">
          <BellIcon aria-hidden />
          {count > 0 && (
            <span
              aria-hidden
              className="num absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-items-center rounded-full bg-accent px-1 font-medium text-2xs text-surface leading-none"
            >
              {shown}
            </span>
          )}
        </Button>
      }
    >
      <NotificationList unread={count} onLeave={() => setOpen(false)} />
    </Popover>
  )
}
