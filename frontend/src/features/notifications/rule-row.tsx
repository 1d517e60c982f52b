import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import type { RuleRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu } from '@/shared/ui/menu'
import { notify, notifyError } from '@/shared/ui/toaster'
import { DeliveriesDialog } from './deliveries-dialog'
import { CHANNEL_WORDS, eventWords } from './notification-words'
import { deleteRule, holdRule, rulesKey, testRule } from './notifications-queries'

type RuleRowProps = { rule: RuleRead; onEdit: () => void }

/** A rule, and all that can be done with it. */
export function RuleRow({ rule, onEdit }: RuleRowProps) {
  const [shown, setShown] = useState<'history' | 'delete' | null>(null)
  const acts = useActs(rule)
  const close = () => setShown(null)
  return (
    <li className="flex min-h-14 items-center gap-3 px-4 py-2">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{rule.name}</span>
          <Badge>{t(CHANNEL_WORDS[rule.channel])}</Badge>
          {rule.paused && <Badge>{t('Paused')}</Badge>}
        </p>
        <p className="truncate text-ink-3 text-xs">{rule.events.map(eventWords).join(', ')}</p>
        {rule.last_error && (
          <p className="break-words text-failed text-xs">
            {t('The last message failed: {why}', { why: rule.last_error })}
          </p>
        )}
      </div>
      <Button size="sm" loading={acts.test.isPending} onClick={() => acts.test.mutate()}>
        {t('Test|verb')}
      </Button>
      <Menu
        trigger={
          <IconButton
            icon={Ellipsis}
            size="icon-sm"
            label={t('More about {name}', { name: rule.name })}
          />
        }
        items={[
          { label: t('Change'), onSelect: onEdit },
          { label: rule.paused ? t('Resume') : t('Pause'), onSelect: () => acts.hold.mutate() },
          { label: t('History'), onSelect: () => setShown('history') },
          'separator',
          { label: t('Delete'), danger: true, onSelect: () => setShown('delete') },
        ]}
      />
      {shown === 'history' && <DeliveriesDialog rule={rule} onClose={close} />}
      <ConfirmDialog
        open={shown === 'delete'}
        onOpenChange={(open) => !open && close()}
        title={t('Delete “{name}”?', { name: rule.name })}
        action={t('Delete')}
        danger
        onConfirm={() => acts.remove.mutate()}
      >
        {t('Nobody is told by it any more, and its history goes with it.')}
      </ConfirmDialog>
    </li>
  )
}

function useActs(rule: RuleRead) {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: rulesKey })
  const failed = (error: unknown) => notifyError(t('That did not work'), error)
  const test = useMutation({
    mutationFn: () => testRule(rule.id),
    onSuccess: (delivery) =>
      delivery.status === 'delivered'
        ? notify(t('The test message of “{name}” was delivered', { name: rule.name }))
        : notifyError(
            t('The test message of “{name}” was not delivered', { name: rule.name }),
            new Error(delivery.last_error ?? ''),
          ),
    onError: failed,
    onSettled,
  })
  const hold = useMutation({ mutationFn: () => holdRule(rule), onError: failed, onSettled })
  const remove = useMutation({
    mutationFn: () => deleteRule(rule.id),
    onSuccess: () => notify(t('Deleted “{name}”', { name: rule.name })),
    onError: failed,
    onSettled,
  })
  return { test, hold, remove }
}
