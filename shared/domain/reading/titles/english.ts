import type { LanguageTitles } from './title-table.ts';

/**
 * English titles: Microsoft's collection script, Partner Center, Intune, Graph and the tools that export device lists (Configuration
 * Manager, CIPP, Lansweeper, Snipe-IT), and those of makers' and distributors' delivery lists.
 */
export const english: LanguageTitles = {
  clear: {
    serial: `
      Device Serial Number, Serial Number, Serial, Serial No, Serial Nr, Serial Num, Ser. No., Ser. Nr., S/N, SN, SNR, S/No, Serial ID,
      Serial Code, SerialNo, Device Serial, Device Serial No, System Serial Number, System Serial, Machine Serial Number,
      SmbiosSystemSerialNumber, SMBIOS Serial Number, SMBIOS Serial, BIOS Serial Number, BIOS Serial, BIOS Serial No, OEM Serial Number,
      Manufacturer Serial Number, Mfr Serial Number, Mfg Serial Number, Factory Serial Number, Vendor Serial Number, Unit Serial Number,
      Service Tag, Dell Service Tag, Service Tag Number, Svc Tag, ServiceTag ID, SVCTAG, Serial Number Service Tag, HP Serial Number,
      Lenovo Serial Number, Surface Serial Number, Serialised Number, Serialized Number,
      Chassis/BIOS Serial Number, BIOS/Chassis Serial Number, Serial/Service Tag, Serial Number of the Device, Serial No of Device`,
    pkid: `
      Windows Product ID, ProductKeyID, Product Key ID, Windows Product Key ID, PKID, Windows PKID, OA3 PKID, OEM PKID, DPK ID, DPKID,
      PK ID, PKID Number, PKID No, OA3 Product Key ID, OA3 ProductKeyID, MS PKID, Microsoft PKID, Microsoft Product Key ID,
      COA PKID, PKN ID`,
    hardwareHash: `
      Hardware Hash, HWHash, HW Hash, Hardware Identifier, Device Hardware Data, 4K HH, 4KHH, 4K Hash, 4K Hardware Hash, HardwareHash4K,
      Hardware Hash 4K, Autopilot Hash, Autopilot Hardware Hash, Device Hash, HWID, OA3 Hardware Hash, Windows Autopilot Hardware Hash,
      Autopilot Device Hash, Hash 4K, Hardware ID Hash`,
    manufacturer: `
      Manufacturer Name, Manufacturer, OEM Manufacturer Name, OEM Manufacturer, Device Manufacturer, Make, Device Make, Mfr, Mfg, Mfr Name,
      Mfg Name, Manuf, Manuf., Manufr, Mfgr, Mnfr, Maker, Maker Name, System Manufacturer, SmbiosSystemManufacturer, Computer Manufacturer,
      Hardware Manufacturer, Manufactured By, Manufacturer (SMBIOS)`,
    model: `
      Device Model, Model, Model Name, MTM, Machine Type Model, Machine Type and Model, Machine Type / Model, System Model, Computer Model,
      SmbiosSystemProductName, System Product Name, Hardware Model, Model Description, Device Model Name, OEM Model, Model ID (SMBIOS), Lenovo MTM`,
    groupTag: `
      Group Tag, Autopilot Group Tag, Device Group Tag, Autopilot Tag, AP Group Tag, AP Tag, Windows Autopilot Group Tag, Intune Group Tag,
      Grp Tag, Group Tag Name, Tag Group, Autopilot Group, Profile Tag, Autopilot Profile Tag, Deployment Group Tag, Enrollment Group Tag`,
    assignedUser: `
      Assigned User, Assigned User Principal Name, Assigned User UPN, Assigned UPN, Autopilot Assigned User, Assign User,
      User Principal Name to assign`,
    customer: `
      Customer Tenant ID, Tenant ID, Customer ID, Customer Domain, Tenant Domain, Customer Tenant, Customer Tenant Domain, Entra Tenant ID,
      Azure Tenant ID, Azure AD Tenant ID, AAD Tenant ID, Microsoft Tenant ID, Microsoft Tenant, M365 Tenant ID, M365 Tenant, O365 Tenant ID,
      Office 365 Tenant ID, Microsoft 365 Tenant ID, Entra ID Tenant, Entra Tenant, Azure Tenant, Azure AD Tenant, AAD Tenant, Tenant,
      Tenant Name, Tenant GUID, Tenant UUID, Tenant Identifier, Tenant Primary Domain, Tenant Default Domain, Customer Tenant Name,
      Customer Tenant GUID, Directory ID, Directory (Tenant) ID, Azure Directory ID, Primary Domain, Primary Domain Name,
      Customer Primary Domain, Customer Domain Name, Customer Default Domain, Default Domain, Default Domain Name, Initial Domain,
      onmicrosoft Domain, Onmicrosoft.com Domain, Microsoft Domain, M365 Domain, Customer Microsoft ID, Microsoft ID, Microsoft Customer ID,
      End Customer, End Customer Name, End Customer ID, End Customer Tenant ID, End Customer Tenant, End Customer Domain, End Cust,
      EndCustomer Company, Final Customer, Ultimate Customer, End User Customer, End User Company, End User Company Name,
      End User Organization, End User Organisation, Customer GUID, Customer Tenant UUID, Partner Center Customer ID, Customer’s Tenant ID, Customers Tenant ID,
      Tenant Domain Name`,
  },
  likely: {
    serial: `
      Chassis Serial Number, Chassis Serial, Chassis Serial No, Chassis S/N, Enclosure Serial Number, System Enclosure Serial Number, System Enclosure Serial,
      Device Number, Unit Serial, SerialNumber (from label)`,
    pkid: 'Product ID, Product Key, Windows Product Key, ProdID, Product Identifier, Windows ID',
    hardwareHash: 'Device ID, Hardware ID, Hash',
    manufacturer:
      'OEM, Vendor, Vendor Name, Brand, Brand Name, OEM Name, Producer, Hardware Vendor, Device Vendor, Device Brand, System Vendor',
    model: `
      Product Name, Product, Product Model, Model Number, Model No, Model Nr, Model Num, Model Code, Model #, Machine Model, Device Product Name,
      Product Model Name`,
    groupTag: 'Order Identifier, Order ID',
    customer: `
      Customer, Customer Name, Customer Company, Customer Company Name, Customer Organization, Customer Organisation, Customer Full Name,
      Cust, Cust Name, Customer Account, Customer Account Name, Client, Client Name, Client Tenant, Client Tenant ID, Client Domain,
      Client Company, Buyer, Purchaser, Registered Customer, Register For, Registered For, Consignee Customer`,
  },
  unclear: {
    model: `
      Description, Item Description, Product Description, Material Description, Product Title, Item Name, Article Description, Material Name,
      Part Description, Device Description, Description of Goods, Goods Description, Typ`,
    groupTag:
      'Tag, Device Tag, Group, Group Name, Device Group, Autopilot Order ID, Tags, Tag Name, Intune Tag, Deployment Tag',
    customer: `
      Company, Company Name, Organization, Organisation, Organization Name, Organisation Name, Account, Account Name, Ship To, Ship To Name,
      Ship To Company, Ship To Customer, Ship To Party, Shipto, Sold To, Sold To Name, Sold To Party, Sold To Customer, Bill To, Bill To Name,
      Bill To Customer, Deliver To, Delivered To, Delivery To, Delivery Customer, Deliver To Name, Consignee, Recipient, End User,
      End User Name, Domain, Domain Name, AD Domain, Active Directory Domain, Company Domain, DNS Domain, Email Domain, Site, Site Name,
      Customer Number, Customer No, Customer Code, Customer Account Number, Account Number, Account ID, Account No, Client ID, Client Code,
      Client Number, Organization ID, Organisation ID, Company ID, Company Code, Business Unit, Subsidiary, Legal Entity, Institution, School,
      Owner, Owned By, Owner Name, Project, Project Name, Beneficiary, Attention, Destination, Delivery Name, Resource Domain, Workgroup`,
  },
};

