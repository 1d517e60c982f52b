/** Starts the app: theme, language, server state, router. */
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '@/shared/api/query-client'
import { speakAsWanted } from '@/shared/i18n/language'
import { TooltipProvider } from '@/shared/ui/tooltip'
import { router } from './router'
import './styles/index.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

// No `await` here: every page would come in more and smaller files for it.
speakAsWanted().then(() =>
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <TooltipProvider>
          <RouterProvider router={router} />
        </TooltipProvider>
      </QueryClientProvider>
    </StrictMode>,
  ),
)
