import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ReviewTicketsStack } from '../lib/stack/review-tickets-stack.ts';
import { SettingsError } from '../lib/stack/settings-error.ts';
import { contextKey, readSettings } from '../lib/stack/settings.ts';

try {
  const app = new App();
  for (const settings of readSettings(app.node.tryGetContext(contextKey)))
    new ReviewTicketsStack(app, settings);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exit(1);
}
