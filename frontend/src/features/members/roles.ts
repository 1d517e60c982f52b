import type { Role } from '@/shared/api/types'

/** From the most to the least that one may do; the table of `api/permissions.py` in short. */
export const ROLES: readonly { value: Role; label: string; means: string }[] = [
  { value: 'owner', label: 'Owner', means: 'Everything, and the workspace itself' },
  { value: 'admin', label: 'Admin', means: 'Everything but the workspace’s end and its owners' },
  { value: 'editor', label: 'Editor', means: 'Builds workflows and runs them' },
  { value: 'operator', label: 'Operator', means: 'Runs workflows and answers approvals' },
  { value: 'viewer', label: 'Viewer', means: 'Looks on' },
]

export const roleLabel = (role: Role) => ROLES.find((each) => each.value === role)?.label ?? role

export const roleMeans = (role: Role) => ROLES.find((each) => each.value === role)?.means ?? ''

/** Which roles one may give: only an owner makes owners. */
export const rolesToGive = (mayOwn: boolean) =>
  ROLES.filter(({ value }) => mayOwn || value !== 'owner')
