/*
 * Puts a chat on a site: <script src="https://noria.example/chat-widget.js" data-chat="PATH" async></script>
 *
 * A button at the bottom right opens the chat in a frame; nothing is loaded before that. `data-label` names
 * the button, `data-open` opens it at once. The chat itself lets in only the sites that its trigger names.
 */
;(() => {
  const script = document.currentScript
  const path = script?.dataset.chat
  if (!path) {
    console.error('chat-widget.js: say which chat with data-chat="…".')
    return
  }
  const origin = new URL(script.src).origin
  const label = script.dataset.label ?? 'Chat'
  const host = document.createElement('div')
  // In a shadow tree: the site's styles stay outside, and ours inside.
  const root = host.attachShadow({ mode: 'closed' })
  const style = document.createElement('style')
  style.textContent = `
    button { position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; padding: 12px 18px; font: 600 15px/1 system-ui,
      sans-serif; color: #fff; background: #1c1a16; border: 1px solid #fff; border-radius: 999px; cursor: pointer;
      box-shadow: 0 4px 16px rgb(0 0 0 / 25%) }
    button:focus-visible { outline: 3px solid #2a3be0; outline-offset: 2px }
    iframe { position: fixed; right: 16px; bottom: 72px; z-index: 2147483000; width: 400px; height: 600px;
      max-width: calc(100vw - 32px); max-height: calc(100vh - 96px); border: 1px solid #8f8877; border-radius: 12px;
      background: #fff; box-shadow: 0 8px 32px rgb(0 0 0 / 30%) }
    iframe[hidden] { display: none }`
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = label
  button.setAttribute('aria-expanded', 'false')
  let frame = null
  const toggle = () => {
    if (frame === null) {
      frame = document.createElement('iframe')
      frame.title = label
      frame.src = `${origin}/chats/${encodeURIComponent(path)}`
      frame.hidden = true
      root.append(frame)
    }
    frame.hidden = !frame.hidden
    button.setAttribute('aria-expanded', String(!frame.hidden))
    if (!frame.hidden) frame.focus()
  }
  button.addEventListener('click', toggle)
  host.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && frame !== null && !frame.hidden) {
      toggle()
      button.focus()
    }
  })
  root.append(style, button)
  const show = () => {
    document.body.append(host)
    if (script.dataset.open !== undefined) toggle()
  }
  if (document.body) show()
  else addEventListener('DOMContentLoaded', show, { once: true })
})()
