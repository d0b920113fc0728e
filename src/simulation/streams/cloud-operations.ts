import type { Estate } from '../estate.js';
import type { Person } from '../person.js';
import type { RandomGenerator } from '../random.js';
import type { CloudCall, CloudPrincipal } from '../records/cloudtrail.js';

export type Operation = readonly [service: string, name: string, readOnly: boolean, weight: number];

export const ENGINEER_OPERATIONS: readonly Operation[] = [
  ['ec2', 'DescribeInstances', true, 10],
  ['s3', 'ListBuckets', true, 6],
  ['logs', 'FilterLogEvents', true, 9],
  ['logs', 'DescribeLogGroups', true, 5],
  ['cloudwatch', 'GetMetricData', true, 8],
  ['lambda', 'ListFunctions20150331', true, 4],
  ['lambda', 'GetFunction20150331v2', true, 3],
  ['ecs', 'DescribeServices', true, 4],
  ['rds', 'DescribeDBInstances', true, 3],
  ['iam', 'ListRoles', true, 1.5],
  ['iam', 'GetRole', true, 1.5],
  ['sts', 'GetCallerIdentity', true, 2],
  ['secretsmanager', 'ListSecrets', true, 1],
  ['secretsmanager', 'GetSecretValue', true, 0.7],
  ['ssm', 'GetParameter', true, 1.5],
  ['lambda', 'UpdateFunctionCode20150331v2', false, 0.8],
  ['ecs', 'UpdateService', false, 0.8],
  ['ec2', 'CreateTags', false, 0.6],
  ['ec2', 'AuthorizeSecurityGroupIngress', false, 0.1],
  ['s3', 'PutBucketPolicy', false, 0.05],
];

export const PIPELINE_OPERATIONS: readonly Operation[] = [
  ['sts', 'GetCallerIdentity', true, 5],
  ['ecr', 'GetAuthorizationToken', true, 5],
  ['ecr', 'PutImage', false, 3],
  ['ecs', 'RegisterTaskDefinition', false, 3],
  ['ecs', 'UpdateService', false, 3],
  ['lambda', 'UpdateFunctionCode20150331v2', false, 2],
  ['cloudformation', 'DescribeStacks', true, 6],
  ['cloudformation', 'CreateChangeSet', false, 1],
  ['secretsmanager', 'GetSecretValue', true, 2],
  ['ssm', 'GetParameters', true, 3],
];

export const MONITORING_OPERATIONS: readonly Operation[] = [
  ['cloudwatch', 'GetMetricData', true, 10],
  ['cloudwatch', 'ListMetrics', true, 4],
  ['ec2', 'DescribeInstances', true, 4],
  ['rds', 'DescribeDBInstances', true, 3],
  ['elasticloadbalancing', 'DescribeLoadBalancers', true, 2],
  ['lambda', 'ListFunctions20150331', true, 2],
];

export const SCANNER_OPERATIONS: readonly Operation[] = [
  ['iam', 'ListUsers', true, 3],
  ['iam', 'ListRoles', true, 3],
  ['iam', 'ListAccessKeys', true, 3],
  ['iam', 'GetAccountSummary', true, 1],
  ['iam', 'GetAccountAuthorizationDetails', true, 0.5],
  ['s3', 'GetBucketPolicy', true, 4],
  ['s3', 'GetBucketAcl', true, 4],
  ['ec2', 'DescribeSecurityGroups', true, 3],
  ['kms', 'ListKeys', true, 2],
  ['cloudtrail', 'DescribeTrails', true, 1],
  ['secretsmanager', 'ListSecrets', true, 1],
];

export const SERVICE_OPERATIONS: readonly (readonly [invoker: string, service: string, name: string])[] = [
  ['lambda.amazonaws.com', 'sts', 'AssumeRole'],
  ['ecs-tasks.amazonaws.com', 'sts', 'AssumeRole'],
  ['autoscaling.amazonaws.com', 'ec2', 'DescribeInstances'],
  ['config.amazonaws.com', 's3', 'GetBucketAcl'],
];

export function parameters(
  estate: Estate,
  random: RandomGenerator,
  service: string,
  name: string,
): Pick<CloudCall, 'request' | 'response' | 'resourceArn'> {
  const { cloud } = estate;
  if (name === 'GetSecretValue') {
    const secret = random.pickZipf(cloud.secrets);
    return {
      request: { secretId: secret },
      response: null,
      resourceArn: `arn:aws:secretsmanager:${cloud.region}:${cloud.accountId}:secret:${secret}`,
    };
  }
  if (service === 's3' && name !== 'ListBuckets') {
    const bucket = random.pickZipf(cloud.buckets);
    return {
      request: { bucketName: bucket, Host: `${bucket}.s3.${cloud.region}.amazonaws.com` },
      response: null,
      resourceArn: `arn:aws:s3:::${bucket}`,
    };
  }
  if (name === 'ListAccessKeys') return { request: { userName: random.pick(estate.people).mail }, response: null };
  if (name.startsWith('GetParameter'))
    return { request: { name: `/${estate.name}/${random.pick(['api', 'web', 'worker'])}/config`, withDecryption: true }, response: null };
  if (name === 'UpdateService')
    return { request: { cluster: 'prod', service: random.pick(['api', 'web', 'worker']), forceNewDeployment: true }, response: null };
  return { request: null, response: null };
}

export function choose(random: RandomGenerator, operations: readonly Operation[]): Operation {
  return random.pickWeighted(operations.map((operation) => [operation, operation[3]] as const));
}

/** The role through which a person reaches AWS by single sign-on; the session is named after the mail address. */
export function ssoPrincipal(estate: Estate, person: Person): CloudPrincipal {
  const permission = person.role === 'it-admin' ? 'AdministratorAccess' : 'DeveloperAccess';
  return { kind: 'role', roleName: `AWSReservedSSO_${permission}_${estate.cloud.roleSuffix}`, sessionName: person.mail, reservedSso: true };
}

/** The long-lived IAM user of a person. */
export function iamPrincipal(person: Person): CloudPrincipal {
  return { kind: 'iam-user', userName: person.iamUser, accessKeyId: person.accessKeyId };
}
