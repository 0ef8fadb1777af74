// A reporter of @web/test-runner that adds a line of JSON to the file ENGINE_REPORT names for each test file: when it begins
// nothing, when it is over what passed, what failed, what was skipped and for want of what.
import { appendFileSync } from 'node:fs';
import path from 'node:path';

function* testsIn(suite, above = []) {
  for (const test of suite?.tests ?? []) yield { ...test, title: [...above, test.name].join(' > ') };
  for (const inner of suite?.suites ?? []) yield* testsIn(inner, [...above, inner.name]);
}

/** What the fixture `needs` and the test of the capabilities write to the console: a tag, then JSON. */
function tagged(logs, tag) {
  const start = `[${tag}] `;
  return (logs ?? [])
    .map(([text]) => text)
    .filter((text) => typeof text === 'string' && text.startsWith(start))
    .map((text) => JSON.parse(text.slice(start.length)));
}

/** For want of what a test was skipped: what was found missing in it, or before it in a suite it is in. */
const lackOf = (title, needs) =>
  needs.find(({ where }) => title === where || where === '' || title.startsWith(`${where} > `))?.lack;

/** @returns one test file's result in one engine, as test-browsers.mjs reads it */
function resultOf(session) {
  const needs = tagged(session.logs, 'needs');
  const [has] = tagged(session.logs, 'has');
  const tests = {};
  const failures = session.errors.map(({ message }) => message);
  for (const test of testsIn(session.testResults)) {
    if (test.skipped) tests[test.title] = { outcome: 'skipped', lack: lackOf(test.title, needs) };
    else if (test.passed) tests[test.title] = { outcome: 'passed' };
    else {
      tests[test.title] = { outcome: 'failed' };
      failures.push(`${test.title}: ${test.error?.message ?? 'failed'}`);
    }
  }
  if (session.testResults === undefined && failures.length === 0) failures.push('no test ran');
  return {
    file: path.relative(process.cwd(), session.testFile),
    tests,
    failures,
    ...(has === undefined ? {} : { has }),
    /** The file did not come to its end by itself: the browser may be no more. */
    broken: session.testResults === undefined || session.errors.length > 0,
  };
}

export function engineReporter() {
  return {
    reportTestFileResults({ sessionsForTestFile }) {
      if (!process.env.ENGINE_REPORT) return;
      for (const session of sessionsForTestFile)
        appendFileSync(process.env.ENGINE_REPORT, `${JSON.stringify(resultOf(session))}\n`);
    },
  };
}
