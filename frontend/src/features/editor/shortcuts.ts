/** All shortcuts of the builder: what is bound here is what the sheet shows. */
import { t } from '@/shared/i18n/texts'
import { formatPercent } from '@/shared/lib/format'
import { isField, type Shortcut } from '@/shared/lib/shortcuts'
import { addNoteAt, askToExtract, toggleDisabled, toggleGroup } from './acts'
import { groupIdOf, noteIdOf } from './document/graph'
import type { Editor } from './editor'
import { renameChosen } from './rename'
import type { BuilderRun } from './use-run'

export type ShortcutContext = {
  editor: Editor
  cycleRegions: (backwards: boolean) => void
  run: BuilderRun
}

/** By the groups of the sheet. */
export const builderShortcuts = (context: ShortcutContext) => ({
  Steps: steps(context),
  'Choose and walk': choosing(context),
  View: view(context),
  'Try out': tryingOut(context),
  Workflow: workflow(context),
})

/** Acts on the one step that is chosen. */
const withSoleOf = (editor: Editor) => (act: (nodeId: string) => void) => () => {
  const { sole } = editor
  if (sole) act(sole)
  else editor.announce(t('Choose one step first.'))
}

function tryingOut({ editor, run: { trials, store, goesOn } }: ShortcutContext): Shortcut[] {
  const withSole = withSoleOf(editor)
  const part = (mode: 'only' | 'up_to' | 'from') =>
    withSole((node_id) => trials.runPart({ mode, node_id }))
  const isPaused = () => store.getState().run?.status === 'paused'
  return [
    { keys: 'R', label: t('Run only the chosen step'), run: part('only') },
    { keys: 'Shift+R', label: t('Run up to the chosen step'), run: part('up_to') },
    { keys: 'Alt+R', label: t('Run from the chosen step on'), run: part('from') },
    {
      keys: 'P',
      label: t('Pin its last output, or unpin'),
      run: withSole((id) => trials.togglePin(id)),
    },
    {
      keys: 'O',
      label: t('Load a past run'),
      run: () => editor.store.setState({ sheet: { kind: 'past_runs' } }),
    },
    { keys: 'B', label: t('Breakpoint'), run: withSole((id) => trials.toggleBreakpoint(id)) },
    ...(goesOn
      ? [
          {
            keys: 'F8',
            label: t('Pause the run, or go on'),
            run: () => (isPaused() ? trials.resume() : trials.pause()),
          },
          { keys: 'F10', label: t('Start one step of a paused run'), run: () => trials.step() },
        ]
      : []),
  ]
}

function steps({ editor }: ShortcutContext): Shortcut[] {
  const { store } = editor
  const addAtPointer = () => {
    const point = editor.camera.pointer() ?? editor.camera.centre()
    store.setState({ sheet: { kind: 'add', place: editor.placeAt(point) } })
  }
  const withSole = withSoleOf(editor)
  return [
    { keys: 'N', label: t('Add a step'), run: addAtPointer, opensField: true },
    {
      keys: 'Tab',
      label: t('Add a step, while the canvas itself has the focus'),
      run: addAtPointer,
      opensField: true,
      when: () => document.activeElement?.matches('[data-region="canvas"]') ?? false,
    },
    {
      keys: 'A',
      label: t('Add a step after the chosen one'),
      run: withSole((id) => store.setState({ sheet: { kind: 'add', place: editor.placeFor(id) } })),
    },
    {
      keys: 'C',
      label: t('Connect the chosen step to…'),
      run: withSole((node_id) => store.setState({ sheet: { kind: 'connect', node_id } })),
    },
    {
      keys: 'Enter',
      label: t('Open the settings of the step in focus'),
      run: () => focusRegion('inspector'),
      native: true,
    },
    {
      keys: 'Shift+F10',
      label: t('Menu of the step in focus'),
      run: () => {},
      native: true,
    },
    { keys: 'Mod+.', label: t('Open the field in focus large'), run: () => {}, native: true },
    // On a Mac too: Cmd and Space belong to the system.
    { keys: 'Ctrl+Space', label: t('Say what may be written here'), run: () => {}, native: true },
    { keys: 'F2', label: t('Rename; references follow'), run: () => rename(editor) },
    ...clipboard(),
    {
      keys: 'F',
      label: t('Fold or unfold a loop or a group'),
      run: () => fold(editor),
    },
    { keys: 'Mod+D', label: t('Duplicate'), run: () => editor.duplicate() },
    { keys: 'D', label: t('Disable, or enable'), run: () => toggleDisabled(editor) },
    {
      keys: 'Shift+S',
      label: t('Add a note'),
      run: () => addNoteAt(editor, editor.camera.pointer() ?? editor.camera.centre()),
    },
    { keys: 'Mod+G', label: t('Group, or ungroup'), run: () => toggleGroup(editor) },
    { keys: 'Shift+X', label: t('Make a workflow of it…'), run: () => askToExtract(editor) },
    { keys: 'Delete', label: t('Delete; neighbours are joined'), run: onCanvas(editor) },
    { keys: 'Backspace', label: t('Delete, too'), run: onCanvas(editor) },
  ]
}

