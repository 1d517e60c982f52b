import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { VersionSummary } from '@/shared/api/types'
import { t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Dialog } from '@/shared/ui/dialog'
import { Refusal } from '@/shared/ui/refusal'
import { nameVersion, versionsQuery } from '../api'
import { useEditor } from '../editor-context'
import { WordsFields } from './words-fields'

type VersionWordsDialogProps = { version: VersionSummary; onClose: () => void }

/** What a published version is called, and what is new in it: said later, or said anew. */
export function VersionWordsDialog({ version, onClose }: VersionWordsDialogProps) {
  const { workflowId } = useEditor()
  const client = useQueryClient()
  const [words, setWords] = useState({ name: version.name ?? '', note: version.note ?? '' })
  const save = useMutation({
    mutationFn: () =>
      nameVersion(workflowId, version.version, {
        name: words.name.trim() || null,
        note: words.note.trim() || null,
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: versionsQuery(workflowId).queryKey })
      onClose()
    },
  })
  return (
    <Dialog
      open
      size="sm"
      title={t('Name of version {version}', { version: version.version })}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button variant="primary" loading={save.isPending} onClick={() => save.mutate()}>
            {t('Save')}
          </Button>
        </>
      }
    >
      <WordsFields words={words} onWords={setWords} />
      <Refusal error={save.error} />
    </Dialog>
  )
}
