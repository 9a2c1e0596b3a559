/**
 * The little script of the console: puts in what has changed, part by part, so that what is being written or read stays; sends
 * forms without loading the page again; opens an exchange. The page works without it, by its forms.
 */
export const pageScript = `
const parts = (root) => new Map([...root.querySelectorAll('[data-part]')].map((part) => [part.dataset.part, part]))
let shown = new Map([...parts(document)].map(([name, part]) => [name, part.outerHTML]))
const offline = document.getElementById('offline')
const offlineText = offline.textContent
const say = (text) => { offline.textContent = text; offline.hidden = false }
const put = (text) => {
  // What is shown is that there is nothing to show: the whole page is another one.
  if (shown.size === 0) return location.reload()
  const next = parts(new DOMParser().parseFromString(text, 'text/html'))
  const old = parts(document)
  const news = new Map([...next].map(([name, part]) => [name, part.outerHTML]))
  for (const [name, part] of next) if (shown.get(name) !== news.get(name)) {
    const before = old.get(name)
    const open = new Map([...before.querySelectorAll('details[open][id]')].map((one) => [one.id, one.innerHTML]))
    before.replaceWith(document.adoptNode(part))
    for (const [id, inner] of open) { const again = document.getElementById(id); if (again) { again.innerHTML = inner; again.open = true } }
  }
  shown = news
}
const events = new EventSource('events')
events.onerror = () => say(offlineText)
events.addEventListener('away', ({ data }) => say(JSON.parse(data)))
events.onmessage = ({ data }) => { offline.hidden = true; put(JSON.parse(data)) }
document.addEventListener('submit', async (event) => {
  const form = event.target
  event.preventDefault()
  const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, event.submitter)) })
  const text = await answer.text()
  if (answer.ok) put(text)
  else say(text)
})
document.addEventListener('change', (event) => { if (event.target.dataset.sends !== undefined) event.target.form.requestSubmit() })
document.addEventListener('toggle', async (event) => {
  const { target } = event
  if (!target.open || target.dataset.exchange === undefined || target.querySelector('pre')) return
  const box = document.createElement('pre')
  box.tabIndex = 0
  target.append(box)
  box.textContent = await (await fetch('exchanges/' + target.dataset.exchange)).text()
}, true)
`
