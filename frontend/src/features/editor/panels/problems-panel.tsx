import { CircleX, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { focusField } from '@/features/schema-form'
import type { Problem } from '@/shared/api/error'
import { useSaid } from '@/shared/i18n/language'
import { t } from '@/shared/i18n/texts'
import { IconButton } from '@/shared/ui/icon-button'
import type { Editor } from '../editor'
import { useEditor, useEditorState } from '../editor-context'

/** All that is wrong, errors first; each leads to its step and field. */
export function ProblemsPanel() {
  const editor = useEditor()
  const problems = useEditorState((state) => state.problems)
  return (
    <section
      aria-label={t('Problems')}
      className="absolute top-2 right-2 z-20 flex max-h-80 w-100 max-w-[calc(100%-16px)] flex-col rounded-card border border-line bg-raised shadow-float"
    >
      <header className="flex items-center justify-between border-line border-b py-1.5 pr-1.5 pl-3">
        <h2 className="font-semibold text-sm">{t('Problems')}</h2>
        <IconButton
          icon={X}
          label={t('Close problems')}
          keys="Shift+P"
          size="icon-sm"
          onClick={() => editor.store.setState({ showProblems: false })}
        />
      </header>
      {problems.length === 0 ? (
        <p className="p-3 text-ink-2 text-sm">{t('No problems: it can be published.')}</p>
      ) : (
        <ProblemList onShow={(problem) => showProblem(editor, problem)} />
      )}
    </section>
  )
}

type ProblemListProps = { onShow: (problem: Problem) => void }

/** Errors first, then warnings. */
export function ProblemList({ onShow }: ProblemListProps) {
  const problems = useEditorState((state) => state.problems)
  return (
    <ul aria-label={t('Problems')} className="min-h-0 overflow-y-auto p-1">
      {problems
        .toSorted((a, b) => rank(a) - rank(b))
        .map((problem) => (
          <li key={`${problem.node_id}${problem.field}${problem.code}${problem.message}`}>
            <ProblemRow problem={problem} onShow={() => onShow(problem)} />
          </li>
        ))}
    </ul>
  )
}

const rank = (problem: Problem) => (problem.severity === 'error' ? 0 : 1)

type ProblemRowProps = { problem: Problem; onShow: () => void }

function ProblemRow({ problem, onShow }: ProblemRowProps) {
  const editor = useEditor()
  const said = useSaid()
  const isError = problem.severity === 'error'
  const Icon = isError ? CircleX : TriangleAlert
  return (
    <button
      type="button"
      onClick={onShow}
      disabled={placeOf(editor, problem) === null}
      className="flex w-full gap-2.5 rounded-control px-2 py-1.5 text-left hover:not-disabled:bg-sunken"
    >
      <Icon
        aria-label={isError ? t('Error') : t('Warning')}
        className={`mt-0.5 size-4 shrink-0 ${isError ? 'text-failed' : 'text-retrying'}`}
      />
      <span className="min-w-0 flex-1">
        <span className="block break-words text-sm">{withCode(said(problem.message))}</span>
        {problem.node_id && (
          <span className="block truncate font-mono text-2xs text-ink-3">
            {editor.titleOf(problem.node_id)}
            {problem.field}
          </span>
        )}
      </span>
    </button>
  )
}

/** The step that a problem is about; of an edge, the one it begins at. */
function placeOf(editor: Editor, { node_id, field }: Problem): string | null {
  if (node_id) return node_id
  const number = /^\/edges\/(\d+)/.exec(field ?? '')?.[1]
  return number === undefined ? null : (editor.graph.edges[Number(number)]?.from ?? null)
}

/** Choose the step, open its config, and put the focus into the field. */
export function showProblem(editor: Editor, problem: Problem) {
  const nodeId = placeOf(editor, problem)
  if (!nodeId) return
  editor.store.setState({ tab: problem.code.startsWith('policy') ? 'policy' : 'config' })
  editor.goTo(nodeId)
  const field = problem.node_id ? problem.field : null
  // The form of the step is there after React has shown it, and after the card took the focus.
  if (field) setTimeout(() => focusField(`config-${nodeId}`, field), 120)
}

/** What stands between backticks, as code. */
const withCode = (text: string): ReactNode[] =>
  text.split('`').map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never change places
      <code key={index} className="rounded-chip bg-sunken px-1 font-mono text-xs">
        {part}
      </code>
    ),
  )
