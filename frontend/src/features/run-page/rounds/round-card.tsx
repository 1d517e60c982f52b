import { RotateCcw, Wrench } from 'lucide-react'
import type { AskedCall, RoundRead, ToldMessage } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { formatDuration } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { StatusBadge } from '@/shared/ui/status'
import { ErrorNotice } from '../error-notice'
import { formatCost } from './agents'
import { usePieces } from './use-pieces'

const ROLES: Readonly<Record<string, 'Instructions' | 'Told' | 'Result'>> = {
  system: 'Instructions',
  user: 'Told',
  tool: 'Result',
}

/** A round that failed is made again, too: with another prompt, most often. */
const HAVE_ENDED: readonly RoundRead['status'][] = ['succeeded', 'failed', 'cancelled']

type RoundCardProps = {
  runId: string
  /** Of the step that makes the rounds. */
  nodeId: string
  round: RoundRead
  onReplay?: () => void
}

export function RoundCard({ runId, nodeId, round, onReplay }: RoundCardProps) {
  const name = t('Round {number}', { number: round.number })
  // Results stand with the calls that they answer.
  const told = round.told.filter(({ role }) => role !== 'tool')
  return (
    <li aria-label={name} className="space-y-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold">{name}</h3>
        <StatusBadge status={round.status} />
        {onReplay && HAVE_ENDED.includes(round.status) && (
          <Button size="sm" variant="ghost" needs="run" className="ml-auto" onClick={onReplay}>
            <RotateCcw aria-hidden />
            {t('Replay from round {number}…', { number: round.number })}
          </Button>
        )}
        <p className="num w-full font-mono text-ink-3 text-xs">{facts(round)}</p>
      </div>
      {told.map((message) => (
        <Message key={message.index} message={message} />
      ))}
      {round.text && (
        <Part label={t('Said')} text={round.text} className="border-accent border-l-2 pl-3" />
      )}
      {round.status === 'running' && (
        <Writing runId={runId} nodeId={nodeId} iteration={round.iteration} />
      )}
      {round.asked.map((call) => (
        <Call key={call.id} call={call} />
      ))}
      {round.error && <ErrorNotice error={round.error} />}
    </li>
  )
}

function facts(round: RoundRead): string {
  if (!round.model) return ''
  const tokens = t('{input} tokens in, {output} out', {
    input: formatNumber(round.input_tokens),
    output: formatNumber(round.output_tokens),
  })
  const cost = formatCost(round.cost_usd)
  const parts = [round.model, formatDuration(round.latency_ms), tokens, cost]
  return [...parts, round.cached ? t('from the cache') : ''].filter(Boolean).join(' · ')
}

function Message({ message }: { message: ToldMessage }) {
  const role = ROLES[message.role]
  return <Part label={role ? t(role) : message.role} text={message.text} />
}

type PartProps = { label: string; text: string; className?: string }

const LONG = 600

function Part({ label, text, className = '' }: PartProps) {
  const body = <p className="whitespace-pre-wrap break-words">{text}</p>
  return (
    <div className={className}>
      <p className="text-ink-3 text-xs">{label}</p>
      {text.length <= LONG ? (
        body
      ) : (
        <details>
          <summary className="whitespace-pre-wrap break-words">{text.slice(0, LONG)}…</summary>
          {body}
        </details>
      )}
    </div>
  )
}

function Call({ call }: { call: AskedCall }) {
  return (
    <div className="rounded-control border border-line bg-canvas p-2">
      <p className="flex items-center gap-1.5 font-mono text-xs">
        <Wrench aria-hidden className="size-3.5 shrink-0 text-ink-3" />
        <span className="sr-only">{t('Tool call')}</span>
        <span className="font-semibold">{call.name}</span>
      </p>
      <pre className="mt-1 max-h-40 overflow-auto whitespace-pre-wrap break-words font-mono text-ink-2 text-xs">
        {JSON.stringify(call.arguments, null, 2)}
      </pre>
      {call.refused ? (
        <Part label={t('Not made')} text={call.refused} className="mt-1 text-failed" />
      ) : call.result === null ? (
        <p className="mt-1 text-ink-3 text-xs">{t('Its result is still to come.')}</p>
      ) : (
        <Part label={t('Result')} text={call.result} className="mt-1" />
      )}
    </div>
  )
}

type WritingProps = { runId: string; nodeId: string; iteration: string }

function Writing({ runId, nodeId, iteration }: WritingProps) {
  const written = usePieces(runId, nodeId, iteration, true)
  if (!written) return <p className="text-ink-3">{t('The model is asked…')}</p>
  return (
    <div aria-busy>
      <Part label={t('Being written')} text={written.text} />
    </div>
  )
}
