const names: readonly string[] = ['.ds_store', 'thumbs.db', 'ehthumbs.db', 'desktop.ini', '.localized', 'icon\r'];

/**
 * Is a dropped file what a program has left beside the list, never the list itself? Lock files of Excel (`~$May.xlsx`) and
 * LibreOffice (`.~lock.May.xlsx#`), copies of file attributes (`._May.xlsx`), and what file managers keep in each folder.
 */
export function isProgramFile(blobName: string): boolean {
  const name = (blobName.split('/').at(-1) ?? '').toLowerCase();
  return name.startsWith('~$') || name.startsWith('._') || /^\.~lock\..*#$/.test(name) || names.includes(name);
}

/** `SERIAL_Maker_Model_DATE.devicelink.csv`: what a device exports for Intune's device association; its content is signed. */
export const isDeviceLinkFile = (fileName: string): boolean => /\.devicelink\.csv$/i.test(fileName);
