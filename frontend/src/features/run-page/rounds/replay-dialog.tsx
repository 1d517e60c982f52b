import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { runsKey } from '@/features/runs'
import type { RoundRead, RunRead, ToldMessage } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Textarea } from '@/shared/ui/input'
import { notify } from '@/shared/ui/toaster'
import type { AgentPlace } from './agents'
import { replayAgent } from './rounds-queries'

type ReplayDialogProps = {
  run: RunRead
  agent: AgentPlace
  round: RoundRead
  /** The agent's instructions, which can be changed at any round. */
  system: ToldMessage | undefined
  onClose: () => void
}

/** Begin again at a round of an agent, with another prompt, in a new run. */
export function ReplayDialog({ run, agent, round, system, onClose }: ReplayDialogProps) {
  const messages = editable(round, system)
  const [texts, setTexts] = useState<Record<number, string>>({})
  const [add, setAdd] = useState('')
  const [key] = useState(() => crypto.randomUUID())
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const edits = messages.flatMap(({ index, text }) => {
    const edited = texts[index]
    return edited !== undefined && edited !== text ? [{ index, text: edited }] : []
  })
  const onSubmit = () => {
    submit(async () => {
      const { nodeId, iteration } = agent
      const body = { round: round.number, iteration, edits, add: add.trim() }
      const started = await replayAgent(run.id, nodeId, body, `${key}-${hash(body)}`)
      queryClient.invalidateQueries({ queryKey: runsKey })
      notify(t('Replayed: this is the new run'))
      await navigate({
        to: '/runs/$runId',
        params: { runId: started.id },
        search: { step: iteration ? `${nodeId}@${iteration}` : nodeId },
      })
    })
  }
  return (
    <FormDialog
      size="lg"
      title={t('Replay from round {number}', { number: round.number })}
      description={t(
        'A new test run takes over what came before this round, and makes it and all after it again. This run stays as it is.',
      )}
      action={t('Replay')}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      {messages.map((message) => (
        <Field key={message.index} label={labelOf(message)}>
          {(wiring) => (
            <Textarea
              {...wiring}
              rows={message.role === 'tool' ? 3 : 5}
              spellCheck={false}
              value={texts[message.index] ?? message.text}
              onChange={(event) => setTexts({ ...texts, [message.index]: event.target.value })}
            />
          )}
        </Field>
      ))}
      <Field label={t('Say besides')} hint={t('One more message, after these.')}>
        {(wiring) => (
          <Textarea {...wiring} rows={2} value={add} onChange={(e) => setAdd(e.target.value)} />
        )}
      </Field>
    </FormDialog>
  )
}

function editable(round: RoundRead, system: ToldMessage | undefined): ToldMessage[] {
  const own = round.told.some(({ index }) => index === system?.index)
  const all = system && !own ? [system, ...round.told] : round.told
  return all.filter((message) => message.is_whole)
}

function labelOf({ role }: ToldMessage): string {
  if (role === 'system') return t('Instructions')
  return role === 'tool' ? t('Result of a tool') : t('Prompt')
}

/** Another order under the same key would be refused. */
function hash(value: unknown): string {
  let sum = 0
  for (const character of JSON.stringify(value))
    sum = (Math.imul(sum, 31) + character.charCodeAt(0)) | 0
  return (sum >>> 0).toString(36)
}
