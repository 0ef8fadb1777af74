/** The elements in JSX, checked by the compiler with each framework's own types. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import ts from 'typescript';
import { typeErrors } from './docs-support/typecheck.js';

const frameworks = [
  { name: 'react', handler: 'onanglechange', jsx: ts.JsxEmit.ReactJSX },
  { name: 'preact', handler: 'onanglechange', jsx: ts.JsxEmit.ReactJSX },
  { name: 'solid-js', handler: 'on:anglechange', jsx: ts.JsxEmit.Preserve },
] as const;

const page = (handler: string): string => `
  import type {} from 'olympic-player/jsx';
  import type { OlympicPlayer } from 'olympic-player';

  let player: OlympicPlayer | null = null;
  export const right = (
    <div>
      <olympic-player
        id="player" src="event.json" muted target-latency={800}
        ref={(element: OlympicPlayer | null) => { player = element; }}
        ${handler}={({ detail }) => { const frames: number = detail.gapFrames; void frames; }}
      />
      <olympic-inspector for="player" />
    </div>
  );
  // @ts-expect-error there is no such attribute
  export const misspelt = <olympic-player colour="red" />;
  // @ts-expect-error an event with another detail
  export const untrue = <olympic-player ${handler}={({ detail }) => void detail.reason} />;
  void player;

  const found = document.querySelector('olympic-player');
  found?.addEventListener('failover', ({ detail }) => { const gap: number = detail.gapMs; void gap; });
`;

describe('the types for JSX', () => {
  for (const { name, handler, jsx } of frameworks)
    it(`know the elements, their attributes and events in ${name}`, () => {
      assert.deepEqual(typeErrors([page(handler)], { jsx, jsxImportSource: name }), []);
    });
});
