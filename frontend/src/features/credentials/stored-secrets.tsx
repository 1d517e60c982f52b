import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import type { CredentialDraft, StoredSecret } from './credential-draft'

type StoredSecretsProps = {
  stored: readonly StoredSecret[]
  draft: CredentialDraft
  onChange: (part: Partial<CredentialDraft>) => void
}

/** Secrets that the server has: they stay as they are unless somebody replaces or removes them. */
export function StoredSecrets({ stored, draft, onChange }: StoredSecretsProps) {
  if (stored.length === 0) return null
  const without = (names: readonly string[], name: string) => names.filter((each) => each !== name)
  const keep = (name: string) => {
    const { [name]: _, ...values } = draft.values
    const { replaced, removed } = draft
    onChange({ values, replaced: without(replaced, name), removed: without(removed, name) })
  }
  return (
    <fieldset className="space-y-1">
      <legend className="font-medium text-ink-2 text-sm">{t('Stored secrets')}</legend>
      <ul className="divide-y divide-line rounded-control border border-line">
        {stored.map((secret) => (
          <SecretRow
            key={secret.name}
            secret={secret}
            fate={fateOf(secret.name, draft)}
            onReplace={() => onChange({ replaced: [...draft.replaced, secret.name] })}
            onRemove={() => onChange({ removed: [...draft.removed, secret.name] })}
            onKeep={() => keep(secret.name)}
          />
        ))}
      </ul>
    </fieldset>
  )
}

const FATES = {
  kept: 'kept as it is',
  replaced: 'written anew above',
  removed: 'removed when you save',
} as const

type Fate = keyof typeof FATES

const fateOf = (name: string, { replaced, removed }: CredentialDraft): Fate =>
  replaced.includes(name) ? 'replaced' : removed.includes(name) ? 'removed' : 'kept'

type SecretRowProps = {
  secret: StoredSecret
  fate: Fate
  onReplace: () => void
  onRemove: () => void
  onKeep: () => void
}

function SecretRow({ secret, fate, onReplace, onRemove, onKeep }: SecretRowProps) {
  return (
    <li className="flex min-h-10 items-center gap-2 px-3 py-1">
      <span className="min-w-0 flex-1 truncate">
        {secret.title} <span className="text-ink-3 text-xs">{t(FATES[fate])}</span>
      </span>
      {fate === 'kept' && (
        <>
          <Button
            size="sm"
            aria-label={t('Replace {title}', { title: secret.title })}
            onClick={onReplace}
          >
            {t('Replace')}
          </Button>
          {!secret.required && (
            <Button
              size="sm"
              aria-label={t('Remove {title}', { title: secret.title })}
              onClick={onRemove}
            >
              {t('Remove')}
            </Button>
          )}
        </>
      )}
      {fate !== 'kept' && (
        <Button size="sm" aria-label={t('Keep {title}', { title: secret.title })} onClick={onKeep}>
          {t('Keep')}
        </Button>
      )}
    </li>
  )
}
