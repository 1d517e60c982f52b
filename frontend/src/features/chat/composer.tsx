import { ArrowUp, Paperclip, X } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { formatBytes } from '@/shared/lib/format'
import { IconButton } from '@/shared/ui/icon-button'
import { Textarea } from '@/shared/ui/input'
import { Refusal } from '@/shared/ui/refusal'
import type { Draft } from './use-conversation'

const MAX_FILES = 10
const MAX_CHARS = 20_000

type ComposerProps = {
  takesFiles: boolean
  /** Why nothing can be said at present. */
  blocked?: string | undefined
  busy: boolean
  error: unknown
  onSay: (draft: Draft) => Promise<unknown>
}

/** Where something is said. Enter sends, Shift+Enter begins a new line. What failed stays to be sent again. */
export function Composer({ takesFiles, blocked, busy, error, onSay }: ComposerProps) {
  const [text, setText] = useState('')
  const [files, setFiles] = useState<readonly File[]>([])
  // The same until it is taken: an answer that got lost does not send it twice.
  const id = useRef<string>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const can = !busy && !blocked && (text.trim() !== '' || files.length > 0)
  const say = async () => {
    if (!can) return
    id.current ??= crypto.randomUUID()
    try {
      await onSay({ id: id.current, text: text.trim(), files })
    } catch {
      return
    }
    id.current = null
    setText('')
    setFiles([])
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    say()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    say()
  }
  return (
    <form onSubmit={onSubmit} className="space-y-2">
      <Refusal error={error} />
      <FileList files={files} onFiles={setFiles} />
      <div className="flex items-end gap-2">
        {takesFiles && (
          <FileButton
            disabled={files.length >= MAX_FILES}
            onFiles={(added) => setFiles([...files, ...added].slice(0, MAX_FILES))}
          />
        )}
        <Textarea
          ref={field}
          aria-label={t('Message')}
          placeholder={blocked ?? t('Say something')}
          rows={Math.min(8, Math.max(1, text.split('\n').length))}
          maxLength={MAX_CHARS}
          value={text}
          className="resize-none"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          type="submit"
          icon={ArrowUp}
          label={t('Send')}
          variant="primary"
          loading={busy}
          disabled={!can}
        />
      </div>
    </form>
  )
}

type FileButtonProps = { disabled: boolean; onFiles: (files: File[]) => void }

function FileButton({ disabled, onFiles }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        aria-label={t('Files to send')}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])])
          target.value = ''
        }}
      />
      <IconButton
        icon={Paperclip}
        label={t('Add files')}
        disabled={disabled}
        onClick={() => input.current?.click()}
      />
    </>
  )
}

type FileListProps = { files: readonly File[]; onFiles: (files: readonly File[]) => void }

function FileList({ files, onFiles }: FileListProps) {
  if (files.length === 0) return null
  return (
    <ul aria-label={t('Files')} className="flex flex-wrap gap-1.5">
      {files.map((file, at) => (
        <li
          // biome-ignore lint/suspicious/noArrayIndexKey: two may be the same
          key={at}
          className="flex max-w-full items-center gap-1.5 rounded-control bg-sunken pl-2 text-xs"
        >
          <span className="min-w-0 truncate">{file.name}</span>
          <span className="num shrink-0 text-ink-2">{formatBytes(file.size)}</span>
          <IconButton
            icon={X}
            size="icon-sm"
            label={t('Leave out {name}', { name: file.name })}
            onClick={() => onFiles(files.filter((_, other) => other !== at))}
          />
        </li>
      ))}
    </ul>
  )
}
