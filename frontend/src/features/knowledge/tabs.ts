/** What the page of a knowledge base shows; in its address, so that the shell reads it too. */
export const TABS = ['documents', 'search', 'cutting', 'entities'] as const
export type BaseTab = (typeof TABS)[number]
