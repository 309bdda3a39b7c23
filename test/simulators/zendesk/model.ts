/** What the simulated Zendesk account holds, in Zendesk's own words. */

export interface Manifest {
  name: string;
  id: string;
  version?: string | undefined;
  author?: string | undefined;
  push_client_id?: string | undefined;
  channelback_files?: boolean | undefined;
  create_followup_tickets?: boolean | undefined;
  urls: ManifestUrls;
}

export interface ManifestUrls {
  admin_ui: string;
  pull_url?: string | undefined;
  channelback_url?: string | undefined;
  clickthrough_url?: string | undefined;
  healthcheck_url?: string | undefined;
  event_callback_url?: string | undefined;
  about_url?: string | undefined;
  dashboard_url?: string | undefined;
}

/** The app whose zip brought the integration; absent when the manifest was installed directly. */
export interface InstalledApp {
  name: string;
  version: string | undefined;
}

export interface Integration {
  id: number;
  /** As named in requirements.json; never changes in an installed app. */
  manifestUrl: string;
  /** The cached manifest, its URLs made absolute. */
  manifest: Manifest;
  /** Where the manifest was finally found; relative file URLs resolve against it. */
  manifestBaseUrl: string;
  app: InstalledApp | undefined;
}

export interface Account {
  id: number;
  integrationId: number;
  name: string;
  metadata: string;
  state: string;
  active: boolean;
  deactivatedBy: 'error' | 'api' | undefined;
  deactivatingError: string | undefined;
  /** The service asked for an edit with `metadata_needs_update`. */
  needsAttention: boolean;
  instancePushId: string;
  consecutiveRefusals: number;
  pullsInProgress: number;
  lastPull: { at: string; ok: boolean; summary: string } | undefined;
}

export interface EndUser {
  id: number;
  integrationId: number;
  externalId: string;
  name: string;
  imageUrl: string | undefined;
  locale: string | undefined;
  identity: { type: 'any_channel'; value: string } | undefined;
}

export type TicketStatus = 'new' | 'open' | 'pending' | 'hold' | 'solved' | 'closed';

export interface FieldValue {
  id: string | number;
  value: unknown;
}

export interface Attachment {
  url: string;
  status: number | undefined;
  contentType: string | undefined;
  bytes: number;
}

/** How an agent's public reply fared. */
export interface Delivery {
  state: 'sending' | 'delivered' | 'not delivered' | 'not sent';
  requestId: string | undefined;
  attempts: number;
  status: number | undefined;
  reason: string | undefined;
}

export interface Comment {
  id: number;
  author: { kind: 'end-user' | 'agent'; name: string; externalId: string | undefined };
  public: boolean;
  text: string;
  html: string | undefined;
  /** `external_id` of the resource, or the one that channelback answered. */
  externalId: string | undefined;
  /** When the item was created in the origin, as the resource said. */
  originCreatedAt: string | undefined;
  createdAt: string;
  displayInfo: { type: string; data: Record<string, unknown> }[];
  attachments: Attachment[];
  delivery: Delivery | undefined;
}

export type TicketVia = ChannelVia | EmailVia;

/** A ticket that came by e-mail: nothing of it is ours. */
export interface EmailVia {
  channel: 'email';
  source: { from: { address: string; name: string }; to: { address: string }; rel: null };
}

export interface ChannelVia {
  channel: 'any_channel';
  source: {
    from: {
      service_info: {
        supports_channelback: boolean;
        supports_clickthrough: boolean;
        registered_integration_service_name: string;
        registered_integration_service_external_id: string;
        integration_service_instance_name: string;
      };
    };
    to: Record<string, never>;
    rel: 'follow_up' | null;
  };
}

export interface Ticket {
  id: number;
  /** 0, as the account, where the ticket came by e-mail. */
  integrationId: number;
  accountId: number;
  subject: string;
  status: TicketStatus;
  type: string | undefined;
  priority: string | undefined;
  tags: string[];
  customFields: FieldValue[];
  requesterId: number;
  /** An agent gave the ticket to another requester: channelback then has no recipient. */
  requesterChanged: boolean;
  threadId: string | undefined;
  followUpOf: number | undefined;
  allowChannelback: boolean;
  allowAttachments: boolean;
  via: TicketVia;
  comments: Comment[];
  createdAt: string;
  updatedAt: string;
}

/** What Zendesk remembers of an imported `external_id`. */
export interface Imported {
  requestId: string;
  ticketId: number;
  commentId: number;
}

export interface PushToken {
  token: string;
  instancePushId: string;
  usable: boolean;
}
