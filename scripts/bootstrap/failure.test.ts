import { describe, expect, test } from 'vitest'
import { explainFailure } from './failure.mjs'

const said: [string, string, string][] = [
  [
    'npm without a network',
    'npm error code ENOTFOUND\nnpm error network request to https://r failed',
    'bootstrap/offline',
  ],
  ['npm before a closed port', 'npm error code ECONNREFUSED', 'bootstrap/offline'],
  ['pnpm without a network', 'error sending request: client error (Connect): dns error', 'bootstrap/offline'],
  [
    'npm with a missing version',
    'npm error code ETARGET\nnpm error notarget No matching version',
    'bootstrap/not-in-registry',
  ],
  ['pnpm with a missing tarball', 'Tarball server returned HTTP 404 for http://r/a.tgz', 'bootstrap/not-in-registry'],
  ['a registry that wants a login', 'npm error code E401', 'bootstrap/refused'],
  ['a registry that is ill', 'npm error code E503\nnpm error 503 Service Unavailable', 'bootstrap/registry-trouble'],
  [
    'a registry that wants a rest',
    'npm error code E429\nnpm error 429 Too Many Requests',
    'bootstrap/registry-trouble',
  ],
  ['npm without a network', 'npm error connect ECONNREFUSED 127.0.0.1:44291', 'bootstrap/offline'],
  ['a full disk', 'npm error code ENOSPC\nnpm error nospc ETIMEDOUT', 'bootstrap/disk-full'],
  ['a checkout of another user', "npm error code EACCES: permission denied, mkdir '/x'", 'bootstrap/not-writable'],
  ['a read-only checkout', "ENOENT: no such file or directory, mkdir '/repo/.cache'", 'bootstrap/not-writable'],
  ['a proxy with its own certificate', 'npm error code SELF_SIGNED_CERT_IN_CHAIN', 'bootstrap/certificate'],
  ['a changed download', 'npm error code EINTEGRITY', 'bootstrap/corrupt-download'],
  ['an outdated lockfile', 'ERR_PNPM_OUTDATED_LOCKFILE Cannot install', 'bootstrap/lockfile'],
  ['an unapproved build script', 'ERR_PNPM_IGNORED_BUILDS Ignored build scripts: a', 'bootstrap/build-script'],
]

describe('the sentence about a failed step', () => {
  test.each(said)('recognises %s', (_what, output, code) => {
    const failure = explainFailure('Installing packages', output, '/repo/.cache/logs/install.log')
    expect(failure.code).toBe(code)
    expect(failure.message).toMatch(/^Installing packages failed: .+\. .+\. The full output is in .+install\.log\.$/)
    expect(failure.message).not.toContain('\n')
  })

  test('quotes the last line of what it does not recognise', () => {
    const failure = explainFailure('Fetching Node', 'one\nsegmentation fault\n')
    expect(failure.code).toBe('bootstrap/unknown')
    expect(failure.message).toBe(
      'Fetching Node failed: it ended with "segmentation fault". Run the same command again.',
    )
  })
})
