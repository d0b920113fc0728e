import type { RandomGenerator } from './random.js';

/** A town as vendors' geo lookups name it. `offset` is the difference to UTC in hours in August. */
export interface Place {
  readonly city: string;
  readonly state: string;
  readonly country: string;
  readonly countryName: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly offset: number;
}

function place(
  city: string,
  state: string,
  country: string,
  countryName: string,
  latitude: number,
  longitude: number,
  offset: number,
): Place {
  return { city, state, country, countryName, latitude, longitude, offset };
}

const PLACES = {
  munich: place('Munich', 'Bayern', 'DE', 'Germany', 48.1374, 11.5755, 2),
  augsburg: place('Augsburg', 'Bayern', 'DE', 'Germany', 48.3715, 10.8985, 2),
  frankfurt: place('Frankfurt am Main', 'Hessen', 'DE', 'Germany', 50.1155, 8.6842, 2),
  falkenstein: place('Falkenstein', 'Sachsen', 'DE', 'Germany', 50.4779, 12.3713, 2),
  vienna: place('Vienna', 'Wien', 'AT', 'Austria', 48.2085, 16.3721, 2),
  london: place('London', 'England', 'GB', 'United Kingdom', 51.5085, -0.1257, 1),
  reading: place('Reading', 'England', 'GB', 'United Kingdom', 51.4561, -0.9711, 1),
  dublin: place('Dublin', 'Leinster', 'IE', 'Ireland', 53.3331, -6.2489, 1),
  amsterdam: place('Amsterdam', 'Noord-Holland', 'NL', 'Netherlands', 52.374, 4.8897, 2),
  paris: place('Paris', 'Ile-De-France', 'FR', 'France', 48.8534, 2.3488, 2),
  gravelines: place('Gravelines', 'Hauts-De-France', 'FR', 'France', 50.9871, 2.1255, 2),
  madrid: place('Madrid', 'Madrid', 'ES', 'Spain', 40.4165, -3.7026, 2),
  milan: place('Milan', 'Lombardia', 'IT', 'Italy', 45.4643, 9.1895, 2),
  zurich: place('Zurich', 'Zurich', 'CH', 'Switzerland', 47.3667, 8.55, 2),
  stockholm: place('Stockholm', 'Stockholms Lan', 'SE', 'Sweden', 59.3326, 18.0649, 2),
  warsaw: place('Warsaw', 'Mazowieckie', 'PL', 'Poland', 52.2298, 21.0118, 2),
  bucharest: place('Bucharest', 'Bucuresti', 'RO', 'Romania', 44.4323, 26.1063, 3),
  boston: place('Boston', 'Massachusetts', 'US', 'United States', 42.3584, -71.0598, -4),
  newYork: place('New York', 'New York', 'US', 'United States', 40.7143, -74.006, -4),
  ashburn: place('Ashburn', 'Virginia', 'US', 'United States', 39.0437, -77.4875, -4),
  chicago: place('Chicago', 'Illinois', 'US', 'United States', 41.85, -87.65, -5),
  dallas: place('Dallas', 'Texas', 'US', 'United States', 32.7831, -96.8067, -5),
  santaClara: place('Santa Clara', 'California', 'US', 'United States', 37.3541, -121.9552, -7),
  boardman: place('Boardman', 'Oregon', 'US', 'United States', 45.8399, -119.7006, -7),
  singapore: place('Singapore', 'Singapore', 'SG', 'Singapore', 1.2897, 103.8501, 8),
  bangalore: place('Bengaluru', 'Karnataka', 'IN', 'India', 12.9719, 77.5937, 5.5),
  dubai: place('Dubai', 'Dubai', 'AE', 'United Arab Emirates', 25.0772, 55.3093, 4),
  lagos: place('Lagos', 'Lagos', 'NG', 'Nigeria', 6.4541, 3.3947, 1),
} as const;

/** A range of addresses (a /16) that one autonomous system uses in one place. */
export interface AddressRange {
  readonly asn: number;
  readonly organization: string;
  readonly prefix: string;
  readonly place: Place;
}

function range(asn: number, organization: string, prefix: string, where: Place): AddressRange {
  return { asn, organization, prefix, place: where };
}

/** Broadband lines, by country of residence. */
export const BROADBAND: readonly AddressRange[] = [
  range(3320, 'Deutsche Telekom AG', '84.152', PLACES.munich),
  range(3320, 'Deutsche Telekom AG', '93.202', PLACES.augsburg),
  range(3209, 'Vodafone GmbH', '178.200', PLACES.munich),
  range(8767, 'M-net Telekommunikations GmbH', '188.174', PLACES.munich),
  range(8447, 'A1 Telekom Austria AG', '77.116', PLACES.vienna),
  range(2856, 'British Telecommunications PLC', '86.141', PLACES.london),
  range(5607, 'Sky UK Limited', '90.204', PLACES.reading),
  range(5089, 'Virgin Media Limited', '82.44', PLACES.london),
  range(7922, 'Comcast Cable Communications, LLC', '73.47', PLACES.boston),
  range(701, 'Verizon Business', '71.184', PLACES.boston),
  range(7018, 'AT&T Services, Inc.', '99.91', PLACES.chicago),
  range(12322, 'Free SAS', '82.64', PLACES.paris),
];

