import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { LogOut } from 'lucide-react'
import type { ReactNode } from 'react'
import { meQuery } from '@/shared/api/me'
import { session } from '@/shared/api/session'
import type { MeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { setSingleKeys, useSingleKeys } from '@/shared/lib/shortcuts'
import { Button } from '@/shared/ui/button'
import { Switch } from '@/shared/ui/checkbox'
import { ErrorState } from '@/shared/ui/error-state'
import { LanguageSwitch } from '@/shared/ui/language-switch'
import { LoadingRows } from '@/shared/ui/skeleton'
import { ThemeSwitch } from '@/shared/ui/theme-switch'
import { notifyError } from '@/shared/ui/toaster'

/** Who is signed in, how the app looks to them, and the way out. */
export function ProfileSection() {
  const me = useQuery(meQuery)
  if (me.isPending) return <LoadingRows rows={4} label={t('Loading your profile')} />
  if (me.isError) return <ErrorState error={me.error} onRetry={() => me.refetch()} />
  return (
    <div className="space-y-8">
      <Account me={me.data} />
      <Preferences />
      <SignOut />
    </div>
  )
}

type SectionProps = { title: string; children: ReactNode }

function Section({ title, children }: SectionProps) {
  return (
    <section>
      <h2 className="mb-2 font-semibold text-md">{title}</h2>
      <div className="divide-y divide-line rounded-card border border-line bg-raised">
        {children}
      </div>
    </section>
  )
}

type RowProps = { label: ReactNode; hint?: string; children: ReactNode }

function Row({ label, hint, children }: RowProps) {
  return (
    <div className="flex min-h-11 items-center justify-between gap-4 px-4 py-2">
      <div>
        {label}
        {hint && <p className="text-ink-3 text-xs">{hint}</p>}
      </div>
      <div className="min-w-0 truncate text-ink-2">{children}</div>
    </div>
  )
}

function Account({ me }: { me: MeRead }) {
  return (
    <Section title={t('Profile')}>
      {me.account.name && <Row label={t('Name')}>{me.account.name}</Row>}
      <Row label={t('Email')}>{me.account.email}</Row>
      <Row label={t('Workspace')}>
        {me.workspace.name} <span className="text-ink-3">· {t(`${me.workspace.role}|role`)}</span>
      </Row>
    </Section>
  )
}

function Preferences() {
  const singleKeys = useSingleKeys()
  return (
    <Section title={t('This browser')}>
      <Row label={t('Theme')}>
        <ThemeSwitch />
      </Row>
      <Row label={t('Language')} hint={t('What the server says stays in English.')}>
        <LanguageSwitch />
      </Row>
      <Row
        label={<span id="single-keys">{t('Shortcuts of a single key')}</span>}
        hint={t('Off, only chords such as Ctrl K work.')}
      >
        <Switch
          aria-labelledby="single-keys"
          checked={singleKeys}
          onCheckedChange={setSingleKeys}
        />
      </Row>
    </Section>
  )
}

function SignOut() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const signOut = useMutation({
    mutationFn: () => session.signOut(),
    onError: (error) => notifyError(t('The server could not be told that you signed out'), error),
    onSettled: async () => {
      await navigate({ to: '/sign-in' })
      queryClient.clear()
    },
  })
  return (
    <Button loading={signOut.isPending} onClick={() => signOut.mutate()}>
      <LogOut aria-hidden />
      {t('Sign out')}
    </Button>
  )
}
