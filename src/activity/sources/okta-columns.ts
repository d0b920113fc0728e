import type { JsonObject } from '../fields/lookup.js';

const SUFFIXES = ['_s', '_d', '_g', '_t', '_b', ''] as const;

/** A column of a flattened table: the vendor's path joined with `_`, and a type suffix. */
function column(row: JsonObject, path: string): unknown {
  for (const suffix of SUFFIXES) {
    const value = row[path + suffix];
    if (value !== undefined && value !== null && value !== '' && value !== 'null') return value;
  }
  return undefined;
}

/** An Okta event in the vendor's shape from a row of a flattened `Okta_CL` table. */
export function oktaColumns(row: JsonObject): JsonObject {
  return {
    published: row.published_t ?? row.published_s,
    uuid: column(row, 'uuid'),
    eventType: row.eventType_s,
    severity: row.severity_s,
    displayMessage: row.displayMessage_s,
    actor: { id: row.actor_id_s, type: row.actor_type_s, alternateId: row.actor_alternateId_s, displayName: row.actor_displayName_s },
    outcome: { result: row.outcome_result_s, reason: row.outcome_reason_s },
    client: {
      ipAddress: column(row, 'client_ipAddress'),
      device: row.client_device_s,
      userAgent: { rawUserAgent: column(row, 'client_userAgent_rawUserAgent') },
      geographicalContext: {
        city: column(row, 'client_geographicalContext_city'),
        country: column(row, 'client_geographicalContext_country'),
        geolocation: {
          lat: column(row, 'client_geographicalContext_geolocation_lat'),
          lon: column(row, 'client_geographicalContext_geolocation_lon'),
        },
      },
    },
    securityContext: { asNumber: column(row, 'securityContext_asNumber'), asOrg: column(row, 'securityContext_asOrg') },
    authenticationContext: {
      externalSessionId: column(row, 'authenticationContext_externalSessionId'),
      credentialType: column(row, 'authenticationContext_credentialType'),
    },
    debugContext: {
      debugData: {
        deviceFingerprint: column(row, 'debugContext_debugData_deviceFingerprint'),
        factor: column(row, 'debugContext_debugData_factor'),
        privilegeGranted: column(row, 'debugContext_debugData_privilegeGranted'),
        grantedScopes: column(row, 'debugContext_debugData_grantedScopes'),
      },
    },
    transaction: { id: column(row, 'transaction_id') },
    request: { ipChain: row.request_ipChain_s },
    target: row.target_s,
  };
}
