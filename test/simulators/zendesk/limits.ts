/**
 * Zendesk's limits, each the smaller one where the documentation and the published JSON schemas
 * (zendesk/any_channel_json_schemas 0.15.0) disagree.
 */
export const limits = {
  metadata: 5000,
  state: 5000,
  accountName: 255,
  externalId: 255,
  message: 65_535,
  createdAt: 255,
  authorName: 255,
  imageUrl: 255, // schema: 511
  locale: 255,
  fields: 64,
  fieldId: 255,
  displayInfo: 16,
  displayInfoType: 255,
  fileUrls: 10, // schema: 64
  url: 511,
  resources: 200, // schema: 256
  manifestId: 511,
  manifestText: 255,
  pushClientId: 127, // schema: 128
  pushRequestId: 64,
  errorDescription: 511,
  answerBytes: 4 * 1024 * 1024,
} as const;
