/**
 * A failure of the set-up, told as one sentence: what failed, why, and what to do. The code is permanent.
 */
export class BootstrapFailure extends Error {
  /**
   * @param {string} code
   * @param {string} sentence
   */
  constructor(code, sentence) {
    super(sentence)
    this.name = 'BootstrapFailure'
    this.code = code
  }
}

/**
 * Known causes, the most telling first: a log that ends in ENOSPC may also speak of the network.
 * @type {{ code: string, pattern: RegExp, why: string, todo: string }[]}
 */
const causes = [
  {
    code: 'disk-full',
    pattern: /ENOSPC|No space left/i,
    why: 'the disk is full',
    todo: 'Free about 1 GB and run the same command again.',
  },
  {
    code: 'not-writable',
    // Node 20 calls it ENOENT where it cannot create a folder on a read-only disk.
    pattern: /\b(EACCES|EPERM|EROFS)\b|ENOENT[^\n]*, mkdir|Permission denied|Read-only file system/i,
    why: 'a file or folder cannot be written',
    todo: 'Make the checkout and the package cache in your home folder writable for this user and run the same command again.',
  },
  {
    code: 'certificate',
    pattern: /SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|CERT_|certificate/i,
    why: "the registry's certificate is not trusted on this machine",
    todo: 'If a proxy of your network signs it, set NODE_EXTRA_CA_CERTS (and `cafile` in .npmrc) to its certificate and run the same command again.',
  },
  {
    code: 'refused',
    pattern: /\bE40[13]\b|HTTP 40[13]|FETCH_40[13]|status code 40[13]/,
    why: 'the registry refused access',
    todo: 'Sign in to the registry (`npm login`) or correct its address (`npm config get registry`) and run the same command again.',
  },
  {
    code: 'not-in-registry',
    pattern: /\bE404\b|ETARGET|HTTP 404|FETCH_404|NO_MATCHING_VERSION/,
    why: 'the registry does not have a package that the lockfile names',
    todo: 'Check that the registry (`npm config get registry`) is the npm registry or a full mirror of it and run the same command again.',
  },
  {
    code: 'lockfile',
    pattern: /ERR_PNPM_(OUTDATED_LOCKFILE|NO_LOCKFILE|BROKEN_LOCKFILE|LOCKFILE_\w+)/,
    why: 'pnpm-lock.yaml does not match the package.json files',
    todo: 'Run `npm run pnpm -- install --no-frozen-lockfile` and commit the new pnpm-lock.yaml.',
  },
  {
    code: 'build-script',
    pattern: /ERR_PNPM_IGNORED_BUILDS/,
    why: 'a dependency wants to run a build script that nobody has approved',
    todo: 'Allow or deny it under `allowBuilds` in pnpm-workspace.yaml.',
  },
  {
    code: 'corrupt-download',
    pattern: /EINTEGRITY|INTEGRITY/,
    why: 'a downloaded package does not have the expected checksum',
    todo: 'Run `npm cache clean --force` and then the same command again; if it stays, the mirror or proxy in between changes files.',
  },
  {
    code: 'registry-trouble',
    pattern: /\bE(429|5\d\d)\b|HTTP (429|5\d\d)|FETCH_(429|5\d\d)|\b429 Too Many/i,
    why: 'the registry answered with an error of its own',
    todo: 'Wait a minute and run the same command again.',
  },
  {
    code: 'offline',
    pattern:
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EIDLETIMEOUT|socket hang up|dns error|error sending request|timed? ?out/i,
    why: 'the npm registry cannot be reached',
    todo: 'Check the network, the proxy and the registry address (`npm config get registry`) and run the same command again.',
  },
]

/**
 * Turns what a failed step printed into one sentence.
 * @param {string} what The step, as in "Fetching Node 24.21.0".
 * @param {string} output Everything the step printed, or the text of the error it threw.
 * @param {string} [logFile] Where the full output can be read.
 */
export function explainFailure(what, output, logFile) {
  const cause = causes.find((candidate) => candidate.pattern.test(output))
  const more = logFile === undefined ? '' : ` The full output is in ${logFile}.`
  if (cause !== undefined) {
    return new BootstrapFailure(`bootstrap/${cause.code}`, `${what} failed: ${cause.why}. ${cause.todo}${more}`)
  }
  const lastLine = output.trimEnd().split('\n').at(-1)?.trim() ?? ''
  const why = lastLine === '' ? 'it gave no reason' : `it ended with "${lastLine.slice(0, 300)}"`
  return new BootstrapFailure('bootstrap/unknown', `${what} failed: ${why}. Run the same command again.${more}`)
}
