import { Check, Link2, X } from 'lucide-react'
import { type FormEvent, useMemo, useState } from 'react'
import { type FormValue, type Schema, SchemaForm } from '@/features/schema-form'
import type { ApprovalRead, JsonValue } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { Textarea } from '@/shared/ui/input'
import { JsonInput, useJsonText } from '@/shared/ui/json-input'
import { Refusal } from '@/shared/ui/refusal'
import { firstAnswer, formFaults, hasFields, whoMayAnswer } from './answer'
import type { Answer } from './approval-queries'

type AnswerFormProps = {
  approval: ApprovalRead
  onAnswer: (answer: Answer) => Promise<unknown>
  /** What is written so far: this form goes as soon as somebody else answers. */
  onComment?: (comment: string) => void
  /** Asks for a link that answers without signing in. */
  onLink?: () => void
}

type Decision = Answer['decision']

const MAX_COMMENT = 10_000

/** The fields that the workflow asks for, a comment, and the decision. */
export function AnswerForm({ approval, onAnswer, onComment, onLink }: AnswerFormProps) {
  const form = approval.form as Schema | null
  const [data, setData] = useState<FormValue>(() => firstAnswer(approval.form))
  const json = useJsonText(null)
  const [comment, setComment] = useState('')
  const [busy, setBusy] = useState<Decision | null>(null)
  const [error, setError] = useState<unknown>(null)
  const byField = hasFields(approval.form)
  const faults = useMemo(() => formFaults(error), [error])
  const given: JsonValue = byField ? data : (json.parsed?.value ?? null)
  const send = async (decision: Decision) => {
    setBusy(decision)
    setError(null)
    try {
      const wanted = decision === 'approved' && form !== null
      await onAnswer({ decision, comment: comment.trim(), data: wanted ? given : null })
    } catch (failure) {
      setError(failure)
      setBusy(null)
    }
  }
  if (!approval.may_answer) {
    return (
      <>
        <p className="text-ink-2">
          {t('Only {whoMayAnswer} may answer this.', { whoMayAnswer: whoMayAnswer(approval) })}
        </p>
        {onLink && <LinkButton onLink={onLink} />}
      </>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send('approved')
  }
  return (
    <form aria-label={t('Answer')} className="flex flex-col gap-4" onSubmit={submit}>
      {form && byField && (
        <SchemaForm
          formId={`approval-${approval.id}`}
          schema={form}
          value={data}
          onValue={setData}
          expressions={false}
          faults={faults.byField}
        />
      )}
      {form && !byField && <JsonInput json={json} label={t('Data, as JSON')} rows={5} />}
      <Field label={t('Comment')}>
        {(wiring) => (
          <Textarea
            {...wiring}
            rows={2}
            value={comment}
            maxLength={MAX_COMMENT}
            onChange={(event) => {
              setComment(event.target.value)
              onComment?.(event.target.value)
            }}
          />
        )}
      </Field>
      {(!byField || faults.hasOthers) && <Refusal error={error} />}
      <Decisions
        busy={busy}
        canApprove={form === null || byField || json.parsed !== null}
        onReject={() => send('rejected')}
        {...(onLink && { onLink })}
      />
    </form>
  )
}

type DecisionsProps = {
  /** What is being sent. */
  busy: Decision | null
  canApprove: boolean
  onReject: () => void
  onLink?: () => void
}

function Decisions({ busy, canApprove, onReject, onLink }: DecisionsProps) {
  return (
    <footer className="flex flex-wrap items-center gap-2">
      {onLink && <LinkButton onLink={onLink} />}
      <div className="ml-auto flex gap-2">
        <Button
          needs="run"
          variant="danger"
          loading={busy === 'rejected'}
          disabled={busy !== null}
          onClick={onReject}
        >
          {busy !== 'rejected' && <X aria-hidden />}
          {t('Reject')}
        </Button>
        <Button
          needs="run"
          type="submit"
          variant="primary"
          loading={busy === 'approved'}
          disabled={busy !== null || !canApprove}
        >
          {busy !== 'approved' && <Check aria-hidden />}
          {t('Approve')}
        </Button>
      </div>
    </footer>
  )
}

function LinkButton({ onLink }: { onLink: () => void }) {
  return (
    <Button needs="manage" variant="ghost" onClick={onLink} className="self-start">
      <Link2 aria-hidden />
      {t('Answer by link…')}
    </Button>
  )
}
