// The house's import rule (docs/architecture.md): an import points to the same room or to a lower floor, and enters
// another room only through its door, index.ts. Roots (files directly under src) stand above every room.
import path from 'node:path';

/** Floor of each room; a room may import rooms on a strictly lower floor. */
export const floors = {
  base: 0,
  event: 1,
  media: 2,
  viewpoint: 3,
  telemetry: 4,
  transports: 4,
  session: 5,
  elements: 6,
};

/** @type {import('eslint').Rule.RuleModule} */
export const rooms = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      upstairs:
        '{{from}} (floor {{fromFloor}}) may not import {{to}} (floor {{toFloor}}): inject it instead.',
      window: 'Enter the room {{to}} through its door, {{to}}/index.js, not through {{file}}.',
      unknown: '{{to}} is not a room: add it to scripts/rooms-rule.mjs with its floor.',
      outside: 'src may not import {{to}}, which is outside src.',
    },
  },
  create(context) {
    const src = path.join(context.cwd, 'src');
    const here = path.relative(src, context.filename).split(path.sep);
    if (here[0] === '..') return {};
    const from = here.length > 1 ? here[0] : undefined;

    function check(node, specifier) {
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const target = path.relative(src, path.resolve(path.dirname(context.filename), specifier));
      const there = target.split(path.sep);
      if (there[0] === '..') {
        context.report({ node, messageId: 'outside', data: { to: specifier } });
        return;
      }
      if (there.length === 1) {
        if (from !== undefined)
          context.report({
            node,
            messageId: 'upstairs',
            data: { from, fromFloor: floors[from], to: there[0], toFloor: 'roof' },
          });
        return;
      }
      const to = there[0];
      if (to === from) return;
      if (!(to in floors)) {
        context.report({ node, messageId: 'unknown', data: { to } });
        return;
      }
      if (from !== undefined && floors[to] >= floors[from])
        context.report({
          node,
          messageId: 'upstairs',
          data: { from, fromFloor: floors[from], to, toFloor: floors[to] },
        });
      if (there.length > 2 || !/^index\.(js|ts)$/.test(there[1]))
        context.report({ node, messageId: 'window', data: { to, file: target } });
    }

    return {
      ImportDeclaration: (node) => check(node, node.source.value),
      ExportNamedDeclaration: (node) => check(node, node.source?.value),
      ExportAllDeclaration: (node) => check(node, node.source.value),
      ImportExpression: (node) => check(node, node.source.value),
      TSImportType: (node) => check(node, node.source?.value ?? node.argument?.literal?.value),
    };
  },
};
