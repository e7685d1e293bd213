import type { LanguageTitles } from './title-table.ts';

/** Titles of the columns that say what is to be done with a device, in the languages of the other titles. */
export const actionTitles: Readonly<Record<string, LanguageTitles>> = {
  en: {
    clear: {
      action: 'Action, Requested Action, Device Action, Autopilot Action, Operation, Task, What to do with it',
      moveTo:
        'Move To, Move To Customer, New Customer, New Tenant, New Tenant ID, Target Customer, Target Tenant, To Customer',
      newDeviceName: 'New Device Name, New Name, New Computer Name, Rename To',
    },
  },
  de: {
    clear: {
      action: 'Aktion, Vorgang, Auszuführende Aktion, Maßnahme',
      moveTo: 'Verschieben nach, Neuer Kunde, Neuer Mandant, Zielkunde, Zielmandant',
      newDeviceName: 'Neuer Gerätename, Neuer Name, Neuer Computername, Umbenennen in',
    },
  },
  fr: {
    clear: {
      action: 'Opération, Action demandée',
      moveTo: 'Déplacer vers, Nouveau client, Client cible, Nouveau locataire',
      newDeviceName: 'Nouveau nom de l’appareil, Nouveau nom, Renommer en',
    },
  },
  es: {
    clear: {
      action: 'Acción, Operación, Acción solicitada',
      moveTo: 'Mover a, Nuevo cliente, Cliente de destino',
      newDeviceName: 'Nuevo nombre del dispositivo, Nuevo nombre, Renombrar a',
    },
  },
  it: {
    clear: {
      action: 'Azione, Operazione, Azione richiesta',
      moveTo: 'Sposta a, Nuovo cliente, Cliente di destinazione',
      newDeviceName: 'Nuovo nome del dispositivo, Nuovo nome, Rinomina in',
    },
  },
  pt: {
    clear: {
      action: 'Ação, Operação, Ação solicitada',
      moveTo: 'Mover para, Novo cliente, Cliente de destino',
      newDeviceName: 'Novo nome do dispositivo, Novo nome, Renomear para',
    },
  },
  nl: {
    clear: {
      action: 'Actie, Gewenste actie, Handeling',
      moveTo: 'Verplaatsen naar, Nieuwe klant, Doelklant',
      newDeviceName: 'Nieuwe apparaatnaam, Nieuwe naam',
    },
  },
  sv: { clear: { action: 'Åtgärd', moveTo: 'Flytta till, Ny kund', newDeviceName: 'Nytt enhetsnamn, Nytt namn' } },
  da: { clear: { action: 'Handling', moveTo: 'Flyt til, Ny kunde', newDeviceName: 'Nyt enhedsnavn, Nyt navn' } },
  no: { clear: { action: 'Tiltak', moveTo: 'Flytt til', newDeviceName: 'Nytt enhetsnavn' } },
  fi: {
    clear: { action: 'Toiminto', moveTo: 'Siirrä asiakkaalle, Uusi asiakas', newDeviceName: 'Uusi laitteen nimi' },
  },
  pl: {
    clear: { action: 'Akcja, Działanie', moveTo: 'Przenieś do, Nowy klient', newDeviceName: 'Nowa nazwa urządzenia' },
  },
  cs: { clear: { action: 'Akce', moveTo: 'Přesunout k, Nový zákazník', newDeviceName: 'Nový název zařízení' } },
  hu: { clear: { action: 'Művelet', moveTo: 'Áthelyezés ide, Új ügyfél', newDeviceName: 'Új eszköznév' } },
  ro: { clear: { action: 'Acțiune', moveTo: 'Mută la, Client nou', newDeviceName: 'Numele nou al dispozitivului' } },
  tr: { clear: { action: 'Eylem, İşlem', moveTo: 'Taşınacak müşteri, Yeni müşteri', newDeviceName: 'Yeni cihaz adı' } },
  ru: { clear: { action: 'Действие', moveTo: 'Переместить к, Новый клиент', newDeviceName: 'Новое имя устройства' } },
  uk: { clear: { action: 'Дія', moveTo: 'Перемістити до, Новий клієнт', newDeviceName: 'Нове ім’я пристрою' } },
  el: { clear: { action: 'Ενέργεια', moveTo: 'Νέος πελάτης', newDeviceName: 'Νέο όνομα συσκευής' } },
  ja: { clear: { action: '操作, アクション', moveTo: '移動先, 新しい顧客', newDeviceName: '新しいデバイス名' } },
  ko: { clear: { action: '작업', moveTo: '이동 대상, 새 고객', newDeviceName: '새 장치 이름' } },
  'zh-CN': { clear: { action: '动作', moveTo: '移动到, 新客户', newDeviceName: '新设备名称' } },
  'zh-TW': { clear: { action: '動作', moveTo: '移至, 新客戶', newDeviceName: '新裝置名稱' } },
};
