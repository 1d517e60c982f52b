import { useQuery } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import { useState } from 'react'
import { nodeTypesQuery } from '@/shared/api/node-types'
import { plural, t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { codeWords } from '@/shared/ui/code-words'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { SearchInput } from '@/shared/ui/search-input'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { type Entry, entriesOf, entriesThatFit } from './registry'
import { TriggersFrame } from './triggers-frame'
import { triggerTypesQuery, usageQuery } from './triggers-queries'

/** All that this installation can do: trigger types and node types, and who uses them. */
export function NodeTypesPage() {
  const [search, setSearch] = useState('')
  const nodeTypes = useQuery(nodeTypesQuery)
  const triggerTypes = useQuery(triggerTypesQuery)
  const usage = useQuery(usageQuery)
  const failed = [nodeTypes, triggerTypes, usage].find((query) => query.isError && !query.data)
  return (
    <TriggersFrame title={t('Node types')}>
      <search className="flex items-center gap-2 border-line border-b px-4 py-2">
        <SearchInput
          label={t('Search node types')}
          placeholder={t('Search')}
          value={search}
          onValue={setSearch}
          className="w-64"
        />
      </search>
      {failed ? (
        <ErrorState error={failed.error} onRetry={() => failed.refetch()} />
      ) : nodeTypes.data && triggerTypes.data && usage.data ? (
        <EntryTable
          entries={entriesThatFit(entriesOf(nodeTypes.data, triggerTypes.data, usage.data), search)}
        />
      ) : (
        <LoadingRows rows={12} label={t('Loading node types')} />
      )}
    </TriggersFrame>
  )
}

const usesOf = ({ used, unit }: Entry) =>
  unit === 'trigger'
    ? plural(used, '{count} trigger', '{count} triggers')
    : plural(used, '{count} workflow', '{count} workflows')

function EntryTable({ entries }: { entries: readonly Entry[] }) {
  if (entries.length === 0)
    return <EmptyState icon={SearchX} title={t('Nothing of that name is installed.')} />
  return (
    <Table aria-label={t('Node types')}>
      <thead>
        <tr>
          <Th className="w-full">{t('Type')}</Th>
          <Th className="hidden sm:table-cell">{t('Group')}</Th>
          <Th className="hidden md:table-cell">{t('Package')}</Th>
          <Th className="hidden sm:table-cell">{t('Version')}</Th>
          <Th>{t('Used in')}</Th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Tr key={`${entry.type}@${entry.version}`}>
            <Td className="max-w-0 py-2">
              <div className="flex items-baseline gap-2.5">
                <span className="truncate font-medium">{entry.title}</span>
                <Badge>{entry.type}</Badge>
              </div>
              <p className="truncate text-ink-3 text-xs">{codeWords(entry.description)}</p>
            </Td>
            <Td className="hidden text-ink-2 sm:table-cell">{entry.group}</Td>
            <Td className="hidden text-ink-3 md:table-cell">{entry.owner}</Td>
            <Td className="num hidden text-ink-3 sm:table-cell">{entry.version}</Td>
            <Td className="num text-ink-2">{entry.used === 0 ? '–' : usesOf(entry)}</Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}
