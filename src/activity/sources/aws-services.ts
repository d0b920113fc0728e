import type { ActionClass } from '../domains.js';

/** Operations of a service by class, separated by blanks. */
export type ServiceOperations = Readonly<Partial<Record<ActionClass, string>>>;

/** Operations by service (event source without `.amazonaws.com`) and class. */
export const AWS_SERVICES: Readonly<Record<string, ServiceOperations>> = {
  signin: {
    'sign-in': 'ConsoleLogin ExternalIdPDirectoryLogin UserAuthentication CredentialVerification',
    'token-issued': 'GetSigninToken SwitchRole AssumeRole AssumeRoot',
    'password-changed': 'PasswordUpdated PasswordRecoveryCompleted PasswordRecoveryRequested',
    'mfa-challenge': 'CheckMfa CredentialChallenge',
    'mfa-changed': 'EnableMFADevice',
    'sign-out': 'ExitRole Logout',
    'account-changed': 'EmailUpdated AccountRecoveryCompleted',
  },
  sso: {
    'sign-in': 'Authenticate UserAuthentication',
    'token-issued': 'CreateToken GetRoleCredentials Federate',
    'sign-out': 'Logout',
    'role-granted': `
      CreateAccountAssignment AttachManagedPolicyToPermissionSet PutInlinePolicyToPermissionSet
      AttachCustomerManagedPolicyReferenceToPermissionSet`,
    'role-revoked': 'DeleteAccountAssignment',
    'policy-changed': 'CreatePermissionSet UpdatePermissionSet ProvisionPermissionSet',
    'trust-changed': `
      AssociateDirectory CreateTrustedTokenIssuer ConfigureExternalIdPSAML UpdateSSOConfiguration
      EnableExternalIdPConfigurationForDirectory`,
    'mfa-changed': 'CreateVirtualMfaDevice UpdateMfaDeviceForUser DeleteMfaDeviceForUser UpdateDirectoryMfaConfiguration',
  },
  'sso-directory': {
    'account-created': 'CreateUser',
    'account-deleted': 'DeleteUser',
    'group-changed': 'AddMemberToGroup RemoveMemberFromGroup CreateGroup DeleteGroup',
    'password-changed': 'UpdatePassword ResetPassword',
    'mfa-changed': `
      StartVirtualMfaDeviceRegistration CompleteVirtualMfaDeviceRegistration DeleteMfaDeviceForUser
      CompleteWebAuthnDeviceRegistration`,
  },
  identitystore: {
    'account-created': 'CreateUser',
    'account-deleted': 'DeleteUser',
    'group-changed': 'CreateGroupMembership DeleteGroupMembership CreateGroup DeleteGroup',
  },
  iam: {
    'account-created': 'CreateUser',
    'account-deleted': 'DeleteUser DeleteRole',
    'account-changed': 'UpdateUser TagUser UpdateAccountName CreateAccountAlias DeleteAccountAlias',
    'password-changed': 'ChangePassword UpdateLoginProfile',
    'credential-added': `
      CreateAccessKey CreateLoginProfile UploadSSHPublicKey UploadSigningCertificate CreateServiceSpecificCredential
      ResetServiceSpecificCredential UploadServerCertificate UpdateAccessKey`,
    'credential-removed': `
      DeleteAccessKey DeleteSSHPublicKey DeleteSigningCertificate DeleteLoginProfile DeleteServiceSpecificCredential`,
    'mfa-changed': 'CreateVirtualMFADevice EnableMFADevice DeactivateMFADevice DeleteVirtualMFADevice ResyncMFADevice',
    'role-granted': `
      AttachUserPolicy AttachRolePolicy AttachGroupPolicy PutUserPolicy PutRolePolicy PutGroupPolicy PutPolicy
      AddRoleToInstanceProfile AddUserToGroup DeleteUserPermissionsBoundary DeleteRolePermissionsBoundary`,
    'role-revoked': `
      DetachUserPolicy DetachRolePolicy DetachGroupPolicy DeleteUserPolicy DeleteRolePolicy DeleteGroupPolicy
      RemoveRoleFromInstanceProfile RemoveUserFromGroup DetachUserGroup`,
    'group-changed': 'CreateGroup DeleteGroup UpdateGroup',
    'policy-changed': `
      CreatePolicy CreatePolicyVersion SetDefaultPolicyVersion DeletePolicy DeletePolicyVersion UpdateAccountPasswordPolicy
      DeleteAccountPasswordPolicy PutRolePermissionsBoundary PutUserPermissionsBoundary`,
    'trust-changed': `
      UpdateAssumeRolePolicy CreateRole UpdateRole CreateSAMLProvider UpdateSAMLProvider DeleteSAMLProvider
      CreateOpenIDConnectProvider UpdateOpenIDConnectProviderThumbprint AddClientIDToOpenIDConnectProvider
      DeleteOpenIDConnectProvider EnableOrganizationsRootSessions`,
    'admin-change': 'CreateServiceLinkedRole DeleteServiceLinkedRole CreateInstanceProfile DeleteInstanceProfile',
  },
  sts: {
    'token-issued': 'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity GetSessionToken GetFederationToken AssumeRoot',
    'api-describe': 'GetCallerIdentity GetAccessKeyInfo DecodeAuthorizationMessage',
  },
  rolesanywhere: {
    'trust-changed': `
      CreateTrustAnchor UpdateTrustAnchor EnableTrustAnchor CreateProfile UpdateProfile EnableProfile ImportCrl`,
    'token-issued': 'CreateSession',
  },
  secretsmanager: {
    'secret-read': 'GetSecretValue BatchGetSecretValue',
    'policy-changed': 'PutResourcePolicy DeleteResourcePolicy',
    'credential-added': 'CreateSecret PutSecretValue UpdateSecret RotateSecret',
    'api-describe': 'ListSecrets DescribeSecret',
  },
  ssm: {
    'secret-read': 'GetParameter GetParameters GetParametersByPath GetParameterHistory',
    'code-executed': 'SendCommand StartAutomationExecution CreateAssociation StartAssociationsOnce',
    'remote-session': 'StartSession ResumeSession',
    'api-write': 'TerminateSession PutParameter',
    'sharing-changed': 'ModifyDocumentPermission',
    'code-changed': 'CreateDocument UpdateDocument',
    other: 'UpdateInstanceInformation',
  },
  ssmmessages: { other: 'CreateControlChannel OpenControlChannel', 'remote-session': 'CreateDataChannel OpenDataChannel' },
  ec2messages: { other: 'SendHeartbeat GetMessages AcknowledgeMessage' },
  kms: {
    'secret-read': 'Decrypt ReEncrypt',
    'api-read': 'GenerateDataKey GenerateDataKeyWithoutPlaintext',
    'policy-changed': 'PutKeyPolicy CreateGrant RevokeGrant RetireGrant',
    'resource-deleted': 'ScheduleKeyDeletion DisableKey DeleteImportedKeyMaterial DeleteAlias',
    'credential-added': 'ImportKeyMaterial',
    other: 'Encrypt',
  },
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
