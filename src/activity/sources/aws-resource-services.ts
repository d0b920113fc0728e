import type { ServiceOperations } from './aws-access-services.js';

/** Operations by service and class: of the services that hold resources and data, and of those that watch over them. */
export const AWS_RESOURCE_SERVICES: Readonly<Record<string, ServiceOperations>> = {
  ec2: {
    'secret-read': 'GetPasswordData',
    'compute-launched': `
      RunInstances StartInstances RequestSpotInstances RequestSpotFleet CreateFleet CreateLaunchTemplate
      CreateLaunchTemplateVersion`,
    'network-exposed': `
      AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress CreateSecurityGroup ModifySecurityGroupRules
      CreateNetworkAclEntry ReplaceNetworkAclEntry CreateRoute ReplaceRoute AttachInternetGateway CreateInternetGateway
      AssociateAddress CreateVpcPeeringConnection AcceptVpcPeeringConnection CreateVpnConnection CreateClientVpnEndpoint
      CreateTrafficMirrorSession CreateTrafficMirrorTarget CreateTrafficMirrorFilter CreateTrafficMirrorFilterRule
      ModifyTrafficMirrorSession EnableSerialConsoleAccess`,
    'logging-changed': 'DeleteFlowLogs CreateFlowLogs',
    'snapshot-shared': `
      ModifySnapshotAttribute ModifyImageAttribute CreateStoreImageTask ModifyVpcEndpointServicePermissions
      DisableSnapshotBlockPublicAccess DisableImageBlockPublicAccess`,
    'data-export': 'CreateInstanceExportTask ExportImage',
    'credential-added': 'CreateKeyPair ImportKeyPair',
    'role-granted': 'AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
    'code-changed': 'ModifyInstanceAttribute',
    'policy-changed': 'DisableEbsEncryptionByDefault ModifyInstanceMetadataOptions ModifyInstanceMetadataDefaults',
    'resource-deleted': 'TerminateInstances DeregisterImage DeleteSnapshot DeleteVolume',
    'api-read': 'GetConsoleScreenshot GetConsoleOutput DescribeInstanceAttribute GetLaunchTemplateData',
    'remote-session': 'SendSSHPublicKey',
  },
  'ec2-instance-connect': { 'remote-session': 'SendSSHPublicKey SendSerialConsoleSSHPublicKey OpenTunnel' },
  ebs: { 'data-export': 'GetSnapshotBlock', 'api-describe': 'ListSnapshotBlocks ListChangedBlocks' },
  s3: {
    'file-downloaded': 'GetObject GetObjectTorrent RestoreObject',
    'api-query': 'SelectObjectContent',
    'file-written': 'PutObject CopyObject CompleteMultipartUpload UploadPart UploadPartCopy PostObject CreateMultipartUpload',
    'file-deleted': 'DeleteObject DeleteObjects DeleteObjectVersion',
    'file-read': 'HeadObject GetObjectAcl GetObjectAttributes',
    'sharing-changed': `
      PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutObjectAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock
      PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock PutBucketReplication DeleteBucketReplication
      PutBucketWebsite PutBucketCors PutAccessPointPolicy PutBucketOwnershipControls`,
    'logging-changed': 'PutBucketLogging PutBucketNotification',
    'policy-changed': `
      PutBucketVersioning PutBucketLifecycle PutBucketLifecycleConfiguration PutBucketEncryption DeleteBucketEncryption
      PutBucketObjectLockConfiguration DeleteBucketLifecycle`,
    'api-describe': 'ListBuckets ListObjects ListObjectsV2 ListBucket ListAllMyBuckets HeadBucket ListObjectVersions',
    'bulk-job': 'CreateJob',
  },
  lambda: {
    'code-changed': `
      UpdateFunctionCode CreateFunction PublishLayerVersion UpdateFunctionConfiguration UpdateFunctionCodeSigningConfig`,
    'sharing-changed': 'AddPermission RemovePermission AddLayerVersionPermission',
    'network-exposed': 'CreateFunctionUrlConfig UpdateFunctionUrlConfig',
    'code-executed': 'Invoke InvokeAsync InvokeFunction',
    'admin-change': 'CreateEventSourceMapping',
  },
  cloudtrail: {
    'logging-changed': `
      DeleteTrail StopLogging StartLogging UpdateTrail CreateTrail PutEventSelectors PutInsightSelectors
      DeleteEventDataStore StopEventDataStoreIngestion UpdateEventDataStore DeleteRule DeregisterOrganizationDelegatedAdmin`,
    'api-query': 'LookupEvents StartQuery',
  },
  config: {
    'logging-changed': `
      StopConfigurationRecorder DeleteConfigurationRecorder PutConfigurationRecorder DeleteDeliveryChannel
      PutDeliveryChannel DeleteConfigRule DeleteOrganizationConfigRule DeleteConfigurationAggregator
      DeleteRetentionConfiguration`,
    'api-query': 'SelectResourceConfig',
  },
  guardduty: {
    'logging-changed': `
      DeleteDetector UpdateDetector CreateFilter UpdateFilter CreateIPSet UpdateIPSet DeleteIPSet DeleteThreatIntelSet
      StopMonitoringMembers DisassociateFromMasterAccount DisassociateFromAdministratorAccount DisassociateMembers
      DeleteMembers DeletePublishingDestination ArchiveFindings DisableOrganizationAdminAccount`,
  },
  securityhub: {
    'logging-changed': `
      DisableSecurityHub BatchDisableStandards DeleteInsight UpdateFindings BatchUpdateFindings CreateAutomationRule
      UpdateStandardsControl DisassociateMembers DisableImportFindingsForProduct DeleteActionTarget CreateInsight`,
  },
  macie2: { 'logging-changed': 'DisableMacie UpdateMacieSession DisassociateFromAdministratorAccount' },
  macie: { 'logging-changed': 'UpdateMacieSession' },
  inspector2: { 'logging-changed': 'Disable DisassociateMember' },
  accessanalyzer: { 'logging-changed': 'DeleteAnalyzer' },
  detective: { 'logging-changed': 'DeleteGraph' },
  logs: {
    'logging-changed': `
      DeleteLogGroup DeleteLogStream DeleteSubscriptionFilter PutSubscriptionFilter DeleteMetricFilter PutRetentionPolicy
      DeleteRetentionPolicy PutMetricFilter DeleteDestination`,
    'api-query': 'StartQuery FilterLogEvents',
    'data-export': 'CreateExportTask',
    other: 'CreateLogStream PutLogEvents CreateLogGroup',
  },
  monitoring: { 'logging-changed': 'DeleteAlarms DisableAlarmActions' },
  events: { 'logging-changed': 'DisableRule DeleteRule RemoveTargets', 'code-changed': 'PutRule PutTargets' },
  wafv2: {
    'network-exposed': 'DisassociateWebACL DeleteWebACL UpdateWebACL UpdateIPSet DeleteRuleGroup',
    'logging-changed': 'DeleteLoggingConfiguration',
  },
  'waf-regional': { 'network-exposed': 'DisassociateWebACL DeleteWebACL' },
  route53resolver: { 'logging-changed': 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig' },
  route53: {
    'trust-changed': 'ChangeResourceRecordSets CreateHostedZone AssociateVPCWithHostedZone DeleteHostedZone',
    'logging-changed': 'DeleteQueryLoggingConfig',
  },
  route53domains: {
    'trust-changed': `
      TransferDomainToAnotherAwsAccount DisableDomainTransferLock UpdateDomainNameservers
      AcceptDomainTransferFromAnotherAwsAccount`,
  },
  organizations: {
    'trust-changed': `
      LeaveOrganization InviteAccountToOrganization AcceptHandshake RemoveAccountFromOrganization CreateAccount MoveAccount
      CloseAccount RegisterDelegatedAdministrator EnableAWSServiceAccess DeleteOrganization CreateAccountResult`,
    'policy-changed': 'DetachPolicy AttachPolicy UpdatePolicy DeletePolicy DisablePolicyType CreatePolicy',
  },
  account: {
    'account-changed': `
      PutAlternateContact DeleteAlternateContact PutContactInformation StartPrimaryEmailUpdate AcceptPrimaryEmailUpdate`,
    'policy-changed': 'EnableRegion DisableRegion',
  },
  ram: {
    'sharing-changed': `
      CreateResourceShare AssociateResourceShare AcceptResourceShareInvitation UpdateResourceShare
      EnableSharingWithAwsOrganization`,
  },
  rds: {
    'snapshot-shared': 'ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute',
    'data-export': 'StartExportTask DownloadDBLogFilePortion DownloadCompleteDBLogFile',
    'password-changed': 'ModifyDBInstance ModifyDBCluster',
    'network-exposed': 'AuthorizeDBSecurityGroupIngress CreateDBSecurityGroup',
    'resource-deleted': `
      DeleteDBInstance DeleteDBCluster DeleteDBSnapshot DeleteDBClusterSnapshot DeleteDBInstanceAutomatedBackup
      DeleteDBClusterAutomatedBackup DeleteGlobalCluster`,
    'role-granted': 'AddRoleToDBInstance AddRoleToDBCluster',
    'role-revoked': 'RemoveRoleFromDBInstance RemoveRoleFromDBCluster',
    'logging-changed': 'StopActivityStream StartActivityStream DeleteEventSubscription',
    'api-write': `
      CreateDBSnapshot CopyDBSnapshot CreateDBClusterSnapshot CopyDBClusterSnapshot RestoreDBInstanceFromDBSnapshot
      RestoreDBInstanceFromS3 RestoreDBClusterFromSnapshot`,
  },
  redshift: {
    'snapshot-shared': 'AuthorizeSnapshotAccess',
    'logging-changed': 'DisableLogging',
    'token-issued': 'GetClusterCredentials',
  },
  'rds-data': { 'api-query': 'ExecuteStatement BatchExecuteStatement ExecuteSql' },
  'redshift-data': { 'api-query': 'ExecuteStatement BatchExecuteStatement' },
  dynamodb: {
    'api-query': 'Query Scan ExecuteStatement BatchGetItem',
    'api-read': 'GetItem GetRecords',
    'data-export': 'ExportTableToPointInTime',
    'sharing-changed': 'PutResourcePolicy',
    'api-write': 'PutItem UpdateItem BatchWriteItem',
    'api-delete': 'DeleteItem',
  },
  athena: { 'api-query': 'StartQueryExecution GetQueryResults' },
  bedrock: {
    'code-executed': 'InvokeModel InvokeModelWithResponseStream Converse ConverseStream InvokeAgent',
    'policy-changed': `
      UpdateGuardrail DeleteGuardrail PutFoundationModelEntitlement CreateFoundationModelAgreement PutUseCaseForModelAccess
      CreateGuardrail`,
    'logging-changed': 'DeleteModelInvocationLoggingConfiguration PutModelInvocationLoggingConfiguration',
    'api-describe': 'GetFoundationModelAvailability',
  },
  ses: {
    'trust-changed': 'VerifyEmailIdentity VerifyDomainIdentity CreateEmailIdentity VerifyDomainDkim',
    'admin-change': 'UpdateAccountSendingEnabled PutAccountDetails',
    'mail-sent': 'SendEmail SendRawEmail SendBulkEmail',
    'api-describe': 'GetSendQuota GetAccountSendingEnabled GetIdentityVerificationAttributes GetAccount',
  },
  sns: { 'sharing-changed': 'AddPermission SetTopicAttributes', 'admin-change': 'Subscribe' },
  sqs: { 'sharing-changed': 'AddPermission SetQueueAttributes' },
  ecr: {
    'code-changed': 'PutImage CompleteLayerUpload',
    'sharing-changed': 'SetRepositoryPolicy PutRegistryPolicy',
    'token-issued': 'GetAuthorizationToken',
    'resource-deleted': 'BatchDeleteImage DeleteRepository',
  },
  ecs: { 'compute-launched': 'RunTask CreateService RegisterTaskDefinition StartTask', 'remote-session': 'ExecuteCommand' },
  eks: {
    'compute-launched': 'CreateCluster CreateNodegroup',
    'role-granted': 'CreateAccessEntry AssociateAccessPolicy CreatePodIdentityAssociation',
    'trust-changed': 'AssociateIdentityProviderConfig',
    'network-exposed': 'UpdateClusterConfig',
  },
  codebuild: {
    'code-changed': 'CreateProject UpdateProject CreateWebhook',
    'sharing-changed': 'UpdateProjectVisibility PutResourcePolicy',
    'credential-added': 'ImportSourceCredentials',
    'code-executed': 'StartBuild RetryBuild',
  },
  cloudformation: { 'code-changed': 'CreateStack UpdateStack CreateChangeSet ExecuteChangeSet CreateStackSet' },
  sagemaker: {
    'compute-launched': 'CreateNotebookInstance CreateTrainingJob CreateProcessingJob',
    'token-issued': 'CreatePresignedNotebookInstanceUrl CreatePresignedDomainUrl',
  },
  glue: { 'code-changed': 'CreateJob UpdateJob CreateDevEndpoint UpdateDevEndpoint', 'code-executed': 'StartJobRun' },
  backup: {
    'resource-deleted': 'DeleteRecoveryPoint DeleteBackupVault DeleteBackupPlan',
    'sharing-changed': 'PutBackupVaultAccessPolicy',
  },
  'cognito-idp': {
    'account-created': 'AdminCreateUser SignUp',
    'sign-in': 'InitiateAuth AdminInitiateAuth',
    'password-changed': 'AdminSetUserPassword AdminResetUserPassword',
  },
};
