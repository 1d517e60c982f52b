import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { CalendarSync, ChevronLeft, FlaskConical, Pause, Pencil, Play, Trash2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useLiveSamples } from '@/shared/api/trigger-samples'
import type { TriggerRead } from '@/shared/api/types'
import { rich } from '@/shared/i18n/rich'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { Page } from '@/shared/ui/page'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { FiringList } from './firing-list'
import { NextTimes } from './next-times'
import { TestDialog } from './test-dialog'
import { HealthBadge, TypeBadge } from './trigger-badges'
import { TriggerLetters } from './trigger-letters'
import { addressOf } from './trigger-words'
import {
  deleteTrigger,
  holdTrigger,
  openForm,
  timesQuery,
  triggerQuery,
  triggersKey,
} from './triggers-queries'

const TriggerDialog = lazy(() =>
  import('./trigger-dialog').then((module) => ({ default: module.TriggerDialog })),
)

const BackfillDialog = lazy(() =>
  import('./backfill-dialog').then((module) => ({ default: module.BackfillDialog })),
)

/** One trigger: how it does, where or when it fires, and what became of its messages. */
/** Types whose messages nobody sends again when they start no run. */
const PULLED = new Set(['event', 'poll', 'email'])

export function TriggerPage({ triggerId }: { triggerId: string }) {
  const query = useQuery(triggerQuery(triggerId))
  if (query.isPending)
    return (
      <Page title={t('Trigger')}>
        <LoadingRows rows={6} label={t('Loading the trigger')} />
      </Page>
    )
  if (query.isError && !query.data)
    return (
      <Page title={t('Trigger')}>
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      </Page>
    )
  return <Shown trigger={query.data} />
}

function Shown({ trigger }: { trigger: TriggerRead }) {
  useLiveSamples(trigger.test_url ? trigger.workflow_id : null)
  return (
    <Page
      title={trigger.name}
      heading={
        <>
          <Link
            to="/triggers"
            search={{ workflow: trigger.workflow_id }}
            aria-label={t('Back to the triggers')}
            className="-ml-2 grid size-7 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
          >
            <ChevronLeft aria-hidden className="size-4" />
          </Link>
          <h1 className="truncate font-semibold text-md">{trigger.name}</h1>
        </>
      }
      facts={
        <span className="hidden items-center gap-3 sm:flex">
          <TypeBadge type={trigger.type} />
          <HealthBadge trigger={trigger} />
        </span>
      }
      actions={<Actions trigger={trigger} />}
    >
      <div className="mx-auto flex max-w-4xl flex-col gap-6 p-4">
        <Facts trigger={trigger} />
        {PULLED.has(trigger.type) && <TriggerLetters trigger={trigger} />}
        <section aria-label={t('History')}>
          <h2 className="mb-2 font-semibold text-md">{t('History')}</h2>
          <FiringList triggerId={trigger.id} />
        </section>
      </div>
    </Page>
  )
}

function Facts({ trigger }: { trigger: TriggerRead }) {
  return (
    <section aria-label={t('How it fires')} className="space-y-4">
      <p className="text-ink-2">
        {rich('Starts runs of {workflow}.', {
          workflow: (
            <Link
              to="/workflows/$workflowId"
              params={{ workflowId: trigger.workflow_id }}
              className="font-medium text-ink underline decoration-line-strong hover:decoration-current"
            >
              {trigger.workflow_name}
            </Link>
          ),
        })}
      </p>
      {trigger.health === 'failing' && trigger.health_detail && (
        <p role="alert" className="break-words rounded-control bg-failed-wash p-3">
          {trigger.health_detail}
        </p>
      )}
      {trigger.paused && (
        <p className="rounded-control bg-retrying-wash p-3">
          {t('It is paused and starts nothing. A webhook’s senders are told to try again later.')}
        </p>
      )}
      {trigger.url && <Address label={t('Address')} copied={t('address')} path={trigger.url} />}
      {trigger.type === 'form' && <OpenForm triggerId={trigger.id} />}
      {trigger.type === 'chat' && <ChatFacts trigger={trigger} />}
      {trigger.test_url && (
        <Address label={t('Test address')} copied={t('test address')} path={trigger.test_url}>
          {t('Requests to it start nothing: they are captured for the test button.')}
        </Address>
      )}
      {trigger.type === 'schedule' ? (
        <Times triggerId={trigger.id} />
      ) : (
        trigger.words && (
          <p className="rounded-control bg-sunken px-3 py-2">
            <Said>{trigger.words}</Said>
          </p>
        )
      )}
    </section>
  )
}

