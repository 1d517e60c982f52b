import { type FormEvent, useState } from 'react'
import type { ApprovalRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatTime } from '@/shared/lib/format'
import { Button } from '@/shared/ui/button'
import { CodeBlock } from '@/shared/ui/code-block'
import { Field } from '@/shared/ui/field'
import { Input } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import { createLink } from './approval-queries'

type LinkMakerProps = { approval: ApprovalRead; onDone: () => void }

type Made = Awaited<ReturnType<typeof createLink>>

/** A link for one person, who answers with it without signing in. */
export function LinkMaker({ approval, onDone }: LinkMakerProps) {
  const [email, setEmail] = useState(approval.assignees[0] ?? '')
  const [made, setMade] = useState<Made | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const make = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      setMade(await createLink(approval.id, email.trim()))
    } catch (failure) {
      setError(failure)
    }
    setBusy(false)
  }
  if (made) {
    return (
      <section aria-label={t('Link')} className="space-y-3">
        <p className="text-ink-2">
          {t('Send it to {email} and to nobody else: who has it can answer, until', { email })}{' '}
          {formatTime(made.expires_at)}.
        </p>
        <CodeBlock code={made.url} label={t('link')} />
        <div className="flex justify-end">
          <Button onClick={onDone}>{t('Back')}</Button>
        </div>
      </section>
    )
  }
  return (
    <form aria-label={t('Answer by link')} className="flex flex-col gap-4" onSubmit={make}>
      <Field
        label={t('Who answers with it')}
        hint={t('The email of one of those who are asked. The answer counts as theirs.')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            type="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Refusal error={error} />
      <footer className="flex justify-end gap-2">
        <Button onClick={onDone}>{t('Back')}</Button>
        <Button type="submit" variant="primary" loading={busy}>
          {t('Make the link')}
        </Button>
      </footer>
    </form>
  )
}
