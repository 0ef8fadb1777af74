// A reporter of @web/test-runner that writes what an engine passed, failed and lacked to the file ENGINE_REPORT names.
import { writeFileSync } from 'node:fs';
import path from 'node:path';

function* testsIn(suite, above = []) {
  for (const test of suite?.tests ?? []) yield { ...test, title: [...above, test.name].join(' > ') };
  for (const inner of suite?.suites ?? []) yield* testsIn(inner, [...above, inner.name]);
}

const texts = (logs) =>
  (logs ?? []).map((words) => words.filter((word) => typeof word === 'string').join(' '));

export function engineReporter() {
  return {
    onTestRunFinished({ sessions }) {
      const report = { passed: 0, failed: [], skipped: [], lacking: {}, has: {} };
      for (const session of sessions) {
        const file = path.relative(process.cwd(), session.testFile);
        const needed = new Set();
        for (const text of texts(session.logs)) {
          const [, lack] = /^\[needs\] (.*)$/.exec(text) ?? [];
          const [, has] = /^\[has\] (.*)$/.exec(text) ?? [];
          if (lack !== undefined) needed.add(lack);
          if (has !== undefined) report.has = JSON.parse(has);
        }
        for (const lack of needed) (report.lacking[lack] ??= []).push(file);
        for (const test of testsIn(session.testResults)) {
          if (test.skipped) report.skipped.push(`${file}: ${test.title}`);
          else if (test.passed) report.passed += 1;
          else report.failed.push(`${file}: ${test.title}: ${test.error?.message ?? ''}`);
        }
        if (session.testResults === undefined || session.errors.length > 0)
          report.failed.push(
            `${file}: ${session.errors.map(({ message }) => message).join('; ') || 'did not run'}`,
          );
      }
      if (process.env.ENGINE_REPORT) writeFileSync(process.env.ENGINE_REPORT, JSON.stringify(report));
    },
  };
}
