/** What script adds to pages that work without it. */
import './dialogs.ts'
import './filters.ts'
// Before `forms`: what is wrong is not on its way.
import './validation.ts'
import './forms.ts'
import './live-search.ts'
import './shortcuts.ts'
