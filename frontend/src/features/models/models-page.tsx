import { t } from '@/shared/i18n/texts'
import { Page } from '@/shared/ui/page'
import { Tabs } from '@/shared/ui/tabs'
import { BudgetsPanel } from './budgets-panel'
import type { ModelsTab, UsageBy, UsageSpan } from './choices'
import { MemoryPanel } from './memory-panel'
import { OffersPanel } from './offers-panel'
import { UsagePanel } from './usage-panel'

export type ModelsSearch = {
  tab: ModelsTab
  by: UsageBy
  span: UsageSpan
}

type ModelsPageProps = ModelsSearch & { onSearch: (change: Partial<ModelsSearch>) => void }

/** What models cost, which there are, how much they may cost, and what agents remember. */
export function ModelsPage({ tab, by, span, onSearch }: ModelsPageProps) {
  return (
    <Page title={t('Models')}>
      <Tabs
        label={t('Models')}
        value={tab}
        onValue={(next) => onSearch({ tab: next })}
        listClassName="px-4"
        tabs={[
          {
            value: 'usage',
            label: t('Usage'),
            content: (
              <UsagePanel
                by={by}
                span={span}
                onBy={(next) => onSearch({ by: next })}
                onSpan={(next) => onSearch({ span: next })}
              />
            ),
          },
          { value: 'models', label: t('All models'), content: <OffersPanel /> },
          { value: 'budgets', label: t('Budgets'), content: <BudgetsPanel /> },
          { value: 'memory', label: t('Memory'), content: <MemoryPanel /> },
        ]}
      />
    </Page>
  )
}
