import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ImportRead } from '@/shared/api/types'
import { Said } from '@/shared/i18n/said'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Checkbox } from '@/shared/ui/checkbox'
import { Dialog } from '@/shared/ui/dialog'
import { Field } from '@/shared/ui/field'
import { fieldStyle } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { notify } from '@/shared/ui/toaster'
import { importWorkflows } from './exchange'
import { workflowsKey } from './workflows-queries'

type ImportDialogProps = { onClose: () => void }

/** Says first what would come, then brings it. */
export function ImportDialog({ onClose }: ImportDialogProps) {
  const [text, setText] = useState('')
  const [isReplacing, setReplacing] = useState(false)
  const queryClient = useQueryClient()
  const same_name = isReplacing ? ('replace' as const) : ('add' as const)
  const look = useMutation({ mutationFn: importWorkflows })
  const bring = useMutation({
    mutationFn: importWorkflows,
    onSuccess: ({ workflows }) => {
      queryClient.invalidateQueries({ queryKey: workflowsKey })
      notify(
        t('Imported {count}', {
          count: plural(workflows.length, '{count} workflow', '{count} workflows'),
        }),
      )
      onClose()
    },
  })
  const change = (next: string, replacing: boolean) => {
    setText(next)
    setReplacing(replacing)
    look.reset()
    bring.reset()
  }
  const button = look.data ? (
    <Button
      variant="primary"
      loading={bring.isPending}
      onClick={() => bring.mutate({ text, same_name, dry_run: false })}
    >
      {t('Import {count}', {
        count: plural(look.data.workflows.length, '{count} workflow', '{count} workflows'),
      })}
    </Button>
  ) : (
    <Button
      variant="primary"
      disabled={!text.trim()}
      loading={look.isPending}
      onClick={() => look.mutate({ text, same_name, dry_run: true })}
    >
      {t('See what comes')}
    </Button>
  )
  return (
    <Dialog
      open
      size="md"
      title={t('Import workflows')}
      description={t('YAML or JSON, as an export writes it. They come as drafts.')}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          {button}
        </>
      }
    >
      <Source text={text} onText={(next) => change(next, isReplacing)} />
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is the control, drawn by Radix */}
      <label className="mt-2 flex items-center gap-2">
        <Checkbox checked={isReplacing} onCheckedChange={(on) => change(text, on === true)} />
        {t('Replace the drafts of workflows that have the same name')}
      </label>
      {look.data && <Coming coming={look.data} />}
      <Refusal error={look.error ?? bring.error} />
    </Dialog>
  )
}

function Source({ text, onText }: { text: string; onText: (text: string) => void }) {
  // The browser's own button speaks the browser's language.
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState('')
  const read = async (file: File | undefined) => {
    setName(file?.name ?? '')
    onText((await file?.text()) ?? '')
  }
  return (
    <>
      <Field label={t('File')}>
        {(wiring) => (
          <div className="flex items-center gap-3">
            <input
              {...wiring}
              ref={input}
              type="file"
              hidden
              accept=".yaml,.yml,.json"
              onChange={(event) => read(event.target.files?.[0])}
            />
            <Button size="sm" onClick={() => input.current?.click()}>
              {t('Choose a file…')}
            </Button>
            <span role="status" className="min-w-0 truncate text-ink-2 text-sm">
              {name || t('No file is chosen.')}
            </span>
          </div>
        )}
      </Field>
      <Field label={t('Or its text')} className="mt-2">
        {(wiring) => (
          <textarea
            {...wiring}
            value={text}
            rows={6}
            spellCheck={false}
            onChange={(event) => onText(event.target.value)}
            className={`${fieldStyle} py-2 font-mono text-xs`}
          />
        )}
      </Field>
    </>
  )
}

function Coming({ coming }: { coming: ImportRead }) {
  return (
    <ul
      aria-label={t('What comes')}
      className="mt-3 divide-y divide-line rounded-control border border-line"
    >
      {coming.workflows.map((each) => (
        <li key={each.name} className="px-3 py-2">
          <p className="flex gap-2">
            <span className="font-medium">{each.name}</span>
            <span className="ml-auto whitespace-nowrap text-ink-3 text-xs">
              {each.action === 'replace' ? t('replaces the draft') : t('new')},{' '}
              {plural(each.nodes, '{count} step', '{count} steps')}
            </span>
          </p>
          <Missing label={t('Credentials that are not here')} names={each.missing_credentials} />
          <Missing
            label={t('Workflows that it runs and that are not here')}
            names={each.missing_workflows}
          />
          {each.problems.length > 0 && (
            <p className="text-retrying text-xs">
              {plural(each.problems.length, '{count} problem', '{count} problems')}:{' '}
              <Said>{each.problems[0]?.message ?? ''}</Said>
            </p>
          )}
        </li>
      ))}
    </ul>
  )
}

function Missing({ label, names }: { label: string; names: readonly string[] }) {
  if (names.length === 0) return null
  return (
    <p className="text-retrying text-xs">
      {label}: {names.join(', ')}
    </p>
  )
}
