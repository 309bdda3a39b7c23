/*
 * The English texts, and with them the list of all texts: every other language has exactly these, with the same
 * placeholders. Values with `other` are plurals by Intl.PluralRules. **…** is bold where a page shows it.
 */
export const en = {
  // Frame of every page
  product: 'Trustpilot reviews',
  forZendesk: 'for {subdomain}.zendesk.com',

  // Connecting
  connectTitle: 'Turn Trustpilot reviews into tickets',
  connectIntro:
    'New service reviews of your domains arrive as tickets, and your agents’ public replies are published on Trustpilot.',
  connectStep1: 'Connect to Trustpilot and allow access.',
  connectStep2: 'Choose your domains.',
  connectStep3: 'Submit. New reviews arrive within minutes.',
  connectButton: 'Connect to Trustpilot',
  connectHint:
    'A window opens where you log in to Trustpilot Business. You need a login that may read and answer reviews.',
  connectWaiting: 'Waiting for Trustpilot. Finish in the other window.',
  connectDone: 'Connected. One moment …',
  connectBlocked: 'Your browser blocked the window. Allow pop-ups for this page and try again.',
  connectGoOn: 'I have allowed access, go on',
  connectNotYet: 'Trustpilot is not connected yet. Choose **Connect to Trustpilot** and allow access first.',

  // The window with the consent
  popupTitle: 'Connect Trustpilot to **{subdomain}**.zendesk.com',
  popupIntro:
    'Next, Trustpilot asks you to allow access. Afterwards the Zendesk **{subdomain}** can read the reviews of your domains and publish replies to them.',
  popupCheck: 'If you do not know this Zendesk, close this window.',
  popupContinue: 'Continue',
  popupDoneTitle: 'Connected',
  popupDone:
    'Trustpilot is connected to **{subdomain}**.zendesk.com. You can close this window and go on in Zendesk.',

  // Errors of the consent
  deniedTitle: 'Access was not allowed',
  denied: 'Nothing was connected. Close this window and try again from Zendesk if that was not intended.',
  oauthInvalidTitle: 'This link is no longer valid',
  oauthInvalid:
    'Each connection attempt can be finished once, in the browser in which it was started. Close this window and choose **Connect to Trustpilot** again in Zendesk.',
  exchangeFailedTitle: 'Trustpilot did not accept the connection',
  exchangeFailed:
    'Trustpilot refused to finish the connection. Close this window and try again from Zendesk.',

  // Pages instead of the dialogue
  expiredTitle: 'This dialogue was open for too long',
  expired: 'Close it and open the account again. Nothing was changed.',
  notAllowedTitle: 'This Zendesk may not use this service',
  notAllowed:
    'The subdomain {subdomain} is not on the list of this installation. Whoever runs it can add it to the setting ZENDESK_SUBDOMAINS.',
  badOpeningTitle: 'This page cannot be opened this way',
  badOpening: 'Open it in Zendesk: Admin Center, Channel integrations, Trustpilot reviews, Add account.',
  hostMappedTitle: 'Please open this page under your zendesk.com address',
  hostMapped:
    'Zendesk wants the result at {host}, but this service returns it only to {expected}. Open the Admin Center at {expected} and try again.',
  unknownAccountTitle: 'This account is not known here any more',
  unknownAccount:
    'It was removed, or it was never finished. Delete it in Zendesk and add a new account. Its tickets stay.',
  busyTitle: 'That did not work right now',
  busy: 'Trustpilot or this service is busy. Please try again in a minute. Nothing was lost.',
  refusedTitle: 'Trustpilot refused this',
  refused:
    'The Trustpilot login or plan does not allow it. Try connecting again, with a login that has more rights.',
  crashedTitle: 'Something went wrong on our side',
  crashed: 'The error has been recorded. Please try again.',

  // Errors in the form
  errorSummary: { one: 'Please correct {count} entry', other: 'Please correct {count} entries' },
  nameMissing: 'Enter a name for this account.',
  nameTooLong: 'This name is too long for Zendesk. Shorten it.',
  domainMissing: 'Choose at least one domain.',
  domainEmpty: 'Enter a domain, such as shop.example.',
  domainNotFound:
    'Trustpilot knows no domain {domain}. Check the spelling; it must be the one in your Trustpilot profile.',
  domainForbidden:
    'This Trustpilot login may not read the reviews of {domain}. Connect with a login that may, or check your Trustpilot plan.',
  domainTaken:
    'The account “{account}” of this Zendesk already has {domain}. One review must never become two tickets.',
  domainTakenBegun:
    'Somebody began an account with {domain} a few minutes ago. If it was not finished, try again in 10 minutes.',
  domainListFull: 'This list holds at most {max} domains. Make another account for further ones.',
  connectionDead: 'Trustpilot no longer accepts this connection. Choose **Reconnect**.',
  subjectMissing: 'Enter a subject.',
  subjectTooLong: 'Use at most {max} characters.',
  subjectUnknown: 'There is no placeholder {placeholder}. Use {list}.',
  starsMissing: 'Choose at least one rating.',
  fieldIdWrong: 'Enter the number of the custom field, such as 360012345678.',
  fieldIdTwice: 'Each custom field can hold one thing only.',
  confirmMany: 'Tick the box to make all these tickets, or choose a shorter period.',
  staleTitle: 'Somebody else changed this account meanwhile',
  stale: 'Your entries are still here. Compare them with what has changed, then submit again to overwrite.',
  staleChange: '{what}: “{before}” became “{after}”',

  // Account
  accountHeading: 'Account',
  accountHint: 'How this account is called in Zendesk.',
  accountName: 'Account name',
  defaultName: 'Trustpilot',
  connectedAs: 'Connected to Trustpilot as {name}',
  connected: 'Connected to Trustpilot',
  reconnect: 'Reconnect',
  reconnected: 'New connection. It takes effect with Submit.',

  // Domains
  domainsHeading: 'Domains',
  domainsHint: 'Service reviews of these domains become tickets.',
  domainsLegend: 'Your domains',
  domainsSearch: 'Search domains',
  domainsSearchNone: 'No domain matches.',
  domainsListFailed: 'Trustpilot did not tell us your domains. Add each one below.',
  domainsListCut: 'Only the first {max} of your domains are listed. Add others below.',
  domainAdd: 'Add a domain',
  domainAddHint: 'The domain as in your Trustpilot profile, such as shop.example.',
  domainAddButton: 'Add',
  domainAdded: '{domain} was added to the list.',

  // Backfill
  backfillHeading: 'Older reviews',
  backfillHint: 'New reviews always become tickets. Older ones can, where nobody has answered yet.',
  backfillSwitch: 'Sync unanswered reviews',
  backfillSwitchHint:
    'Makes a ticket of each unanswered review of the period, oldest first. A review never gets a second ticket.',
  period: 'Period',
  period24h: 'Last 24 hours',
  period7d: 'Last 7 days',
  period30d: 'Last 30 days',
  period90d: 'Last 90 days',
  period12m: 'Last 12 months',
  countButton: 'Count',
  counting: 'Counting …',
  countChooseDomain: 'Choose a domain to see how many tickets that makes.',
  countHeading: 'That makes:',
  countReviews: { one: '{count} unanswered review', other: '{count} unanswered reviews' },
  countMore: 'more than {count} unanswered reviews',
  countFailed: 'could not be counted now',
  countTotal: 'In total:',
  confirmManyLabel: 'Yes, make all these tickets',

  // Filters
  filtersHeading: 'Filters',
  filtersHint: 'A review that is left out and edited later so that it fits becomes a ticket then.',
  stars: 'Stars',
  star1: '1 star',
  star2: '2 stars',
  star3: '3 stars',
  star4: '4 stars',
  star5: '5 stars',
  languages: 'Languages',
  languagesHint: 'None chosen: all languages.',
  onlyWithText: 'Only reviews with text',

  // Tickets
  ticketsHeading: 'Tickets',
  ticketsHint: 'How a review looks as a ticket.',
  subject: 'Subject',
  subjectHint: 'Placeholders: {list}',
  preview: 'Preview',
  previewTitle: 'Lamp arrived broken',
  previewName: 'Mette K',
  priorityByStars: 'Priority by stars',
  priorityFor: 'Rating {stars} of 5',
  priorityNone: 'No priority',
  priorityLow: 'Low',
  priorityNormal: 'Normal',
  priorityHigh: 'High',
  priorityUrgent: 'Urgent',
  customFields: 'Custom field ids',
  customFieldsHint:
    'Optional. The number of a ticket field that each ticket fills, from Admin Center, Tickets, Fields.',
  fieldStars: 'Field for stars',
  fieldReference: 'Field for the order reference',
  fieldDomain: 'Field for the domain',
  fieldLink: 'Field for the review link',

  // Status
  statusHeading: 'Status',
  statusOk: 'Working',
  statusDead: 'Trustpilot no longer accepts the connection',
  statusDeadHint:
    'No reviews arrive and no replies are published until somebody chooses **Reconnect** and submits.',
  statusPending: 'Waiting for Zendesk to fetch reviews for the first time',
  statusStopped: 'Zendesk has stopped asking for reviews',
  lastPull: 'Last fetched by Zendesk',
  reviewsSoFar: 'Reviews so far',
  repliesSoFar: 'Replies so far',
  unconfirmed: 'Not confirmed by Zendesk',
  parked: 'Refused by Zendesk, tried again daily',
  callsUsed: 'Trustpilot calls used',
  callsOf: '{used} of {allowance} a year',
  callsPlanned: 'Planned for regular polls',
  callsPerDay: '{count} a day',
  atLeast: '{count} or more',
  domainColumn: 'Domain',
  lastPoll: 'Last successful poll',
  readEvery: 'Read every',
  never: 'not yet',
  lastTryFailed: 'The last try did not work; it is repeated.',
  lostAccess: 'The Trustpilot login lost access to this domain.',
  backfillProgress: 'Sync of unanswered reviews',
  backfillTickets: { one: '{count} ticket so far', other: '{count} tickets so far' },
  backfillLeft: 'done {when}',
  backfillDone: 'finished',
  backfillWaiting: 'starts in a minute',
  backfillCancel: 'Cancel sync',
  backfillCancelled: 'The sync of unanswered reviews is cancelled.',
  testTicket: 'Send a test ticket',
  testTicketHint:
    'Makes a ticket of a made-up review with the settings as last submitted. Nothing goes to Trustpilot.',
  testTicketSent:
    'The test ticket is on its way. It arrives when Zendesk asks next, within about two minutes.',
  erasures: 'Erasures to confirm',
  erasuresHint:
    'Zendesk is said to have deleted these people, without proof. Look each of them up in Zendesk: once they are gone there, erase their data here too.',
  erasureReported: 'reported {when}',
  erase: 'Erase here',
  dismiss: 'Dismiss',
  erasureBegun: 'The data of {author} is being erased.',
  erasureDismissed: 'The report about {author} is dismissed. Nothing was erased.',
  webhooks: 'Webhooks',
  webhooksHint:
    'Optional: with these URLs in Trustpilot Business (Integrations, Webhooks) new, changed and deleted reviews are noticed at once.',
  webhookUrl: 'Webhook URL',
  copy: 'Copy',
  copied: 'Copied',
  // Sidebar
  sidebarHeading: 'Agent’s sidebar',
  sidebarHint:
    'Beside each ticket the Zendesk app shows the review with its reply, tags and more, once this key is in its settings.',
  sidebarKey: 'Sidebar key',
  sidebarPath: 'To be pasted in {path}.',
  sidebarPrevious: 'The key before works until this one is used, at the latest {when}.',
  sidebarShared: { one: '{count} account shares this key.', other: '{count} accounts share this key.' },
  sidebarNew: 'New sidebar key',
  sidebarRevoke: 'Revoke now',
  sidebarKeysHint:
    'After **New sidebar key** agents can go on with the old one until the new one is used, at most 7 days. **Revoke now** ends the old one at once.',
  sidebarJoin: 'Key of another account',
  sidebarJoinHint:
    'One app has one key. If another account of this Zendesk has put its key there already, paste that one here to share it.',
  sidebarJoinButton: 'Use this key',
  sidebarJoinWrong: 'No account of this Zendesk has this key now.',
  sidebarRenewed: 'There is a new sidebar key. Put it into the app.',
  sidebarRevoked: 'The old sidebar keys are revoked. Put the new one into the app.',
  sidebarJoined: 'This account now shares that sidebar key.',

  // End
  submit: 'Submit',
  saving: 'Saving …',
  savingHint: 'If nothing happens, choose Finish.',
  finish: 'Finish',
} as const;
