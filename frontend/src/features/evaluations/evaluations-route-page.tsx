import { DataSetPage } from './data-set-page'
import { EvaluationPage } from './evaluation-page'
import { TABS } from './tabs'

type EvaluationsRoutePageProps = {
  dataSetId: string
  tab?: string | undefined
  /** One of the data set's; none: the data set itself. */
  evaluation?: string | undefined
  before?: string | undefined
  onSearch: (change: { tab?: string | undefined; before?: string | undefined }) => void
}

/** A data set, or one of its evaluations. */
export function EvaluationsRoutePage(props: EvaluationsRoutePageProps) {
  const { dataSetId, tab, evaluation, before, onSearch } = props
  if (evaluation)
    return (
      <EvaluationPage
        key={evaluation}
        evaluationId={evaluation}
        before={before}
        onBefore={(next) => onSearch({ before: next })}
      />
    )
  return (
    <DataSetPage
      key={dataSetId}
      dataSetId={dataSetId}
      tab={TABS.find((each) => each === tab) ?? TABS[0]}
      onTab={(next) => onSearch({ tab: next === TABS[0] ? undefined : next })}
    />
  )
}
