import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { stripVTControlCharacters } from 'node:util'

/** The suites that run once, on the embedded database, and once more, on real servers, where nothing may be skipped. */
const suites = { embedded: 'embedded', servers: 'on-servers' }

/** What runs on the embedded database only, with a browser: nothing of it may be skipped there. */
const inBrowser = /^portal\//

/**
 * @typedef {{ fullName: string, status: string, failureMessages?: string[] }} TestResult
 * @typedef {{ name: string, message?: string, assertionResults: TestResult[] }} TestFile
 * @typedef {{ test: string, reason: string }} AllowedSkip A test by its full name, or the beginning of it.
 * @typedef {{ passed: number, failed: number, skipped: number, lines: string[] }} Summary
 */

/**
 * Adds up a run of CI: every test of both runs of the suites, and every other step as one. A test that was skipped on
 * real servers counts as failed unless the list of allowed skips names it with a reason.
 * @param {string} folder Where `.ci/run` left steps.tsv and the reports.
 * @param {AllowedSkip[]} allowedSkips
 * @returns {Summary}
 */
export function summarize(folder, allowedSkips) {
  /** @type {Summary} */
  const summary = { passed: 0, failed: 0, skipped: 0, lines: [] }
  const fail = (/** @type {string} */ line) => {
    summary.failed += 1
    summary.lines.push(`FAILED ${line}`)
  }
  for (const { name, code, seconds } of readSteps(folder)) {
    summary.lines.push(`${code === 0 ? 'ok    ' : 'failed'} ${name}, ${seconds} s`)
    const isSuites = Object.values(suites).includes(name)
    if (!isSuites && code === 0) summary.passed += 1
    if (!isSuites && code !== 0) fail(`${name}${whatWasPrinted(folder, name)}`)
    if (isSuites) addSuites(summary, fail, folder, { name, code }, allowedSkips)
  }
  return summary
}

/**
 * @param {Summary} summary
 * @param {(line: string) => void} fail
 * @param {string} folder
 * @param {{ name: string, code: number }} step
 * @param {AllowedSkip[]} allowedSkips
 */
function addSuites(summary, fail, folder, { name, code }, allowedSkips) {
  const failedBefore = summary.failed
  let ran = 0
  for (const file of readReport(folder, name)) {
    const path = relative(process.cwd(), file.name)
    for (const { fullName, status, failureMessages = [] } of file.assertionResults) {
      if (status === 'passed') ran += 1
      else if (status === 'failed') fail(`${name}: ${path}: ${fullName}${reasons(failureMessages)}`)
      else if (name === suites.servers || inBrowser.test(path))
        addSkip(summary, fail, `${name}: ${path}: ${fullName}`, fullName, allowedSkips)
    }
    const loaded = file.assertionResults.length > 0 || !file.message
    if (!loaded) fail(`${name}: ${path}: ${String(file.message).split('\n')[0]}`)
  }
  summary.passed += ran
  if (code !== 0 && summary.failed === failedBefore)
    fail(`${name}: it ended with ${code} though no test failed${whatWasPrinted(folder, name)}`)
  else if (ran === 0 && summary.failed === failedBefore) fail(`${name}: no test ran`)
}

/**
 * The beginning of what a test failed with: often the end of a log is all that is kept of it.
 * @param {string[]} messages
 */
function reasons(messages) {
  return indented(messages.flatMap((message) => message.slice(0, 3_000).split('\n').slice(0, 25)))
}

/**
 * What a step told last, or from where it tells of errors that belong to no test, which no report has.
 * @param {string} folder
 * @param {string} name
 */
function whatWasPrinted(folder, name) {
  const file = join(folder, `${name}.log`)
  if (!existsSync(file)) return ''
  const lines = stripVTControlCharacters(readFileSync(file, 'utf8')).trimEnd().split('\n')
  const errors = lines.findIndex((line) => line.includes('Unhandled Errors'))
  return indented(errors === -1 ? lines.slice(-30) : lines.slice(errors, errors + 60))
}

/** @param {string[]} lines */
function indented(lines) {
  return lines.map((line) => `\n    ${line.slice(0, 300)}`).join('')
}

/**
 * @param {Summary} summary
 * @param {(line: string) => void} fail
 * @param {string} shown
 * @param {string} fullName
 * @param {AllowedSkip[]} allowedSkips
 */
function addSkip(summary, fail, shown, fullName, allowedSkips) {
  const allowed = allowedSkips.find(({ test, reason }) => reason.trim() !== '' && fullName.startsWith(test))
  if (allowed === undefined) return fail(`${shown}: skipped, and .ci/allowed-skips.json gives no reason`)
  summary.skipped += 1
  summary.lines.push(`skipped ${shown}: ${allowed.reason}`)
}

/** @param {string} folder */
function readSteps(folder) {
  const lines = readFileSync(join(folder, 'steps.tsv'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const [name = '', code, seconds] = line.split('\t')
    return { name, code: Number(code), seconds: Number(seconds) }
  })
}

/**
 * @param {string} folder
 * @param {string} name
 * @returns {TestFile[]}
 */
function readReport(folder, name) {
  const file = join(folder, `${name}.json`)
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).testResults : []
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = '', allowedSkips = ''] = process.argv.slice(2)
  const { passed, failed, skipped, lines } = summarize(folder, JSON.parse(readFileSync(allowedSkips, 'utf8')))
  for (const line of lines) console.log(line)
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exitCode = failed === 0 ? 0 : 1
}
