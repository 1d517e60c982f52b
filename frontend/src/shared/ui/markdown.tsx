import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { cn } from '@/shared/lib/cn'

type MarkdownTextProps = { text: string; className?: string }

/** Markdown as it is read. HTML in it stays text, links open beside, and nothing is fetched from other hosts. */
export function MarkdownText({ text, className }: MarkdownTextProps) {
  return (
    <div className={cn(STYLE, className)}>
      <Markdown
        remarkPlugins={PLUGINS}
        disallowedElements={NO_IMAGES}
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer" className="underline">
              {children}
            </a>
          ),
          pre: ({ children }) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide one is scrolled with the keyboard
            <pre tabIndex={0}>{children}</pre>
          ),
          table: ({ children }) => (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide one is scrolled with the keyboard
            <div tabIndex={0} className="overflow-x-auto">
              <table>{children}</table>
            </div>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  )
}

const PLUGINS = [remarkGfm]
const NO_IMAGES = ['img']
const STYLE = [
  'min-w-0 space-y-2 break-words leading-6',
  '[&_:is(h1,h2,h3,h4)]:pt-1 [&_:is(h1,h2,h3,h4)]:font-semibold [&_:is(h1,h2)]:text-md',
  '[&_ul]:list-disc [&_ul]:pl-5 [&_ol]:list-decimal [&_ol]:pl-5 [&_li]:my-0.5',
  '[&_code]:rounded-chip [&_code]:bg-sunken [&_code]:px-1 [&_code]:font-mono [&_code]:text-xs',
  '[&_pre]:overflow-x-auto [&_pre]:rounded-control [&_pre]:bg-sunken [&_pre]:p-3 [&_pre_code]:px-0',
  '[&_blockquote]:border-line-strong [&_blockquote]:border-l-2 [&_blockquote]:pl-3 [&_blockquote]:text-ink-2',
  '[&_:is(th,td)]:border [&_:is(th,td)]:border-line [&_:is(th,td)]:px-2 [&_:is(th,td)]:py-1 [&_:is(th,td)]:text-left',
]
