// The door of every `npm start`, `npm test` and `npm run ...`: plain JavaScript with no import of its own, so that a
// machine with an old Node gets a sentence instead of a syntax error.
const oldest = 20

if (Number(process.versions.node.split('.')[0]) < oldest) {
  console.error(
    `tessera: this is Node ${process.versions.node}, and Tessera's set-up needs Node ${oldest} or newer: ` +
      'install a current Node from https://nodejs.org and run the same command again. (bootstrap/old-node)',
  )
  process.exit(1)
}

import('./bootstrap/main.mjs').then(({ main }) => main(process.argv.slice(2)))
