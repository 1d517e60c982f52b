import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Check, Circle, X } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { firstStepsQuery } from './dashboard-queries'

const HIDDEN = 'noria.first-steps.hidden'

/** What a newcomer does first; ticks what was done, and goes once all of it was. */
export function FirstSteps() {
  const [isHidden, setHidden] = useState(() => localStorage.getItem(HIDDEN) === '1')
  const { data } = useQuery({ ...firstStepsQuery, enabled: !isHidden })
  if (isHidden || !data || (data.published && data.greenRun && data.workflow)) return null
  const hide = () => {
    localStorage.setItem(HIDDEN, '1')
    setHidden(true)
  }
  return (
    <section
      aria-label={t('First steps')}
      className="relative rounded-card border border-line bg-raised p-4"
    >
      <IconButton
        icon={X}
        label={t('Hide the first steps')}
        size="icon-sm"
        onClick={hide}
        className="absolute top-2 right-2"
      />
      <h2 className="font-semibold text-md">{t('Your first green run')}</h2>
      <ol className="mt-2 flex flex-col gap-1.5">
        <Step done={data.workflow !== null}>
          {t('Have a workflow: take a template, or draw one')}
        </Step>
        <Step done={data.greenRun !== null}>{t('Run it, and see every step turn green')}</Step>
        <Step done={data.published}>{t('Publish it: a version never changes')}</Step>
      </ol>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button asChild variant="primary">
          <Link to="/templates">{t('Choose a template')}</Link>
        </Button>
        {data.workflow && (
          <Button asChild>
            <Link to="/workflows/$workflowId" params={{ workflowId: data.workflow }}>
              {t('Open an example')}
            </Link>
          </Button>
        )}
        <Button asChild>
          <Link to="/workflows" search={{ new: true }}>
            {t('Begin with nothing')}
          </Link>
        </Button>
      </div>
    </section>
  )
}

function Step({ done, children }: { done: boolean; children: ReactNode }) {
  const Icon = done ? Check : Circle
  return (
    <li className="flex items-center gap-2">
      <Icon aria-hidden className={done ? 'size-4 text-succeeded' : 'size-4 text-ink-3'} />
      <span className="sr-only">{done ? t('Done:') : t('To do:')}</span>
      <span className={done ? 'text-ink-3 line-through' : undefined}>{children}</span>
    </li>
  )
}
