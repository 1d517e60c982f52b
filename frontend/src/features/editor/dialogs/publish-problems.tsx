import type { Problem } from '@/shared/api/error'
import { plural } from '@/shared/i18n/texts'
import { useEditor, useEditorState } from '../editor-context'
import { ProblemList, showProblem } from '../panels/problems-panel'

type PublishProblemsProps = { onClose: () => void }

/** What keeps the draft from being published, and what to think of before it is; each leads to its step. */
export function PublishProblems({ onClose }: PublishProblemsProps) {
  const editor = useEditor()
  const problems = useEditorState((state) => state.problems)
  if (problems.length === 0) return null
  const { errors, warnings } = countProblems(problems)
  return (
    <section className="mb-3 overflow-hidden rounded-control border border-line">
      <p className={`px-3 py-2 font-medium ${errors > 0 ? 'bg-failed-wash' : 'bg-sunken'}`}>
        {errors > 0
          ? plural(
              errors,
              '{count} problem has to be mended first.',
              '{count} problems have to be mended first.',
            )
          : plural(
              warnings,
              '{count} warning: it can be published all the same.',
              '{count} warnings: it can be published all the same.',
            )}
      </p>
      <div className="max-h-48 overflow-y-auto">
        <ProblemList
          onShow={(problem) => {
            onClose()
            // The open dialog holds the focus, which the step is to have.
            setTimeout(() => showProblem(editor, problem))
          }}
        />
      </div>
    </section>
  )
}

export function countProblems(problems: readonly Problem[]) {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return { errors, warnings: problems.length - errors }
}
