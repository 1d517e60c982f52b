import { Sparkles } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { CopilotRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'

const ExplainDialog = lazy(async () => ({
  default: (await import('./explain-dialog')).ExplainDialog,
}))

/** Where what is proposed can be taken over. */
export type ShowProposal = (said: CopilotRead, onAccepted: () => void) => ReactNode

export type Explained = {
  runId: string
  workflowId: string
  /** None: what is proposed is only told of, with the way to the builder. */
  proposal?: ShowProposal | undefined
}

/** Of a run that failed: asks the copilot why. */
export function ExplainButton(explained: Explained) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="sm" needs="run" onClick={() => setOpen(true)}>
        <Sparkles aria-hidden />
        {t('Explain')}
      </Button>
      {open && (
        <Suspense>
          <ExplainDialog {...explained} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