/** Columns that many lists have and we do not need. */
export const unneeded: LanguageTitles = {
  clear: {
    other: `
      Purchase Order, Purchase Order Identifier, Purchase Order ID, Purchase Order Number, Purchase Order No, PO, PO Number, PO No, PO Nr, PO ID,
      PO Date, PO Line, Customer PO, Customer PO Number, Customer Purchase Order, Customer Reference, Customer Ref, Your Reference, Reference,
      Ref, Our Reference, Qty, Quantity, Qty Shipped, Shipped Qty, Quantity Shipped, Shipped Quantity, Ordered Qty, Units, Unit, UoM, Pcs,
      Pieces, Count, Price, Unit Price, Net Price, List Price, Cost, Amount, Total, Total Price, Currency, VAT, Tax, Discount,
      Asset Tag, Asset, Asset Number, Asset No, Asset ID, Asset Name, Asset Label, Asset Type, Asset Status, Inventory Number, Inventory No,
      Location, Room, Building, Floor, Department, Cost Center, Cost Centre, City, Country, Country/Region, State, Zip, Zip Code,
      Postal Code, Street, Address, Ship To Address, Delivery Address, Shipping Address, Region, Site Code, Contact, Phone, Email, E-mail,
      Remarks, Remark, Comment, Comments, Notes, Note, Status, Row, Row Number, Sheet, Code, Reason, Result, Route, Platform, Identity,
      Sr. No., Sl. No., Line, Line No, Line Number, Line Item, Item, Item No, Item Number, Pos, Position, No, Nr, Index,
      Part Number, Part No, Part, P/N, PN, Mfr Part No, Mfg Part Number, Mfg Part No, MPN, Manufacturer Part Number, Manufacturer Part No,
      Vendor Part Number, Vendor Part No, Vendor SKU, OEM Part Number, SKU, SKU Number, System SKU, System SKU Number, Product SKU, Product Number,
      Product No, Product Code, Product Line, Product Family, Product Type, Product Category, Family, Category, Series, Material, Material Number,
      Material No, Article, Article Number, Article No, EAN, EAN Code, EAN13, EAN-13, GTIN, UPC, UPC Code, Barcode, Bar Code, HS Code,
      Machine Type, Device Type, System Type, Chassis Type, Computer Type, Equipment Type, Form Factor, Type,
      Invoice, Invoice Number, Invoice No, Invoice Date, Order, Order Number, Order No, Order Date, Order Line, Order Type, Order Status,
      Sales Order, Sales Order Number, Sales Order No, SO, SO Number, Delivery, Delivery Date, Delivery Number, Delivery Note, Delivery Note Number,
      Ship Date, Shipped Date, Shipping Date, Shipment Date, Shipment, Shipment ID, Shipment Number, Carrier, Tracking, Tracking Number,
      Tracking No, Tracking ID, Pallet, Pallet ID, Pallet Number, Box, Box Number, Carton, Carton ID, Carton Number, Weight, Date, Purchase Date,
      Warranty, Warranty Start, Warranty End, Warranty End Date, Warranty Expiration, Express Service Code, Express Code,
      MAC Address, MAC, Ethernet MAC, LAN MAC, LAN MAC Address, WLAN MAC, WLAN MAC Address, Wi-Fi MAC, WiFi MAC, WiFi MAC Address, Wireless MAC,
      Wireless MAC Address, Bluetooth MAC, BT MAC, IP Address, IPAddress, IP, IMEI, IMEI 1, IMEI 2, IMEI1, IMEI2, MEID, ICCID, EID, UUID,
      System UUID, SMBIOS UUID, GUID, CPU, Processor, RAM, Memory, Memory (GB), Disk, Storage, SSD, HDD, Screen, Color, Colour, Keyboard,
      OS, Operating System, OS Version, OS Name, Windows Version, Windows Edition, BIOS Version, TPM Version, TPM,
      Hostname, Host Name, Computer Name, Computer, Device Name, Machine Name, PC Name, NetBIOS Name, Netbios_Name0, FQDN, Display Name,
      User, User Name, Username, User ID, UPN, User Principal Name, Primary User, Primary User UPN, Primary User Email Address,
      Primary User Display Name, Addressable User Name, Last User, Last Logged On User, Last Logon User, Assigned To, Checked Out To, Checked Out,
      Profile, Profile Name, Profile Status, Autopilot Profile, Deployment Profile, Deployment Profile Assignment Status,
      Deployment Profile Assigned Date Time, Assigned Profile, Enrollment State, Enrollment Date, Enrolled Date, Last Contacted,
      Last Contacted Date Time, Last Check-in, Last Seen, Last Sync Date Time, Compliance, Ownership, Managed By, Management Name, Join Type,
      Azure AD Device ID, Azure Active Directory Device ID, Entra Device ID, Microsoft Entra Device ID, Managed Device ID, Intune Device ID,
      Reseller, Reseller Name, Distributor, Supplier, Supplier Name, Supplier Part Number, Partner, Partner ID, MPN ID,
      Reseller PO, Reseller Name and Number, Monitor Serial Number, Battery Serial Number, Board Serial Number, Baseboard Serial Number,
      Motherboard Serial Number, Disk Serial Number, Adapter Serial Number, Dock Serial Number, TPM Serial Number, SIM Serial Number`,
  },
};
