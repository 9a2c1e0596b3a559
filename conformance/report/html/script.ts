/** The little script of the report: filters, copying a command, everything open on paper. The page is whole without it. */
export const script = `
const form = document.getElementById('filters')
const cases = [...document.querySelectorAll('[data-outcome]')]
const narrow = () => {
  const wanted = Object.entries(Object.fromEntries(new FormData(form))).filter(([, value]) => value !== '')
  let shown = 0
  for (const one of cases) {
    one.hidden = !wanted.every(([name, value]) => one.dataset[name] === value)
    if (!one.hidden) shown += 1
  }
  for (const group of document.querySelectorAll('[data-group]'))
    group.hidden = group.querySelector('[data-outcome]:not([hidden])') === null
  document.getElementById('shown').textContent = shown + ' of ' + cases.length + ' cases shown'
}
if (form !== null) {
  form.hidden = false
  form.addEventListener('change', narrow)
  form.addEventListener('submit', (event) => event.preventDefault())
  narrow()
}
const show = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  const details = target?.querySelector('details')
  if (details) details.open = true
}
addEventListener('hashchange', show)
show()
for (const place of document.querySelectorAll('.command')) {
  if (!navigator.clipboard) break
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(place.querySelector('code').textContent)
    button.textContent = 'Copied'
  })
  place.append(button)
}
`