function fold(editor: Editor) {
  const [group] = [...editor.chosen].filter((key) => groupIdOf(key) !== null)
  const { sole } = editor
  if (group) editor.toggleBody(group)
  else if (sole && editor.bodies.isContainer(sole)) editor.toggleBody(sole)
  else editor.announce(t('Choose a loop or a group to fold.'))
}

/** Notes and groups in their place, steps in the inspector. */
function rename(editor: Editor) {
  const [key = ''] = [...editor.chosen].filter((each) => groupIdOf(each) ?? noteIdOf(each))
  const drawn = groupIdOf(key) ?? noteIdOf(key)
  if (drawn) editor.store.setState({ writing: drawn })
  else withSoleOf(editor)(() => renameChosen(editor))()
}

/** The browser's own events do these: see `use-clipboard.ts`. */
const clipboard = (): Shortcut[] => [
  { keys: 'Mod+C', label: t('Copy'), run: () => {}, native: true },
  { keys: 'Mod+X', label: t('Cut'), run: () => {}, native: true },
  { keys: 'Mod+V', label: t('Paste at the pointer'), run: () => {}, native: true },
]

/** Never while a control of the inspector or the palette has the focus. */
const onCanvas = (editor: Editor) => () => {
  const { activeElement } = document
  const isElsewhere = activeElement?.closest('[data-region]:not([data-region="canvas"])')
  if (!isElsewhere) editor.removeSelected()
}

function choosing({ editor }: ShortcutContext): Shortcut[] {
  return [
    {
      keys: 'ArrowLeft+ArrowUp+ArrowRight+ArrowDown',
      label: t('Move what is chosen'),
      run: () => {},
      native: true,
    },
    { keys: 'Mod+A', label: t('Choose all'), run: () => editor.selectAll() },
    {
      keys: 'Esc',
      label: t('Let go of what is chosen'),
      run: () => letGo(editor),
      // The settings are closed from their fields, too.
      inFields: true,
      when: () => !isTyping() || isIn('inspector'),
    },
    {
      keys: 'Alt+ArrowRight',
      label: t('Walk to the next step'),
      run: () => editor.walk('forward'),
      repeats: true,
    },
    {
      keys: 'Alt+ArrowLeft',
      label: t('Walk to the step before'),
      run: () => editor.walk('back'),
      repeats: true,
    },
    {
      keys: 'Alt+ArrowUp',
      label: t('Walk to the path above'),
      run: () => editor.walk('up'),
      repeats: true,
    },
    {
      keys: 'Alt+ArrowDown',
      label: t('Walk to the path below'),
      run: () => editor.walk('down'),
      repeats: true,
    },
    {
      keys: 'Shift+ArrowLeft',
      label: t('Choose all before as well'),
      run: () => editor.selectAlong('upstream'),
    },
    {
      keys: 'Shift+ArrowRight',
      label: t('Choose all after as well'),
      run: () => editor.selectAlong('downstream'),
    },
  ]
}

/** Back from the large step first. Whoever was at the card, or in its settings, is at the card then. */
export function letGo(editor: Editor) {
  const { sole } = editor
  const { wideInspector } = editor.store.getState()
  const focused = focusedCard() ?? (wideInspector || isIn('inspector') ? sole : null)
  if (wideInspector) editor.store.setState({ wideInspector: false })
  else editor.select([])
  if (focused) editor.camera.focus(focused)
}

/** On Escape, React Flow lets go of it and takes the focus from it. */
const focusedCard = () =>
  document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset.id

