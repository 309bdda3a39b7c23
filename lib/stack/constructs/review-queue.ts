import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

/** AWS's advice for queues that feed a Lambda: six times its time-out, so that no message is worked on twice. */
const visibilityPerTimeout = 6;
/** Trustpilot may be down for a while; with the visibility time-out below this is half an hour of tries. */
const maxReceiveCount = 5;

/** From those who notice work to the worker; what the worker cannot do is parked for a person. */
export class ReviewQueue extends Construct {
  readonly queue: Queue;
  readonly parked: Queue;

  constructor(scope: Construct, id: string, { workerTimeout }: { workerTimeout: Duration }) {
    super(scope, id);
    this.parked = new Queue(this, 'Parked', {
      // The most SQS offers: two weekends and a holiday for somebody to look.
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
    this.queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(visibilityPerTimeout * workerTimeout.toSeconds()),
      // A message that expires here is lost: the walks remember its review as queued and do not send it again. Four
      // days shorter than the parked queue's, because a message's age goes on counting there.
      retentionPeriod: Duration.days(10),
      deadLetterQueue: { queue: this.parked, maxReceiveCount },
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
    });
  }
}
