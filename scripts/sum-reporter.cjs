const { writeFileSync } = require('node:fs')
const { reporters } = require('mocha')

const GRACE_MS = 30_000

/**
 * mocha's own report, then its figures for scripts/test.mjs, which prints them last. What still holds the process open
 * long after the last test is a resource that some test did not close: it is named, and the run fails.
 */
class SumReporter extends reporters.Spec {
  epilogue() {
    super.epilogue()
    const { passes, failures, pending } = this.stats
    const file = process.env.REMIT_TEST_SUM
    if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }))
    setTimeout(() => {
      console.error(`Still open after the last test: ${process.getActiveResourcesInfo().join(', ')}`)
      process.exit(1)
    }, GRACE_MS).unref()
  }
}

module.exports = SumReporter