const isTyping = () => isField(document.activeElement)

const isIn = (name: Region) => regionOf(name)?.contains(document.activeElement) ?? false

function view({ editor, cycleRegions }: ShortcutContext): Shortcut[] {
  const { store } = editor
  return [
    { keys: '1', label: t('Zoom to fit'), run: () => editor.camera.fit() },
    {
      keys: '2',
      label: t('Zoom to what is chosen'),
      run: () => editor.camera.fit(editor.chosen.size > 0 ? editor.chosen : undefined),
    },
    {
      keys: '0',
      label: t('Zoom to {whole}', { whole: formatPercent(1) }),
      run: () => editor.camera.zoomTo(1),
    },
    { keys: '+', label: t('Zoom in'), run: () => editor.camera.zoomBy(1.25), repeats: true },
    { keys: '-', label: t('Zoom out'), run: () => editor.camera.zoomBy(1 / 1.25), repeats: true },
    {
      keys: 'M',
      label: t('Minimap'),
      run: () => store.setState(({ showMinimap }) => ({ showMinimap: !showMinimap })),
    },
    { keys: 'Shift+L', label: t('Lay out'), run: () => editor.layOut() },
    {
      keys: 'Shift+F',
      label: t('Input, settings and output side by side'),
      run: withSoleOf(editor)(() =>
        store.setState(({ wideInspector }) => ({ wideInspector: !wideInspector })),
      ),
    },
    {
      keys: 'Space',
      label: t('Held while one drags: move the canvas'),
      run: () => {},
      native: true,
    },
    {
      keys: 'F6',
      label: t('Go to the next region'),
      run: () => cycleRegions(false),
      inFields: true,
    },
    {
      keys: 'Shift+F6',
      label: t('Go to the region before'),
      run: () => cycleRegions(true),
      inFields: true,
    },
  ]
}

function workflow({ editor, run: { goesOn, trials } }: ShortcutContext): Shortcut[] {
  const { store } = editor
  return [
    {
      keys: 'Mod+Enter',
      label: goesOn ? t('Stop the run') : t('Run|verb'),
      run: () => (goesOn ? trials.stop() : store.setState({ sheet: { kind: 'run' } })),
      inFields: true,
    },
    {
      keys: 'Mod+Shift+H',
      label: t('Versions'),
      run: () => editor.store.setState({ sheet: { kind: 'versions' } }),
    },
    {
      keys: 'Mod+S',
      label: t('Save now'),
      run: () => {
        editor.autosave.flush()
      },
      inFields: true,
    },
    { keys: 'Mod+Z', label: t('Undo'), run: () => editor.undo(), repeats: true },
    { keys: 'Mod+Shift+Z', label: t('Redo'), run: () => editor.redo(), repeats: true },
    {
      keys: 'Mod+F',
      label: t('Find'),
      run: () => store.setState({ sheet: { kind: 'find' } }),
      opensField: true,
    },
    {
      keys: 'Mod+H',
      label: t('Find and replace'),
      run: () => store.setState({ sheet: { kind: 'replace' } }),
      opensField: true,
    },
    {
      keys: 'Shift+P',
      label: t('Problems'),
      run: () => store.setState(({ showProblems }) => ({ showProblems: !showProblems })),
    },
  ]
}

const REGIONS = ['palette', 'canvas', 'inspector', 'run'] as const

type Region = (typeof REGIONS)[number]

const regionOf = (name: Region) => document.querySelector<HTMLElement>(`[data-region="${name}"]`)

/** Put the focus on the first control of a region, else on the region itself. */
export function focusRegion(name: Region) {
  const region = regionOf(name)
  const control = region?.querySelector<HTMLElement>(
    'input, .react-flow__node, [role="textbox"], button',
  )
  const chosen = region?.querySelector<HTMLElement>('.react-flow__node.selected')
  ;(chosen ?? control ?? region)?.focus()
}

/** Palette → canvas → inspector → run, and round. */
export function cycleRegions(backwards: boolean) {
  const present = REGIONS.filter((name) => regionOf(name) !== null)
  const at = present.findIndex((name) => regionOf(name)?.contains(document.activeElement))
  const step = backwards ? -1 : 1
  const next = at < 0 ? 'canvas' : present[(at + step + present.length) % present.length]
  if (next) focusRegion(next)
}
