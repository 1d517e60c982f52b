import { CloudOff } from 'lucide-react'
import { type RunStore, useRunState } from '@/features/run-stream'
import { errorText } from '@/shared/api/error'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'

type ConnectionBannerProps = { store: RunStore }

/** Says when what is shown may be old. */
export function ConnectionBanner({ store }: ConnectionBannerProps) {
  const connection = useRunState(store, (state) => state.connection)
  const failure = useRunState(store, (state) => state.failure)
  const said = useSaid()
  return (
    <div role="status">
      {(connection === 'reconnecting' || connection === 'failed') && (
        <p className="flex items-center gap-2 border-line border-b bg-retrying-wash px-4 py-1.5 text-sm">
          <CloudOff aria-hidden className="size-4 shrink-0 text-retrying" />
          {connection === 'reconnecting'
            ? t('The connection was lost; trying again. What you see may be old.')
            : t('This run can’t be followed live: {title}.', {
                title: errorText(failure, said).title,
              })}
        </p>
      )}
    </div>
  )
}
