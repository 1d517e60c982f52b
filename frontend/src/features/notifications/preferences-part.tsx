import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PreferenceRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Switch } from '@/shared/ui/checkbox'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notifyError } from '@/shared/ui/toaster'
import { EVENTS, eventWords } from './notification-words'
import { preferencesQuery, setPreference } from './notifications-queries'

/** Of what the one who is signed in is told here, and how. */
export function PreferencesPart() {
  const query = useQuery(preferencesQuery)
  return (
    <section aria-labelledby="own-notifications">
      <h2 id="own-notifications" className="font-semibold text-md">
        {t('What you are told of')}
      </h2>
      <p className="mb-3 text-ink-2">
        {t(
          'In this workspace, for you alone. Of the same thing you get a mail every 15 minutes at most.',
        )}
      </p>
      {query.isPending ? (
        <LoadingRows rows={6} label={t('Loading what you are told of')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : (
        <PreferenceTable preferences={query.data.items} hasMail={query.data.has_mail} />
      )}
    </section>
  )
}

type PreferenceTableProps = { preferences: readonly PreferenceRead[]; hasMail: boolean }

function PreferenceTable({ preferences, hasMail }: PreferenceTableProps) {
  const known = new Map(preferences.map((each) => [each.event_type, each]))
  return (
    <>
      <table className="w-full rounded-card border border-line bg-raised">
        <thead>
          <tr className="border-line border-b text-left text-ink-3 text-xs">
            <th className="px-4 py-2 font-medium">{t('Event')}</th>
            <th className="w-24 px-2 py-2 font-medium">{t('In the app')}</th>
            <th className="w-24 px-2 py-2 font-medium">{t('By mail')}</th>
          </tr>
        </thead>
        <tbody>
          {EVENTS.map((type) => {
            const preference = known.get(type)
            return (
              preference && <PreferenceLine key={type} preference={preference} hasMail={hasMail} />
            )
          })}
        </tbody>
      </table>
      {!hasMail && (
        <p className="mt-2 text-ink-3 text-xs">{t('This installation sends no mail.')}</p>
      )}
    </>
  )
}

type PreferenceLineProps = { preference: PreferenceRead; hasMail: boolean }

function PreferenceLine({ preference, hasMail }: PreferenceLineProps) {
  const queryClient = useQueryClient()
  const { queryKey } = preferencesQuery
  const set = useMutation({
    mutationFn: setPreference,
    onMutate: (next) =>
      queryClient.setQueryData(
        queryKey,
        (before) =>
          before && {
            ...before,
            items: before.items.map((each) => (each.event_type === next.event_type ? next : each)),
          },
      ),
    onError: (error) => notifyError(t('That could not be saved'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  })
  const event = eventWords(preference.event_type)
  return (
    <tr className="border-line border-b last:border-b-0">
      <td className="px-4 py-2">{event}</td>
      <td className="px-2 py-2">
        <Switch
          aria-label={t('{event}: in the app', { event })}
          checked={preference.in_app}
          onCheckedChange={(in_app) => set.mutate({ ...preference, in_app })}
        />
      </td>
      <td className="px-2 py-2">
        <Switch
          aria-label={t('{event}: by mail', { event })}
          checked={preference.mail}
          disabled={!hasMail && !preference.mail}
          onCheckedChange={(mail) => set.mutate({ ...preference, mail })}
        />
      </td>
    </tr>
  )
}
