import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Field } from '@/shared/ui/field'
import { MIN_PASSWORD_CHARS, PasswordInput } from '@/shared/ui/password-input'
import { notify } from '@/shared/ui/toaster'
import { PasswordDialog } from './password-dialog'
import { changePassword, sessionsQuery } from './security-queries'

export function PasswordSection() {
  const queryClient = useQueryClient()
  const [changing, setChanging] = useState(false)
  const change = async (password: string, form: FormData) => {
    await changePassword(password, String(form.get('new')))
    notify(t('Your password is changed; other sessions have ended'))
    await queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey })
  }
  return (
    <section>
      <h2 className="mb-2 font-semibold text-md">{t('Password')}</h2>
      <div className="flex min-h-11 items-center justify-between gap-4 rounded-card border border-line bg-raised px-4 py-2">
        <p className="text-ink-2">{t('A new one ends all other sessions.')}</p>
        <Button size="sm" onClick={() => setChanging(true)}>
          {t('Change')}
        </Button>
      </div>
      {changing && (
        <PasswordDialog
          title={t('Change your password')}
          description={t('All other sessions end.')}
          action={t('Change')}
          send={change}
          onClose={() => setChanging(false)}
        >
          <Field
            label={t('New password')}
            hint={t('At least {count} characters.', { count: MIN_PASSWORD_CHARS })}
          >
            {(wiring) => <PasswordInput {...wiring} name="new" autoComplete="new-password" />}
          </Field>
        </PasswordDialog>
      )}
    </section>
  )
}
