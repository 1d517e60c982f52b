import { CircleX } from 'lucide-react'
import { ApiError, errorText } from '@/shared/api/error'
import { useSaid } from '@/shared/i18n/language'

type RefusalProps = { error: unknown }

/** In a dialog whose order was refused: the server's own sentence, and each rule that was broken. */
export function Refusal({ error }: RefusalProps) {
  const said = useSaid()
  if (!error) return null
  const { title, detail, code } = errorText(error, said)
  const problems = error instanceof ApiError ? error.problems : []
  return (
    <div role="alert" className="flex gap-2.5 rounded-control bg-failed-wash p-3">
      <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
      <div className="min-w-0 space-y-1">
        <p className="break-words font-medium">{detail || title}</p>
        {problems.length > 0 && (
          <ul className="list-disc space-y-0.5 pl-4 text-ink-2">
            {problems.map((problem) => (
              <li key={`${problem.field} ${problem.message}`} className="break-words">
                {problem.field && <span className="font-mono text-xs">{problem.field} </span>}
                {said(problem.message)}
              </li>
            ))}
          </ul>
        )}
        <p className="font-mono text-2xs text-ink-2">{code}</p>
      </div>
    </div>
  )
}
