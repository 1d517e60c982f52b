/** Parts of a page whose code is fetched when they are first shown. */
import { type ComponentType, lazy, Suspense, useEffect, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { notify } from './toaster'

type Closable = { onClose?: () => void }

/** `fetch` gets the code ahead of its first showing. */
type Fetched<Props> = ComponentType<Props> & { fetch: () => Promise<unknown> }

/**
 * Like `lazy`, but the page stays when the code does not come, as without a connection or after an
 * update of Noria: what can be closed closes and says so in a toast, the rest says it in its place.
 * It is fetched again the next time.
 */
export function fetched<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): Fetched<Props> {
  const fetchOnce = () =>
    lazy(async () => ({ default: (await load().catch(() => null)) ?? NotFetched }))
  let newest = fetchOnce()

  function NotFetched(props: Props) {
    const { onClose } = props as Closable
    const why = t(
      'This part of Noria could not be loaded. Check the connection, then reload the page.',
    )
    useEffect(() => {
      // React keeps what came of an import, the failure as well. So do some browsers, until a reload.
      newest = fetchOnce()
      if (!onClose) return
      notify(why)
      onClose()
    }, [onClose, why])
    if (onClose) return null
    return (
      <p role="alert" className="p-4 text-ink-2 text-sm">
        {why}
      </p>
    )
  }

  function Shown(props: Props) {
    // Chosen once: another one in its place would begin anew.
    const [Part] = useState(() => newest)
    return (
      <Suspense>
        <Part {...props} />
      </Suspense>
    )
  }
  return Object.assign(Shown, { fetch: load })
}
