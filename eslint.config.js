import tseslint from 'typescript-eslint';

const imports = (...groups) => [
  'error',
  { patterns: groups.map(([group, message]) => ({ group, message })) },
];
const noTests = [['**/test/**'], 'Nothing outside test/ and bin/ imports test code.'];
const noCdk = [
  ['aws-cdk-lib', 'aws-cdk-lib/*', 'constructs', '**/lib/**'],
  'Runtime code never imports CDK or lib/.',
];

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.data', 'coverage', '**/*.js', '!eslint.config.js'] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
    },
  },
  { files: ['lambdas/**/*.ts'], rules: { 'no-restricted-imports': imports(noTests, noCdk) } },
  { files: ['lib/**/*.ts'], rules: { 'no-restricted-imports': imports(noTests) } },
  {
    files: ['lambdas/core/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(noTests, noCdk, [
        ['@aws-sdk/*', '@middy/*', 'node:fs*', 'node:http*', '../store/**', '../clients/**', '../runtime/**'],
        'core is pure: decisions only, zod and node:crypto allowed.',
      ]),
    },
  },
  {
    files: ['lambdas/store/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(noTests, noCdk, [
        ['../clients/**'],
        'store and clients do not know each other.',
      ]),
    },
  },
  {
    files: ['lambdas/clients/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(noTests, noCdk, [
        ['../store/**', '../../store/**'],
        'store and clients do not know each other.',
      ]),
    },
  },
  {
    files: ['lambdas/sidebar/page/**/*.ts'],
    rules: {
      'no-restricted-imports': imports(noTests, noCdk, [
        [
          'zod*',
          'hono*',
          'node:*',
          '@aws-sdk/*',
          '@middy/*',
          '../../store/**',
          '../../clients/**',
          '../../runtime/**',
        ],
        'The page runs in an agent’s browser.',
      ]),
      'no-restricted-properties': [
        'error',
        ...['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'write'].map((property) => ({
          property,
          message: 'What people wrote stays text: element() makes every node.',
        })),
      ],
    },
  },
  { files: ['bin/**/*.ts', 'test/**/*.ts', 'lib/local/**/*.ts'], rules: { 'no-console': 'off' } },
);
