/* What the simulator remembers. Review fields carry the names of Trustpilot's private API. */

export interface ApiKey {
  key: string;
  secret: string;
  /** Shown on the Allow page. */
  name: string;
  /** Hosts that a redirect_uri may have; registration is by host, not by path. `*` = any. */
  redirectHosts: string[];
  /** What a client_credentials token may act on. */
  businessUnitIds: string[];
}

export interface BusinessUser {
  id: string;
  name: string;
  email: string;
  password: string;
  hasSecondFactor: boolean;
  businessUnitIds: string[];
}

export interface BusinessUnit {
  id: string;
  displayName: string;
  country: string;
  identifyingName: string;
  referringNames: string[];
}

interface CompanyReply {
  text: string;
  authorBusinessUserId: string | null;
  authorBusinessUserName: string;
  createdAt: string;
  updatedAt: string | null;
}

export interface Tag {
  group: string;
  value: string;
}

interface ReportData {
  source: string;
  publicComment: string | null;
  createdAt: string;
  reasons: string[];
  reason: string;
  reviewVisibility: string;
}

interface FindReviewerRequest {
  id: string;
  created: string;
  status: string;
  businessUserMessage: string;
  consumerResponse: Record<string, string | null> | null;
}

interface Consumer {
  id: string;
  displayName: string | null;
  displayLocation: string | null;
  numberOfReviews: number;
}

interface BusinessUnitMove {
  businessUnitId: string;
  identifyingName: string;
  displayName: string;
  changeDate: string;
}

export interface Review {
  id: string;
  businessUnitId: string;
  /** `hidden` = taken offline by Trustpilot and absent from lists; `deleted` = by the reviewer, for good. */
  state: 'published' | 'hidden' | 'deleted';
  consumer: Consumer;
  location: { id: string; name: string; urlFormattedName: string; externalId: string | null } | null;
  stars: number;
  title: string | null;
  text: string | null;
  language: string | null;
  createdAt: string;
  experiencedAt: string | null;
  updatedAt: string | null;
  referralEmail: string | null;
  referenceId: string | null;
  source: string | null;
  companyReply: CompanyReply | null;
  isVerified: boolean;
  numberOfLikes: number;
  status: string | null;
  reportData: ReportData | null;
  complianceLabels: (string | null)[];
  countsTowardsTrustScore: boolean;
  countsTowardsLocationTrustScore: boolean | null;
  invitation: { businessUnitId: string } | null;
  businessUnitHistory: BusinessUnitMove[];
  reviewVerificationLevel: string | null;
  tags: Tag[] | null;
  findReviewer: { isEligible: boolean; requests: FindReviewerRequest[] };
}

/** One accepted POST of a reply through the API. */
export interface Publication {
  atMs: number;
  text: string;
  authorBusinessUserId: string | null;
  authorBusinessUserName: string;
}

export interface Deletion {
  id: string;
  deletedAtMs: number;
}
