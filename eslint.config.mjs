import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';
import { rooms } from './scripts/rooms-rule.mjs';

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/event/generated', 'examples/venue/media'] },
  ...tseslint.configs.strict,
  prettier,
  {
    plugins: { house: { rules: { rooms } } },
    rules: {
      'house/rooms': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'max-lines': ['error', 500],
      eqeqeq: 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]',
          message: 'Build DOM with elements or lit: innerHTML breaks Trusted Types.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      // The environment is injected so that storms, reclaims and random walks replay from a seed.
      'no-restricted-globals': ['error', 'fetch', 'setTimeout', 'setInterval'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Use environment.now() or the viewer clock.' },
        { object: 'Math', property: 'random', message: 'Use environment.random().' },
      ],
    },
  },
  {
    files: ['src/base/environment.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
  },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
);
