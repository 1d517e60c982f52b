import { t } from '@/shared/i18n/texts'
export type Credentials = { email: string; password: string }

/** What to mend in each field before it is worth asking the server. */
export function checkCredentials({ email, password }: Credentials): Partial<Credentials> {
  return {
    ...(!/^[^\s@]+@[^\s@]+$/.test(email) && {
      email: t('Write an email address, as name@example.org.'),
    }),
    ...(!password && { password: t('Write your password.') }),
  }
}
