import { type NodeProps, NodeResizer } from '@xyflow/react'
import { Palette } from 'lucide-react'
import { lazy, memo, Suspense, useState } from 'react'
import { useStore } from 'zustand'
import { type PlainText, t } from '@/shared/i18n/texts'
import { cn } from '@/shared/lib/cn'
import type { Note, Tint } from '../document/graph'
import { LEAST_NOTE_PX, nextTint } from '../document/notes'
import { useCanvas } from './canvas-context'
import type { NoteNode } from './flow-types'

const NoteText = lazy(async () => ({
  default: (await import('./note-text').catch(() => null))?.NoteText ?? Unformatted,
}))

/** A sheet behind the cards: read as Markdown, written as text. */
export const NoteCard = memo(function NoteCard({ data, selected }: NodeProps<NoteNode>) {
  const { edit, writing } = useCanvas()
  const { note } = data
  const isWriting = useStore(writing, (state) => state.writing === note.id) && edit !== null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the note does the same
    <div
      data-tint={note.tint ?? 'sand'}
      className={cn(
        'note-sheet group h-full w-full overflow-hidden rounded-chip border p-3 text-sm',
        selected ? 'border-accent' : 'border-transparent',
      )}
      onDoubleClick={(event) => {
        event.stopPropagation()
        edit?.write(note.id)
      }}
    >
      {edit && (
        <NodeResizer
          isVisible={selected ?? false}
          minWidth={LEAST_NOTE_PX.width}
          minHeight={LEAST_NOTE_PX.height}
          color="var(--accent)"
          onResizeEnd={(_, { x, y, width, height }) =>
            edit.changeNote(note.id, { position: { x, y }, width, height })
          }
        />
      )}
      {isWriting ? <NoteField note={note} /> : <NoteWords note={note} />}
      {edit && selected && <TintButton note={note} />}
    </div>
  )
})

/** Until Markdown has come, or when it does not. */
const Unformatted = ({ text }: { text: string }) => <p className="whitespace-pre-line">{text}</p>

function NoteWords({ note }: { note: Note }) {
  if (!note.text)
    return <p className="text-ink-3">{t('Double-click, or press Enter, to write.')}</p>
  return (
    <Suspense fallback={<Unformatted text={note.text} />}>
      <NoteText text={note.text} />
    </Suspense>
  )
}

/** Written as one change when the field is left; Escape leaves it, too. */
function NoteField({ note }: { note: Note }) {
  const { edit } = useCanvas()
  const [text, setText] = useState(note.text ?? '')
  const leave = () => {
    if (text !== (note.text ?? '')) edit?.changeNote(note.id, { text })
    edit?.write(null)
  }
  return (
    <textarea
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
      autoFocus
      aria-label={t('Text of the note')}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={leave}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') event.currentTarget.blur()
      }}
      className="nodrag nopan nowheel h-full w-full resize-none bg-transparent font-mono text-xs outline-none"
    />
  )
}

const WORDS: Readonly<Record<Tint, PlainText>> = {
  sand: 'Sand',
  rose: 'Rose',
  leaf: 'Leaf',
  sky: 'Sky',
  iris: 'Iris',
  stone: 'Stone',
}

function TintButton({ note }: { note: Note }) {
  const { edit } = useCanvas()
  const label = t('Tint: {tint}. Take the next one', { tint: t(WORDS[note.tint ?? 'sand']) })
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={() => edit?.changeNote(note.id, { tint: nextTint(note) })}
      className="nodrag nopan absolute right-1.5 bottom-1.5 grid size-6 place-items-center rounded-control text-ink-2 hover:bg-raised"
    >
      <Palette aria-hidden className="size-3.5" />
    </button>
  )
}
