/** In which workspace this browser acts: sent with each request; unset, the account's first. */

const KEY = 'noria.workspace'

export const chosenWorkspace = () => localStorage.getItem(KEY)

/** Go on in another workspace. A whole load: nothing of this one may stay on the screen. */
export function switchWorkspace(workspaceId: string | null) {
  if (workspaceId) localStorage.setItem(KEY, workspaceId)
  else localStorage.removeItem(KEY)
  location.assign('/workflows')
}

export const forgetWorkspace = () => localStorage.removeItem(KEY)
