import type { ActionClass } from '../domains.js';

/** Operations of a service by class, separated by blanks. */
export type ServiceOperations = Readonly<Partial<Record<ActionClass, string>>>;

/**
 * Operations by service (event source without `.amazonaws.com`) and class: of the services that decide who may do what, and of
 * those that keep secrets.
 */
export const AWS_ACCESS_SERVICES: Readonly<Record<string, ServiceOperations>> = {
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
};
