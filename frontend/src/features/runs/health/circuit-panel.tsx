import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Unplug, Zap } from 'lucide-react'
import type { CircuitRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { notify, notifyError } from '@/shared/ui/toaster'
import { circuitsKey, circuitsQuery, closeCircuit } from './health-queries'

/** What steps leave alone for now, since it failed for everybody. */
export function CircuitPanel() {
  const query = useQuery(circuitsQuery)
  const circuits = query.data?.items ?? []
  return (
    <section aria-labelledby="circuits">
      <h2 id="circuits" className="font-semibold text-md">
        {t('Open circuits')}
      </h2>
      <p className="mb-3 text-ink-3">
        {t(
          'A destination that fails again and again is left alone for a while; one call at a time sees whether it answers again.',
        )}
      </p>
      {query.isPending && <LoadingRows rows={2} label={t('Loading circuits')} />}
      {query.isError && !query.data && (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      )}
      {query.data && circuits.length === 0 && (
        <p className="flex items-center gap-2 rounded-card border border-line px-4 py-3 text-ink-2">
          <Zap aria-hidden className="size-4 text-ink-3" />
          {t('None: every destination may be called.')}
        </p>
      )}
      {circuits.length > 0 && (
        <ul
          aria-label={t('Circuits')}
          className="divide-y divide-line rounded-card border border-line"
        >
          {circuits.map((circuit) => (
            <CircuitRow key={`${circuit.destination} ${circuit.credential}`} circuit={circuit} />
          ))}
        </ul>
      )}
    </section>
  )
}

function CircuitRow({ circuit }: { circuit: CircuitRead }) {
  const { destination, credential, reason, opened_at: openedAt } = circuit
  const queryClient = useQueryClient()
  const close = useMutation({
    mutationFn: () => closeCircuit(destination, credential),
    onSuccess: () => notify(t('Steps call {destination} again', { destination })),
    onError: (error) =>
      notifyError(t('The circuit of {destination} could not be closed', { destination }), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: circuitsKey }),
  })
  return (
    <li data-circuit={destination} className="flex flex-wrap items-center gap-3 px-4 py-3">
      <Unplug aria-hidden className="size-4 shrink-0 text-failed" />
      <div className="min-w-0 flex-1">
        <p className="break-words font-mono font-medium">
          {destination}
          {credential && (
            <span className="text-ink-3"> {t('with {credential}', { credential })}</span>
          )}
        </p>
        <p className="break-words text-ink-2">{reason}</p>
        <p className="text-ink-3 text-xs">
          {t('Left alone since')} <Ago at={openedAt} className="num" />
        </p>
      </div>
      <Button needs="run" loading={close.isPending} onClick={() => close.mutate()}>
        {t('Call it again')}
      </Button>
    </li>
  )
}
