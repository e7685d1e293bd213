import { X509Certificate } from 'node:crypto';

const certificate = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;

/** When a secret ends that is a certificate; nothing is known of any other. */
export function endOf(value: string): { readonly endsAt?: string } {
  const [pem] = certificate.exec(value) ?? [];
  if (pem === undefined) return {};
  try {
    return { endsAt: new X509Certificate(pem).validToDate.toISOString() };
  } catch {
    return {};
  }
}
