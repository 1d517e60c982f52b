import { useStore } from 'zustand'
import { useShortcuts } from '@/shared/lib/shortcuts'
import { Panel, PanelBorder, Panels } from '@/shared/ui/panels'
import { BuilderCanvas } from './canvas/builder-canvas'
import type { Editor } from './editor'
import { useEditorState } from './editor-context'
import { EmptyHint } from './header'
import { Inspector } from './panels/inspector'
import { Palette } from './panels/palette'
import { ProblemsPanel } from './panels/problems-panel'
import { RunDrawer } from './panels/run-drawer'
import { builderShortcuts, cycleRegions } from './shortcuts'
import { useClipboard } from './use-clipboard'
import type { BuilderRun } from './use-run'

type BuilderProps = { editor: Editor; run: BuilderRun }

/** Palette, canvas, inspector, and the run below. */
export function Builder({ editor, run }: BuilderProps) {
  const showDrawer = useEditorState((state) => state.showDrawer)
  useClipboard(editor)
  useBuilderShortcuts(editor, run)
  return (
    <Panels orientation="horizontal" className="min-h-0 flex-1">
      <Panel id="palette" defaultSize="216px" minSize="160px" maxSize="320px">
        <Palette />
      </Panel>
      <PanelBorder label="Width of the palette" />
      <Panel id="canvas" minSize="320px">
        <Panels orientation="vertical">
          <Panel id="drawing" minSize="160px">
            <Drawing editor={editor} run={run} />
          </Panel>
          {showDrawer && (
            <>
              <PanelBorder label="Height of the run" />
              <Panel id="run" defaultSize="220px" minSize="96px" maxSize="60%">
                <RunDrawer run={run} />
              </Panel>
            </>
          )}
        </Panels>
      </Panel>
      <PanelBorder label="Width of the inspector" />
      <Panel id="inspector" defaultSize="340px" minSize="300px" maxSize="720px">
        <Inspector run={run} />
      </Panel>
    </Panels>
  )
}

function useBuilderShortcuts(editor: Editor, run: BuilderRun) {
  const groups = builderShortcuts({ editor, cycleRegions, run })
  useShortcuts('View', groups.View)
  useShortcuts('Choose and walk', groups['Choose and walk'])
  useShortcuts('Steps', groups.Steps)
  useShortcuts('Try out', groups['Try out'])
  useShortcuts('Workflow', groups.Workflow)
}

function Drawing({ editor, run }: BuilderProps) {
  const isEmpty = useStore(editor.store, (state) => state.graph.nodes.length === 0)
  const showProblems = useEditorState((state) => state.showProblems)
  return (
    <section
      aria-label="Canvas"
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
