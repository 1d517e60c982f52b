import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Sparkles } from 'lucide-react'
import { api, dataOf } from '@/shared/api/client'
import type { CopilotRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { FormDialog } from '@/shared/ui/form-dialog'
import { MarkdownText } from '@/shared/ui/markdown'
import { Spinner } from '@/shared/ui/spinner'
import type { Explained } from './explain-button'
import { ModelChoice, useModelChoice } from './model-choice'

type ExplainDialogProps = Explained & { onClose: () => void }

/** Kept while the app is open, so that what was paid for on the run's page shows in the builder too. */
const saidKey = (runId: string) => ['copilot', 'explanation', runId] as const

/** Why a run failed, in the copilot's words, and what would mend its graph. */
export function ExplainDialog({ runId, workflowId, proposal, onClose }: ExplainDialogProps) {
  const client = useQueryClient()
  const { chosen, choose, isWhole } = useModelChoice()
  const { data: said } = useQuery<CopilotRead>({
    queryKey: saidKey(runId),
    enabled: false,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const ask = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST('/api/v1/runs/{run_id}/explanation', {
          params: { path: { run_id: runId } },
          body: { words: '', model: chosen.model.trim(), credential: chosen.credential },
        }),
      ),
    onSuccess: (answer) => client.setQueryData(saidKey(runId), answer),
  })
  return (
    <FormDialog
      size="lg"
      title={t('Why did it fail?')}
      description={t(
        'The copilot gets the graph and what its steps gave. It only proposes, and knows no secrets.',
      )}
      action={
        <>
          {!ask.isPending && <Sparkles aria-hidden />}
          {said ? t('Ask again') : t('Explain')}
        </>
      }
      keep={t('Close')}
      busy={ask.isPending}
      error={ask.error}
      disabled={!isWhole}
      onClose={onClose}
      onSubmit={() => ask.mutate()}
    >
      <ModelChoice chosen={chosen} onChoose={choose} />
      <div aria-live="polite">
        {ask.isPending ? (
          <p className="flex items-center gap-2 text-ink-2">
            <Spinner /> {t('{model} is reading the run…', { model: chosen.model })}
          </p>
        ) : (
          said && <Answer said={said} {...{ runId, workflowId, proposal, onClose }} />
        )}
      </div>
    </FormDialog>
  )
}

function Answer(props: ExplainDialogProps & { said: CopilotRead }) {
  const { said, runId, workflowId, proposal, onClose } = props
  if (proposal) return proposal(said, onClose)
  const { length } = said.changes
  return (
    <section aria-label={t('Explanation')} className="space-y-3 border-line border-t pt-3">
      <MarkdownText text={said.text} />
      {length > 0 && (
        <p className="flex flex-wrap items-center gap-3 rounded-control bg-sunken p-2.5">
          {plural(
            length,
            'It proposes to change {count} step.',
            'It proposes to change {count} steps.',
          )}
          <Button size="sm" asChild>
            <Link to="/workflows/$workflowId" params={{ workflowId }} search={{ run: runId }}>
              {t('See it in the builder')}
            </Link>
          </Button>
        </p>
      )}
    </section>
  )
}
