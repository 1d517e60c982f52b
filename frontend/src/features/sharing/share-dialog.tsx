import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { membersQuery } from '@/features/members'
import { meQuery, usePermission } from '@/shared/api/me'
import type { Level, SharingRead, SharingWrite } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { useSubmit } from '@/shared/lib/use-submit'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Refusal } from '@/shared/ui/refusal'
import { Segmented } from '@/shared/ui/segmented'
import { LoadingRows } from '@/shared/ui/skeleton'
import { notify, notifyError } from '@/shared/ui/toaster'
import { type Levels, levelsOf, type Person, peopleOf, sharingOf } from './levels'
import { PeopleList } from './people-list'
import { type Shared, saveSharing, sharingQuery } from './sharing-queries'

type ShareDialogProps = { shared: Shared; level: Level; onClose: () => void }

/** Who sees, runs and edits a workflow, or what is in a folder. */
export function ShareDialog({ shared, level, onClose }: ShareDialogProps) {
  const sharing = useQuery(sharingQuery(shared))
  const members = useQuery(membersQuery)
  const failed = sharing.isError ? sharing : members.isError ? members : null
  return (
    <Dialog
      open
      title={t('Share “{name}”', { name: shared.name })}
      description={t('Its runs, approvals and triggers go with it.')}
      onOpenChange={(open) => !open && onClose()}
    >
      {sharing.data && members.data ? (
        <ShareForm
          shared={shared}
          level={level}
          sharing={sharing.data}
          people={peopleOf(members.data, sharing.data.shares)}
          onClose={onClose}
        />
      ) : failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : (
        <LoadingRows rows={4} label={t('Loading with whom it is shared')} />
      )}
    </Dialog>
  )
}

type ShareFormProps = ShareDialogProps & { sharing: SharingRead; people: readonly Person[] }

function ShareForm({ shared, level, sharing, people, onClose }: ShareFormProps) {
  const [restricted, setRestricted] = useState(sharing.restricted)
  const [levels, setLevels] = useState<Levels>(() => levelsOf(sharing.shares))
  const { data: me } = useQuery(meQuery)
  const { busy, error, submit } = useSubmit(onClose)
  const save = useSave(shared, sharing)
  const readOnly = !usePermission('edit') || level !== 'edit'
  return (
    <form
      noValidate
      className="flex flex-col gap-4 pb-3"
      onSubmit={(event) => {
        event.preventDefault()
        submit(() => save(sharingOf(restricted, levels)))
      }}
    >
      {!readOnly && (
        <Segmented
          className="self-start"
          label={t('Who sees it')}
          value={restricted ? 'named' : 'all'}
          onValue={(value) => setRestricted(value === 'named')}
          options={[
            { value: 'all', label: openLabel(sharing) },
            { value: 'named', label: t('Named members') },
          ]}
        />
      )}
      <p className="text-ink-2">{meaning(restricted, sharing)}</p>
      {restricted && (
        <PeopleList
          people={people}
          levels={levels}
          meId={me?.account.id}
          readOnly={readOnly}
          onLevel={(id, next) => setLevels({ ...levels, [id]: next })}
        />
      )}
      <Refusal error={error} />
      <footer className="flex justify-end gap-2">
        <Button onClick={onClose}>{readOnly ? t('Close') : t('Cancel')}</Button>
        {!readOnly && (
          <Button type="submit" variant="primary" loading={busy}>
            {t('Save')}
          </Button>
        )}
      </footer>
    </form>
  )
}

const openLabel = (sharing: SharingRead) =>
  sharing.inherited_from ? t('As its folder') : t('Whole workspace')

function meaning(restricted: boolean, sharing: SharingRead): string {
  if (restricted) {
    return t('Only those who are named see it, and owners and admins, who see everything.')
  }
  if (!sharing.inherited_from) {
    return t('Everybody in the workspace sees it, and does with it what their role lets them do.')
  }
  const { name } = sharing.inherited_from
  return name
    ? t('It is shared as the folder “{name}” is.', { name })
    : t('It is shared as a folder is that you don’t see.')
}

function useSave(shared: Shared, before: SharingRead) {
  const queryClient = useQueryClient()
  const put = async (body: SharingWrite) => {
    await saveSharing(shared, body)
    // What one sees may be another list of workflows, runs and counts now.
    await queryClient.invalidateQueries()
  }
  const { name } = shared
  return async (body: SharingWrite) => {
    await put(body)
    notify(
      body.restricted
        ? t('“{name}” is shared with some members only', { name })
        : t('“{name}” is shared with all who see its place', { name }),
      {
        onUndo: () =>
          put(sharingOf(before.restricted, levelsOf(before.shares))).catch((error: unknown) =>
            notifyError(t('It is still shared as you have saved it'), error),
          ),
      },
    )
  }
}
