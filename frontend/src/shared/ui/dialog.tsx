import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { createContext, type ReactNode, use, useState } from 'react'
import { createPortal } from 'react-dom'
import { t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import { IconButton } from './icon-button'
import { useGiveBack } from './use-give-back'

type DialogProps = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  /** Read aloud after the title. */
  description?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  size?: 'sm' | 'md' | 'lg'
  children?: ReactNode
}

/** Where the open dialog has its buttons: below what is scrolled, never over it. */
const FooterPlace = createContext<HTMLElement | null>(null)

/** Buttons of a dialog whose content brings them. */
export function DialogFooter({ children }: { children: ReactNode }) {
  const place = use(FooterPlace)
  return place && createPortal(children, place)
}

const WIDTHS = { sm: 'max-w-100', md: 'max-w-140', lg: 'max-w-220' }

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, footer, size = 'sm', children } = props
  const giveBack = useGiveBack(open)
  const [footerPlace, setFooterPlace] = useState<HTMLElement | null>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in-0 fixed inset-0 z-40 animate-in bg-overlay duration-160" />
        <Radix.Content
          className={cn(
            'fixed top-[12vh] outline-none left-1/2 z-50 flex max-h-[76vh] w-[calc(100vw-32px)] -translate-x-1/2 flex-col',
            'fade-in-0 slide-in-from-top-2 animate-in rounded-card border border-line bg-raised shadow-float duration-160',
            WIDTHS[size],
          )}
          // On the dialog itself, unless a field of it has the focus already: not on its close button.
          onOpenAutoFocus={(event) => {
            event.preventDefault()
            if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
          }}
          onCloseAutoFocus={giveBack}
          {...(!description && { 'aria-describedby': undefined })}
        >
          <header className="flex items-start justify-between gap-4 px-4 pt-3 pb-2">
            <div className="min-w-0 pt-1">
              <Radix.Title className="font-semibold text-md">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-ink-2 text-sm">
                  {description}
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton
                icon={X}
                label={t('Close')}
                size="icon-sm"
                keys="Esc"
                className="-mr-1.5"
              />
            </Radix.Close>
          </header>
          {children && (
            <div className="min-h-0 overflow-y-auto px-4 pt-1 pb-1">
              <FooterPlace value={footerPlace}>{children}</FooterPlace>
            </div>
          )}
          <footer ref={setFooterPlace} className="flex justify-end gap-2 p-4 empty:pt-0">
            {footer}
          </footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
