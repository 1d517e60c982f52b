import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CredentialUseRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Refusal } from '@/shared/ui/refusal'
import { LoadingRows } from '@/shared/ui/skeleton'
import { credentialUsesQuery } from './credentials-queries'

/** Workflows that name it, in their draft or their newest version. */
export function CredentialUses({ credentialId }: { credentialId: string }) {
  const uses = useQuery(credentialUsesQuery(credentialId))
  if (uses.isPending)
    return <LoadingRows rows={2} label={t('Looking for the workflows that use it')} />
  if (uses.isError) return <Refusal error={uses.error} />
  if (uses.data.items.length === 0) return <p className="text-ink-2">{t('No workflow uses it.')}</p>
  return <UseList uses={uses.data.items} />
}

export function UseList({ uses }: { uses: readonly CredentialUseRead[] }) {
  return (
    <ul className="max-h-60 space-y-2 overflow-y-auto">
      {uses.map((use) => (
        <li key={use.workflow_id}>
          <Link
            to="/workflows/$workflowId"
            params={{ workflowId: use.workflow_id }}
            className="rounded-chip underline underline-offset-2"
          >
            {use.workflow_name}
          </Link>
          <p className="break-words text-ink-3 text-xs">
            {whereUsed(use)} · <span className="font-mono">{use.node_ids.join(', ')}</span>
          </p>
        </li>
      ))}
    </ul>
  )
}

function whereUsed({ in_draft, in_version }: CredentialUseRead): string {
  if (in_version === null) return t('in the draft')
  return in_draft
    ? t('in the draft and version {version}', { version: in_version })
    : t('in version {version}', { version: in_version })
}
