import { useInfiniteQuery } from '@tanstack/react-query'
import { t } from '@/shared/i18n/texts'
import { Field } from '@/shared/ui/field'
import { Select } from '@/shared/ui/select'
import { workflowsQuery } from './workflows-queries'

type WorkflowFieldProps = {
  value: string | undefined
  onValue: (workflowId: string) => void
  hint?: string
  /** What is read aloud, where “Workflow” says too little. */
  name?: string
}

/** The one workflow that a form is about. */
export function WorkflowField({ value, onValue, hint, name }: WorkflowFieldProps) {
  const { data } = useInfiniteQuery(workflowsQuery({}))
  const workflows = data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Field label={t('Workflow')} required {...(hint && { hint })}>
      {(wiring) => (
        <Select
          {...wiring}
          {...(name && { 'aria-label': name })}
          value={value}
          onValue={onValue}
          options={workflows.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </Field>
  )
}
