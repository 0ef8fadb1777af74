/**
 * What bounds the time and memory that reading a descriptor can cost, whoever wrote it. Real events stay far below: 512
 * angles, 10,000 moments and 5,000 athletes would be about 150,000 values.
 */
export const limits = {
  /** Longest text, in UTF-16 code units. */
  textLength: 8 * 1024 * 1024,
  /** Containers within containers; the schema itself needs 7, extensions may need more. */
  depth: 64,
  /** Objects, lists, texts, numbers and so on, all together. */
  values: 200_000,
  /** Longest single text or key, in UTF-16 code units. */
  stringLength: 65_536,
  /** Problems reported of each kind; what is wrong everywhere need not be said everywhere. */
  issues: 100,
} as const;
