import { Toaster as Sonner, toast } from 'sonner'
import { errorText } from '@/shared/api/error'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'

export const show = toast

/** Shown anew when the words of the server come, which no page waits for. */
function Why({ error }: { error: unknown }) {
  const { title, detail } = errorText(error, useSaid())
  return detail || title
}

export const showError = (tried: string, error: unknown) =>
  toast.error(tried, { description: <Why error={error} />, duration: 10_000 })

/** Sonner in the app's looks. */
export function Toasts() {
  return (
    <Sonner
      position="bottom-right"
      containerAriaLabel={t('Notifications')}
      gap={8}
      // It brings its own font otherwise.
      style={{ fontFamily: 'inherit' }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-90 items-center gap-3 rounded-card border border-line bg-raised px-3 py-2.5 text-sm text-ink shadow-float',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'mt-0.5 text-xs text-ink-2 break-words',
          icon: 'mt-0.5 text-ink-3 [&_svg]:size-4',
          actionButton:
            'shrink-0 rounded-control border border-line bg-raised px-2 h-6 text-xs font-medium hover:border-line-strong',
          error: 'border-failed!',
        },
      }}
    />
  )
}
