import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { IconButton } from './icon-button'
import { Input } from './input'

/** A password, which can be looked at. */
export function PasswordInput(props: ComponentProps<'input'>) {
  const [shown, setShown] = useState(false)
  return (
    <div className="relative">
      <Input
        type={shown ? 'text' : 'password'}
        autoComplete="current-password"
        className="pr-9"
        {...props}
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={shown ? t('Hide the password') : t('Show the password')}
        size="icon-sm"
        className="absolute top-0.5 right-0.5"
        onClick={() => setShown(!shown)}
      />
    </div>
  )
}

/** Of a new password; the server holds to it too. */
export const MIN_PASSWORD_CHARS = 10
