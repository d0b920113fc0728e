import type { SourceMapping } from './source-mapping.js';
import { platformAlertMappings } from './sources/alert-platforms.js';
import { productAlertMappings } from './sources/alert-products.js';
import { exchangeMessageTrace } from './sources/exchange-message-trace.js';
import { mailClick } from './sources/mail-click.js';
import { mailMessage } from './sources/mail-message.js';
import { SAAS_MAPPINGS } from './sources/saas-mappings.js';
import { suricataEve } from './sources/suricata-eve.js';
import { zeekMappings } from './sources/zeek-mappings.js';

/** Every mapping that ships, the specific ones before the general ones. */
export const defaultMappings: readonly SourceMapping[] = [
  ...zeekMappings,
  suricataEve,
  ...SAAS_MAPPINGS,
  exchangeMessageTrace,
  mailClick,
  ...productAlertMappings,
  ...platformAlertMappings,
  mailMessage,
];
