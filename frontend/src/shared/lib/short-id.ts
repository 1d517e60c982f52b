/** How the id begins, up to the millisecond it was made in: enough to tell it by, and to search for. */
export const shortId = (id: string) => id.slice(0, 13)
