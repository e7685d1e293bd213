import { createRequire } from 'node:module';

// The package's ES module build is a second copy, whose factories `@azure/functions` does not see.
const require = createRequire(import.meta.url);
const { ResourceFactoryResolver } = require('@azure/functions-extensions-base');

/** With `sdkBinding` the trigger carries where the blob is, not its content, which may be hundreds of megabytes. */
ResourceFactoryResolver.getInstance().registerResourceFactory(
  'AzureStorageBlobs',
  (reference: { readonly content: Buffer }): unknown => JSON.parse(reference.content.toString('utf8')),
);
