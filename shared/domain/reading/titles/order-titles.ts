import type { LanguageTitles } from './title-table.ts';

/** Titles of what a list says of the order a device came with: kept with the device, never sent. */
export const orderTitles: Readonly<Record<string, LanguageTitles>> = {
  en: {
    clear: {
      purchaseOrder: `
        Purchase Order, Purchase Order Identifier, Purchase Order ID, Purchase Order Number, Purchase Order No, PO, PO Number, PO No, PO Nr, PO ID,
        Customer PO, Customer PO Number, Customer Purchase Order`,
      deliveryDate: 'Delivery Date, Ship Date, Shipped Date, Shipping Date, Shipment Date',
      orderReference: `
        Customer Reference, Customer Ref, Your Reference, Our Reference, Order Number, Order No, Sales Order, Sales Order Number, Sales Order No,
        SO Number, Delivery Note, Delivery Note Number, Delivery Number`,
    },
  },
  de: {
    clear: {
      purchaseOrder: 'Bestellnummer, Bestell-Nr., Kundenbestellnummer',
      deliveryDate: 'Lieferdatum',
      orderReference: 'Kundenreferenz, Auftragsnummer, Auftrags-Nr., Lieferschein, Lieferscheinnummer',
    },
  },
  fr: {
    clear: {
      purchaseOrder: 'Bon de commande, Numéro de bon de commande, N° de bon de commande',
      deliveryDate: 'Date de livraison',
      orderReference: 'Référence client, Numéro de commande, N° de commande',
    },
  },
  nl: {
    clear: { purchaseOrder: 'Inkooporder', deliveryDate: 'Leverdatum', orderReference: 'Bestelnummer, Ordernummer' },
  },
  es: { clear: { purchaseOrder: 'Orden de compra, Número de orden de compra', deliveryDate: 'Fecha de entrega' } },
  it: { clear: { purchaseOrder: 'Ordine di acquisto, Numero ordine di acquisto', deliveryDate: 'Data di consegna' } },
};
