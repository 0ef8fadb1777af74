// Writes how many tests passed and which failed to the file that TEST_COUNTS names, for the closing lines of npm test, and
// prints which files took longest.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const slowestShown = 12;

function countSuite(suite, file, counts) {
  for (const test of suite?.tests ?? []) {
    if (test.skipped) counts.skipped += 1;
    else if (test.passed) counts.passed += 1;
    else fail(counts, file, `${test.name}: ${test.error?.message ?? 'no reason given'}`);
  }
  for (const inner of suite?.suites ?? []) countSuite(inner, file, counts);
}

function fail(counts, file, what) {
  counts.failed += 1;
  counts.failures.push(`${file}: ${what}`);
}

function secondsOf(suite) {
  const own = (suite?.tests ?? []).reduce((sum, { duration = 0 }) => sum + duration, 0);
  return (suite?.suites ?? []).reduce((sum, inner) => sum + secondsOf(inner), own / 1000);
}

function printSlowest(sessions) {
  const files = sessions
    .map(({ testFile, testResults }) => ({ file: testFile, seconds: secondsOf(testResults) }))
    .sort((a, b) => b.seconds - a.seconds);
  const sum = files.reduce((total, { seconds }) => total + seconds, 0);
  console.log(`\nseconds in tests: ${sum.toFixed(0)}, of them in`);
  for (const { file, seconds } of files.slice(0, slowestShown))
    console.log(`${seconds.toFixed(1).padStart(7)}  ${path.relative(process.cwd(), file)}`);
}

export function countReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const counts = { passed: 0, failed: 0, skipped: 0, failures: [] };
      for (const session of sessions) {
        const file = path.relative(process.cwd(), session.testFile);
        countSuite(session.testResults, file, counts);
        // A file that could not run, and errors outside tests, count too.
        if (!session.passed && (session.errors.length > 0 || session.testResults === undefined))
          fail(counts, file, session.errors[0]?.message ?? 'did not run');
      }
      printSlowest([...sessions]);
      if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
    },
  };
}
