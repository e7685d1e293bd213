import type { ReasonWords } from '../explanation.ts';
import type { platformResults } from '../platform-results.ts';

/** What a platform says of a device, in German. */
export const germanPlatformResults: Readonly<Record<keyof typeof platformResults, ReasonWords>> = {
  registered: { happened: 'Das Gerät ist registriert.', advice: 'Nichts zu tun.' },
  device_already_registered: {
    happened: 'Das Gerät war für diesen Kunden schon registriert.',
    advice: 'Nichts zu tun. Soll es ein anderes Gruppentag tragen, das Tag in Intune ändern.',
  },
  device_of_another_organization: {
    happened: 'Das Gerät ist für eine andere Organisation registriert.',
    advice:
      'Nennt ein Hinweis einen eigenen Kunden, bei dem es steht: die Datei ablegen, die es umzieht. Sonst muss die Organisation, die es hält, der Hersteller oder der Microsoft-Support es zuerst abmelden; danach diese Zeile neu hochladen. Was ein solcher Antrag verlangt, steht in der Nachweisdatei neben diesem Bericht.',
  },
  device_not_found: {
    happened:
      'Microsoft kennt kein Gerät mit diesem Hersteller, diesem Modell und dieser Seriennummer, oder dieser PKID.',
    advice:
      'Die Schreibweise samt Großbuchstaben mit dem vergleichen, was das Gerät selbst meldet. Ein neues Gerät hat der Hersteller vielleicht noch nicht gemeldet: in einigen Tagen noch einmal versuchen, oder PKID oder Hardwarehash verwenden.',
  },
  hash_not_accepted: {
    happened: 'Die Plattform nimmt den Hardwarehash nicht an.',
    advice: 'Den Hash auf dem Gerät neu auslesen und die Zeile mit dem neuen hochladen.',
  },
  identity_not_accepted: {
    happened: 'Die Plattform fand weder eine brauchbare Seriennummer noch eine brauchbare PKID.',
    advice: 'Seriennummer oder PKID korrigieren und die Zeile neu hochladen.',
  },
  device_not_unique: {
    happened: 'Microsoft kennt mehrere passende Geräte und kann nicht sagen, welches gemeint ist.',
    advice: 'Das Gerät anders angeben (PKID oder Hardwarehash), oder den Microsoft-Support fragen.',
  },
  device_already_joined: {
    happened: 'Das Gerät gehört in Entra schon zu einer Organisation.',
    advice: 'Der Kunde entfernt das alte Geräteobjekt in Entra; danach diese Zeile neu hochladen.',
  },
  device_sent_twice: {
    happened: 'Die Plattform hielt eine andere Zeile derselben Sendung für dasselbe Gerät.',
    advice: 'Das Ergebnis der anderen Zeile ansehen; diese nur neu hochladen, wenn es verschiedene Geräte sind.',
  },
  device_not_registered: {
    happened: 'Das Gerät ist für diesen Kunden nicht registriert.',
    advice: 'Es zuerst registrieren.',
  },
  device_registered_by_another_organization: {
    happened: 'Eine andere Organisation hat das Gerät registriert; von hier aus lässt es sich nicht ändern.',
    advice: 'Wer es registriert hat, oder der Kunde in Intune, muss es abmelden.',
  },
  profile_not_found: {
    happened: 'Das Bereitstellungsprofil gibt es für diesen Kunden nicht.',
    advice: 'Die Profil-ID in den Einstellungen des Partners korrigieren.',
  },
  profile_of_another_organization: {
    happened: 'Das Bereitstellungsprofil gehört einem anderen Kunden.',
    advice: 'Die Profil-ID in den Einstellungen des Partners korrigieren.',
  },
  request_not_understood: {
    happened: 'Die Plattform verstand die Anfrage für dieses Gerät nicht.',
    advice: 'Die Zeile später neu hochladen; geschieht es wieder, dem Betreiber den Code nennen.',
  },
  platform_storage_error: {
    happened: 'Die Plattform hatte selbst eine vorübergehende Störung.',
    advice: 'Es wird erneut versucht; bleibt es dabei, die Zeile später neu hochladen.',
  },
  platform_refused: {
    happened: 'Die Plattform lehnte das Gerät ab und sagte nur: {said}',
    advice: 'Dem Betreiber diese Worte nennen; der Code steht in keiner öffentlichen Liste.',
  },
};
