export type { FormField, Reading } from '../forms/field.ts'
export { read, refused, textField } from '../forms/field.ts'
export * from '../forms/fields.ts'
export type { FormState } from '../forms/form-state.ts'
export {
  type Done,
  type FormFields,
  type FormOptions,
  type FormValues,
  handleForm,
  type Submission,
} from '../forms/handle-form.ts'
export { plainNumber } from '../forms/plain-number.ts'
export { errorText, issueText } from '../forms/refusals.ts'
export { forbidden, notFound, PageFailure } from './failures.ts'
export { type Formats, formats, type MoneyValue, type Part } from './formats.ts'
export { dateFormat, dayIn, listComma, numberFormat } from './intl.ts'
export type { NavItem } from './nav.ts'
export type { Notice } from './notice.ts'
export type { Portal } from './portal.ts'
export { type TextParams, type Translate, translator } from './translate.ts'
export type { Density, Theme } from './view.ts'
export type { PortalVisitor } from './visitor.ts'
