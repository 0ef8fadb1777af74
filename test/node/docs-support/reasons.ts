/** Finds in the source every reason that a user can meet, so that the docs can be held to explain each. */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Rooms whose names stand before the slash of a reason. */
const named = /^(?:event|session|whep|moq|hls|dash|eme|media|native|elements|viewpoint)\/[a-z][a-z0-9-]*$/;
/** The rooms of a reason whose room is a variable: the DASH engine plays both, and asks as licence requests do. */
const roomsIn = ({ fileName }: ts.SourceFile): readonly string[] =>
  path.basename(fileName) === 'exchange.ts' ? ['dash', 'hls', 'eme'] : ['dash', 'hls'];

const kebab = /^[a-z]+(-[a-z]+)+$/;
/** Where a candidate's verdict and its reason are decided. */
const decisionFiles = ['negotiate.ts', 'board.ts', 'attempts.ts', 'protected.ts', 'assess-webcodecs.ts'];
const sourceTypes: ReadonlySet<string> = new Set(['ll-hls']);

export interface Reasons {
  /** `room/what`. */
  readonly errors: ReadonlySet<string>;
  /** Of candidates, whatever their verdict: one word. */
  readonly verdicts: ReadonlySet<string>;
}

function sources(folder: string): ts.SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => {
      const file = path.join(folder, name);
      return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
    });
}

function each(node: ts.Node, visit: (node: ts.Node) => void): void {
  visit(node);
  ts.forEachChild(node, (child) => each(child, visit));
}

/** Every string under an expression: both arms of a conditional, the one of a literal. */
function strings(node: ts.Node): string[] {
  const found: string[] = [];
  each(node, (inner) => {
    if (ts.isStringLiteral(inner)) found.push(inner.text);
  });
  return found;
}

/** What `meaningOf` of src/transports/http-errors.ts can answer. */
function httpMeanings(file: ts.SourceFile): string[] {
  const found: string[] = [];
  each(file, (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'what')
      found.push(...strings(node.initializer));
  });
  return found;
}

/** The rooms that a helper is called for. */
function roomsCalling(helper: string, files: readonly ts.SourceFile[]): Set<string> {
  const rooms = new Set<string>();
  for (const file of files)
    each(file, (node) => {
      if (!ts.isCallExpression(node) || node.expression.getText() !== helper) return;
      const [room] = node.arguments;
      if (room === undefined) return;
      for (const name of ts.isStringLiteral(room) ? [room.text] : roomsIn(file)) rooms.add(name);
    });
  return rooms;
}

export function reasonsIn(src: string): Reasons {
  const files = sources(src);
  const errors = new Set<string>();
  const verdicts = new Set<string>();
  for (const file of files)
    each(file, (node) => {
      if (ts.isStringLiteral(node) && named.test(node.text)) errors.add(node.text);
      // `${room}/what` in the DASH engine.
      if (ts.isTemplateExpression(node) && node.head.text === '' && node.templateSpans.length === 1) {
        const tail = /^\/([a-z][a-z-]*)$/.exec(node.templateSpans[0]?.literal.text ?? '')?.[1];
        const isHelper = file.fileName.endsWith('http-errors.ts');
        if (tail !== undefined && !isHelper) for (const room of roomsIn(file)) errors.add(`${room}/${tail}`);
      }
      if (
        ts.isPropertyAssignment(node) &&
        node.name.getText() === 'reason' &&
        ts.isStringLiteral(node.initializer) &&
        kebab.test(node.initializer.text)
      )
        verdicts.add(node.initializer.text);
    });
  const decision = files.filter(({ fileName }) => decisionFiles.includes(path.basename(fileName)));
  const helper = files.find(({ fileName }) => fileName.endsWith('http-errors.ts'));
  if (decision.length !== decisionFiles.length || helper === undefined)
    throw new Error('the source has moved: mend this test');
  for (const file of decision)
    for (const word of strings(file)) if (kebab.test(word) && !sourceTypes.has(word)) verdicts.add(word);
  for (const room of roomsCalling('httpError', files))
    for (const what of httpMeanings(helper)) errors.add(`${room}/${what}`);
  for (const room of roomsCalling('networkError', files)) errors.add(`${room}/network`);
  return { errors, verdicts };
}
