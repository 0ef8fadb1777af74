/** A piece of shader source for each of some things, which are few and known when it is built: samplers cannot be indexed by a variable. */
export const each = (count: number, write: (index: number) => string, by = '\n'): string =>
  Array.from({ length: count }, (_, index) => write(index)).join(by);
