import type { Role } from '@/shared/api/types'
import { labelled, type PlainText, t } from '@/shared/i18n/texts'

/** From the most to the least that one may do; the table of `api/permissions.py` in short. */
export const ROLES: readonly { value: Role; label: PlainText; means: PlainText }[] = [
  { value: 'owner', label: 'Owner', means: 'Everything, and the workspace itself' },
  { value: 'admin', label: 'Admin', means: 'Everything but the workspace’s end and its owners' },
  { value: 'editor', label: 'Editor', means: 'Builds workflows and runs them' },
  { value: 'operator', label: 'Operator', means: 'Runs workflows and answers approvals' },
  { value: 'viewer', label: 'Viewer', means: 'Looks on' },
]

const find = (role: Role) => ROLES.find((each) => each.value === role)

export function roleLabel(role: Role): string {
  const found = find(role)
  return found ? t(found.label) : role
}

export function roleMeans(role: Role): string {
  const found = find(role)
  return found ? t(found.means) : ''
}

/** Which roles one may give: only an owner makes owners. */
export const rolesToGive = (mayOwn: boolean) =>
  labelled(ROLES.filter(({ value }) => mayOwn || value !== 'owner'))
