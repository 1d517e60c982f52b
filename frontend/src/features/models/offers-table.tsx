import type { ModelRead } from '@/shared/api/types'
import { formatNumber, t } from '@/shared/i18n/texts'
import { Button } from '@/shared/ui/button'
import { Table, Td, Th, Tr } from '@/shared/ui/table'
import { formatUsd } from './money'

const KINDS = {
  chat: 'Chat|kind',
  embed: 'Embeddings',
  rerank: 'Rerank',
  image: 'Images',
  speech: 'Speech',
  transcribe: 'Transcription',
} as const

type OffersTableProps = { models: readonly ModelRead[]; onTry: (model: ModelRead) => void }

export function OffersTable({ models, onTry }: OffersTableProps) {
  return (
    <div className="relative overflow-x-auto">
      <Table aria-label={t('Models')}>
        <thead>
          <tr>
            <Th className="w-full">{t('Model')}</Th>
            <Th className="hidden sm:table-cell">{t('Good for')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Context')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Longest answer')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Input, per million')}</Th>
            <Th className="hidden text-right sm:table-cell">{t('Output, per million')}</Th>
            <Th>
              <span className="sr-only">{t('Test|verb')}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Tr key={model.model}>
              <Td className="max-w-0 truncate font-mono text-xs">{model.model}</Td>
              <Td className="hidden text-ink-2 sm:table-cell">{abilities(model)}</Td>
              <Td className="num hidden text-right sm:table-cell">{size(model.context_tokens)}</Td>
              <Td className="num hidden text-right sm:table-cell">{size(model.output_tokens)}</Td>
              <Td className="num hidden text-right sm:table-cell">{price(model.input_usd)}</Td>
              <Td className="num hidden text-right sm:table-cell">{price(model.output_usd)}</Td>
              <Td>
                <Button
                  size="sm"
                  needs="run"
                  aria-label={t('Test {name}', { name: model.model })}
                  onClick={() => onTry(model)}
                >
                  {t('Test|verb')}
                </Button>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  )
}

const size = (tokens: number | null) => (tokens === null ? '–' : formatNumber(tokens))

const price = (usd: number | null) => (usd === null ? '–' : usd === 0 ? t('free') : formatUsd(usd))

function abilities({ kind, takes_tools: tools, takes_images: images }: ModelRead): string {
  return [t(KINDS[kind]), tools && t('tools|ability'), images && t('images|ability')]
    .filter(Boolean)
    .join(', ')
}
