import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { Said } from '@/shared/i18n/said'
import { t } from '@/shared/i18n/texts'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Table, Th } from '@/shared/ui/table'
import { rolesQuery } from './members-queries'
import { roleLabel } from './roles'

/** What each role may do, as the server checks it. */
export function RolesTable() {
  const query = useQuery(rolesQuery)
  if (query.isPending) return <LoadingRows rows={7} label={t('Loading what roles may do')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const { roles, permissions } = query.data
  return (
    <div className="relative overflow-x-auto rounded-card border border-line bg-raised">
      <Table aria-label={t('What each role may do')}>
        <thead>
          <tr>
            <Th className="w-full">{t('Permission')}</Th>
            {roles.map((role) => (
              <Th key={role.name} className="px-2 text-center">
                {roleLabel(role.name)}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {permissions.map((permission) => (
            <tr key={permission.name} className="border-line border-b last:border-b-0">
              <th scope="row" className="min-w-56 px-4 py-2 text-left font-normal">
                <span className="block font-mono text-xs">{permission.name}</span>
                <span className="text-ink-3">
                  <Said>{permission.means}</Said>
                </span>
              </th>
              {roles.map((role) => (
                <td key={role.name} className="px-2 text-center">
                  <Has has={role.permissions.includes(permission.name)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

function Has({ has }: { has: boolean }) {
  return has ? (
    <Check role="img" aria-label={t('yes')} className="mx-auto size-4 text-succeeded" />
  ) : (
    <span className="text-ink-3">
      <span aria-hidden>–</span>
      <span className="sr-only">{t('no')}</span>
    </span>
  )
}
