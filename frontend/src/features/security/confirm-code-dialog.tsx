import { useQueryClient } from '@tanstack/react-query'
import type { SecondFactorBegun } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { CodeBlock } from '@/shared/ui/code-block'
import { Field } from '@/shared/ui/field'
import { FormDialog } from '@/shared/ui/form-dialog'
import { Input } from '@/shared/ui/input'
import { QrCode } from './qr-code'
import { confirmSecondFactor, secondFactorQuery } from './security-queries'

type ConfirmCodeDialogProps = {
  begun: SecondFactorBegun
  onCodes: (codes: readonly string[]) => void
  onClose: () => void
}

/** The picture to scan, and the first code, which puts the app in force. */
export function ConfirmCodeDialog({ begun, onCodes, onClose }: ConfirmCodeDialogProps) {
  const queryClient = useQueryClient()
  const { busy, error, submit } = useSubmit(onClose)
  const onSubmit = (form: HTMLFormElement) => {
    const code = String(new FormData(form).get('code')).trim()
    if (!code) return
    submit(async () => {
      onCodes((await confirmSecondFactor(code)).codes)
      await queryClient.invalidateQueries({ queryKey: secondFactorQuery.queryKey })
    })
  }
  return (
    <FormDialog
      title={t('Scan this with the app')}
      description={t('Then write the code that it shows: only from then on is it asked for.')}
      action={t('Put in force')}
      busy={busy}
      error={error}
      onClose={onClose}
      onSubmit={onSubmit}
    >
      <div className="flex justify-center">
        <QrCode rows={begun.qr} label={t('Picture for the authenticator app')} />
      </div>
      <details className="text-sm">
        <summary className="cursor-pointer text-ink-2">{t('The camera can’t read it')}</summary>
        <CodeBlock code={begun.secret} label={t('secret to type in')} className="mt-2" />
      </details>
      <Field label={t('Code')}>
        {(wiring) => (
          <Input
            {...wiring}
            name="code"
            inputMode="numeric"
            autoComplete="one-time-code"
            className="font-mono"
            autoFocus
          />
        )}
      </Field>
    </FormDialog>
  )
}
