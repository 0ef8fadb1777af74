// Writes how many tests passed and failed to the file that TEST_COUNTS names, for the closing line of npm test, and prints
// which files took longest.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const slowestShown = 12;

function countSuite(suite, counts) {
  for (const test of suite?.tests ?? []) {
    if (test.skipped) counts.skipped += 1;
    else if (test.passed) counts.passed += 1;
    else counts.failed += 1;
  }
  for (const inner of suite?.suites ?? []) countSuite(inner, counts);
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
      const counts = { passed: 0, failed: 0, skipped: 0 };
      for (const session of sessions) {
        countSuite(session.testResults, counts);
        // A file that could not run, and errors outside tests, count too.
        if (!session.passed)
          counts.failed += session.errors.length > 0 || session.testResults === undefined ? 1 : 0;
      }
      printSlowest([...sessions]);
      if (process.env.TEST_COUNTS) writeFileSync(process.env.TEST_COUNTS, JSON.stringify(counts));
    },
  };
}
