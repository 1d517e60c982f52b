import { AlertDialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { t } from '@/shared/i18n/texts'
import { Button } from './button'
import { useGiveBack } from './use-give-back'

type ConfirmDialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** A question. */
  title: string
  /** What will happen, and whether it can be undone. */
  children: ReactNode
  /** The verb, as on the button that led here. */
  action: string
  /** What keeps things as they are. */
  keep?: string
  danger?: boolean
  onConfirm: () => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, children, action, keep = t('Keep'), danger, onConfirm } = props
  const giveBack = useGiveBack(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in-0 fixed inset-0 z-40 animate-in bg-overlay duration-160" />
        <Radix.Content
          onCloseAutoFocus={giveBack}
          className="fade-in-0 slide-in-from-top-2 fixed top-[20vh] left-1/2 z-50 w-[calc(100vw-32px)] max-w-100 -translate-x-1/2 animate-in rounded-card border border-line bg-raised p-4 shadow-float duration-160"
        >
          <Radix.Title className="font-semibold text-md">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="mt-1 text-ink-2 text-sm">{children}</div>
          </Radix.Description>
          <footer className="mt-4 flex justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{keep}</Button>
            </Radix.Cancel>
            <Radix.Action asChild>
              <Button variant={danger ? 'danger' : 'primary'} onClick={onConfirm}>
                {action}
              </Button>
            </Radix.Action>
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
