import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'

/** Markdown as it is read. HTML in it stays text; links open beside the builder. */
export function NoteText({ text }: { text: string }) {
  return (
    <div className="note-text">
      <Markdown
        remarkPlugins={PLUGINS}
        disallowedElements={NO_IMAGES}
        components={{
          a: ({ href, children }) => (
            <a href={href} target="_blank" rel="noreferrer" className="nodrag underline">
              {children}
            </a>
          ),
        }}
      >
        {text}
      </Markdown>
    </div>
  )
}

const PLUGINS = [remarkGfm]
/** They would ask another host for something as soon as the canvas is opened. */
const NO_IMAGES = ['img']
