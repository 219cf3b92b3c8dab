// What ESLint holds in the client, beyond mistakes: the size of functions and the walls between the rooms of static/js.
// Types and unknown names are the compiler's part (`make client`), spaces and line breaks Prettier's.
import js from '@eslint/js';

export default [
  js.configs.recommended,
  {
    rules: {
      'no-undef': 'off', // the compiler knows better
      'no-var': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'object-shorthand': 'error',
      'max-len': ['error', { code: 120 }],
    },
  },
];
