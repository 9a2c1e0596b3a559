/**
 * The little script of the page: listens for changes and puts in what has changed, part by part, so that a note that is being
 * written stays. The page works without it, by its forms and by loading it again.
 */

export const pageScript = `
const parts = (root) => new Map([...root.querySelectorAll('[data-part]')].map((part) => [part.dataset.part, part]))
let shown = new Map([...parts(document)].map(([name, part]) => [name, part.outerHTML]))
const offline = document.getElementById('offline')
const here = new URL(location.href)
if (here.searchParams.has('problem')) {
  here.searchParams.delete('problem')
  history.replaceState(null, '', here)
}
const events = new EventSource('events?token=' + encodeURIComponent(here.searchParams.get('token') ?? ''))
events.onopen = () => { offline.hidden = true }
events.onerror = () => { offline.hidden = false }
events.onmessage = ({ data }) => {
  const next = new DOMParser().parseFromString(JSON.parse(data), 'text/html')
  const [before, after] = [document.querySelector('main'), next.querySelector('main')]
  const moved = before.dataset.key !== after.dataset.key
  const news = new Map([...parts(next)].map(([name, part]) => [name, part.outerHTML]))
  const old = parts(document)
  for (const [name, part] of parts(next))
    if (shown.get(name) !== news.get(name)) old.get(name)?.replaceWith(document.adoptNode(part))
  if (moved) before.replaceWith(document.adoptNode(after))
  shown = news
  document.title = next.title
  if (moved) document.querySelector('h1')?.focus()
  if ('final' in after.dataset) events.close()
}
`
