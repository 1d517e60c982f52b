import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { plural, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { ConfirmDialog } from '@/shared/ui/confirm-dialog'
import { notify, notifyError } from '@/shared/ui/toaster'
import { discardLetters, lettersKey } from './dead-letters-queries'
import type { LetterFilters } from './letter-filters'

type DiscardLettersProps = {
  filters: LetterFilters
  /** The question. */
  title: string
  /** What it means. */
  children: string
  size?: 'sm'
}

/** Discards all that are open and pass the filters, once that was asked. */
export function DiscardLetters({ filters, title, children, size }: DiscardLettersProps) {
  const [asking, setAsking] = useState(false)
  const queryClient = useQueryClient()
  const discard = useMutation({
    mutationFn: () => discardLetters(filters),
    onSuccess: ({ count }) =>
      notify(
        t('Discarded {count}', {
          count: plural(count, '{count} dead letter', '{count} dead letters'),
        }),
      ),
    onError: (error) => notifyError(t('The dead letters could not be discarded'), error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: lettersKey }),
  })
  return (
    <>
      <Button needs="run" {...(size && { size })} onClick={() => setAsking(true)}>
        <Trash2 aria-hidden />
        {t('Discard all…')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={title}
        action={t('Discard all')}
        keep={t('Keep them')}
        danger
        onConfirm={() => discard.mutate()}
      >
        {children}
      </ConfirmDialog>
    </>
  )
}
