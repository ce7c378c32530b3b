/** A link with `data-dialog` opens that dialog instead of its page. */
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return
  const link = (event.target as Element).closest<HTMLElement>('[data-dialog]')
  const dialog = link && document.getElementById(link.dataset.dialog ?? '')
  if (!(dialog instanceof HTMLDialogElement)) return
  event.preventDefault()
  dialog.showModal()
})
