import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { meQuery, usePermission } from '@/shared/api/me'
import type { MeRead } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { switchWorkspace } from '@/shared/lib/workspace'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { DangerZone } from './danger-zone'
import { WorkspaceNameDialog } from './workspace-name-dialog'
import { createWorkspace, renameWorkspace, restoreWorkspace } from './workspace-queries'

/** This workspace, and the others that one is in. */
export function WorkspaceSection() {
  const me = useQuery(meQuery)
  if (me.isPending) return <LoadingRows rows={4} label={t('Loading your workspaces')} />
  if (me.isError) return <ErrorState error={me.error} onRetry={() => me.refetch()} />
  return (
    <div className="space-y-8">
      {me.data.workspace.deleted_at && <DeletedNotice />}
      <ThisWorkspace me={me.data} />
      <AllWorkspaces me={me.data} />
      <DangerZone me={me.data} />
    </div>
  )
}

function DeletedNotice() {
  const queryClient = useQueryClient()
  const restore = useMutation({
    mutationFn: restoreWorkspace,
    onSuccess: () => notify(t('The workspace is back')),
    onError: (error) => notifyError(t('The workspace could not be brought back'), error),
    onSettled: () => queryClient.invalidateQueries(),
  })
  return (
    <div
      role="status"
      className="flex flex-wrap items-center justify-between gap-3 rounded-card bg-failed-wash p-4"
    >
      <p>
        {t(
          'This workspace is deleted: nothing goes on in it, and it is gone for good after 7 days.',
        )}
      </p>
      <Button needs="own" loading={restore.isPending} onClick={() => restore.mutate()}>
        {t('Bring it back')}
      </Button>
    </div>
  )
}

function ThisWorkspace({ me }: { me: MeRead }) {
  const queryClient = useQueryClient()
  const [renaming, setRenaming] = useState(false)
  const rename = async (name: string) => {
    await renameWorkspace(name)
    await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
    notify(t('The workspace is called “{name}”', { name }))
  }
  return (
    <section>
      <h2 className="mb-2 font-semibold text-md">{t('This workspace')}</h2>
      <div className="flex min-h-13 items-center justify-between gap-4 rounded-card border border-line bg-raised px-4 py-2">
        <div className="min-w-0">
          <p className="truncate font-medium">{me.workspace.name}</p>
          <p className="truncate font-mono text-ink-3 text-xs">{me.workspace.id}</p>
        </div>
        <Button size="sm" needs="manage" onClick={() => setRenaming(true)}>
          {t('Rename')}
        </Button>
      </div>
      {renaming && (
        <WorkspaceNameDialog
          title={t('Rename the workspace')}
          action={t('Rename')}
          initial={me.workspace.name}
          send={rename}
          onClose={() => setRenaming(false)}
        />
      )}
    </section>
  )
}

function AllWorkspaces({ me }: { me: MeRead }) {
  const [creating, setCreating] = useState(false)
  const mayCreate = usePermission('manage')
  const create = async (name: string) => switchWorkspace((await createWorkspace(name)).id)
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-4">
        <h2 className="font-semibold text-md">{t('Your workspaces')}</h2>
        {mayCreate && (
          <Button size="sm" onClick={() => setCreating(true)}>
            <Plus aria-hidden />
            {t('New workspace')}
          </Button>
        )}
      </div>
      <ul
        aria-label={t('Your workspaces')}
        className="divide-y divide-line rounded-card border border-line bg-raised"
      >
        {me.workspaces.map((workspace) => (
          <li key={workspace.id} className="flex min-h-11 items-center gap-3 px-4 py-2">
            <span className="min-w-0 flex-1 truncate">{workspace.name}</span>
            {workspace.deleted_at && <Badge>{t('deleted')}</Badge>}
            <Badge>{t(`${workspace.role}|role`)}</Badge>
            {workspace.id === me.workspace.id ? (
              <span className="w-16 text-right text-ink-3 text-xs">{t('here')}</span>
            ) : (
              <Button
                size="sm"
                aria-label={t('Switch to {name}', { name: workspace.name })}
                onClick={() => switchWorkspace(workspace.id)}
              >
                {t('Switch')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {creating && (
        <WorkspaceNameDialog
          title={t('New workspace')}
          action={t('Create')}
          initial=""
          send={create}
          onClose={() => setCreating(false)}
        />
      )}
    </section>
  )
}
