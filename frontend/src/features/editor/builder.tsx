import { useEffect } from 'react'
import { useStore } from 'zustand'
import { loadFields } from '@/features/expression'
import { t } from '@/shared/i18n/texts'
import { useOffers } from '@/shared/lib/offers'
import { useShortcuts } from '@/shared/lib/shortcuts'
import { fetched } from '@/shared/ui/fetched'
import { Panel, PanelBorder, Panels } from '@/shared/ui/panels'
import { BuilderCanvas } from './canvas/builder-canvas'
import { findInGraph } from './document/find'
import { findNode } from './document/graph'
import type { Editor } from './editor'
import { useEditorState } from './editor-context'
import { EmptyHint } from './header'
import { Inspector } from './panels/inspector'
import { Palette } from './panels/palette'
import { ProblemsPanel } from './panels/problems-panel'
import { loadSheets } from './sheets'
import { builderShortcuts, cycleRegions } from './shortcuts'
import { soleNode } from './store'
import { useClipboard } from './use-clipboard'
import type { BuilderRun } from './use-run'

const RunDrawer = fetched(async () => (await import('./panels/run-drawer')).RunDrawer)
const WideStep = fetched(async () => (await import('./panels/wide-step')).WideStep)

const LOAD_AFTER_MS = 300

type BuilderProps = { editor: Editor; run: BuilderRun }

/** Palette, canvas, inspector, and the run below. */
export function Builder({ editor, run }: BuilderProps) {
  const showDrawer = useEditorState((state) => state.showDrawer)
  const isWide = useEditorState((state) => state.wideInspector && soleNode(state) !== null)
  useClipboard(editor)
  useBuilderShortcuts(editor, run)
  useStepOffers(editor)
  useEffect(() => {
    // The first step that is chosen, and the first key that is pressed, will want them; what does not come
    // now is fetched then.
    const timer = setTimeout(
      () => Promise.all([loadFields(), loadSheets(), RunDrawer.fetch()]).catch(() => null),
      LOAD_AFTER_MS,
    )
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className="relative flex min-h-0 flex-1">
      <div className="contents" inert={isWide}>
        <Panels orientation="horizontal" className="min-h-0 flex-1">
          <Panel id="palette" defaultSize="216px" minSize="160px" maxSize="320px">
            <Palette />
          </Panel>
          <PanelBorder label={t('Width of the palette')} />
          <Panel id="canvas" minSize="320px">
            <Panels orientation="vertical">
              <Panel id="drawing" minSize="160px">
                <Drawing editor={editor} run={run} />
              </Panel>
              {showDrawer && (
                <>
                  <PanelBorder label={t('Height of the run')} />
                  <Panel id="run" defaultSize="220px" minSize="96px" maxSize="60%">
                    <RunDrawer run={run} />
                  </Panel>
                </>
              )}
            </Panels>
          </Panel>
          <PanelBorder label={t('Width of the inspector')} />
          <Panel id="inspector" defaultSize="340px" minSize="300px" maxSize="720px">
            <Inspector run={run} />
          </Panel>
        </Panels>
      </div>
      <Wide run={run} />
    </div>
  )
}

/** Steps by name, type and config, for the command palette. */
function useStepOffers(editor: Editor) {
  useOffers(t('Steps of this workflow'), (search) =>
    findInGraph(editor.graph, search, editor.catalog).map(({ node_id, field, label, excerpt }) => ({
      key: `${node_id}${field ?? ''}`,
      label,
      detail: excerpt,
      go: () => editor.goTo(node_id),
    })),
  )
}

/** The chosen step over all of it, when asked for. */
function Wide({ run }: Pick<BuilderProps, 'run'>) {
  const node = useEditorState((state) => {
    const id = state.wideInspector ? soleNode(state) : null
    return id ? findNode(state.graph, id) : undefined
  })
  if (!node) return null
  return <WideStep key={node.id} node={node} run={run} />
}

function useBuilderShortcuts(editor: Editor, run: BuilderRun) {
  const groups = builderShortcuts({ editor, cycleRegions, run })
  useShortcuts(t('View'), groups.View)
  useShortcuts(t('Choose and walk'), groups['Choose and walk'])
  useShortcuts(t('Steps'), groups.Steps)
  useShortcuts(t('Try out'), groups['Try out'])
  useShortcuts(t('Workflow'), groups.Workflow)
}

function Drawing({ editor, run }: BuilderProps) {
  const isEmpty = useStore(editor.store, (state) => state.graph.nodes.length === 0)
  const showProblems = useEditorState((state) => state.showProblems)
  return (
    <section
      aria-label={t('Canvas')}
      data-region="canvas"
      tabIndex={-1}
      className="relative h-full bg-canvas outline-none"
    >
      <BuilderCanvas editor={editor} run={run} />
      {isEmpty && <EmptyHint />}
      {showProblems && <ProblemsPanel />}
    </section>
  )
}
