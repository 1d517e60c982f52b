import { useQuery } from '@tanstack/react-query'
import { Ellipsis, Pencil, PlugZap, ShieldCheck, Trash2 } from 'lucide-react'
import { usePermission } from '@/shared/api/me'
import type { CredentialRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { formatDate } from '@/shared/lib/format'
import { useNow } from '@/shared/lib/use-now'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { IconButton } from '@/shared/ui/icon-button'
import { Menu } from '@/shared/ui/menu'
import { Popover } from '@/shared/ui/popover'
import { Ago } from '@/shared/ui/time'
import { endsSoon, needsConsent } from './credential-draft'
import { CredentialUses } from './credential-uses'
import { credentialTypesQuery } from './credentials-queries'

export type CredentialAct = 'edit' | 'test' | 'connect' | 'delete'

type CredentialRowProps = {
  credential: CredentialRead
  onAct: (act: CredentialAct) => void
}

export function CredentialRow({ credential, onAct }: CredentialRowProps) {
  const mayChange = usePermission('credentials') && credential.may_use
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
      <CredentialFacts credential={credential} />
      <div className="flex items-center gap-1">
        <Popover
          label={t('What uses {name}', { name: credential.name })}
          align="end"
          trigger={
            <Button
              size="sm"
              variant="ghost"
              aria-label={t('Used by: {name}', { name: credential.name })}
            >
              {t('Used by')}
            </Button>
          }
        >
          <CredentialUses credentialId={credential.id} />
        </Popover>
        {mayChange && <RowActs credential={credential} onAct={onAct} />}
      </div>
    </li>
  )
}

function CredentialFacts({ credential }: { credential: CredentialRead }) {
  const { data: types } = useQuery(credentialTypesQuery)
  const title = types?.items.find((each) => each.type === credential.type)?.title
  return (
    <div className="min-w-0 flex-1 basis-60">
      <p className="flex items-center gap-2 font-medium">
        <span className="truncate">{credential.name}</span>
        {credential.sharing === 'private' && (
          <Badge>{credential.may_use ? t('private') : t('private to somebody else')}</Badge>
        )}
        {needsConsent(credential) && <Badge className="text-waiting">{t('not connected')}</Badge>}
        <Ending credential={credential} />
      </p>
      {credential.description && (
        <p className="truncate text-ink-2 text-xs">{credential.description}</p>
      )}
      <p className="flex flex-wrap items-center gap-x-2 text-ink-3 text-xs">
        <span>{title ?? t('{type} (not installed)', { type: credential.type })}</span>
        {credential.allowed_hosts.length > 0 && (
          <span className="break-all font-mono">{credential.allowed_hosts.join(', ')}</span>
        )}
        {credential.used_at ? (
          <span>
            {t('used')} <Ago at={credential.used_at} />
          </span>
        ) : (
          <span>{t('never used')}</span>
        )}
        {credential.expires_at && (
          <span>{t('ends {date}', { date: formatDate(credential.expires_at) })}</span>
        )}
      </p>
    </div>
  )
}

function Ending({ credential }: { credential: CredentialRead }) {
  const ends = endsSoon(credential, useNow(60_000))
  if (!ends) return null
  if (ends.isOver) return <Badge className="text-failed">{t('expired')}</Badge>
  return <Badge className="text-waiting">{t('expires soon')}</Badge>
}

function RowActs({ credential, onAct }: CredentialRowProps) {
  const { name } = credential
  return (
    <>
      {needsConsent(credential) ? (
        <Button
          size="sm"
          aria-label={t('Connect {name}', { name })}
          onClick={() => onAct('connect')}
        >
          {t('Connect')}
        </Button>
      ) : (
        <Button
          size="sm"
          aria-label={t('Test {name}|credential', { name })}
          onClick={() => onAct('test')}
        >
          {t('Test|credential')}
        </Button>
      )}
      <IconButton icon={Pencil} label={t('Edit {name}', { name })} onClick={() => onAct('edit')} />
      <Menu
        trigger={<IconButton icon={Ellipsis} label={t('More for {name}', { name })} />}
        items={[
          ...(credential.type === 'oauth2_code'
            ? ([
                { label: t('Test|credential'), icon: ShieldCheck, onSelect: () => onAct('test') },
                { label: t('Connect anew'), icon: PlugZap, onSelect: () => onAct('connect') },
              ] as const)
            : []),
          { label: t('Delete'), icon: Trash2, danger: true, onSelect: () => onAct('delete') },
        ]}
      />
    </>
  )
}
