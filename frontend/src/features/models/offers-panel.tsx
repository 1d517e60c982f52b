import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import type { ModelRead } from '@/shared/api/types'
import { plural, t } from '@/shared/i18n/texts'
import { Badge } from '@/shared/ui/badge'
import { Button } from '@/shared/ui/button'
import { ErrorState } from '@/shared/ui/error-state'
import { SearchInput } from '@/shared/ui/search-input'
import { LoadingRows } from '@/shared/ui/skeleton'
import { modelsQuery, providerCredentialsQuery } from './models-queries'
import { OffersTable } from './offers-table'
import { TryDialog, type TryStart } from './try-dialog'

const FEW = 12

/** The models that this installation can use: what is built in, and what each credential opens. */
export function OffersPanel() {
  const query = useQuery(providerCredentialsQuery)
  const [tried, setTried] = useState<TryStart | null>(null)
  const usable = query.data?.filter((each) => each.may_use) ?? []
  return (
    <div className="mx-auto flex max-w-300 flex-col gap-3 p-4">
      <Group name={t('Built in')} credential={null} isOpen onTry={setTried} />
      {query.isPending ? (
        <LoadingRows rows={3} label={t('Loading credentials')} />
      ) : query.isError ? (
        <ErrorState error={query.error} onRetry={() => query.refetch()} />
      ) : usable.length === 0 ? (
        <p className="rounded-card border border-line border-dashed p-4 text-ink-2">
          {t('Models of OpenAI, Anthropic, Ollama and others come with a credential.')}{' '}
          <Link to="/settings/credentials" className="rounded-chip underline underline-offset-2">
            {t('Add a credential')}
          </Link>
        </p>
      ) : (
        usable.map((each) => (
          <Group
            key={each.id}
            name={each.name}
            type={each.type}
            credential={each.name}
            onTry={setTried}
          />
        ))
      )}
      {tried && <TryDialog start={tried} onClose={() => setTried(null)} />}
    </div>
  )
}

type GroupProps = {
  name: string
  type?: string
  credential: string | null
  isOpen?: boolean
  onTry: (start: TryStart) => void
}

/** One credential's models; asked for when it is opened, since a server has to answer. */
function Group({ name, type = '', credential, isOpen = false, onTry }: GroupProps) {
  const [open, setOpen] = useState(isOpen)
  return (
    <section className="rounded-card border border-line bg-raised">
      <h2 className="flex items-center">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex h-10 min-w-0 flex-1 items-center gap-2 rounded-card px-3 text-left font-semibold text-sm -outline-offset-2"
        >
          <ChevronRight aria-hidden className={`size-4 shrink-0 ${open ? 'rotate-90' : ''}`} />
          <span className="truncate">{name}</span>
          {type && <Badge>{type}</Badge>}
        </button>
        {credential && (
          <Button
            size="sm"
            variant="ghost"
            needs="run"
            className="mr-2"
            onClick={() => onTry({ model: `${type}/`, credential, kind: 'chat' })}
          >
            {t('Try another…')}
          </Button>
        )}
      </h2>
      {open && <Offers credential={credential} onTry={onTry} />}
    </section>
  )
}

function Offers({ credential, onTry }: Pick<GroupProps, 'credential' | 'onTry'>) {
  const query = useQuery(modelsQuery(credential))
  const [search, setSearch] = useState('')
  if (query.isPending) return <LoadingRows rows={3} label={t('Asking for models')} />
  if (query.isError) return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  const { items, source } = query.data
  const found = items.filter(({ model }) => model.includes(search.trim().toLowerCase()))
  const onModel = ({ model, kind }: ModelRead) => onTry({ model, credential, kind })
  return (
    <div className="border-line border-t">
      {items.length > FEW && (
        <div className="p-2">
          <SearchInput label={t('Find a model')} value={search} onValue={setSearch} />
        </div>
      )}
      {source === 'known' && (
        <p className="px-4 pt-2 text-ink-3 text-xs">
          {t('What the provider has as far as Noria knows; your key may open fewer.')}
        </p>
      )}
      {found.length === 0 ? (
        <p className="px-4 py-6 text-center text-ink-3">{t('No such model.')}</p>
      ) : (
        <>
          <OffersTable models={found} onTry={onModel} />
          <p role="status" className="sr-only">
            {plural(found.length, '{count} model', '{count} models')}
          </p>
        </>
      )}
    </div>
  )
}
