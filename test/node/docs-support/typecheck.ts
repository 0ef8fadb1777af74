/** Type-checks snippets as a user of the package would have them checked: its names, its types, strict. */
import path from 'node:path';
import ts from 'typescript';
import { root } from './markdown.js';

/** The package's entries, as `exports` has them, by their source. */
const entries = {
  'olympic-player': ['src/index.ts'],
  'olympic-player/define': ['src/define.ts'],
  'olympic-player/session': ['src/session/index.ts'],
  'olympic-player/event': ['src/event/index.ts'],
  'olympic-player/viewpoint': ['src/viewpoint/index.ts'],
  'olympic-player/jsx': ['types/jsx.d.ts'],
};

const base: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.esnext.disposable.d.ts'],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  resolveJsonModule: true,
  types: [],
  paths: Object.fromEntries(
    Object.entries(entries).map(([name, files]) => [name, files.map((file) => path.join(root, file))]),
  ),
};

/** Types of engines that ship none; only our own sources need them. */
const ambient = ['types/vhs.d.ts', 'types/video-frame-metadata.d.ts'].map((name) => path.join(root, name));

/**
 * What the compiler says of the texts, each a module of its own; empty when they are right.
 * @param folder where they are taken to be, relative to the project's root
 */
export function typeErrors(
  texts: readonly string[],
  more: ts.CompilerOptions = {},
  folder = 'test/browser',
): string[] {
  const options = { ...base, ...more };
  const extension = options.jsx === undefined ? 'ts' : 'tsx';
  const files = new Map(
    texts.map((text, index) => [path.join(root, folder, `snippet-${index}.${extension}`), text]),
  );
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  const program = ts.createProgram([...files.keys(), ...ambient], options, host);
  return [...files.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'),
    );
  });
}
