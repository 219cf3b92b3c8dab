// What ESLint holds in the client, beyond mistakes: the size of functions, and the walls between the rooms of
// static/js. Types and unknown names are the compiler's part (`make client`), line breaks Prettier's. Which folder may
// import from which is in tests/tools/test_modules.py; here are the walls that show in a single file.
import js from '@eslint/js';

const NO_SEARCH = {
  selector: 'CallExpression[callee.property.name=/^(querySelector(All)?|getElementsBy\\w+)$/]',
  message: 'Do not search in what somebody drew: let the view hand out the part, or a function that changes it.',
};
const NO_MARKUP = {
  selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
  message: 'No markup from strings: make elements with h() of dom.js.',
};

/** Imports that a folder may not have, as patterns of how they are written in its files. */
const walls = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([regex, message]) => ({ regex, message })) }],
});
const OTHER_PAGE = 'A page imports nothing from another one; what both need goes to parts/, text/ or games.js.';

export default [
  js.configs.recommended,
  {
    rules: {
      'no-undef': 'off', // the compiler knows better
      'no-var': 'error',
      'no-shadow': 'error',
      'no-else-return': 'error',
      'no-param-reassign': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'object-shorthand': 'error',
      'no-nested-ternary': 'off',
      eqeqeq: 'error',
      'max-len': ['error', { code: 120 }],
      'max-lines': ['error', 400],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true, IIFEs: true }],
      'max-params': ['error', 6],
      'no-restricted-syntax': ['error', NO_SEARCH, NO_MARKUP],
    },
  },
  { files: ['static/js/pages/**/*.js'], rules: walls(['/pages/', OTHER_PAGE], ['^\\.\\./[^.]+/', OTHER_PAGE]) },
  { files: ['static/js/pages/*/*.js'], rules: walls(['^\\.\\./[^.]', OTHER_PAGE], ['/pages/', OTHER_PAGE]) },
  {
    // The sections of the admin are pages of their own, around what the folder above them holds for all of them.
    files: ['static/js/pages/admin/*/*.js'],
    rules: walls(['^\\.\\./[^./]+/', OTHER_PAGE], ['^\\.\\./\\.\\./[^.]', OTHER_PAGE], ['/pages/', OTHER_PAGE]),
  },
  // The shell moves the focus into whichever page was opened.
  { files: ['static/js/main.js'], rules: { 'no-restricted-syntax': ['error', NO_MARKUP] } },
];
