import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronLeft, ThumbsDown, ThumbsUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import { usePermission } from '@/shared/api/me'
import type { FeedbackRead } from '@/shared/api/types'
import { labelled, type PlainText, t } from '@/shared/i18n/texts'
import { EmptyState } from '@/shared/ui/empty-state'
import { ErrorState } from '@/shared/ui/error-state'
import { LoadMore } from '@/shared/ui/load-more'
import { MarkdownText } from '@/shared/ui/markdown'
import { Page } from '@/shared/ui/page'
import { RunLink } from '@/shared/ui/run-link'
import { Segmented } from '@/shared/ui/segmented'
import { LoadingRows } from '@/shared/ui/skeleton'
import { Ago } from '@/shared/ui/time'
import { chatQuery, feedbackQuery } from './chat-queries'
import { memberSource } from './chat-source'

type Rating = FeedbackRead['rating']

const RATINGS: readonly { value: Rating; label: PlainText }[] = [
  { value: 'bad', label: 'Bad answers' },
  { value: 'good', label: 'Good answers' },
]

/** What people thought of a chat's answers; those that were bad first, since they are to be mended. */
export function FeedbackPage({ triggerId }: { triggerId: string }) {
  const [rating, setRating] = useState<Rating>('bad')
  const chat = useQuery(chatQuery(useMemo(() => memberSource(triggerId), [triggerId])))
  const mayRead = usePermission('edit')
  return (
    <Page
      title={t('Feedback')}
      heading={
        <>
          <Link
            to="/chat"
            search={{ with: triggerId }}
            aria-label={t('Back to the chat')}
            className="-ml-2 grid size-7 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink"
          >
            <ChevronLeft aria-hidden className="size-4" />
          </Link>
          <h1 className="truncate font-semibold text-md">
            {chat.data ? t('Feedback on {title}', { title: chat.data.title }) : t('Feedback')}
          </h1>
        </>
      }
      actions={
        <Segmented
          label={t('Which answers')}
          value={rating}
          onValue={setRating}
          options={labelled(RATINGS)}
        />
      }
    >
      {mayRead ? (
        <Ratings triggerId={triggerId} rating={rating} />
      ) : (
        <EmptyState icon={ThumbsDown} title={t('Feedback is for those who edit workflows.')} />
      )}
    </Page>
  )
}

type RatingsProps = { triggerId: string; rating: Rating }

function Ratings({ triggerId, rating }: RatingsProps) {
  const query = useInfiniteQuery(feedbackQuery(triggerId, rating))
  const found = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.isPending) return <LoadingRows rows={6} label={t('Loading the feedback')} />
  if (query.isError && found.length === 0)
    return <ErrorState error={query.error} onRetry={() => query.refetch()} />
  if (found.length === 0)
    return (
      <EmptyState
        icon={rating === 'bad' ? ThumbsDown : ThumbsUp}
        title={rating === 'bad' ? t('No answer was called bad.') : t('No answer was called good.')}
      >
        {t('Below each answer people say whether it was good, and why.')}
      </EmptyState>
    )
  return (
    <div className="mx-auto max-w-200 p-4">
      <ol aria-label={t('Feedback')} className="space-y-3">
        {found.map((each) => (
          <Rated key={each.turn_id} triggerId={triggerId} feedback={each} />
        ))}
      </ol>
      <LoadMore query={query} />
    </div>
  )
}

type RatedProps = { triggerId: string; feedback: FeedbackRead }

function Rated({ triggerId, feedback }: RatedProps) {
  return (
    <li className="space-y-2 rounded-card border border-line bg-raised p-3 text-sm">
      {feedback.comment && <p className="font-medium">{feedback.comment}</p>}
      <p className="line-clamp-4 whitespace-pre-wrap break-words">{feedback.text}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long one is scrolled with the keyboard */}
      <div tabIndex={0} className="max-h-60 overflow-y-auto border-line border-l-2 pl-3 text-ink-2">
        {feedback.answer === null ? (
          t('It was not answered.')
        ) : (
          <MarkdownText text={feedback.answer} />
        )}
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-ink-3 text-xs">
        <Ago at={feedback.created_at} />
        {feedback.run_id && <RunLink runId={feedback.run_id} />}
        {feedback.conversation_id && (
          <Link
            to="/chat"
            search={{ with: triggerId, conversation: feedback.conversation_id }}
            className="text-accent underline"
          >
            {t('Show the conversation')}
          </Link>
        )}
      </p>
    </li>
  )
}
