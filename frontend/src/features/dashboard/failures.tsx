import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DashboardRead } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { SPANS, type SpanName } from './span'

/** What fails most, by workflow and by node type. */
export function Failures({ data, span }: { data: DashboardRead; span: SpanName }) {
  const { within } = SPANS[span]
  return (
    <>
      <Most title={t('Failures by workflow')} isEmpty={data.failures_by_workflow.length === 0}>
        {data.failures_by_workflow.map((each) => (
          <Row key={each.workflow_id} count={each.failed} of={each.total}>
            <Link
              to="/runs"
              search={{ status: ['failed'], workflow: each.workflow_id, within }}
              className="truncate after:absolute after:inset-0"
            >
              {each.name}
            </Link>
          </Row>
        ))}
      </Most>
      <Most title={t('Failures by node type')} isEmpty={data.failures_by_node_type.length === 0}>
        {data.failures_by_node_type.map((each) => (
          <Row key={each.node_type} count={each.failed}>
            <Link
              to="/runs"
              search={{ failed_type: each.node_type, within }}
              className="truncate font-mono text-xs after:absolute after:inset-0"
            >
              {each.node_type}
            </Link>
          </Row>
        ))}
      </Most>
    </>
  )
}

type MostProps = { title: string; isEmpty: boolean; children: ReactNode }

function Most({ title, isEmpty, children }: MostProps) {
  return (
    <section aria-label={title} className="rounded-card border border-line bg-raised">
      <h2 className="px-3 pt-3 pb-1 font-semibold text-sm">{title}</h2>
      {isEmpty ? (
        <p className="px-3 pb-3 text-ink-3">{t('Nothing failed.')}</p>
      ) : (
        <ul className="pb-1">{children}</ul>
      )}
    </section>
  )
}

type RowProps = { count: number; of?: number; children: ReactNode }

function Row({ count, of, children }: RowProps) {
  return (
    <li className="relative flex h-9 items-center gap-3 border-line border-t px-3 first:border-t-0 hover:bg-canvas">
      {children}
      <span className="num ml-auto whitespace-nowrap font-mono text-xs">
        {formatNumber(count)}
        {of !== undefined && <span className="text-ink-3"> {t('of {of}', { of })}</span>}
      </span>
    </li>
  )
}
