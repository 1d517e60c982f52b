/** Who is in the workspace, and what the roles are called. */
export { leaveWorkspace, membersQuery } from './members-queries'
export { roleLabel, roleMeans } from './roles'
