import type { LanguageTitles } from './title-table.ts';

/**
 * Titles in European languages. Those of Partner Center's article come from its language editions
 * (https://learn.microsoft.com/partner-center/customers/autopilot), the rest is what people there call such columns.
 */
export const european: Readonly<Record<string, LanguageTitles>> = {
  de: {
    clear: {
      serial: `
        Seriennummer, Seriennr., Serien-Nr., Serien Nr., Serial-Nr., SerNr, Ser-Nr., Geräteseriennummer, Geraeteseriennummer,
        Seriennummer des Geräts, Seriennummer Gerät, Serien Nummer, Fabriknummer, Fabrikationsnummer, Herstellerseriennummer, Servicekennung,
        Service-Tag-Nummer, Service-Kennnummer, Systemkennnummer`,
      pkid: 'Windows-Produkt-ID, Produktschlüssel-ID, Windows-Produktschlüssel-ID',
      hardwareHash: 'Hardware-Hash, Hardwarehash, Hardware-Hashwert, Hardware-Kennung',
      manufacturer:
        'Hersteller, Herstellername, Gerätehersteller, Geraetehersteller, Name des Herstellers, Fabrikat, Systemhersteller',
      model: 'Modell, Gerätemodell, Geraetemodell, Modellname, Modellbezeichnung, Systemmodell, Gerätemodellname',
      groupTag: 'Gruppentag, Gruppen-Tag, Gruppenkennung, Gruppenmarkierung, Autopilot-Gruppentag, Gruppenkennzeichen',
      assignedUser: 'Zugewiesener Benutzer, Zugeordneter Benutzer',
      customer: `
        Kunden-ID, Mandanten-ID, Kunden-Mandanten-ID, Kundenmandanten-ID, Kundendomäne, Kundendomain, Kundenmandant, Mandant, Mandantenname,
        Mandantendomäne, Verzeichnis-ID, Primäre Domäne, Primärdomäne, Standarddomäne, Endkunde, Endkundenname, Endkunden-ID, Name des Endkunden,
        Tenant-ID des Kunden, Endkunde Name, Endkundenfirma`,
      other: `
        Bestellnummer, Bestell-Nr., Bestellung, Auftragsnummer, Auftrag, Auftrags-Nr., Menge, Anzahl, Stück, Standort, Bemerkung, Bemerkungen,
        Kommentar, Notiz, Hinweis, Lieferschein, Lieferscheinnummer, Lieferdatum, Rechnung, Rechnungsnummer, Artikelnummer, Artikel-Nr., Artikelnr,
        Artikel, Preis, Einzelpreis, Betrag, Inventarnummer, Abteilung, Kostenstelle, Raum, Ort, Straße, PLZ, Datum, Position, Lfd. Nr., Garantie,
        MAC-Adresse, IP-Adresse, Rechnername, Computername, Gerätename, Benutzer, Benutzername, Gerätetyp, Herstellernummer, Herstellerartikelnummer,
        Material, Materialnummer, Warengruppe, Händler, Lieferant, Strichcode, Kundenbestellnummer, Kundenreferenz`,
    },
    likely: {
      serial: 'Gerätenummer, Geraetenummer, Geräte-Nr., Gehäuseseriennummer',
      pkid: 'Produkt-ID',
      hardwareHash: 'Geräte-ID',
      manufacturer: 'Marke, Produzent',
      model: 'Produktname, Produkt, Modellnummer, Modell-Nr., Typenbezeichnung, Gerätebezeichnung',
      groupTag: 'Bestell-ID, Bestellkennung',
      customer: 'Kunde, Kundenname, Kundenfirma, Name des Kunden, Auftraggeber, Käufer, Kunde Name',
    },
    unclear: {
      model:
        'Bezeichnung, Artikelbezeichnung, Produktbezeichnung, Artikelbeschreibung, Beschreibung, Typ, Gerätetyp Modell, Materialbezeichnung, Artikeltext',
      groupTag: 'Gruppe, Gerätegruppe, Kennzeichen, Gruppenname',
      customer: `
        Firma, Firmenname, Unternehmen, Organisation, Kundennummer, Kunden-Nr., Kundennr, Lieferadresse Firma, Empfänger, Warenempfänger,
        Rechnungsempfänger, Domäne, Domain, Debitor, Debitorenname, Besteller, Lieferung an, Projekt, Endanwender, Gesellschaft, Niederlassung`,
    },
  },
  fr: {
    clear: {
      serial: `
        N° de série, No de série, Nº de série, N° série, Numéro de série, Numéro série, Num série, Num. de série, Numéro de série de l’appareil,
        N° de série de l’appareil, Numéro de série du périphérique, NS, Numéro de série système, Numéro de série du produit`,
      pkid: 'ID de produit Windows, ID produit Windows, ID de clé de produit, Identifiant produit Windows',
      hardwareHash:
        'hachage matériel, hachage du matériel, hash matériel, empreinte matérielle, code de hachage matériel',
      manufacturer:
        'nom de fabricant, nom du fabricant, fabricant, constructeur, nom du constructeur, nom constructeur',
      model: 'modèle, modèle d’appareil, modèle de l’appareil, nom du modèle, nom de modèle, modèle du périphérique',
      groupTag:
        'balise de groupe, étiquette de groupe, tag de groupe, balise groupe, identification de groupe, identification du groupe',
      assignedUser: 'Utilisateur affecté, Utilisateur attribué, Utilisateur assigné',
      customer: `
        ID de client, ID du client, ID client, ID de locataire, ID du locataire, ID locataire, Domaine du client, Domaine client, Locataire,
        Nom du locataire, Domaine principal, ID de répertoire, ID d’annuaire, Client final, Nom du client final, ID de tenant, ID du tenant,
        Domaine du locataire, Tenant client, Utilisateur final société`,
      other: `
        Quantité, Qté, Commande, Numéro de commande, N° de commande, Bon de commande, Prix, Prix unitaire, Montant, Facture, Numéro de facture,
        Remarque, Remarques, Commentaire, Commentaires, Référence, Réf, Lieu, Emplacement, Site, Date, Date de livraison, Livraison,
        Numéro de livraison, Adresse, Adresse MAC, Adresse IP, Ville, Pays, Service, Bureau, Garantie, Article, Code article, Ligne, Numéro d’article,
        Nom de l’appareil, Nom de l’ordinateur, Utilisateur, Revendeur, Fournisseur, Numéro d’inventaire, Statut, État, Notes, Type`,
    },
    likely: {
      pkid: 'ID produit, ID de produit, Clé de produit',
      manufacturer: 'marque',
      model: 'nom du produit, nom de produit, produit, numéro de modèle, n° de modèle',
      hardwareHash: 'ID de l’appareil, ID appareil',
      groupTag: 'ID de commande, identifiant de commande',
      customer: 'Client, Nom du client, Nom client, Nom de client, Société cliente, Entreprise cliente',
    },
    unclear: {
      model: 'désignation, description, libellé, désignation article, description du produit, désignation produit',
      groupTag: 'groupe, balise, étiquette, nom du groupe',
      customer:
        'Société, Entreprise, Raison sociale, Organisation, Domaine, Livré à, Destinataire, Compte, Nom du compte, Code client, Numéro client, N° client, Adresse de livraison société, Utilisateur final',
    },
  },
  es: {
    clear: {
      serial: `
        Número de serie, Nº de serie, N° de serie, No. de serie, Núm. de serie, Num serie, Núm serie, Nº serie, Nro. de serie, Nro de serie, Nro serie,
        Número de serie del dispositivo, Número de serie del equipo, Serie, Numero serial, Número de servicio`,
      pkid: 'ID. de producto de Windows, ID de producto de Windows, Id. de clave de producto, Identificador de producto de Windows',
      hardwareHash: 'hash de hardware, hash del hardware, hash de hardware del dispositivo',
      manufacturer: 'nombre del fabricante, nombre de fabricante, fabricante',
      model:
        'modelo, modelo de dispositivo, modelo del dispositivo, nombre del modelo, nombre de modelo, modelo del equipo',
      groupTag: 'etiqueta de grupo, etiqueta del grupo, tag de grupo',
      assignedUser: 'Usuario asignado',
      customer: `
        ID de cliente, ID del cliente, ID de inquilino, ID del inquilino, Id. de inquilino, Inquilino, Nombre del inquilino, Dominio del cliente,
        Dominio principal, ID de directorio, Cliente final, Nombre del cliente final, ID de tenant, Tenant del cliente`,
      other: `
        Cantidad, Cant, Pedido, Número de pedido, Nº de pedido, Orden de compra, Precio, Importe, Factura, Número de factura, Observaciones,
        Comentarios, Comentario, Notas, Ubicación, Fecha, Fecha de entrega, Albarán, Dirección, Dirección MAC, Dirección IP, Ciudad, País,
        Departamento, Garantía, Artículo, Código, Código de artículo, Referencia, Línea, Nombre del dispositivo, Nombre del equipo, Usuario,
        Proveedor, Distribuidor, Estado, Número de inventario, Tipo`,
    },
    likely: {
      pkid: 'ID de producto, Clave de producto',
      manufacturer: 'marca',
      model: 'nombre del producto, nombre de producto, producto, número de modelo',
      hardwareHash: 'ID de dispositivo, ID del dispositivo',
      groupTag: 'ID de pedido, identificador de pedido',
      customer: 'Cliente, Nombre del cliente, Nombre de cliente, Nombre cliente, Empresa cliente',
    },
    unclear: {
      model: 'descripción, descripción del producto, descripción del artículo, denominación',
      groupTag: 'grupo, etiqueta, nombre del grupo',
      customer:
        'Empresa, Compañía, Sociedad, Organización, Dominio, Razón social, Enviar a, Destinatario, Cuenta, Código de cliente, Número de cliente, Usuario final',
    },
  },
  it: {
    clear: {
      serial: `
        Numero di serie, Numero seriale, Numero di serie del dispositivo, N. di serie, N° di serie, Nr. di serie, Num. di serie, Seriale,
        Numero di serie dispositivo, N. seriale, N° seriale, Matricola, Numero di matricola, Codice seriale`,
      pkid: 'ID prodotto Windows, ID chiave prodotto, ID del prodotto Windows',
      hardwareHash: 'hash hardware, hash dell’hardware',
      manufacturer: 'nome produttore, produttore, nome del produttore, costruttore, fabbricante, casa produttrice',
      model:
        'modello, modello di dispositivo, modello dispositivo, modello del dispositivo, nome modello, nome del modello',
      groupTag: 'tag di gruppo, tag gruppo, etichetta di gruppo, tag del gruppo',
      assignedUser: 'Utente assegnato',
      customer: `
        ID cliente, ID tenant, ID del cliente, ID del tenant, Tenant del cliente, Dominio del cliente, Dominio cliente, Dominio principale,
        ID directory, Nome tenant, Cliente finale, Nome cliente finale, Nome del cliente finale`,
      other: `
        Quantità, Qtà, Ordine, Numero ordine, Numero d’ordine, Ordine di acquisto, Prezzo, Importo, Fattura, Numero fattura, Note, Osservazioni,
        Commento, Commenti, Posizione, Ubicazione, Data, Data di consegna, Bolla, DDT, Indirizzo, Indirizzo MAC, Indirizzo IP, Città, Paese, Reparto,
        Garanzia, Articolo, Codice, Codice articolo, Codice prodotto, Riferimento, Riga, Nome dispositivo, Nome computer, Utente, Fornitore, Rivenditore,
        Stato, Numero inventario, Tipo`,
    },
    likely: {
      pkid: 'ID prodotto, Codice Product Key',
      manufacturer: 'marca, marchio',
      model: 'nome prodotto, prodotto, numero modello, numero di modello',
      hardwareHash: 'ID dispositivo',
      groupTag: 'ID ordine, identificatore ordine',
      customer: 'Cliente, Nome cliente, Nome del cliente, Azienda cliente',
    },
    unclear: {
      model: 'descrizione, descrizione prodotto, descrizione articolo',
      groupTag: 'gruppo, etichetta, nome gruppo',
      customer:
        'Azienda, Società, Ditta, Ragione sociale, Organizzazione, Dominio, Destinatario, Spedire a, Codice cliente, Numero cliente, Utente finale',
    },
  },
  pt: {
    clear: {
      serial: `
        Número de série, Nº de série, N° de série, No de série, Núm. de série, Num. série, Número de série do dispositivo,
        Número de série do equipamento, Número serial, Série, N. de série, Etiqueta de serviço`,
      pkid: 'ID do produto do Windows, ID de produto do Windows, ID da chave do produto, ID do produto Windows',
      hardwareHash: 'hash de hardware, hash do hardware',
      manufacturer: 'nome do fabricante, fabricante, nome de fabricante',
      model: 'modelo, modelo do dispositivo, modelo de dispositivo, nome do modelo, modelo do equipamento',
      groupTag: 'etiqueta de grupo, marca de grupo, tag de grupo, tag do grupo, marcação de grupo, etiqueta do grupo',
      assignedUser: 'Usuário atribuído, Utilizador atribuído',
      customer: `
        ID do locatário, ID de locatário, ID do inquilino, ID de inquilino, ID do cliente, Locatário, Inquilino, Nome do locatário,
        Domínio do cliente, Domínio principal, Domínio primário, ID do diretório, Cliente final, Nome do cliente final, Locatário do cliente`,
      other: `
        Quantidade, Qtd, Qtde, Pedido, Número do pedido, Ordem de compra, Encomenda, Preço, Valor, Fatura, Nota fiscal, Observações, Observação,
        Comentários, Comentário, Localização, Local, Data, Data de entrega, Endereço, Morada, Endereço MAC, Endereço IP, Cidade, País, Departamento, Garantia,
        Artigo, Código, Código do produto, Referência, Linha, Nome do dispositivo, Nome do computador, Usuário, Utilizador, Fornecedor, Revendedor,
        Estado, Patrimônio, Tipo`,
    },
    likely: {
      pkid: 'ID do produto, Chave do produto',
      manufacturer: 'marca',
      model: 'nome do produto, produto, número do modelo',
      hardwareHash: 'ID do dispositivo',
      groupTag: 'ID do pedido, ID da encomenda',
      customer: 'Cliente, Nome do cliente, Empresa cliente',
    },
    unclear: {
      model: 'descrição, descrição do produto, descrição do artigo, designação',
      groupTag: 'grupo, etiqueta, nome do grupo',
      customer:
        'Empresa, Companhia, Organização, Domínio, Razão social, Destinatário, Enviar para, Conta, Código do cliente, Número do cliente, Usuário final, Utilizador final',
    },
  },
  nl: {
    clear: {
      serial:
        'Serienummer, Serie nr., Serienr, Serie-nr., Serienummer apparaat, Serienummer van apparaat, Serienummer van het apparaat, Apparaatserienummer, Servicelabel',
      pkid: 'Windows-product-id, Productcode-id, Productsleutel-id',
      hardwareHash: 'Hardware-hash, Hardwarehash, Hardwarehashwaarde',
      manufacturer: 'Fabrikant, Naam fabrikant, Naam van fabrikant, Fabrikantnaam, Producent, Leverancier apparaat',
      model: 'Model, Apparaatmodel, Modelnaam, Model apparaat, Model van apparaat',
      groupTag: 'Groepstag, Groepslabel, Groepscode, Groep-tag',
      assignedUser: 'Toegewezen gebruiker',
      customer: `
        Klant-id, Tenant-id, Tenant-id klant, Klanttenant, Klantdomein, Domein klant, Primair domein, Directory-id, Eindklant, Naam eindklant,
        Eindklantnaam, Tenantnaam`,
      other: `
        Aantal, Hoeveelheid, Bestelling, Bestelnummer, Order, Ordernummer, Inkooporder, Prijs, Bedrag, Factuur, Factuurnummer, Opmerking,
        Opmerkingen, Notities, Locatie, Datum, Leverdatum, Pakbon, Adres, MAC-adres, IP-adres, Plaats, Land, Afdeling, Garantie, Artikel, Artikelnummer,
        Artikelcode, Referentie, Regel, Apparaatnaam, Computernaam, Gebruiker, Leverancier, Wederverkoper, Inventarisnummer`,
    },
    likely: {
      pkid: 'Product-id',
      manufacturer: 'Merk',
      model: 'Productnaam, Product, Modelnummer',
      hardwareHash: 'Apparaat-id',
      groupTag: 'Order-id, Bestel-id',
      customer: 'Klant, Klantnaam, Naam klant, Klant naam',
    },
    unclear: {
      model: 'Omschrijving, Artikelomschrijving, Productomschrijving, Beschrijving',
      groupTag: 'Groep, Groepsnaam',
      customer:
        'Bedrijf, Bedrijfsnaam, Organisatie, Domein, Klantnummer, Klantcode, Afleveren aan, Ontvanger, Debiteur, Eindgebruiker',
    },
  },
  sv: {
    clear: {
      serial:
        'Serienummer, Serienr, Serie nr, Enhetens serienummer, Serienummer för enhet, Tillverkningsnummer, Serienummer enhet',
      pkid: 'Windows-produkt-ID, Windows produkt-ID, Produktnyckel-ID',
      hardwareHash: 'Maskinvaruhash, Hårdvaruhash, Hash för maskinvara, Maskinvaru-hash',
      manufacturer: 'Tillverkare, Tillverkarens namn, Tillverkarnamn, Fabrikat',
      model: 'Modell, Enhetsmodell, Modellnamn, Enhetens modell',
      groupTag: 'Grupptagg, Gruppetikett, Grupp-tagg',
      assignedUser: 'Tilldelad användare',
      customer:
        'Kund-ID, Klientorganisations-ID, Kundens domän, Kunddomän, Primär domän, Katalog-ID, Slutkund, Slutkundens namn, Klientorganisation',
      other: `
        Antal, Kvantitet, Beställning, Beställningsnummer, Ordernummer, Inköpsorder, Pris, Belopp, Faktura, Fakturanummer, Anmärkning, Kommentar,
        Anteckningar, Plats, Datum, Leveransdatum, Följesedel, Adress, MAC-adress, IP-adress, Ort, Land, Avdelning, Garanti, Artikel, Artikelnummer,
        Referens, Rad, Enhetsnamn, Datornamn, Användare, Leverantör, Återförsäljare`,
    },
    likely: {
      manufacturer: 'Märke, Varumärke',
      model: 'Produktnamn, Produkt, Modellnummer',
      pkid: 'Produkt-ID',
      hardwareHash: 'Enhets-ID',
      customer: 'Kund, Kundnamn, Kundens namn',
    },
    unclear: {
      model: 'Beskrivning, Benämning, Produktbeskrivning, Artikelbenämning',
      groupTag: 'Grupp, Gruppnamn',
      customer:
        'Företag, Företagsnamn, Bolag, Organisation, Domän, Kundnummer, Leverera till, Mottagare, Slutanvändare',
    },
  },
  da: {
    clear: {
      serial: 'Serienummer, Serienr, Enhedens serienummer, Serienummer på enhed, Serie nr, Enhedsserienummer',
      pkid: 'Windows-produkt-id, Produktnøgle-id',
      hardwareHash: 'Hardwarehash, Hardware-hash, Hash for hardware',
      manufacturer: 'Producent, Producentnavn, Producentens navn, Fabrikant, Fabrikat',
      model: 'Model, Enhedsmodel, Modelnavn, Enhedens model',
      groupTag: 'Gruppetag, Gruppemærke, Gruppekode, Gruppe-tag',
      assignedUser: 'Tildelt bruger',
      customer:
        'Kunde-id, Lejer-id, Kundedomæne, Kundens domæne, Primært domæne, Mappe-id, Slutkunde, Slutkundens navn, Lejer',
      other: `
        Antal, Mængde, Bestilling, Bestillingsnummer, Ordrenummer, Indkøbsordre, Pris, Beløb, Faktura, Fakturanummer, Bemærkning, Bemærkninger,
        Kommentar, Noter, Placering, Lokation, Dato, Leveringsdato, Følgeseddel, Adresse, MAC-adresse, IP-adresse, By, Land, Afdeling, Garanti,
        Vare, Varenummer, Reference, Linje, Enhedsnavn, Computernavn, Bruger, Leverandør, Forhandler`,
    },
    likely: {
      manufacturer: 'Mærke',
      model: 'Produktnavn, Produkt, Modelnummer',
      pkid: 'Produkt-id',
      hardwareHash: 'Enheds-id',
      customer: 'Kunde, Kundenavn, Kundens navn',
    },
    unclear: {
      model: 'Beskrivelse, Varebeskrivelse, Betegnelse, Varetekst',
      groupTag: 'Gruppe, Gruppenavn',
      customer: 'Firma, Firmanavn, Virksomhed, Organisation, Domæne, Kundenummer, Leveres til, Modtager, Slutbruger',
    },
  },
  no: {
    clear: {
      serial: 'Serienummer, Serienr, Enhetens serienummer, Serie nr, Serienummer for enhet, Enhetsserienummer',
      pkid: 'Windows-produkt-ID, Produktnøkkel-ID',
      hardwareHash: 'Maskinvare-hash, Maskinvarehash, Hash for maskinvare',
      manufacturer: 'Produsent, Produsentnavn, Produsentens navn, Fabrikant, Leverandør av maskinvare',
      model: 'Modell, Enhetsmodell, Modellnavn',
      groupTag: 'Gruppekode, Gruppemerke, Gruppetagg, Gruppe-tag, Gruppemerking',
      assignedUser: 'Tilordnet bruker, Tildelt bruker',
      customer:
        'Kunde-ID, Leier-ID, Kundedomene, Kundens domene, Primært domene, Katalog-ID, Sluttkunde, Sluttkundens navn, Leietaker-ID',
      other: `
        Antall, Mengde, Bestilling, Bestillingsnummer, Ordrenummer, Innkjøpsordre, Pris, Beløp, Faktura, Fakturanummer, Merknad, Merknader,
        Kommentar, Notater, Plassering, Sted, Dato, Leveringsdato, Pakkseddel, Adresse, MAC-adresse, IP-adresse, Avdeling, Garanti, Vare, Varenummer,
        Referanse, Linje, Enhetsnavn, Datamaskinnavn, Bruker, Leverandør, Forhandler`,
    },
    likely: {
      manufacturer: 'Merke, Varemerke',
      model: 'Produktnavn, Produkt, Modellnummer',
      pkid: 'Produkt-ID',
      hardwareHash: 'Enhets-ID',
      customer: 'Kunde, Kundenavn, Kundens navn',
    },
    unclear: {
      model: 'Beskrivelse, Varebeskrivelse, Betegnelse',
      groupTag: 'Gruppe, Gruppenavn',
      customer:
        'Firma, Firmanavn, Bedrift, Selskap, Organisasjon, Domene, Kundenummer, Leveres til, Mottaker, Sluttbruker',
    },
  },
  fi: {
    clear: {
      serial: 'Sarjanumero, Sarjanro, Laitteen sarjanumero, S-numero, Sarja nro, Valmistusnumero',
      pkid: 'Windows-tuotetunnus, Windowsin tuotetunnus, Tuoteavaimen tunnus',
      hardwareHash: 'Laitteiston hajautusarvo, Laitteistotiiviste, Laitteistohajautus, Laitteiston hash',
      manufacturer: 'Valmistaja, Valmistajan nimi, Laitevalmistaja, Laitteen valmistaja',
      model: 'Malli, Laitteen malli, Laitemalli, Mallin nimi, Mallinimi',
      groupTag: 'Ryhmätunniste, Ryhmän tunniste, Ryhmätagi',
      assignedUser: 'Määritetty käyttäjä',
      customer:
        'Asiakastunnus, Vuokraajan tunnus, Vuokraajatunnus, Asiakkaan toimialue, Ensisijainen toimialue, Hakemistotunnus, Loppuasiakas, Vuokraaja',
      other: `
        Määrä, Kpl, Tilaus, Tilausnumero, Ostotilaus, Hinta, Summa, Lasku, Laskunumero, Huomautus, Huomautukset, Kommentti, Sijainti, Paikka, Päivämäärä,
        Toimituspäivä, Lähete, Osoite, MAC-osoite, IP-osoite, Kaupunki, Maa, Osasto, Takuu, Tuotenumero, Tuotekoodi, Viite, Rivi, Laitteen nimi,
        Tietokoneen nimi, Käyttäjä, Toimittaja, Jälleenmyyjä`,
    },
    likely: {
      manufacturer: 'Merkki, Tuotemerkki',
      model: 'Tuotenimi, Tuote, Mallinumero, Tuotteen nimi',
      pkid: 'Tuotetunnus',
      hardwareHash: 'Laitetunnus, Laitteen tunnus',
      customer: 'Asiakas, Asiakkaan nimi, Asiakasnimi',
    },
    unclear: {
      model: 'Kuvaus, Tuotekuvaus',
      groupTag: 'Ryhmä, Ryhmän nimi',
      customer: 'Yritys, Yrityksen nimi, Organisaatio, Toimialue, Asiakasnumero, Vastaanottaja, Loppukäyttäjä',
    },
  },
  is: {
    clear: {
      serial: 'Raðnúmer, Raðnúmer tækis',
      manufacturer: 'Framleiðandi',
      model: 'Gerð, Tegund',
    },
    likely: { customer: 'Viðskiptavinur', manufacturer: 'Merki' },
  },
  pl: {
    clear: {
      serial:
        'Numer seryjny, Nr seryjny, Numer seryjny urządzenia, Nr seryjny urządzenia, Nr fabryczny, Numer fabryczny, Num. seryjny',
      pkid: 'Identyfikator produktu Windows, Identyfikator klucza produktu, ID produktu Windows',
      hardwareHash: 'Skrót sprzętu, Skrót sprzętowy, Hash sprzętu, Hash sprzętowy, Wartość skrótu sprzętu',
      manufacturer: 'Producent, Nazwa producenta, Producent urządzenia',
      model: 'Model, Model urządzenia, Nazwa modelu',
      groupTag: 'Tag grupy, Znacznik grupy, Etykieta grupy, Tag grupowy',
      assignedUser: 'Przypisany użytkownik',
      customer:
        'Identyfikator klienta, ID klienta, Identyfikator dzierżawy, ID dzierżawy, Domena klienta, Domena podstawowa, Identyfikator katalogu, Klient końcowy, Nazwa klienta końcowego, Dzierżawa',
      other: `
        Ilość, Liczba, Zamówienie, Numer zamówienia, Nr zamówienia, Cena, Kwota, Faktura, Numer faktury, Uwagi, Komentarz, Notatki, Lokalizacja, Data,
        Data dostawy, Adres, Adres MAC, Adres IP, Miasto, Kraj, Dział, Gwarancja, Artykuł, Kod produktu, Numer katalogowy, Indeks, Lp., Pozycja,
        Nazwa urządzenia, Nazwa komputera, Użytkownik, Dostawca, Sprzedawca, Numer inwentarzowy`,
    },
    likely: {
      manufacturer: 'Marka',
      model: 'Nazwa produktu, Produkt, Numer modelu',
      pkid: 'ID produktu, Identyfikator produktu',
      hardwareHash: 'Identyfikator urządzenia',
      customer: 'Klient, Nazwa klienta, Odbiorca końcowy',
    },
    unclear: {
      model: 'Opis, Opis produktu, Typ, Nazwa towaru',
      groupTag: 'Grupa, Nazwa grupy',
      customer:
        'Firma, Nazwa firmy, Organizacja, Domena, Odbiorca, Numer klienta, Nabywca, Kontrahent, Użytkownik końcowy',
    },
  },
  cs: {
    clear: {
      serial: 'Sériové číslo, Výrobní číslo, Sériové č., Sér. číslo, Výr. číslo, Sériové číslo zařízení, SČ, S. č.',
      pkid: 'ID produktu Windows, ID kódu Product Key, Identifikátor produktu Windows',
      hardwareHash: 'Hodnota hash hardwaru, Hash hardwaru, Hardwarová hash, Hardwarový hash, Hardwarový otisk',
      manufacturer: 'Výrobce, Název výrobce, Jméno výrobce, Výrobce zařízení',
      model: 'Model, Model zařízení, Název modelu',
      groupTag: 'Značka skupiny, Štítek skupiny, Skupinová značka, Tag skupiny',
      assignedUser: 'Přiřazený uživatel',
      customer:
        'ID zákazníka, ID tenanta, ID klienta, Doména zákazníka, Primární doména, ID adresáře, Koncový zákazník, Název koncového zákazníka, Tenant zákazníka',
      other: `
        Množství, Počet, Počet kusů, Ks, Objednávka, Číslo objednávky, Cena, Částka, Faktura, Číslo faktury, Poznámka, Poznámky, Komentář, Umístění,
        Datum, Datum dodání, Dodací list, Adresa, Adresa MAC, Adresa IP, Město, Země, Oddělení, Záruka, Položka, Kód produktu, Kód zboží, Číslo dílu,
        Název zařízení, Název počítače, Uživatel, Dodavatel, Prodejce, Inventární číslo`,
    },
    likely: {
      manufacturer: 'Značka',
      model: 'Název produktu, Produkt, Výrobek, Číslo modelu',
      pkid: 'ID produktu',
      hardwareHash: 'ID zařízení',
      customer: 'Zákazník, Jméno zákazníka, Název zákazníka, Klient',
    },
    unclear: {
      model: 'Popis, Název zboží, Popis produktu, Typ',
      groupTag: 'Skupina, Název skupiny',
      customer:
        'Firma, Společnost, Název společnosti, Název firmy, Organizace, Doména, Číslo zákazníka, Odběratel, Příjemce, Koncový uživatel',
    },
  },
  sk: {
    clear: {
      serial: 'Sériové číslo, Výrobné číslo, Sériové číslo zariadenia',
      pkid: 'ID produktu Windows, Identifikátor produktu Windows',
      hardwareHash: 'Hodnota hash hardvéru, Hash hardvéru, Hardvérový hash',
      manufacturer: 'Výrobca, Názov výrobcu, Meno výrobcu',
      model: 'Model, Model zariadenia, Názov modelu',
      groupTag: 'Značka skupiny, Štítok skupiny, Skupinová značka, Označenie skupiny',
      assignedUser: 'Priradený používateľ',
      customer: 'ID zákazníka, ID nájomníka, Doména zákazníka, Primárna doména, ID adresára, Koncový zákazník',
      other: `
        Množstvo, Počet, Počet kusov, Objednávka, Číslo objednávky, Cena, Suma, Faktúra, Číslo faktúry, Poznámka, Poznámky, Komentár, Umiestnenie,
        Dátum, Dátum dodania, Dodací list, Adresa, Adresa MAC, Adresa IP, Mesto, Krajina, Oddelenie, Záruka, Položka, Kód produktu, Názov zariadenia,
        Názov počítača, Používateľ, Dodávateľ, Predajca, Inventárne číslo`,
    },
    likely: {
      manufacturer: 'Značka',
      model: 'Názov produktu, Produkt, Číslo modelu',
      pkid: 'ID produktu',
      hardwareHash: 'ID zariadenia',
      customer: 'Zákazník, Meno zákazníka, Názov zákazníka, Klient',
    },
    unclear: {
      model: 'Popis, Popis produktu, Typ',
      groupTag: 'Skupina, Názov skupiny',
      customer: 'Firma, Spoločnosť, Názov spoločnosti, Organizácia, Doména, Číslo zákazníka, Odberateľ, Príjemca',
    },
  },
  hu: {
    clear: {
      serial:
        'Sorozatszám, Gyári szám, Sorozat szám, Eszköz sorozatszáma, Széria szám, Szériaszám, Gyáriszám, Az eszköz sorozatszáma, Gyártási szám',
      pkid: 'Windows-termékazonosító, Windows termékazonosító, Termékkulcs-azonosító',
      hardwareHash: 'Hardverkivonat, Hardver-hash, Hardver hash, Hardveres kivonat',
      manufacturer: 'Gyártó, Gyártó neve, Eszközgyártó, Gyártó név',
      model: 'Modell, Eszközmodell, Modell neve, Modellnév, Eszköz modellje',
      groupTag: 'Csoportcímke, Csoport címke, Csoportcímkéje',
      assignedUser: 'Hozzárendelt felhasználó',
      customer:
        'Ügyfélazonosító, Bérlőazonosító, Ügyfél tartománya, Elsődleges tartomány, Címtárazonosító, Végügyfél, Végfelhasználó cég, Bérlő',
      other: `
        Mennyiség, Darabszám, Db, Rendelés, Rendelésszám, Megrendelés, Ár, Összeg, Számla, Számlaszám, Megjegyzés, Megjegyzések, Hely, Helyszín, Dátum,
        Szállítás dátuma, Szállítólevél, Cím, MAC-cím, IP-cím, Város, Ország, Osztály, Garancia, Tétel, Cikkszám, Termékkód, Eszköznév, Számítógépnév,
        Felhasználó, Szállító, Viszonteladó, Leltári szám`,
    },
    likely: {
      manufacturer: 'Márka',
      model: 'Terméknév, Termék, Típus, Modellszám, Termék neve',
      pkid: 'Termékazonosító',
      hardwareHash: 'Eszközazonosító',
      customer: 'Ügyfél, Ügyfél neve, Vevő, Vevő neve',
    },
    unclear: {
      model: 'Leírás, Megnevezés, Termékleírás',
      groupTag: 'Csoport, Csoport neve',
      customer: 'Cég, Cégnév, Vállalat, Szervezet, Tartomány, Ügyfélszám, Címzett, Végfelhasználó',
    },
  },
  ro: {
    clear: {
      serial:
        'Număr de serie, Numărul de serie, Număr serie, Nr. de serie, Nr. serie, Serie, Numărul de serie al dispozitivului, Serie dispozitiv, Serial produs',
      pkid: 'ID produs Windows, ID-ul produsului Windows, ID cheie de produs',
      hardwareHash: 'Hash hardware, Codul hash hardware, Hash de hardware',
      manufacturer: 'Producător, Nume producător, Numele producătorului, Fabricant, Producătorul',
      model: 'Model, Modelul, Model dispozitiv, Modelul dispozitivului, Nume model',
      groupTag: 'Etichetă grup, Etichetă de grup, Eticheta grupului',
      assignedUser: 'Utilizator atribuit',
      customer:
        'ID client, ID entitate găzduită, ID-ul entității găzduite, Domeniul clientului, Domeniu principal, ID director, Client final, Numele clientului final',
      other: `
        Cantitate, Cant, Comandă, Număr comandă, Nr. comandă, Preț, Sumă, Factură, Număr factură, Observații, Comentarii, Locație, Data, Data livrării,
        Aviz, Adresă, Adresă MAC, Adresă IP, Oraș, Țară, Departament, Garanție, Articol, Cod produs, Nume dispozitiv, Nume computer, Utilizator, Furnizor,
        Număr inventar`,
    },
    likely: {
      manufacturer: 'Marcă, Marca',
      model: 'Nume produs, Produs, Număr model',
      pkid: 'ID produs',
      hardwareHash: 'ID dispozitiv',
      customer: 'Client, Nume client, Numele clientului, Beneficiar',
    },
    unclear: {
      model: 'Descriere, Denumire, Denumire produs, Descriere produs',
      groupTag: 'Grup, Nume grup',
      customer: 'Companie, Firmă, Societate, Organizație, Domeniu, Destinatar, Cod client, Utilizator final',
    },
  },
  hr: {
    clear: {
      serial: 'Serijski broj, Serijski br., Ser. br., Serijski broj uređaja, Tvornički broj',
      pkid: 'ID proizvoda sustava Windows, ID proizvoda Windows',
      hardwareHash: 'Hash hardvera, Hardverski hash, Raspršivanje hardvera',
      manufacturer: 'Proizvođač, Naziv proizvođača, Ime proizvođača',
      model: 'Model, Model uređaja, Naziv modela',
      groupTag: 'Oznaka grupe, Oznaka skupine, Grupna oznaka',
      assignedUser: 'Dodijeljeni korisnik',
      customer:
        'ID klijenta, ID kupca, ID zakupca, Domena klijenta, Primarna domena, ID direktorija, Krajnji kupac, Krajnji klijent, Zakupac',
      other: `
        Količina, Kom, Narudžba, Broj narudžbe, Cijena, Iznos, Račun, Broj računa, Napomena, Napomene, Komentar, Lokacija, Datum, Datum isporuke,
        Otpremnica, Adresa, MAC adresa, IP adresa, Grad, Država, Odjel, Jamstvo, Artikl, Šifra, Šifra artikla, Naziv uređaja, Naziv računala, Korisnik,
        Dobavljač, Inventarni broj`,
    },
    likely: {
      manufacturer: 'Marka, Brend',
      model: 'Naziv proizvoda, Proizvod, Broj modela',
      pkid: 'ID proizvoda',
      hardwareHash: 'ID uređaja',
      customer: 'Klijent, Kupac, Naziv kupca, Ime kupca',
    },
    unclear: {
      model: 'Opis, Naziv artikla, Tip',
      groupTag: 'Grupa, Skupina',
      customer: 'Tvrtka, Poduzeće, Organizacija, Domena, Primatelj, Krajnji korisnik',
    },
  },
  sr: {
    clear: {
      serial: 'Серијски број, Серијски број уређаја, Fabrički broj, Serijski broj uređaja',
      manufacturer: 'Произвођач, Назив произвођача',
      model: 'Модел, Модел уређаја',
    },
    likely: { customer: 'Клијент, Купац, Klijent' },
  },
  sl: {
    clear: {
      serial: 'Serijska številka, Serijska št., Ser. št., Serijska številka naprave, Tovarniška številka',
      pkid: 'ID izdelka Windows, ID izdelka sistema Windows',
      hardwareHash: 'Zgoščena vrednost strojne opreme, Hash strojne opreme, Razpršena vrednost strojne opreme',
      manufacturer: 'Proizvajalec, Ime proizvajalca, Izdelovalec, Naziv proizvajalca',
      model: 'Model, Model naprave, Ime modela',
      groupTag: 'Oznaka skupine, Skupinska oznaka',
      assignedUser: 'Dodeljeni uporabnik',
      customer:
        'ID stranke, ID najemnika, Domena stranke, Primarna domena, ID imenika, Končna stranka, Končni kupec, Najemnik',
      other:
        'Količina, Kos, Naročilo, Številka naročila, Cena, Znesek, Račun, Številka računa, Opomba, Opombe, Komentar, Lokacija, Datum, Dobavnica, Naslov, Naslov MAC, Mesto, Država, Oddelek, Garancija, Artikel, Šifra, Ime naprave, Ime računalnika, Uporabnik, Dobavitelj, Inventarna številka',
    },
    likely: {
      manufacturer: 'Znamka, Blagovna znamka',
      model: 'Ime izdelka, Izdelek, Številka modela',
      pkid: 'ID izdelka',
      customer: 'Stranka, Kupec, Ime stranke',
    },
    unclear: {
      model: 'Opis, Naziv artikla',
      groupTag: 'Skupina',
      customer: 'Podjetje, Organizacija, Domena, Prejemnik, Končni uporabnik',
    },
  },
  bg: {
    clear: {
      serial: 'Сериен номер, Сериен №, Фабричен номер, Сериен номер на устройството, Сер. номер, Сериен No',
      pkid: 'ИД на продукта на Windows, Идентификатор на продукта на Windows',
      hardwareHash: 'Хеш на хардуера, Хардуерен хеш, Хардуерен хеш код',
      manufacturer: 'Производител, Име на производителя, Име на производител',
      model: 'Модел, Модел на устройството, Име на модела',
      groupTag: 'Етикет на група, Групов етикет, Таг на група, Маркер на група',
      assignedUser: 'Присвоен потребител, Назначен потребител',
      customer:
        'ИД на клиент, ИД на клиента, ИД на клиентската организация, Домейн на клиента, Основен домейн, Краен клиент, ИД на директория',
      other:
        'Количество, Брой, Поръчка, Номер на поръчка, Цена, Сума, Фактура, Номер на фактура, Забележка, Забележки, Коментар, Местоположение, Дата, Дата на доставка, Адрес, MAC адрес, IP адрес, Град, Държава, Отдел, Гаранция, Артикул, Код, Име на устройството, Име на компютър, Потребител, Доставчик, Инвентарен номер',
    },
    likely: {
      manufacturer: 'Марка',
      model: 'Име на продукт, Продукт, Номер на модел',
      pkid: 'ИД на продукт',
      customer: 'Клиент, Име на клиент, Име на клиента',
    },
    unclear: {
      model: 'Описание, Тип, Наименование',
      groupTag: 'Група',
      customer: 'Фирма, Компания, Организация, Домейн, Получател, Краен потребител',
    },
  },
  ru: {
    clear: {
      serial: `
        Серийный номер, Серийный номер устройства, Сер. номер, Серийный №, Заводской номер, Заводской №, Серийник, Номер серии, С/Н, Серийный ном.,
        Зав. номер, Зав. №`,
      pkid: 'идентификатор продукта Windows, код продукта Windows, ИД продукта Windows, идентификатор ключа продукта',
      hardwareHash: 'хэш оборудования, хеш оборудования, аппаратный хэш, аппаратный хеш, хэш аппаратного обеспечения',
      manufacturer:
        'производитель, имя производителя, название производителя, изготовитель, производитель устройства, завод-изготовитель',
      model: 'модель, модель устройства, название модели, наименование модели, имя модели',
      groupTag: 'тег группы, групповой тег, метка группы, тэг группы',
      assignedUser: 'Назначенный пользователь',
      customer: `
        идентификатор клиента, ИД клиента, идентификатор арендатора, ИД арендатора, домен клиента, основной домен, идентификатор каталога,
        конечный клиент, конечный заказчик, клиент (тенант), арендатор, тенант, название конечного клиента`,
      other: `
        Количество, Кол-во, Шт, Заказ, Номер заказа, Цена, Сумма, Счет, Счёт, Номер счета, Примечание, Примечания, Комментарий, Комментарии,
        Местоположение, Расположение, Дата, Дата поставки, Накладная, Адрес, MAC-адрес, IP-адрес, Город, Страна, Отдел, Гарантия, Артикул, Код,
        Код товара, № п/п, Имя устройства, Имя компьютера, Пользователь, Поставщик, Инвентарный номер`,
    },
    likely: {
      manufacturer: 'марка, бренд, вендор',
      model: 'наименование продукта, название продукта, продукт, номер модели, изделие',
      pkid: 'код продукта, идентификатор продукта',
      hardwareHash: 'идентификатор устройства, ИД устройства',
      customer:
        'клиент, имя клиента, название клиента, наименование клиента, заказчик, наименование заказчика, покупатель',
    },
    unclear: {
      model: 'описание, наименование, наименование товара, тип',
      groupTag: 'группа, тег, имя группы',
      customer:
        'компания, фирма, организация, домен, получатель, грузополучатель, название компании, конечный пользователь',
    },
  },
  uk: {
    clear: {
      serial: 'Серійний номер, Серійний номер пристрою, Заводський номер, Сер. номер, Серійний №, Заводський №',
      pkid: 'Ідентифікатор продукту Windows, Код продукту Windows, ІД продукту Windows',
      hardwareHash: 'Хеш обладнання, Геш обладнання, Апаратний хеш, Хеш устаткування',
      manufacturer: 'Виробник, Ім’я виробника, Назва виробника, Виробник пристрою',
      model: 'Модель, Модель пристрою, Назва моделі',
      groupTag: 'Тег групи, Мітка групи, Груповий тег, Позначка групи',
      assignedUser: 'Призначений користувач',
      customer:
        'Ідентифікатор клієнта, ІД клієнта, Ідентифікатор клієнта (тенанта), Ідентифікатор орендаря, Домен клієнта, Основний домен, Кінцевий клієнт, Кінцевий замовник, Орендар',
      other:
        'Кількість, К-сть, Замовлення, Номер замовлення, Ціна, Сума, Рахунок, Номер рахунку, Примітка, Примітки, Коментар, Коментарі, Розташування, Дата, Дата поставки, Накладна, Адреса, MAC-адреса, IP-адреса, Місто, Країна, Відділ, Гарантія, Артикул, Код, Ім’я пристрою, Ім’я комп’ютера, Користувач, Постачальник, Інвентарний номер',
    },
    likely: {
      manufacturer: 'Марка, Бренд',
      model: 'Назва продукту, Продукт, Номер моделі',
      pkid: 'ІД продукту',
      customer: 'Клієнт, Ім’я клієнта, Назва клієнта, Замовник, Покупець',
    },
    unclear: {
      model: 'Опис, Найменування, Тип',
      groupTag: 'Група, Тег',
      customer: 'Компанія, Фірма, Організація, Домен, Одержувач, Кінцевий користувач',
    },
  },
  el: {
    clear: {
      serial: 'Σειριακός αριθμός, Αριθμός σειράς, Σειριακός αρ., Σειριακός αριθμός συσκευής, Αρ. σειράς, Α/Σ, Σειριακό',
      pkid: 'Αναγνωριστικό προϊόντος Windows, Αναγνωριστικό προϊόντος των Windows, Αναγνωριστικό κλειδιού προϊόντος',
      hardwareHash: 'Κατακερματισμός υλικού, Hash υλικού, Κατακερματισμός hardware',
      manufacturer: 'Κατασκευαστής, Όνομα κατασκευαστή, Κατασκευαστής συσκευής',
      model: 'Μοντέλο, Μοντέλο συσκευής, Όνομα μοντέλου',
      groupTag: 'Ετικέτα ομάδας, Ετικέτα γκρουπ',
      assignedUser: 'Εκχωρημένος χρήστης, Αντιστοιχισμένος χρήστης',
      customer:
        'Αναγνωριστικό πελάτη, Αναγνωριστικό μισθωτή, Τομέας πελάτη, Κύριος τομέας, Τελικός πελάτης, Μισθωτής, Αναγνωριστικό καταλόγου',
      other:
        'Ποσότητα, Τεμάχια, Παραγγελία, Αριθμός παραγγελίας, Τιμή, Ποσό, Τιμολόγιο, Αριθμός τιμολογίου, Σημείωση, Σημειώσεις, Παρατηρήσεις, Σχόλια, Τοποθεσία, Ημερομηνία, Διεύθυνση, Διεύθυνση MAC, Πόλη, Χώρα, Τμήμα, Εγγύηση, Είδος, Κωδικός, Όνομα συσκευής, Όνομα υπολογιστή, Χρήστης, Προμηθευτής',
    },
    likely: {
      manufacturer: 'Μάρκα',
      model: 'Όνομα προϊόντος, Προϊόν, Αριθμός μοντέλου',
      pkid: 'Αναγνωριστικό προϊόντος',
      customer: 'Πελάτης, Όνομα πελάτη, Επωνυμία πελάτη',
    },
    unclear: {
      model: 'Περιγραφή, Τύπος',
      groupTag: 'Ομάδα',
      customer: 'Εταιρεία, Εταιρία, Επωνυμία, Οργανισμός, Τομέας, Παραλήπτης, Τελικός χρήστης',
    },
  },
  tr: {
    clear: {
      serial:
        'Seri Numarası, Seri No, Seri Nu., Cihaz Seri Numarası, Cihaz Seri No, Seri, Seri Numara, Ürün Seri No, Seri No.su',
      pkid: 'Windows Ürün Kimliği, Ürün Anahtarı Kimliği, Windows Ürün ID',
      hardwareHash: 'Donanım Karması, Donanım Karma Değeri, Donanım Hash, Donanım Özeti',
      manufacturer: 'Üretici, Üretici Adı, İmalatçı, Üretici Firma, Cihaz Üreticisi',
      model: 'Model, Cihaz Modeli, Model Adı',
      groupTag: 'Grup Etiketi, Grup Tag',
      assignedUser: 'Atanan Kullanıcı, Atanmış Kullanıcı',
      customer:
        'Müşteri Kimliği, Kiracı Kimliği, Müşteri Etki Alanı, Birincil Etki Alanı, Dizin Kimliği, Son Müşteri, Nihai Müşteri, Kiracı, Müşteri Alan Adı',
      other:
        'Miktar, Adet, Sipariş, Sipariş No, Sipariş Numarası, Fiyat, Tutar, Fatura, Fatura No, Not, Notlar, Açıklamalar, Yorum, Konum, Yer, Tarih, Teslim Tarihi, İrsaliye, Adres, MAC Adresi, IP Adresi, Şehir, Ülke, Departman, Garanti, Ürün Kodu, Kod, Stok Kodu, Parça No, Cihaz Adı, Bilgisayar Adı, Kullanıcı, Tedarikçi, Bayi, Demirbaş No, Sıra No',
    },
    likely: {
      manufacturer: 'Marka',
      model: 'Ürün Adı, Ürün, Model No, Model Numarası',
      pkid: 'Ürün Kimliği',
      hardwareHash: 'Cihaz Kimliği',
      customer: 'Müşteri, Müşteri Adı, Müşteri Unvanı',
    },
    unclear: {
      model: 'Açıklama, Ürün Açıklaması, Tip',
      groupTag: 'Grup, Etiket',
      customer: 'Firma, Firma Adı, Şirket, Şirket Adı, Kurum, Kuruluş, Etki Alanı, Alıcı, Son Kullanıcı',
    },
  },
  et: {
    clear: {
      serial: 'Seerianumber, Seeria nr, Seadme seerianumber, Seerianr',
      pkid: 'Windowsi toote ID',
      hardwareHash: 'Riistvara räsi, Riistvararäsi',
      manufacturer: 'Tootja, Tootja nimi',
      model: 'Mudel, Seadme mudel, Mudeli nimi',
      groupTag: 'Rühma silt, Grupi silt',
      assignedUser: 'Määratud kasutaja',
      customer: 'Kliendi ID, Rentniku ID, Kliendi domeen, Lõppklient',
      other: 'Kogus, Tellimus, Tellimuse number, Hind, Arve, Märkus, Märkused, Asukoht, Kuupäev, Aadress',
    },
    likely: { manufacturer: 'Mark, Kaubamärk', model: 'Toote nimi, Toode', customer: 'Klient, Kliendi nimi' },
    unclear: { model: 'Kirjeldus', groupTag: 'Rühm', customer: 'Ettevõte, Firma, Organisatsioon, Domeen' },
  },
  lv: {
    clear: {
      serial: 'Sērijas numurs, Sērijas nr., Ierīces sērijas numurs',
      hardwareHash: 'Aparatūras jaucējkods',
      manufacturer: 'Ražotājs, Ražotāja nosaukums',
      model: 'Modelis, Ierīces modelis',
      groupTag: 'Grupas atzīme, Grupas tags',
      assignedUser: 'Piešķirtais lietotājs',
      customer: 'Klienta ID, Nomnieka ID, Klienta domēns, Gala klients',
      other: 'Daudzums, Skaits, Pasūtījums, Pasūtījuma numurs, Cena, Rēķins, Piezīme, Piezīmes, Vieta, Datums, Adrese',
    },
    likely: { manufacturer: 'Zīmols, Marka', model: 'Produkta nosaukums', customer: 'Klients, Klienta nosaukums' },
    unclear: { model: 'Apraksts', groupTag: 'Grupa', customer: 'Uzņēmums, Organizācija, Domēns' },
  },
  lt: {
    clear: {
      serial: 'Serijos numeris, Serijinis numeris, Serijos Nr., Įrenginio serijos numeris',
      hardwareHash: 'Aparatūros maiša',
      manufacturer: 'Gamintojas, Gamintojo pavadinimas',
      model: 'Modelis, Įrenginio modelis',
      groupTag: 'Grupės žyma, Grupės žymė',
      assignedUser: 'Priskirtas vartotojas, Priskirtas naudotojas',
      customer: 'Kliento ID, Nuomotojo ID, Kliento domenas, Galutinis klientas',
      other: 'Kiekis, Užsakymas, Užsakymo numeris, Kaina, Sąskaita, Pastaba, Pastabos, Vieta, Data, Adresas',
    },
    likely: {
      manufacturer: 'Prekės ženklas',
      model: 'Produkto pavadinimas',
      customer: 'Klientas, Kliento pavadinimas',
    },
    unclear: { model: 'Aprašymas', groupTag: 'Grupė', customer: 'Įmonė, Organizacija, Domenas' },
  },
  ca: {
    clear: {
      serial: 'Número de sèrie, Núm. de sèrie',
      manufacturer: 'Fabricant, Nom del fabricant',
      model: 'Model, Model del dispositiu',
      groupTag: 'Etiqueta de grup',
      customer: 'Client final, ID del client',
    },
    likely: { customer: 'Client', manufacturer: 'Marca' },
  },
};