/** Hotel, conference and roaming networks met on journeys. */
export const TRAVEL_NETWORKS: readonly AddressRange[] = [
  range(3352, 'Telefonica de Espana S.A.U.', '81.45', PLACES.madrid),
  range(1267, 'Wind Tre S.p.A.', '151.57', PLACES.milan),
  range(3303, 'Swisscom (Schweiz) AG', '178.197', PLACES.zurich),
  range(1257, 'Tele2 SWIPnet', '90.130', PLACES.stockholm),
  range(5617, 'Orange Polska Spolka Akcyjna', '83.11', PLACES.warsaw),
  range(7922, 'Comcast Cable Communications, LLC', '73.15', PLACES.santaClara),
  range(701, 'Verizon Business', '72.80', PLACES.newYork),
  range(9506, 'Singtel Fibre Broadband', '116.86', PLACES.singapore),
  range(24560, 'Bharti Airtel Ltd.', '122.171', PLACES.bangalore),
  range(5384, 'Emirates Telecommunications Group Company', '94.200', PLACES.dubai),
  range(8708, 'RCS & RDS SA', '86.120', PLACES.bucharest),
  range(29465, 'MTN Nigeria Communication limited', '105.112', PLACES.lagos),
];

/** Mobile operators' carrier-grade NAT. */
export const MOBILE: readonly AddressRange[] = [
  range(3320, 'Deutsche Telekom AG', '80.187', PLACES.frankfurt),
  range(6805, 'Telefonica Germany GmbH & Co.OHG', '176.5', PLACES.munich),
  range(12576, 'EE Limited', '92.40', PLACES.london),
  range(21928, 'T-Mobile USA, Inc.', '172.56', PLACES.newYork),
];

/** Commercial VPN exits and rented servers: developers, tools and mail services use them, and so do intruders. */
export const HOSTING: readonly AddressRange[] = [
  range(14061, 'DigitalOcean, LLC', '159.65', PLACES.santaClara),
  range(14061, 'DigitalOcean, LLC', '167.99', PLACES.amsterdam),
  range(14061, 'DigitalOcean, LLC', '138.68', PLACES.frankfurt),
  range(20473, 'The Constant Company, LLC', '45.76', PLACES.amsterdam),
  range(20473, 'The Constant Company, LLC', '149.28', PLACES.dallas),
  range(16276, 'OVH SAS', '51.83', PLACES.gravelines),
  range(16276, 'OVH SAS', '54.37', PLACES.london),
  range(24940, 'Hetzner Online GmbH', '88.198', PLACES.falkenstein),
  range(24940, 'Hetzner Online GmbH', '116.203', PLACES.falkenstein),
  range(63949, 'Akamai Connected Cloud', '172.105', PLACES.frankfurt),
  range(63949, 'Akamai Connected Cloud', '139.162', PLACES.singapore),
  range(9009, 'M247 Europe SRL', '89.45', PLACES.bucharest),
  range(9009, 'M247 Europe SRL', '185.245', PLACES.warsaw),
  range(60068, 'Datacamp Limited', '156.146', PLACES.newYork),
  range(60068, 'Datacamp Limited', '84.17', PLACES.paris),
];

/** Hyperscale clouds, where integrations and services of vendors run. */
export const CLOUDS: readonly AddressRange[] = [
  range(16509, 'Amazon.com, Inc.', '54.144', PLACES.ashburn),
  range(16509, 'Amazon.com, Inc.', '44.225', PLACES.boardman),
  range(16509, 'Amazon.com, Inc.', '52.28', PLACES.frankfurt),
  range(16509, 'Amazon.com, Inc.', '34.246', PLACES.dublin),
  range(396982, 'Google LLC', '34.107', PLACES.frankfurt),
  range(8075, 'Microsoft Corporation', '20.82', PLACES.dublin),
];

/** Ranges of the organisation's own Internet lines. */
export const BUSINESS_LINES: readonly AddressRange[] = [
  range(3320, 'Deutsche Telekom AG', '217.91', PLACES.munich),
  range(8767, 'M-net Telekommunikations GmbH', '62.245', PLACES.munich),
  range(2856, 'British Telecommunications PLC', '81.149', PLACES.london),
  range(7922, 'Comcast Cable Communications, LLC', '50.204', PLACES.boston),
];

/** One address and what geo and routing databases say about it. */
export interface Endpoint {
  readonly address: string;
  readonly range: AddressRange;
}

/** A random address of the range. */
export function drawEndpoint(random: RandomGenerator, from: AddressRange): Endpoint {
  return { address: `${from.prefix}.${random.integer(256)}.${random.integerBetween(2, 253)}`, range: from };
}

/** Another address of the same /24. */
export function drawNeighbour(random: RandomGenerator, of: Endpoint): Endpoint {
  const network = of.address.slice(0, of.address.lastIndexOf('.'));
  return { address: `${network}.${random.integerBetween(2, 253)}`, range: of.range };
}
