import { QueryClient } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { setLanguage } from '@/shared/i18n/language'
import { previewQuery, timesQuery, triggerQuery } from './triggers-queries'

afterEach(async () => {
  vi.unstubAllGlobals()
  await setLanguage('en')
  localStorage.clear()
})

test('when a schedule fires is asked for in the language of the app, and anew in another', async () => {
  const asked: (string | null)[] = []
  vi.stubGlobal('fetch', async (request: Request) => {
    asked.push(request.headers.get('accept-language'))
    return Response.json({ words: '', times: [] })
  })
  const client = new QueryClient()
  const look = async () => {
    await client.ensureQueryData(triggerQuery('a'))
    await client.ensureQueryData(timesQuery('a'))
    await client.ensureQueryData(previewQuery({ kind: 'cron' }))
  }

  await look()
  await setLanguage('de')
  await look()

  expect(asked).toEqual(['en', 'en', 'en', 'de', 'de', 'de'])
})
