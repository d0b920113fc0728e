import type { ActionClass } from '../domains.js';

/** A part of a path that is the id of one record, one job or one cursor. */
function isId(part: string): boolean {
  const length = part.length;
  if (length === 0) return false;
  if (/^\d+$/.test(part)) return true;
  if ((length === 15 || length === 18) && /^[0-9A-Za-z]+$/.test(part) && /\d/.test(part)) return true;
  if (length >= 32 && /^[0-9a-f-]+$/i.test(part)) return true;
  return /^01g[0-9A-Za-z]{12,15}-\d+$/.test(part);
}

/** Path of a request without query, host and ids: `/services/data/v57.0/sobjects/Case/5003x…` → `/services/data/v57.0/sobjects/Case`. */
export function pathWithoutIds(uri: string): string {
  let path = uri;
  const query = path.search(/[?#]/);
  if (query >= 0) path = path.slice(0, query);
  const scheme = path.indexOf('://');
  if (scheme > 0) {
    const slash = path.indexOf('/', scheme + 3);
    path = slash < 0 ? '/' : path.slice(slash);
  }
  if (!path.includes('/')) return path;
  const parts = path.split('/').filter((part, index) => index === 0 || !isId(part));
  const cleaned = parts.join('/');
  return cleaned.length > 1 && cleaned.endsWith('/') ? cleaned.slice(0, -1) : cleaned;
}

function byMethod(method: string): ActionClass {
  switch (method) {
    case 'DELETE':
      return 'api-delete';
    case 'POST':
    case 'PATCH':
    case 'PUT':
      return 'api-write';
    default:
      return 'api-read';
  }
}

/** Class of a REST or bulk request by its path and method. */
export function restClass(uri: string, method: string): ActionClass {
  const path = uri.toLowerCase();
  const verb = method.toUpperCase();
  const jobs = path.indexOf('/jobs/');
  if (jobs >= 0 || path.includes('/services/async/')) {
    if (verb === 'DELETE') return 'job-deleted';
    if (verb === 'GET' || verb === '') return path.includes('/result') ? 'data-export' : 'api-read';
    return 'bulk-job';
  }
  if (path.includes('/describe')) return 'api-describe';
  if (/\/(query|queryall|search|parameterizedsearch|tooling\/query)(\/|$|\?)/.test(path) || path.includes('/parameterizedsearch'))
    return 'api-query';
  if (path.includes('/analytics/reports') || path.includes('/analytics/dashboards')) return verb === 'DELETE' ? 'api-delete' : 'api-query';
  if (path.includes('/wave/')) return path.includes('/query') ? 'api-query' : byMethod(verb);
  if (/\/(limits|recent|tabs|themes|apimenu|appmenu|licensing)(\/|$|\?)/.test(path)) return 'api-describe';
  const objects = /\/sobjects(?:\/([^/?]+))?(?:\/([^/?]+))?/.exec(path);
  if (objects !== null) {
    if (path.includes('/versiondata') || path.endsWith('/body')) return verb === 'GET' ? 'file-downloaded' : byMethod(verb);
    if (verb === 'GET' || verb === '') return objects[2] === undefined ? 'api-describe' : 'api-read';
    return byMethod(verb);
  }
  if (/^\/services\/data\/?(v[\d.]+\/?)?$/.test(path)) return 'api-describe';
  return byMethod(verb);
}

/** Class of a SOAP call by its method name. */
export function soapClass(name: string): ActionClass {
  const lower = name.toLowerCase();
  if (lower.startsWith('query') || lower.startsWith('search')) return 'api-query';
  if (lower.startsWith('describe')) return 'api-describe';
  if (lower.startsWith('delete') || lower === 'emptyrecyclebin') return 'api-delete';
  if (lower === 'login') return 'sign-in';
  if (lower === 'logout') return 'sign-out';
  if (lower.startsWith('setpassword') || lower.startsWith('resetpassword') || lower.startsWith('changeownpassword'))
    return 'password-changed';
  if (lower.startsWith('retrieve') || lower.startsWith('get') || lower.startsWith('check') || lower.startsWith('list')) return 'api-read';
  return lower === '' ? 'api-read' : 'api-write';
}
