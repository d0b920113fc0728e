import { describe, expect, test } from 'vitest';
import { addressPrefix, distanceKm } from './origin.js';

describe('distance on the globe', () => {
  test.each([
    // Great-circle distances between airports, gcmap.com; the sphere is within 0.5 % of the ellipsoid
    ['Frankfurt – New York JFK', [50.0333, 8.5706], [40.6398, -73.7789], 6_186],
    ['London Heathrow – Sydney', [51.4706, -0.4619], [-33.9461, 151.1772], 17_016],
    ['Nashville – Los Angeles (Rosetta Code, haversine)', [36.12, -86.67], [33.94, -118.4], 2_886],
    ['across the date line: Auckland – Honolulu', [-37.0081, 174.7917], [21.3187, -157.9224], 7_062],
  ] as const)('%s', (_, a, b, kilometres) => {
    expect(distanceKm(a[0], a[1], b[0], b[1]) / kilometres).toBeCloseTo(1, 2);
    expect(distanceKm(b[0], b[1], a[0], a[1])).toBeCloseTo(distanceKm(a[0], a[1], b[0], b[1]), 6);
  });

  test('one degree of latitude is 2π·6371/360 km; the same place is 0; opposite places are half way round', () => {
    expect(distanceKm(0, 0, 1, 0)).toBeCloseTo((2 * Math.PI * 6371) / 360, 6);
    expect(distanceKm(48.1, 11.6, 48.1, 11.6)).toBe(0);
    expect(distanceKm(0, 0, 0, 180)).toBeCloseTo(Math.PI * 6371, 6);
    expect(distanceKm(90, 0, -90, 0)).toBeCloseTo(Math.PI * 6371, 6);
  });
});

describe('network acted from', () => {
  test.each([
    ['198.51.100.7', '198.51.100.0/24'],
    ['2001:db8:12:34::9', '2001:db8:12::/48'],
    ['', ''],
  ])('%s is in %s', (address, prefix) => {
    expect(addressPrefix(address)).toBe(prefix);
  });
});
