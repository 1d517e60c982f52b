import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { t } from '@/shared/i18n/texts'
import { IconButton } from './icon-button'

type CopyButtonProps = {
  value: string | (() => string)
  label?: string
  className?: string
}

const SHOWN_MS = 1_500

export function CopyButton({ value, label = t('Copy'), className }: CopyButtonProps) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(typeof value === 'string' ? value : value())
    setCopied(true)
    setTimeout(() => setCopied(false), SHOWN_MS)
  }
  return (
    <IconButton
      icon={copied ? Check : Copy}
      label={copied ? t('Copied') : label}
      size="icon-sm"
      onClick={copy}
      {...(className && { className })}
    />
  )
}
