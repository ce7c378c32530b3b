/** A filter applies as soon as it is chosen; the button stays for the search field and for those without script. */
document.addEventListener('change', (event) => {
  const control = event.target
  if (control instanceof HTMLSelectElement && control.form?.hasAttribute('data-auto-submit'))
    control.form.requestSubmit()
})
