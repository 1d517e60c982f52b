import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ApiError } from '@/shared/api/error'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { ErrorState } from '@/shared/ui/error-state'
import { Ago } from '@/shared/ui/time'
import { notify } from '@/shared/ui/toaster'
import { authorsQuery, publish, type VersionWords, versionQuery } from '../api'
import { diffGraphs, isEmptyDiff } from '../document/diff'
import { emptyGraph, readGraph } from '../document/graph'
import type { Editor } from '../editor'
import { useEditor, useEditorState } from '../editor-context'
import { leftToSay, savedRevision } from '../saved-draft'
import { setProblems } from '../store'
import { DiffList } from './diff-list'
import { countProblems, PublishProblems } from './publish-problems'
import { WordsFields } from './words-fields'

type PublishDialogProps = {
  liveVersion: number | null
  onPublished: (version: number) => void
  onClose: () => void
}

/** What becomes live, compared with what is live now. Errors block it; warnings don't. */
export function PublishDialog({ liveVersion, onPublished, onClose }: PublishDialogProps) {
  const editor = useEditor()
  const graph = useEditorState((state) => state.graph)
  const { errors } = countProblems(useEditorState((state) => state.problems))
  const live = useQuery({
    ...versionQuery(editor.workflowId, liveVersion ?? 0),
    enabled: liveVersion !== null,
  })
  const before = useMemo(() => (live.data ? readGraph(live.data.graph) : emptyGraph), [live.data])
  const diff = useMemo(() => diffGraphs(before, graph), [before, graph])
  const [words, setWords] = useState({ name: '', note: '' })
  const { busy, error, send } = usePublish(onPublished, onClose)
  const isSame = liveVersion !== null && live.isSuccess && isEmptyDiff(diff) && diff.moved === 0
  return (
    <Dialog
      open
      size="md"
      onOpenChange={(open) => !open && onClose()}
      title={t('Publish version {version}', { version: (liveVersion ?? 0) + 1 })}
      description={
        liveVersion === null
          ? t('New runs will follow it. A version never changes; drafts do.')
          : t('New runs will follow it. Runs under way go on with the version they started with.')
      }
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            variant="primary"
            loading={busy}
            disabled={errors > 0 || isSame || (liveVersion !== null && live.isPending)}
            onClick={() =>
              send({ name: words.name.trim() || null, note: words.note.trim() || null })
            }
          >
            {t('Publish')}
          </Button>
        </>
      }
    >
      <PublishProblems onClose={onClose} />
      <WordsFields words={words} onWords={setWords} />
      <h3 className="mb-1.5 font-medium text-ink-2 text-xs">
        {liveVersion === null
          ? t('All of it is new')
          : t('Compared with version {version}', { version: liveVersion })}
      </h3>
      {live.isError ? (
        <ErrorState error={live.error} onRetry={() => live.refetch()} />
      ) : (
        <DiffList diff={diff} before={before} after={graph} />
      )}
      <Authors />
      {error !== null && <ErrorState error={error} />}
    </Dialog>
  )
}

/** Who wrote what is published, when it was not one person alone. */
function Authors() {
  const editor = useEditor()
  const { data: authors = [] } = useQuery(authorsQuery(editor.workflowId))
  if (authors.length === 0) return null
  return (
    <p className="mt-2 text-ink-2 text-xs">
      {t('Written by')}{' '}
      {authors.map((each, index) => (
        <span key={each.email}>
          {index > 0 && ', '}
          {each.name || each.email}, <Ago at={each.saved_at} />
        </span>
      ))}
    </p>
  )
}

function usePublish(onPublished: (version: number) => void, onClose: () => void) {
  const editor = useEditor()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (words: VersionWords) => {
    setBusy(true)
    try {
      const revision = await savedRevision(editor.autosave)
      const { version, created } = await publish(editor.workflowId, words, revision)
      notify(
        created
          ? t('Version {version} is live.', { version })
          : t('Version {version} is the same already.', { version }),
      )
      onPublished(version)
      onClose()
    } catch (failure) {
      setBusy(false)
      setError(unanswered(failure, editor))
    }
  }
  return { busy, error, send }
}

/** What is to be said here; null: another dialog asks about it, and stands over this one. */
function unanswered(failure: unknown, { store, autosave }: Editor): unknown {
  if (failure instanceof ApiError && failure.problems.length > 0) {
    setProblems(store, failure.problems)
  }
  return leftToSay(failure, autosave)
}
