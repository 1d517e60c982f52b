import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Pencil, RotateCcw } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { VersionSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { IconButton } from '@/shared/ui/icon-button'
import { Segmented } from '@/shared/ui/segmented'
import { Select } from '@/shared/ui/select'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { versionQuery, versionsQuery } from '../api'
import { type EditedGraph, emptyGraph, readGraph } from '../document/graph'
import { useEditor, useEditorState } from '../editor-context'
import { EarlierDrafts } from './earlier-drafts'
import { GraphDifference } from './graph-difference'
import { PastGraph, PastGraphs, useRestore } from './past-graphs'
import { VersionWordsDialog } from './version-words'

type VersionsDialogProps = { onClose: () => void }

const DRAFT = 'draft'

/** What a workflow was: its versions, and its draft before; what differs, and a way back. */
export function VersionsDialog({ onClose }: VersionsDialogProps) {
  const [view, setView] = useState<'versions' | 'earlier'>('versions')
  return (
    <Dialog open size="lg" title={t('Versions')} onOpenChange={(open) => !open && onClose()}>
      <Segmented
        small
        label={t('What to look at')}
        value={view}
        onValue={setView}
        options={[
          { value: 'versions', label: t('Published versions') },
          { value: 'earlier', label: t('Earlier drafts') },
        ]}
        className="mb-3"
      />
      {view === 'versions' ? (
        <PublishedVersions onClose={onClose} />
      ) : (
        <EarlierDrafts onClose={onClose} />
      )}
    </Dialog>
  )
}

function PublishedVersions({ onClose }: VersionsDialogProps) {
  const editor = useEditor()
  const query = useInfiniteQuery(versionsQuery(editor.workflowId))
  const [chosen, setChosen] = useState<number | null>(null)
  if (query.isPending) return <LoadingRows rows={4} label={t('Loading the versions')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const versions = query.data.pages.flatMap((page) => page.items)
  const number = chosen ?? versions[0]?.version ?? null
  if (number === null) {
    return (
      <EmptyState icon={RotateCcw} title={t('Nothing is published yet.')}>
        {t('Publishing makes a version, which never changes.')}
      </EmptyState>
    )
  }
  return (
    <PastGraphs
      label={t('Versions')}
      query={query}
      items={versions.map((each) => (
        <VersionRow
          key={each.version}
          version={each}
          isChosen={each.version === number}
          onChoose={() => setChosen(each.version)}
        />
      ))}
    >
      <Compared key={number} number={number} versions={versions} onClose={onClose} />
    </PastGraphs>
  )
}

type VersionRowProps = { version: VersionSummary; isChosen: boolean; onChoose: () => void }

export function VersionRow({ version, isChosen, onChoose }: VersionRowProps) {
  const [isNaming, setNaming] = useState(false)
  const authors = version.written_by.length > 0 ? version.written_by : [version.published_by]
  return (
    <li className="relative">
      <PastGraph
        title={version.name ?? t('Version {version}', { version: version.version })}
        mark={<span className="font-mono">v{version.version}</span>}
        isChosen={isChosen}
        onChoose={onChoose}
      >
        {version.note && (
          <span className="block whitespace-pre-line text-ink-2 text-xs">{version.note}</span>
        )}
        <span className="block truncate pr-6 text-ink-2 text-xs">
          <Ago at={version.created_at} /> · {authors.filter(Boolean).join(', ') || t('unknown')}
        </span>
      </PastGraph>
      <IconButton
        icon={Pencil}
        size="icon-sm"
        needs="edit"
        label={t('Name v{version}…', { version: version.version })}
        onClick={() => setNaming(true)}
        className="absolute right-1 bottom-1"
      />
      {isNaming && <VersionWordsDialog version={version} onClose={() => setNaming(false)} />}
    </li>
  )
}

type ComparedProps = { number: number; versions: readonly VersionSummary[]; onClose: () => void }

/** A version against the draft or another version; before is always the older one. */
function Compared({ number, versions, onClose }: ComparedProps) {
  const editor = useEditor()
  const restoreGraph = useRestore()
  const draft = useEditorState((state) => state.graph)
  const [against, setAgainst] = useState<string>(DRAFT)
  const other = against === DRAFT ? null : Number(against)
  const query = useQuery(versionQuery(editor.workflowId, number))
  const second = useQuery({
    ...versionQuery(editor.workflowId, other ?? 0),
    enabled: other !== null,
  })
  const graph = useMemo(() => graphOf(query.data?.graph), [query.data])
  const compared = useMemo(
    () => (other === null ? draft : graphOf(second.data?.graph)),
    [other, draft, second.data],
  )
  const failed = query.error ?? second.error
  const again = () => Promise.all([query.refetch(), other !== null && second.refetch()])
  if (failed) return <ErrorState error={failed} onRetry={again} />
  if (query.isPending || (other !== null && second.isPending)) {
    return <LoadingRows rows={4} label={t('Comparing')} />
  }
  const isOlder = other === null || number < other
  const [before, after] = isOlder ? [graph, compared] : [compared, graph]
  const restore = async () => {
    await restoreGraph(graph, {
      step: t('Restore version {number}', { number }),
      done: t('Version {number} is the draft now', { number }),
    })
    onClose()
  }
  const others = versions.filter((each) => each.version !== number)
  return (
    <section aria-label={t('What differs')} className="min-w-0">
      <div className="mb-2 flex items-center gap-2">
        <span>{t('Compared with')}</span>
        <Select
          size="sm"
          aria-label={t('Compared with')}
          value={against}
          onValue={setAgainst}
          options={[
            { value: DRAFT, label: t('the draft') },
            ...others.map((each) => ({
              value: String(each.version),
              label:
                t('version {version}', { version: each.version }) +
                (each.name ? `, ${each.name}` : ''),
            })),
          ]}
          className="w-48"
        />
        <Button size="sm" needs="edit" onClick={restore} className="ml-auto">
          <RotateCcw aria-hidden /> {t('Restore as draft')}
        </Button>
      </div>
      <GraphDifference before={before} after={after} />
    </section>
  )
}

const graphOf = (graph: { nodes?: unknown; edges?: unknown } | undefined): EditedGraph =>
  graph ? readGraph(graph) : emptyGraph
