const { writeFileSync } = require('node:fs')

/**
 * How many tests passed, and the titles of those that failed, as JSON in the file of the option `output`. Mocha's own
 * reporter writes the values that were compared, too, and falls over where one is a bigint.
 */
module.exports = function TitlesReporter(runner, options) {
  let passes = 0
  const failures = []
  runner.on('pass', () => {
    passes += 1
  })
  runner.on('fail', (test) => failures.push(test.fullTitle()))
  runner.once('end', () => writeFileSync(options.reporterOption.output, JSON.stringify({ passes, failures })))
}
