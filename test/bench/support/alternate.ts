/** Comparisons on a machine that has other things to do. */
const fewer = Number(process.env.BENCH_ROUNDS);

/** BENCH_ROUNDS makes it fewer or more, to see whether a bench runs at all; the report says so. */
export const roundsOf = (usual: number): number => (fewer > 0 ? fewer : usual);

/** Runs in turns, A B A B, so that what the machine does meanwhile meets all of them alike. */
export async function alternate<Name extends string, Result>(
  usual: number,
  contenders: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Record<Name, Result[]>> {
  const rounds = roundsOf(usual);
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Result[]>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) {
      results[name].push(await contenders[name]());
      process.stderr.write(`  ${name}, ${round + 1} of ${rounds}\n`);
    }
  return results;
}
