import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CredentialUseRead } from '@/shared/api/types'
import { Refusal } from '@/shared/ui/refusal'
import { LoadingRows } from '@/shared/ui/skeleton'
import { credentialUsesQuery } from './credentials-queries'

/** Workflows that name it, in their draft or their newest version. */
export function CredentialUses({ credentialId }: { credentialId: string }) {
  const uses = useQuery(credentialUsesQuery(credentialId))
  if (uses.isPending) return <LoadingRows rows={2} label="Looking for the workflows that use it" />
  if (uses.isError) return <Refusal error={uses.error} />
  if (uses.data.items.length === 0) return <p className="text-ink-2">No workflow uses it.</p>
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
  if (in_version === null) return 'in the draft'
  return in_draft ? `in the draft and version ${in_version}` : `in version ${in_version}`
}
