import { t } from '@/shared/i18n/texts'
import { RunsFrame } from '../runs-frame'
import { CircuitPanel } from './circuit-panel'
import { QueuePanel } from './queue-panel'

/** Whether what is started can go on: who works, what waits, and what is left alone. */
export function HealthPage() {
  return (
    <RunsFrame title={t('Health')}>
      <div className="mx-auto flex max-w-4xl flex-col gap-8 p-4">
        <QueuePanel />
        <CircuitPanel />
      </div>
    </RunsFrame>
  )
}