/** Where members talk, and how the chat gets onto a site. */
function ChatFacts({ trigger }: { trigger: TriggerRead }) {
  const isPublic = trigger.config.audience === 'public'
  const path = trigger.url?.replace('/chats/', '') ?? ''
  const code = `<script src="${location.origin}/chat-widget.js" data-chat="${path}" async></script>`
  return (
    <>
      <Button asChild>
        <Link to="/chat" search={{ with: trigger.id }}>
          {t('Talk to it')}
        </Link>
      </Button>
      {isPublic && (
        <div className="space-y-1">
          <h3 className="font-medium text-ink-2 text-sm">{t('On a site')}</h3>
          <CodeBlock code={code} label={t('script tag')} />
          <p className="text-ink-3 text-xs">
            {t(
              'The site has to be among those that may show it; the address above works without one.',
            )}
          </p>
        </div>
      )}
    </>
  )
}

/** A form for members asks who comes: the address alone does not open it. */
function OpenForm({ triggerId }: { triggerId: string }) {
  const open = useMutation({
    mutationFn: () => openForm(triggerId),
    onSuccess: ({ url }) => location.assign(url),
    onError: (error) => notifyError(t('The form could not be opened'), error),
  })
  return (
    <Button needs="run" loading={open.isPending} onClick={() => open.mutate()}>
      {t('Fill it in')}
    </Button>
  )
}

type AddressProps = { label: string; copied: string; path: string; children?: ReactNode }

function Address({ label, copied, path, children }: AddressProps) {
  return (
    <div className="space-y-1">
      <h3 className="font-medium text-ink-2 text-sm">{label}</h3>
      <CodeBlock code={addressOf(path)} label={copied} />
      {children && <p className="text-ink-3 text-xs">{children}</p>}
    </div>
  )
}

function Times({ triggerId }: { triggerId: string }) {
  const { data, isError, error, refetch } = useQuery(timesQuery(triggerId))
  if (isError && !data) return <ErrorState error={error} onRetry={() => refetch()} />
  return data ? <NextTimes times={data} /> : <LoadingRows rows={2} label={t('Loading its times')} />
}

function Actions({ trigger }: { trigger: TriggerRead }) {
  const [open, setOpen] = useState<'test' | 'backfill' | 'edit' | 'delete' | null>(null)
  const queryClient = useQueryClient()
  const close = () => setOpen(null)
  const hold = useMutation({
    mutationFn: () => holdTrigger(trigger),
    onSuccess: ({ paused }) => notify(paused ? t('It is paused') : t('It fires again')),
    onError: (error) => notifyError(t('That did not work'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: triggersKey }),
  })
  return (
    <>
      <Button needs="run" onClick={() => setOpen('test')}>
        <FlaskConical aria-hidden />
        {t('Test…')}
      </Button>
      {trigger.type === 'schedule' && !trigger.paused && (
        <Button needs="edit" onClick={() => setOpen('backfill')}>
          <CalendarSync aria-hidden />
          {t('Catch up…')}
        </Button>
      )}
      <Button needs="edit" loading={hold.isPending} onClick={() => hold.mutate()}>
        {!hold.isPending && (trigger.paused ? <Play aria-hidden /> : <Pause aria-hidden />)}
        {trigger.paused ? t('Resume') : t('Pause')}
      </Button>
      <IconButton needs="edit" icon={Pencil} label={t('Change…')} onClick={() => setOpen('edit')} />
      <IconButton
        needs="edit"
        icon={Trash2}
        label={t('Delete…')}
        onClick={() => setOpen('delete')}
      />
      {open === 'test' && <TestDialog trigger={trigger} onClose={close} />}
      {open === 'backfill' && (
        <Suspense>
          <BackfillDialog trigger={trigger} onClose={close} />
        </Suspense>
      )}
      {open === 'edit' && (
        <Suspense>
          <TriggerDialog trigger={trigger} onClose={close} />
        </Suspense>
      )}
      {open === 'delete' && <DeleteDialog trigger={trigger} onClose={close} />}
    </>
  )
}

function DeleteDialog({ trigger, onClose }: { trigger: TriggerRead; onClose: () => void }) {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => deleteTrigger(trigger.id),
    onSuccess: async () => {
      notify(t('Deleted “{name}”', { name: trigger.name }))
      await navigate({ to: '/triggers', search: { workflow: trigger.workflow_id } })
      queryClient.removeQueries({ queryKey: [...triggersKey, trigger.id] })
      queryClient.invalidateQueries({ queryKey: triggersKey })
    },
    onError: (error) => notifyError(t('It could not be deleted'), error),
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('Delete “{name}”?', { name: trigger.name })}
      action={t('Delete')}
      danger
      onConfirm={() => remove.mutate()}
    >
      {t('Its address and its history go with it, for good. The runs that it started stay.')}
    </ConfirmDialog>
  )
}
