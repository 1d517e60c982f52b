/** What the page of a data set shows; in its address, so that the shell reads it too. */
export const TABS = ['evaluations', 'cases', 'evaluators', 'gate'] as const
export type DataSetTab = (typeof TABS)[number]
