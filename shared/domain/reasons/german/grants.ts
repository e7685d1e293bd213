import type { ReasonWords } from '../explanation.ts';
import type { grantReasons } from '../grants.ts';

const noRelationship = 'Der Kunde hat keine Vertriebspartner-Beziehung zum Partnermandanten dieser Verbindung.';
const noOemConsent = 'Der Kunde hat dem Gerätehersteller nicht erlaubt, Geräte für ihn zu registrieren.';
const noGraphConsent = 'Der Kunde hat dieser App nicht erlaubt, Autopilot-Geräte in seinem Intune zu verwalten.';

/** What a person has to grant, renew or correct, in German. */
export const germanGrantReasons: Readonly<Record<keyof typeof grantReasons, ReasonWords>> = {
  relationship_missing: {
    happened: noRelationship,
    advice: 'Dem Kunden den Einladungslink senden; sobald er ihn annimmt, gehen die Zeilen von selbst hinaus.',
  },
  'relationship_missing:link': {
    happened: noRelationship,
    advice: 'Dem Kunden diesen Link senden; sobald er ihn annimmt, gehen die Zeilen von selbst hinaus: {link}',
  },
  'oem_consent_missing:link': {
    happened: noOemConsent,
    advice: 'Dem Kunden diesen Link senden; ein globaler Administrator stimmt dort zu: {link}',
  },
  'graph_consent_missing:link': {
    happened: noGraphConsent,
    advice:
      'Dem Kunden diesen Link senden; ein Administrator des Kunden stimmt dort zu (Intune muss lizenziert sein): {link}',
  },
  oem_consent_missing: {
    happened: noOemConsent,
    advice: 'Dem Kunden den Zustimmungslink senden; ein globaler Administrator stimmt dort zu.',
  },
  customer_domain_missing: {
    happened: 'In den Einstellungen fehlt die Domäne dieses Kunden, und der Gerätehersteller verlangt eine.',
    advice:
      'Die Domäne des Kunden in den Einstellungen des Partners ergänzen; die Zeilen gehen dann von selbst hinaus.',
  },
  graph_consent_missing: {
    happened: noGraphConsent,
    advice:
      'Ein Administrator des Kunden stimmt der App mit der Anwendungsberechtigung DeviceManagementServiceConfig.ReadWrite.All zu; Intune muss lizenziert sein.',
  },
  approval_needed: {
    happened:
      'Das Intune des Kunden verlangt, dass ein zweiter Administrator genehmigt, was diese App tut (Genehmigung durch mehrere Administratoren); noch ist nichts geschehen.',
    advice:
      'Ein Intune-Administrator des Kunden genehmigt die Anforderungen (jedes Entfernen und jede Änderung hat eine eigene) unter „Mandantenverwaltung“, „Genehmigung durch mehrere Administratoren“, oder nimmt diese App dort aus. Um die Genehmigung zu bemerken, braucht die App die Anwendungsberechtigung DeviceManagementRBAC.Read.All.',
  },
  consent_missing: {
    happened: 'Für diese Verbindung hat sich noch niemand angemeldet.',
    advice: 'Den Befehl connect für diese Verbindung ausführen und sich mit mehrstufiger Authentifizierung anmelden.',
  },
  consent_expired: {
    happened: 'Die gespeicherte Anmeldung dieser Verbindung ist abgelaufen oder wurde widerrufen.',
    advice: 'Den Befehl connect für diese Verbindung ausführen und sich neu anmelden.',
  },
  reconsent_needed: {
    happened: 'Microsoft verlangt mehrstufige Authentifizierung, und die gespeicherte Anmeldung hat sie nicht.',
    advice:
      'Den Befehl connect für diese Verbindung ausführen und sich mit mehrstufiger Authentifizierung neu anmelden.',
  },
  sign_in_blocked: {
    happened: 'Eine Richtlinie für bedingten Zugriff des Partnermandanten blockiert die Anmeldung dieser Verbindung.',
    advice:
      'Ein Administrator des Partnermandanten lässt Konto und App zu; die Anmeldeprotokolle in Entra nennen die Richtlinie.',
  },
  account_not_usable: {
    happened:
      'Das Konto, mit dem sich diese Verbindung anmeldet, ist deaktiviert, entfernt oder der App nicht zugewiesen.',
    advice:
      'Das Konto in Entra aktivieren oder der App zuweisen, oder den Befehl connect ausführen und sich mit einem anderen anmelden.',
  },
  delegation_missing: {
    happened:
      'Der Kunde hat dem Partner die delegierte Verwaltung (GDAP) von Intune nicht erteilt, oder sie ist beendet, oder ihre Rolle genügt nicht.',
    advice:
      'Den Kunden um delegierte Verwaltung mit der Rolle Intune-Administrator bitten; danach gehen die Zeilen von selbst hinaus.',
  },
  app_disabled: {
    happened: 'Die App-Registrierung dieser Verbindung ist in dem Mandanten deaktiviert, bei dem sie sich anmeldet.',
    advice: 'Ein Administrator aktiviert sie in Entra unter „Unternehmensanwendungen“.',
  },
  secret_expired: {
    happened: 'Das Clientgeheimnis, mit dem sich diese Verbindung anmeldet, ist abgelaufen.',
    advice:
      'In der App-Registrierung ein neues erstellen und unter demselben Namen ablegen, oder ein Zertifikat verwenden.',
  },
  credential_missing: {
    happened: 'Das Geheimnis oder Zertifikat, das diese Verbindung nennt, gibt es nicht.',
    advice: 'Es unter dem Namen ablegen, den die Einstellungen der Verbindung nennen, oder den Namen korrigieren.',
  },
  credential_rejected: {
    happened: 'Das Geheimnis, das Zertifikat oder der Schlüssel dieser Verbindung wird nicht angenommen.',
    advice: 'Es erneuern und das neue unter demselben Namen ablegen.',
  },
  certificate_expired: {
    happened: 'Das Zertifikat, mit dem sich diese Verbindung anmeldet, ist abgelaufen.',
    advice:
      'Ein neues erstellen, es (ohne Schlüssel) dorthin geben, wo es geprüft wird (App-Registrierung oder Gerätehersteller), und es mit seinem Schlüssel unter demselben Namen ablegen.',
  },
  certificate_unknown: {
    happened: 'Die App-Registrierung kennt das Zertifikat nicht, mit dem sich diese Verbindung anmeldet.',
    advice:
      'Das Zertifikat (ohne Schlüssel) in der App-Registrierung unter „Zertifikate & Geheimnisse“ hochladen, oder das dort hinterlegte mit seinem Schlüssel unter demselben Namen ablegen.',
  },
  federation_missing: {
    happened: 'Die App-Registrierung vertraut der verwalteten Identität dieser Bereitstellung nicht.',
    advice:
      'Der App-Registrierung Verbundanmeldeinformationen hinzufügen: Aussteller https://login.microsoftonline.com/{Mandant der Identität}/v2.0, Antragsteller die Objekt-ID der Identität, Zielgruppe api://AzureADTokenExchange.',
  },
  managed_identity_missing: {
    happened: 'Diese Bereitstellung erhält kein Token der verwalteten Identität, die die Verbindung nennt.',
    advice:
      'Die Identität der App zuweisen, oder credential.clientId in den Einstellungen der Verbindung korrigieren. Auf dem eigenen Rechner lässt sich das nicht prüfen: nur die App hat die Identität.',
  },
  clock_wrong: {
    happened: 'Microsoft sagt, das von der App Signierte gelte jetzt nicht: die Uhren gehen verschieden.',
    advice: 'Die Uhr des Rechners stellen, auf dem die App läuft.',
  },
  authority_wrong: {
    happened: 'Microsoft sagt, das von der App Signierte sei für eine andere Anmeldeadresse bestimmt.',
    advice:
      'In den Einstellungen der Verbindung authority (und partnerTenantId) korrigieren: sie nennen die Cloud für die Anmeldung.',
  },
  tenant_unknown: {
    happened: 'Microsoft kennt keinen Mandanten mit der ID aus den Einstellungen.',
    advice:
      'In den Einstellungen partnerTenantId der Verbindung oder die Mandanten-ID des Kunden korrigieren, je nachdem, was falsch ist.',
  },
  app_unknown: {
    happened: 'Der Mandant aus den Einstellungen kennt die App nicht.',
    advice:
      'In den Einstellungen clientId oder partnerTenantId korrigieren: beide stehen auf der Seite der App-Registrierung.',
  },
  partner_role_missing: {
    happened: 'Dem angemeldeten Konto oder dem Partnerprogramm fehlen die Rechte, Geräte zu registrieren.',
    advice:
      'Dem Konto in Partner Center die Rolle Administrator-Agent oder Vertriebsagent geben, oder die Programmmitgliedschaft prüfen.',
  },
  agreement_not_accepted: {
    happened: 'Der Partnermandant hat den Microsoft-Partnervertrag nicht angenommen.',
    advice: 'Ein Administrator des Partnermandanten nimmt ihn in Partner Center an.',
  },
  access_denied: {
    happened: 'Die Plattform verweigert den Zugriff und nennt keinen bekannten Grund.',
    advice: 'Den Befehl connection check ausführen; er sagt, was fehlt.',
  },
};
