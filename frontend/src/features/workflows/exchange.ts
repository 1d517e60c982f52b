import { api, dataOf } from '@/shared/api/client'
import type { ImportWrite } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { notifyError } from '@/shared/ui/toaster'

/** Hand the document to the browser as a file. */
export async function exportWorkflows(workflowIds: string[], format: 'yaml' | 'json') {
  try {
    const text = await dataOf(
      api.GET('/api/v1/export', {
        params: { query: { workflow_id: workflowIds, format } },
        parseAs: 'text',
      }),
    )
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([String(text)], { type: `application/${format}` }))
    link.download = `workflows.${format}`
    link.click()
    URL.revokeObjectURL(link.href)
  } catch (error) {
    notifyError(t('The workflows could not be exported'), error)
  }
}

export const importWorkflows = (body: ImportWrite) => dataOf(api.POST('/api/v1/import', { body }))
